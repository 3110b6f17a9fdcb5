import type { RunCounts } from '../../shared/run.ts';
import { CountTable } from './CountTable.tsx';

const columns = [
  { key: 'sent', title: 'Sent' },
  { key: 'confirmed', title: 'Confirmed' },
  { key: 'failed', title: 'Refused' },
  { key: 'held', title: 'Held' },
] as const;

/** Counts of a run per entity. */
export function RunCountsTable({ counts }: { readonly counts: RunCounts }) {
  return <CountTable caption="Changes of this run" counts={counts} columns={columns} empty="No change was sent." />;
}
