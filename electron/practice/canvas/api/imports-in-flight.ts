import type { CanvasApp } from '../app.ts';
import { isFinished } from '../imports/import-record.ts';

/** §9: a client has at most one import in flight. One whose file never came is in nobody's way (§2.3). */
export function noteImportsInFlight(app: CanvasApp, filename: string): void {
  const busy = app.imports.records.some(
    (record) => !isFinished(record) && record.workflow_state !== 'initializing' && record.held !== true,
  );
  if (busy) app.violations.push({ at: app.state.now(), kind: 'several-imports-in-flight', detail: filename });
}
