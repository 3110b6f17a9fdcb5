import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Radio,
  RadioGroup,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { visit } from '../state/navigation.ts';
import { useDistrict, useSession } from '../state/session.ts';
import { useTokenEnd } from '../state/token-end.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { announce } from '../ui/Live.tsx';
import { Panel } from '../ui/PageHeader.tsx';
import { Tag } from '../ui/Tag.tsx';
import { SettingsFiles } from './SettingsFiles.tsx';
import styles from './SettingsScreen.module.css';

const themes = [
  ['system', 'Like the computer'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const;

/** What belongs to the app and not to one district: look, districts, version. */
export function AppSection() {
  const shell = useSession((state) => state.shell);
  const here = useDistrict();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [removing, setRemoving] = useState<District | null>(null);
  if (!shell) return null;
  return (
    <>
      {failure ? <FailureNotice failure={failure} /> : null}
      <Look onFailure={setFailure} />
      <Panel title="Districts" actions={<Button onClick={() => visit({ name: 'welcome' })}>Add a district</Button>}>
        <ul className={styles.districts}>
          {shell.districts.map((district) => (
            <li key={district.id} className={styles.district}>
              <div className={styles.words}>
                <p className={styles.name}>
                  {district.name} {district.practice ? <Tag tone="brand">Practice</Tag> : null}
                </p>
                <p className={styles.quiet}>
                  SIS {district.connection.sisUrl} · Canvas {district.connection.canvasUrl}
                </p>
              </div>
              {district.connection.canvasSignIn === 'developer-key' ? (
                <SignInAgain district={district} onEnd={setFailure} />
              ) : null}
              <Button onClick={() => setRemoving(district)}>
                Remove district<span className="visually-hidden"> {district.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      </Panel>
      {here === null ? null : <SettingsFiles district={here} />}
      <Panel title="About">
        <p>Rosterbridge {shell.version}</p>
        <p className={styles.quiet}>{shell.keyring.explanation}</p>
      </Panel>
      <RemoveDialog district={removing} onClose={() => setRemoving(null)} onFailure={setFailure} />
    </>
  );
}

/** The browser once more, with the developer key that is kept: for when somebody ended the sign-in in Canvas. */
function SignInAgain({ district, onEnd }: { readonly district: District; onEnd(failure: Failure | null): void }) {
  const [waiting, setWaiting] = useState(false);
  const [user, setUser] = useState<string | null>(null);
  const go = async () => {
    if (waiting) return void window.rosterbridge.shell.cancelSignIn({});
    setWaiting(true);
    onEnd(null);
    const answer = await window.rosterbridge.shell.signInAgain({ district: district.id });
    setWaiting(false);
    if (answer.ok) {
      useTokenEnd.getState().forget();
      setUser(answer.value.user);
      announce('Signed in to Canvas');
    } else onEnd(answer.failure);
  };
  return (
    <>
      {user === null ? null : <span className={styles.quiet}>Signed in as {user}</span>}
      <Button onClick={() => void go()}>
        {waiting ? 'Stop waiting for the browser' : 'Sign in to Canvas again'}
        <span className="visually-hidden"> {district.name}</span>
      </Button>
    </>
  );
}

function Look({ onFailure }: { readonly onFailure: (failure: Failure | null) => void }) {
  const theme = useSession((state) => state.shell?.theme ?? 'system');
  const setTheme = useSession((state) => state.setTheme);
  return (
    <Panel title="Look">
      <RadioGroup
        layout="horizontal"
        aria-label="Look"
        value={theme}
        onChange={(_, { value }) => {
          const choice = themes.find(([key]) => key === value)?.[0];
          if (choice) void setTheme(choice).then(onFailure);
        }}
      >
        {themes.map(([key, label]) => (
          <Radio key={key} value={key} label={label} />
        ))}
      </RadioGroup>
    </Panel>
  );
}

interface RemoveProps {
  readonly district: District | null;
  onClose(): void;
  onFailure(failure: Failure | null): void;
}

function RemoveDialog({ district, onClose, onFailure }: RemoveProps) {
  const remove = useSession((state) => state.remove);
  const go = () => {
    if (district) void remove(district.id).then(onFailure);
    onClose();
  };
  return (
    <Dialog modalType="alert" open={district !== null} onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Remove {district?.name}?</DialogTitle>
          <DialogContent>
            Its connection, saved secrets, previews and sync log are deleted from this computer. Canvas and the SIS stay exactly
            as they are. What Rosterbridge wrote before can then no longer be told from other people's work.
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>Keep it</Button>
            <Button appearance="primary" onClick={go}>
              Remove district
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
