import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { checksText } from '../text.ts';

/** Examines both sides, in plain words. With `letter` the text is a letter to the support of the SIS. */
export async function doctor(letter: boolean, { engine, district }: Session): Promise<Outcome<Report>> {
  const id = await district();
  if (!id.ok) return id;
  const answer = await engine.doctor(id.value);
  if (!answer.ok) return answer;
  const { ok, checks } = answer.value;
  const code = ok ? 0 : 1;
  if (letter) return succeed({ code, json: { ok, checks, letter: answer.value.letter }, text: answer.value.letter });
  return succeed({ code, json: { ok, checks }, text: `${checksText(checks)}\n\n${verdict(answer.value)}` });
}

function verdict({ ok, checks }: { readonly ok: boolean; readonly checks: readonly { readonly level: string }[] }): string {
  if (!ok) return 'Something needs attention; see the lines marked FAIL.';
  return checks.some((check) => check.level === 'warning') ? 'It works; the lines marked look deserve one.' : 'All is well.';
}
