import { Button, Switch } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { BackgroundState } from '../../shared/background.ts';
import type { Failure } from '../../shared/failure.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Panel } from '../ui/PageHeader.tsx';
import styles from './schedule.module.css';

/** How the app lives without its window: these switches act at once, and for all districts. */
export function BackgroundPanel() {
  const [state, setState] = useState<BackgroundState | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { shell } = window.rosterbridge;
  useEffect(() => {
    void window.rosterbridge.shell.background({}).then((answer) => {
      if (answer.ok) setState(answer.value);
      else setFailure(answer.failure);
    });
  }, []);
  if (state === null) return failure ? <FailureNotice failure={failure} /> : null;
  const change = async (part: { closeToTray?: boolean; startAtLogin?: boolean }) => {
    const { closeToTray = state.closeToTray, startAtLogin = state.startAtLogin.on } = part;
    // The switch answers at once, and goes back where the computer refuses.
    setState({ ...state, closeToTray, startAtLogin: { ...state.startAtLogin, on: startAtLogin } });
    const answer = await shell.setBackground(part);
    setState(answer.ok ? answer.value : state);
    setFailure(answer.ok ? null : answer.failure);
  };
  return (
    <Panel title="In the background" actions={<Button onClick={() => void shell.quit({})}>Quit Rosterbridge</Button>}>
      {failure ? <FailureNotice failure={failure} /> : null}
      <p className={styles.quiet}>
        Scheduled syncs run while Rosterbridge runs and you are signed in to this computer, also with its window closed. A sync
        that was missed, because the computer slept or was off, is caught up once as soon as it can be.
      </p>
      <div className={styles.choice}>
        <Switch
          label="Start when I sign in to this computer"
          checked={state.startAtLogin.on}
          onChange={(_, { checked }) => void change({ startAtLogin: checked })}
          className={styles.switch ?? ''}
        />
        <p className={styles.more}>{state.startAtLogin.note || 'It starts without its window and does its work.'}</p>
      </div>
      <div className={styles.choice}>
        <Switch
          label="Keep running when its window is closed"
          checked={state.closeToTray}
          onChange={(_, { checked }) => void change({ closeToTray: checked })}
          className={styles.switch ?? ''}
        />
        <p className={styles.more}>
          {state.closeToTray ? trayWords(state.tray) : 'Closing the window ends Rosterbridge: nothing syncs until it is started.'}
        </p>
      </div>
    </Panel>
  );
}

function trayWords(tray: boolean): string {
  return tray
    ? 'While a schedule is on, it stays in the tray. Its icon shows how things stand, and opens the window.'
    : 'While a schedule is on, it goes on without a window. This desktop shows no tray icons, so start Rosterbridge again to open its window.';
}
