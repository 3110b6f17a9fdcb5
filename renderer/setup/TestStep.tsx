import { Button, ProgressBar } from '@fluentui/react-components';
import { useEffect } from 'react';
import { useFit } from '../state/fit.ts';
import { useSession } from '../state/session.ts';
import { useSetup } from '../state/setup.ts';
import { CheckList } from '../ui/CheckList.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { plural } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PageHeader, Panel } from '../ui/PageHeader.tsx';
import styles from './SetupScreen.module.css';

/** Tests both sides with what was typed; saving is possible only when all is well. */
export function TestStep() {
  const { form, tested, testing, checks, failure, test, save } = useSetup();
  const go = useSetup((state) => state.visit);
  const openFit = useFit((state) => state.open);
  const keyring = useSession((state) => state.shell?.keyring.available ?? false);
  const busy = testing !== 'no';
  const bad = checks.filter((check) => !check.ok).length;
  const fine = checks.length > 0 && bad === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: tests once on arrival, when something was typed since the last test
  useEffect(() => {
    if (tested !== form) void test();
  }, []);
  useEffect(() => {
    if (checks.length > 0) announce(bad === 0 ? 'All checks passed' : `${plural(bad, 'check', 'checks')} found a problem`);
  }, [checks, bad]);
  const finish = async () => {
    const district = await save();
    if (district !== null) openFit(district, 'dates');
  };
  return (
    <div className={styles.form}>
      <PageHeader
        title="Test and save"
        lead="Both connections are tried now. Nothing is written."
        windowTitle="Set-up: Test and save"
      />
      {busy ? (
        <Panel>
          <p>{testing === 'saving' ? 'Testing once more and saving…' : 'Testing both connections…'}</p>
          <ProgressBar thickness="large" aria-label="Testing both connections" />
        </Panel>
      ) : null}
      {failure ? <FailureNotice failure={failure} /> : null}
      {checks.length > 0 && !busy ? <Verdict bad={bad} /> : null}
      <div className={styles.buttons}>
        <Button disabledFocusable={busy} onClick={() => go('time')}>
          Back
        </Button>
        <Button disabledFocusable={busy} onClick={() => void test()}>
          Test again
        </Button>
        <Button appearance="primary" disabledFocusable={busy || !fine || !keyring} onClick={() => void finish()}>
          Save and continue
        </Button>
      </div>
      {fine && !keyring ? <p>Saving is not possible here, because this computer offers no safe place for secrets.</p> : null}
      {checks.length > 0 && !busy ? (
        <Panel>
          <CheckList checks={checks} />
        </Panel>
      ) : null}
    </div>
  );
}

function Verdict({ bad }: { readonly bad: number }) {
  if (bad === 0) return <Notice tone="good" title="Both connections work" />;
  return (
    <Notice tone="warning" title={`${plural(bad, 'check', 'checks')} found a problem`}>
      Go back and mend what is named below, then test again. What you typed is kept.
    </Notice>
  );
}
