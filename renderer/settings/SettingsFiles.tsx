import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { District } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { useDistrictSettings } from '../state/district-settings.ts';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { plural } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { Panel } from '../ui/PageHeader.tsx';
import styles from './settings.module.css';

/** Settings to another computer or district: as a file, and from one. A file only fills in; what it changes is saved like any change. */
export function SettingsFiles({ district }: { readonly district: District }) {
  const takeOver = useDistrictSettings((state) => state.takeOver);
  const stored = useDistrictSettings((state) => state.stored);
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const tell = (text: string) => {
    setSaid(text);
    announce(text);
  };
  const save = async () => {
    setFailure(null);
    const answer = await window.rosterbridge.shell.saveSettingsFile({ district: district.id });
    if (!answer.ok) return setFailure(answer.failure);
    if (answer.value.file !== null) tell(`Settings saved as “${answer.value.file}”.`);
  };
  const open = async () => {
    setFailure(null);
    const answer = await window.rosterbridge.shell.openSettingsFile({});
    if (!answer.ok) return setFailure(answer.failure);
    const { file, settings } = answer.value;
    if (file === null || settings === null) return;
    const changed = takeOver(settings);
    tell(
      changed === 0
        ? `“${file}” holds the same settings as this district.`
        : `“${file}” would change ${plural(changed, 'setting', 'settings')}. Nothing is saved yet: look at them below.`,
    );
  };
  return (
    <Panel title={`Settings of ${district.name} as a file`}>
      <p className={styles.quiet}>
        For another computer or another district. The file holds no secret, no address and no list of people. A file that is
        opened changes nothing by itself: you see what it would change, and save that as a new version.
      </p>
      <div className={styles.fileButtons}>
        <Button disabled={stored === null} onClick={() => void save()}>
          Save settings as a file…
        </Button>
        <Button disabled={stored === null} onClick={() => void open()}>
          Open a settings file…
        </Button>
      </div>
      {said === '' ? null : <p>{said}</p>}
      {failure ? <FailureNotice failure={failure} /> : null}
    </Panel>
  );
}
