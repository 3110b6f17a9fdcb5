import { Button, ProgressBar } from '@fluentui/react-components';
import { useEffect } from 'react';
import { visit } from '../state/navigation.ts';
import { usePractice } from '../state/practice.ts';
import { CheckList } from '../ui/CheckList.tsx';
import { announce } from '../ui/Live.tsx';
import { PageHeader, Panel } from '../ui/PageHeader.tsx';

/** The practice servers start and are tested; then the checks are shown, and the way on. */
export function PracticeStart() {
  const { phase, checks, reset } = usePractice();
  const ready = phase === 'ready';
  useEffect(() => announce(ready ? 'The practice district is ready' : 'Starting the practice district'), [ready]);
  const goOn = () => {
    reset();
    visit({ name: 'overview' });
  };
  if (!ready) {
    return (
      <>
        <PageHeader
          key="starting"
          title="Starting the practice district"
          lead="Making up schools, people and classes, then testing both connections."
        />
        <ProgressBar aria-label="Starting the practice district" thickness="large" />
      </>
    );
  }
  return (
    <>
      <PageHeader
        key="ready"
        title="The practice district is ready"
        lead="Both connections were tested, just as with a real district."
        actions={
          <Button appearance="primary" onClick={goOn}>
            Go to the overview
          </Button>
        }
      />
      <Panel>
        <CheckList checks={checks} />
      </Panel>
    </>
  );
}
