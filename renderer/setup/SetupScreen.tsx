import { Button } from '@fluentui/react-components';
import { useEffect } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import { type SetupStep, setupSteps } from '../../shared/setup-draft.ts';
import { visit } from '../state/navigation.ts';
import { useSession } from '../state/session.ts';
import { keepDraft, keepDraftNow, useSetup } from '../state/setup.ts';
import { followTyping } from '../state/side-test.ts';
import { Mark } from '../ui/Mark.tsx';
import { Stepper } from '../ui/Stepper.tsx';
import { CanvasStep } from './CanvasStep.tsx';
import { KeyringNotice } from './KeyringNotice.tsx';
import styles from './SetupScreen.module.css';
import { SisStep } from './SisStep.tsx';
import { TestStep } from './TestStep.tsx';
import { TimeStep } from './TimeStep.tsx';

const titles: Readonly<Record<SetupStep, string>> = {
  sis: 'Your SIS',
  canvas: 'Canvas',
  time: 'Time zone',
  test: 'Test and save',
};

/** Connects a real district, step by step; going back keeps everything typed. */
export function SetupScreen() {
  const { step, reached, clear } = useSetup();
  const go = useSetup((state) => state.visit);
  useEffect(() => {
    const stops = [followTyping(), keepDraft()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const hasDistrict = useSession((state) => state.districtId !== null);
  const leave = () => {
    clear();
    visit({ name: hasDistrict ? 'overview' : 'welcome' });
  };
  const later = async () => {
    await keepDraftNow();
    // What is kept is shown where set-up is taken up again.
    await useSession.getState().reload();
    visit({ name: hasDistrict ? 'overview' : 'welcome' });
  };
  return (
    <div className={styles.screen}>
      <div className={styles.brand}>
        <Mark size={32} />
        <span>Rosterbridge</span>
        <div className={styles.leave}>
          <Button appearance="subtle" onClick={() => void later()}>
            Later
          </Button>
          <Button appearance="subtle" onClick={leave}>
            Cancel set-up
          </Button>
        </div>
      </div>
      <div className={styles.columns}>
        <div className={styles.side}>
          <p className={styles.purpose}>Connect my district</p>
          <Stepper
            label="Set-up steps"
            steps={setupSteps.map((one) => titles[one])}
            current={setupSteps.indexOf(step)}
            reached={reached}
            onVisit={(index) => go(setupSteps[index] ?? 'sis')}
          />
        </div>
        <div className={styles.content}>
          <KeyringNotice />
          <Step step={step} />
        </div>
      </div>
    </div>
  );
}

function Step({ step }: { readonly step: SetupStep }) {
  switch (step) {
    case 'sis':
      return <SisStep />;
    case 'canvas':
      return <CanvasStep />;
    case 'time':
      return <TimeStep />;
    case 'test':
      return <TestStep />;
    default:
      return assertNever(step);
  }
}
