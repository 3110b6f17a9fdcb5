import type { CanvasApp } from '../app.ts';
import { refuseWith } from '../http/answer.ts';
import { trueField } from '../http/fields.ts';
import type { ImportOptions } from '../imports/import-record.ts';
import { findTerm } from './refs.ts';

const DROPS = ['deleted', 'completed', 'inactive'];

/**
 * Batch mode and diffing. What Canvas itself refuses is refused in its words, including the refusals that come after the
 * record was made and leave an orphan behind (§2.3); everything else of it is not played: nobody here ever uses it.
 */
export function refuseBatchAndDiffing(app: CanvasApp, fields: URLSearchParams, options: ImportOptions): void {
  const batch = trueField(fields, 'batch_mode');
  const termRef = fields.get('batch_mode_term_id');
  if (batch && termRef !== null && findTerm(app, termRef) === undefined) {
    refuseWith(400, { message: 'Batch mode specified, but the given batch_mode_term_id cannot be found.' });
  }
  const late = lateRefusal(app, fields);
  if (late !== undefined) {
    const orphan = app.imports.add(undefined, options, app.tokenUserId);
    orphan.held = true;
    app.changed();
    refuseWith(400, { message: late });
  }
  const multi = trueField(fields, 'multi_term_batch_mode') ? 'multi_term_batch_mode' : undefined;
  const diffing = [...fields.keys()].find((name) => name.startsWith('diffing_'));
  const name = batch ? 'batch_mode' : (multi ?? diffing);
  if (name !== undefined) refuseWith(400, { message: `${name} is not supported by the practice Canvas` });
}

function lateRefusal(app: CanvasApp, fields: URLSearchParams): string | undefined {
  if (trueField(fields, 'multi_term_batch_mode') && !fields.has('change_threshold')) {
    return 'change_threshold is required to use multi term_batch mode.';
  }
  if (isOther(fields, 'batch_mode_enrollment_drop_status', DROPS)) return 'Invalid batch_mode_enrollment_drop_status';
  if (isOther(fields, 'diffing_drop_status', [...DROPS, 'deleted_last_completed'])) return 'Invalid diffing_drop_status';
  const knowsUsers = app.settings.profile === '2026';
  if (knowsUsers && isOther(fields, 'diffing_user_remove_status', ['deleted', 'suspended'])) {
    return 'Invalid diffing_user_remove_status';
  }
  return undefined;
}

function isOther(fields: URLSearchParams, name: string, words: readonly string[]): boolean {
  const given = fields.get(name);
  return given !== null && !words.includes(given);
}
