import { Link } from '@fluentui/react-components';
import type { SettingCounts } from '../../shared/setting-counts.ts';
import { type SettingKey, wordsOf } from '../../shared/setting-words.ts';
import { HelpLink } from '../help/HelpLink.tsx';
import { settingHelp } from '../help/help-targets.ts';
import { defaultOf, problemOf, type SettingValue } from '../state/setting-draft.ts';
import { Tag } from '../ui/Tag.tsx';
import { CountLine } from './CountLine.tsx';
import { SettingControl } from './SettingControl.tsx';
import styles from './settings.module.css';
import { fullLabel, valueWords } from './value-words.ts';

interface Props {
  readonly setting: SettingKey;
  readonly value: SettingValue;
  readonly stored: SettingValue;
  readonly counts: SettingCounts | null;
  readonly names: ReadonlyMap<string, string>;
  onChange(value: SettingValue): void;
}

/** One setting: what it does, its control, what it yields, and what it was. */
export function SettingRow({ setting, value, stored, counts, names, onChange }: Props) {
  const { label, explanation } = wordsOf(setting);
  const problem = problemOf(setting, value);
  const changed = JSON.stringify(value) !== JSON.stringify(stored);
  const [named, explained] = [`${setting}-label`, `${setting}-more`];
  return (
    <div className={styles.row} data-changed={changed} data-follows={label.startsWith('…')}>
      <div className={styles.words}>
        <h3 className={styles.label}>
          <span id={named}>
            {label.startsWith('…') ? (
              <>
                <span className="visually-hidden">{fullLabel(setting)}</span>
                <span aria-hidden>{label}</span>
              </>
            ) : (
              label
            )}
          </span>
          {changed ? <Tag tone="brand">Changed</Tag> : null}
        </h3>
        <p className={styles.explanation}>
          {explanation} <HelpLink target={settingHelp[setting]} about={fullLabel(setting)} />
        </p>
        <Origin setting={setting} value={value} stored={stored} names={names} onChange={onChange} />
      </div>
      <div className={styles.control}>
        <SettingControl
          setting={setting}
          value={value}
          counts={counts}
          labelledBy={named}
          describedBy={explained}
          onChange={onChange}
        />
        <div id={explained} className={styles.below}>
          <span className="visually-hidden">{explanation} </span>
          {problem === '' ? null : (
            <span role="alert" className={styles.problem}>
              {problem}
            </span>
          )}
          {problem === '' && !tellsItself(setting, value, counts) ? (
            <CountLine count={counts?.counts[setting]?.now ?? null} />
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** The chosen value's own line says it already. */
function tellsItself(setting: SettingKey, value: SettingValue, counts: SettingCounts | null): boolean {
  return typeof value === 'string' && counts?.counts[setting]?.options[value] !== undefined;
}

/** What it was before, or what a district begins with, and the way back. */
function Origin({ setting, value, stored, names, onChange }: Omit<Props, 'counts'>) {
  const standard = defaultOf(setting);
  const differs = (one: SettingValue | null) => one !== null && JSON.stringify(value) !== JSON.stringify(one);
  if (differs(stored)) {
    return (
      <p className={styles.origin}>
        Was: {valueWords(setting, stored, names)}.{' '}
        <Link as="button" onClick={() => onChange(stored)}>
          Undo<span className="visually-hidden"> the change of {fullLabel(setting)}</span>
        </Link>
      </p>
    );
  }
  if (standard === null || !differs(standard)) return null;
  return (
    <p className={styles.origin}>
      Usual: {valueWords(setting, standard, names)}.{' '}
      <Link as="button" onClick={() => onChange(standard)}>
        Use it<span className="visually-hidden"> for {fullLabel(setting)}</span>
      </Link>
    </p>
  );
}
