import type { District } from '../../shared/district.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Page, PageHeader } from '../ui/PageHeader.tsx';

/** Runs, and one run in detail. */
export function LogScreen({ district, run }: { readonly district: District; readonly run: string | null }) {
  return (
    <Page>
      <PageHeader title={run ? 'Run' : 'Sync log'} lead={district.name} />
      <EmptyState title="No run yet" />
    </Page>
  );
}
