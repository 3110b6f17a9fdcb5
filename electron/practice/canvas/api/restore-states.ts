import type { CanvasApp } from '../app.ts';
import { type Answer, json } from '../http/answer.ts';
import { trueField } from '../http/fields.ts';
import type { ApiRequest } from '../http/router.ts';
import { type ImportRecord, isFinished } from '../imports/import-record.ts';
import { type Progress, progressJson } from './progress.ts';

/**
 * PUT …/restore_states (§2.7). Nothing is kept here to restore from, as in a Canvas whose import is older than 30 days:
 * 2026 says so at once; 2022 makes a task, which ends well if the import had changed no state, and fails otherwise.
 */
export function restoreStates(app: CanvasApp, request: ApiRequest, record: ImportRecord): Answer {
  const { fields } = request;
  const of2026 = app.settings.profile === '2026';
  const [undelete, unconclude] = [trueField(fields, 'undelete_only'), trueField(fields, 'unconclude_only')];
  if (undelete && unconclude) {
    const message = 'cannot set both undelete_only and unconclude_only';
    return of2026 ? json({ message }, 400) : { kind: 'text', status: 400, contentType: 'text/plain', text: message };
  }
  if (of2026) return json({ message: 'restore data unavailable' }, 400);
  const changed = Object.keys(record.statistics ?? {}).length > 0;
  if (!changed && isFinished(record)) {
    record.workflow_state = undelete || unconclude || trueField(fields, 'batch_mode') ? 'partially_restored' : 'restored';
    app.changed();
  }
  return json(progressJson(app, startProgress(app, record, changed)));
}

function startProgress(app: CanvasApp, record: ImportRecord, changed: boolean): Progress {
  const now = app.state.now();
  const progress: Progress = {
    id: app.progresses.length + 1,
    context_id: record.id,
    context_type: 'SisBatch',
    user_id: app.tokenUserId,
    tag: 'sis_batch_state_restore',
    completion: changed ? 0 : 100,
    workflow_state: changed ? 'failed' : 'completed',
    message: changed ? 'restore data unavailable' : null,
    created_at: now,
    updated_at: now,
  };
  app.progresses.push(progress);
  return progress;
}
