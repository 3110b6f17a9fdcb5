import { Page, PageHeader } from '../ui/PageHeader.tsx';

/** Connects a real district, step by step. */
export function SetupScreen() {
  return (
    <Page>
      <PageHeader title="Connect my district" />
    </Page>
  );
}
