import { Button } from '@fluentui/react-components';
import { Beaker32Regular } from '@fluentui/react-icons/svg/beaker';
import { PlugConnected32Regular } from '@fluentui/react-icons/svg/plug-connected';
import { type ReactNode, useId, useState } from 'react';
import { visit } from '../state/navigation.ts';
import { usePractice } from '../state/practice.ts';
import { useSession } from '../state/session.ts';
import { useSetup } from '../state/setup.ts';
import { Mark } from '../ui/Mark.tsx';
import { Notice } from '../ui/Notice.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { PracticeForm } from './PracticeForm.tsx';
import { PracticeStart } from './PracticeStart.tsx';
import styles from './WelcomeScreen.module.css';

/** First run: what this is, and the two ways to begin. */
export function WelcomeScreen() {
  const phase = usePractice((state) => state.phase);
  const [choosing, setChoosing] = useState(false);
  const hasDistrict = useSession((state) => state.districtId !== null);
  if (phase !== 'choosing') return <Frame>{<PracticeStart />}</Frame>;
  if (choosing) return <Frame>{<PracticeForm onBack={() => setChoosing(false)} />}</Frame>;
  return (
    <Frame>
      <PageHeader
        title="Welcome to Rosterbridge"
        windowTitle="Welcome"
        lead="Keeps Canvas in step with your student information system, from this computer. You see every change before anything is written."
      />
      <Unfinished />
      <div className={styles.choices}>
        <Choice
          icon={<Beaker32Regular />}
          label="Try it with a practice district"
          text="An invented district with its own SIS and Canvas, on this computer only. Nothing to connect, nothing to break."
          onChoose={() => setChoosing(true)}
        />
        <Choice
          icon={<PlugConnected32Regular />}
          label="Connect my district"
          text="Focus School Software, or any SIS that offers OneRoster 1.1, and your Canvas. You need an API key and a Canvas token."
          onChoose={() => visit({ name: 'setup' })}
        />
      </div>
      <ul className={styles.promises}>
        <li>Nothing is written to Canvas that you did not approve.</li>
        <li>A bad or incomplete feed never empties a classroom: it is held until a person looks.</li>
        <li>Passwords and student data stay on this computer, encrypted.</li>
      </ul>
      {hasDistrict ? (
        <Button appearance="subtle" onClick={() => visit({ name: 'overview' })}>
          Back to the overview
        </Button>
      ) : null}
    </Frame>
  );
}

/** A set-up that was left in the middle, also by closing the app. */
function Unfinished() {
  const draft = useSession((state) => state.shell?.setupDraft ?? null);
  const { takeUp, clear } = useSetup();
  if (draft === null) return null;
  const name = draft.name.trim();
  const goOn = () => {
    takeUp(draft);
    visit({ name: 'setup' });
  };
  const forget = () => {
    clear();
    void useSession.getState().reload();
  };
  return (
    <Notice
      tone="info"
      title={name === '' ? 'A set-up is not finished' : `The set-up of ${name} is not finished`}
      actions={
        <>
          <Button appearance="primary" onClick={goOn}>
            Go on with set-up
          </Button>
          <Button onClick={forget}>Forget it</Button>
        </>
      }
    >
      What you typed is kept, except secrets: those you enter once more.
    </Notice>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.screen}>
      <div className={styles.brand}>
        <Mark size={32} />
        <span>Rosterbridge</span>
      </div>
      <div className={styles.content}>{children}</div>
    </div>
  );
}

interface ChoiceProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly text: string;
  onChoose(): void;
}

/** A card whose whole face is the button; the button's name is its label alone, the text describes it. */
function Choice({ icon, label, text, onChoose }: ChoiceProps) {
  const described = useId();
  return (
    <div className={styles.choice}>
      <span aria-hidden className={styles.choiceIcon}>
        {icon}
      </span>
      <button type="button" className={styles.choiceButton} aria-describedby={described} onClick={onChoose}>
        {label}
      </button>
      <p id={described} className={styles.choiceText}>
        {text}
      </p>
    </div>
  );
}
