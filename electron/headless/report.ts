import type { Failure } from '../../shared/failure.ts';

/** DESIGN §6. Several apply ⇒ 1 before 4 before 3 before 2 before 0. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** What a command has to say at its end; a command that printed by itself leaves both out. */
export interface Report {
  readonly code: ExitCode;
  /** The one document `--json` prints. */
  readonly json?: unknown;
  /** The same for people. */
  readonly text?: string;
  /** Why it went wrong although there is something to show: words on stderr; in `json` it stands as `error`. */
  readonly failure?: Failure;
}
