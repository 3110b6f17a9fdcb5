import { openAppSession } from '../../build/app-session.mjs';
import { sessionVariable } from '../helpers/electron-app.ts';

/** Playwright's global set-up: one desktop session for all tests; what it returns closes it again. */
export default async function openSession(): Promise<() => Promise<void>> {
  const { session, close } = await openAppSession();
  process.env[sessionVariable] = JSON.stringify(session);
  return close;
}
