import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { SettingKey } from '../../shared/setting-words.ts';
import { changedKeys, useDistrictSettings } from '../state/district-settings.ts';
import { problemOf } from '../state/setting-draft.ts';
import { plural } from '../ui/format.ts';
import { SaveDialog } from './SaveDialog.tsx';
import styles from './settings.module.css';

/** What is changed and not saved; stays in sight while one looks at other groups. */
export function SaveBar({ onShow }: { onShow(setting: SettingKey): void }) {
  const { stored, draft, discard } = useDistrictSettings();
  const [asking, setAsking] = useState(false);
  if (stored === null || draft === null) return null;
  const changed = changedKeys(stored, draft);
  if (changed.length === 0) return null;
  const wrong = changed.filter((key) => problemOf(key, draft[key]) !== '');
  const [first] = wrong;
  return (
    <section className={styles.bar} aria-label="Changes not saved">
      <p>
        <strong>{plural(changed.length, 'setting', 'settings')} changed</strong>
        {wrong.length > 0 ? `, ${wrong.length} of them cannot be saved as it stands` : ', not saved yet'}
      </p>
      <Button onClick={discard}>Discard</Button>
      {first === undefined ? (
        <Button appearance="primary" onClick={() => setAsking(true)}>
          Save…
        </Button>
      ) : (
        <Button appearance="primary" onClick={() => onShow(first)}>
          Show the problem
        </Button>
      )}
      {asking ? <SaveDialog changed={changed} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}
