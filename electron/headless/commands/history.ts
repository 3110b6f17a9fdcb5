import type { HistoryEvent } from '../../../shared/history.ts';
import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { unknownKind } from '../failures.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { collectionOf, explainKinds } from './explain.ts';

/** One record's whole life: what every run that is kept did to it, newest first. */
export async function history(kind: string, sourcedId: string, { engine, district }: Session): Promise<Outcome<Report>> {
  const collection = collectionOf(kind);
  if (collection === undefined) return fail(unknownKind(kind, explainKinds));
  const id = await district();
  if (!id.ok) return id;
  const found = await engine.calls.history({ district: id.value, subject: { collection, sourcedId } });
  if (!found.ok) return found;
  const { events, more } = found.value;
  const lines = events.map(eventText);
  const text =
    lines.length === 0 ? 'No run that is kept has touched it.' : [...lines, ...(more ? ['… and more'] : [])].join('\n');
  return succeed({ code: 0, json: found.value, text });
}

function eventText({ at, run, entity, action, label, outcome, message, reason }: HistoryEvent): string {
  const said = message === null ? '' : `: ${message}`;
  return `${at}  ${run}  ${action} ${entity} ${label}  [${reason.rule}]  ${outcome}${said}`;
}
