import type { Check } from '../../shared/district.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import { type AccountCalls, createAccountCalls } from './accounts.ts';
import { type AdoptionCalls, createAdoptionCalls } from './adoption.ts';
import { type CanvasHttpOptions, createCanvasHttp } from './canvas-http.ts';
import { runChecks } from './checks.ts';
import { type ContentsCalls, createContentsCalls } from './contents.ts';
import { type CanvasQuestions, examineCanvas } from './doctor/examine.ts';
import { readTokenEnd } from './doctor/token-end.ts';
import { provePractice } from './practice-proof.ts';
import { createReadBackCalls, type ReadBackCalls } from './read-back.ts';
import { createReportCalls, type ReportCalls } from './reports.ts';
import { createImportCalls, type ImportCalls } from './sis-imports.ts';

export type { CanvasLogLine } from './canvas-http.ts';
export { type CanvasImport, type ImportMessage, importApplied, importEnded, importNeverBegan } from './canvas-import.ts';
export type { CanvasReport, ReportParameters } from './reports.ts';
export type { ImportErrorRow } from './sis-imports.ts';
export type { ImportOptions } from './uploads.ts';

/** Everything we ask of one Canvas. All expected trouble is an Outcome; one pacer keeps all calls of a client polite. */
export interface CanvasClient extends AccountCalls, AdoptionCalls, ContentsCalls, ImportCalls, ReportCalls, ReadBackCalls {
  readonly origin: string;
  /** Canvas' own clock (ISO) as of its newest answer; asks when there was none. */
  serverTime(): Promise<Outcome<string>>;
  /** Whether this is the practice Canvas (ROSTER-RULES G3). */
  provePractice(nonce: string): Promise<Outcome<boolean>>;
  /** The connection test, in plain words. */
  checks(): Promise<Check[]>;
  /** The doctor: the whole examination, at most 25 requests. */
  examine(questions: CanvasQuestions): Promise<Check[]>;
  /** When the token ends (ISO); null for one without an end, and where Canvas does not tell. At most two requests. */
  tokenEnd(): Promise<string | null>;
}

/** `origin` from `canvasOrigin` (canvas-url.ts). The token goes to that origin only. Aborting `signal` ends every call. */
export function createCanvasClient(options: CanvasHttpOptions): CanvasClient {
  const { edge, signal } = options;
  const http = createCanvasHttp(options);
  const accounts = createAccountCalls(http);
  const reads = createReadBackCalls(http);
  return {
    origin: http.origin,
    ...accounts,
    ...createImportCalls(http, edge),
    ...createReportCalls(http, edge, signal),
    ...reads,
    ...createContentsCalls(http, reads),
    ...createAdoptionCalls(http),
    provePractice: (nonce) => provePractice(http, nonce),
    checks: () => runChecks(http, accounts, options.renew !== undefined),
    examine: (questions) =>
      examineCanvas(http, accounts, { ...questions, token: options.renew === undefined ? http.token() : null }),
    tokenEnd: async () => (options.renew === undefined ? readTokenEnd(http, http.token()) : null),
    async serverTime() {
      const known = http.serverTime();
      if (known !== null) return succeed(known);
      const asked = await accounts.self();
      if (!asked.ok) return asked;
      return succeed(http.serverTime() ?? new Date(edge.now()).toISOString());
    },
  };
}
