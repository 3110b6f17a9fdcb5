import type { Fields } from '../../shared/entities.ts';
import type { Change } from '../../shared/plan.ts';
import type { Receipt } from '../../shared/run.ts';
import { csvCell } from './findings-csv.ts';

/** Lines of a list for a spreadsheet, with the names of the columns before the first. */
function csv(columns: readonly string[], rows: readonly (readonly string[])[], isFirst: boolean): string {
  const lines = rows.map((cells) => cells.map(csvCell).join(','));
  return [...(isFirst ? [columns.join(',')] : []), ...lines, ''].join('\r\n');
}

const changeColumns = [
  'number',
  'kind',
  'change',
  'how',
  'what',
  'school',
  'id',
  'was',
  'becomes',
  'rule',
  'why',
  'list',
  'record',
  'holds',
];

export function changesCsv(changes: readonly Change[], isFirst: boolean): string {
  const rows = changes.map((one) => [
    String(one.seq),
    one.entity,
    one.action,
    one.how ?? '',
    one.label,
    one.schoolName,
    one.key.replaceAll('\u001f', ' '),
    fieldsText(one.changed, one.before),
    fieldsText(one.changed, one.after),
    one.reason.rule,
    one.reason.text,
    one.source?.collection ?? '',
    one.source?.sourcedId ?? '',
    [...one.holds, ...(one.waiting ? ['waits'] : [])].join(' '),
  ]);
  return csv(changeColumns, rows, isFirst);
}

function fieldsText(names: readonly string[], fields: Fields | null): string {
  if (fields === null) return '';
  return names.map((name) => `${name}: ${fields[name] ?? ''}`).join('; ');
}

const receiptColumns = ['number', 'kind', 'change', 'what', 'outcome', 'message', 'import', 'at'];

export function receiptsCsv(receipts: readonly Receipt[], isFirst: boolean): string {
  const rows = receipts.map(({ seq, entity, action, label, outcome, message, importId, at }) => [
    String(seq),
    entity,
    action,
    label,
    outcome,
    message ?? '',
    importId ?? '',
    at,
  ]);
  return csv(receiptColumns, rows, isFirst);
}
