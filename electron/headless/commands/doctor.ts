import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';
import { checksText } from '../text.ts';

/** Every endpoint and permission, in plain words. */
export async function doctor({ engine, district }: Session): Promise<Outcome<Report>> {
  const id = await district();
  if (!id.ok) return id;
  const answer = await engine.doctor(id.value);
  if (!answer.ok) return answer;
  const { ok, checks } = answer.value;
  const verdict = ok ? 'All is well.' : 'Something needs attention; see the lines marked FAIL.';
  return succeed({ code: ok ? 0 : 1, json: { ok, checks }, text: `${checksText(checks)}\n\n${verdict}` });
}
