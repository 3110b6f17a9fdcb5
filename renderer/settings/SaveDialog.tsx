import type { SettingKey } from '../../shared/setting-words.ts';
import { useDistrictSettings } from '../state/district-settings.ts';
import { announce } from '../ui/Live.tsx';
import { SignedDialog } from '../ui/SignedDialog.tsx';
import styles from './settings.module.css';
import { useSchoolNames } from './use-school-names.ts';
import { fullLabel, valueWords } from './value-words.ts';

interface Props {
  readonly changed: readonly SettingKey[];
  onClose(): void;
}

/** All changes are one version. */
export function SaveDialog({ changed, onClose }: Props) {
  const { stored, draft, failure, saving, save } = useDistrictSettings();
  const names = useSchoolNames();
  if (stored === null || draft === null) return null;
  const sign = async (by: string) => {
    if (!(await save(by))) return;
    announce('Settings saved');
    onClose();
  };
  return (
    <SignedDialog
      title="Save these settings?"
      accept="Save settings"
      hint="Kept with this version of the settings."
      busy={saving}
      failure={failure}
      onSign={(by) => void sign(by)}
      onClose={onClose}
    >
      <p>
        The next preview is made with them. Saving itself changes nothing in Canvas; what was previewed before is out of date.
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
    </SignedDialog>
  );
}
