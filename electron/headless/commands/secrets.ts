import { fail, type Outcome, succeed } from '../../../shared/outcome.ts';
import { secretsOnScreen, secretsRenewed } from '../failures.ts';
import type { Report } from '../report.ts';
import type { Session } from '../session.ts';

/**
 * The three secrets of a district, a line each, for a program that seals them for a service (store key, SIS secret, Canvas
 * token). Only into a pipe: a terminal keeps what it shows.
 */
export async function secrets(session: Session): Promise<Outcome<Report>> {
  if (session.deps.printsToTerminal) return fail(secretsOnScreen(session.deps.programName));
  const id = await session.district();
  if (!id.ok) return id;
  const kept = await session.vault.read(id.value);
  if (!kept.ok) return kept;
  const { storeKey, sisSecret, canvasToken } = kept.value;
  if (canvasToken === '') return fail(secretsRenewed());
  return succeed({ code: 0, text: [storeKey, sisSecret, canvasToken].join('\n') });
}
