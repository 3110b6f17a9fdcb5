import type { LedgerRow, PlannedChange } from '../../electron/store/store-api.ts';

export const key = 'c3'.repeat(32);

/** Rows of the package that is booked by one process and finished by another. */
export const PACKAGE_ROWS = 36_000;

export function row(rowKey: string): LedgerRow & { readonly bucket: number } {
  const texts = { fields: '{"status":"active"}', extra: '', source: 'e', run: 'r' };
  return { key: rowKey, canvasId: '', owned: true, confirmed: true, bucket: 0, ...texts };
}

export function change(label: string): PlannedChange {
  return {
    entity: 'enrollment',
    action: 'create',
    how: null,
    key: label,
    label,
    school: 's',
    schoolName: 'Lincoln High',
    changed: [],
    before: null,
    after: null,
    reason: { rule: 'D1', text: '' },
    source: null,
    bucket: 0,
    row: { status: 'active' },
    ledgerFields: '{}',
    ledgerExtra: '',
    canvasId: '',
    hold: '',
    waiting: false,
  };
}
