import type { District } from '../../shared/district.ts';
import { RunDetailView } from './RunDetailView.tsx';
import { RunList } from './RunList.tsx';

/** The sync log: every run, and one run in detail. */
export function LogScreen({ district, run }: { readonly district: District; readonly run: string | null }) {
  return run === null ? <RunList district={district} /> : <RunDetailView key={run} district={district} id={run} />;
}
