import type { Progress } from './api/progress.ts';
import type { CanvasState } from './canvas-state.ts';
import type { FilesHost } from './files-host.ts';
import type { ImportQueue } from './imports/import-queue.ts';
import type { DroppedRow } from './imports/pipeline.ts';
import type { DeveloperKey } from './oauth/developer-key.ts';
import type { ReportQueue } from './reports/report-queue.ts';
import type { CanvasSettings } from './settings.ts';

/** Something a well-behaved client never does (§9): judges read these. */
export interface Violation {
  at: string;
  kind: 'token-sent-to-files-host' | 'token-in-query' | 'several-imports-in-flight';
  detail: string;
}

/** The running practice Canvas as its routes see it. */
export interface CanvasApp {
  readonly state: CanvasState;
  readonly settings: CanvasSettings;
  readonly imports: ImportQueue;
  readonly reports: ReportQueue;
  readonly files: FilesHost;
  readonly key: DeveloperKey;
  readonly violations: Violation[];
  readonly dropped: DroppedRow[];
  readonly progresses: Progress[];
  readonly requests: { total: number; refused: number };
  /** Origin of the API, e.g. http://127.0.0.1:4321. */
  readonly url: string;
  readonly token: string;
  /** Whose token it is. */
  readonly tokenUserId: number;
  nextMessageId(): number;
  /** To be called after every change of the state. */
  changed(): void;
}
