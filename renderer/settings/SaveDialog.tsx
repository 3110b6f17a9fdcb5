import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { SettingKey } from '../../shared/setting-words.ts';
import { useDistrictSettings } from '../state/district-settings.ts';
import dialog from '../ui/dialog.module.css';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { announce } from '../ui/Live.tsx';
import { NameField } from '../ui/NameField.tsx';
import styles from './settings.module.css';
import { useSchoolNames } from './use-school-names.ts';
import { fullLabel, valueWords } from './value-words.ts';

interface Props {
  readonly changed: readonly SettingKey[];
  onClose(): void;
}

/** All changes are one version, with a name under it: whoever wonders later knows whom to ask. */
export function SaveDialog({ changed, onClose }: Props) {
  const { stored, draft, failure, saving, save } = useDistrictSettings();
  const names = useSchoolNames();
  const [by, setBy] = useState('');
  const [missing, setMissing] = useState(false);
  if (stored === null || draft === null) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = by.trim();
    if (!name) return setMissing(true);
    if (!(await save(name))) return;
    announce('Settings saved');
    onClose();
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <form onSubmit={(event) => void submit(event)} noValidate>
          <DialogBody>
            <DialogTitle>Save these settings?</DialogTitle>
            <DialogContent className={dialog.content ?? ''}>
              <p>
                The next preview is made with them. Saving itself changes nothing in Canvas; what was previewed before is out of
                date.
              </p>
              <dl className={styles.changes} tabIndex={0}>
                {changed.map((key) => (
                  <div key={key}>
                    <dt>{fullLabel(key)}</dt>
                    <dd>
                      <del>{valueWords(key, stored.settings[key], names)}</del> <span aria-hidden>→</span>{' '}
                      <span className="visually-hidden">becomes </span>
                      <ins>{valueWords(key, draft[key], names)}</ins>
                    </dd>
                  </div>
                ))}
              </dl>
              <NameField
                value={by}
                missing={missing}
                hint="Kept with this version of the settings."
                onChange={(value) => {
                  setBy(value);
                  setMissing(false);
                }}
              />
              {failure ? <FailureNotice failure={failure} /> : null}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Not yet</Button>
              <Button type="submit" appearance="primary" disabled={saving}>
                Save settings
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
