import { Checkbox, Input, Switch, Textarea } from '@fluentui/react-components';
import { assertNever } from '../../shared/assert-never.ts';
import type { SettingCounts } from '../../shared/setting-counts.ts';
import { type SettingKey, wordsOf } from '../../shared/setting-words.ts';
import { type SettingValue, typedNumber } from '../state/setting-draft.ts';
import { ZoneBox } from '../ui/ZoneBox.tsx';
import { CountedChoices } from './CountedChoices.tsx';
import { CountLine } from './CountLine.tsx';
import { SchoolsControl } from './SchoolsControl.tsx';
import { SourceControl } from './SourceControl.tsx';
import styles from './settings.module.css';
import { unitWord } from './value-words.ts';

export interface ControlProps {
  readonly setting: SettingKey;
  readonly value: SettingValue;
  readonly counts: SettingCounts | null;
  /** Id of the element that names it, and of what explains it. */
  readonly labelledBy: string;
  readonly describedBy: string;
  onChange(value: SettingValue): void;
}

/** The control that fits a setting; where its values are few, each tells what it would yield. */
export function SettingControl(props: ControlProps) {
  const { setting, value, counts, labelledBy, describedBy, onChange } = props;
  const named = { 'aria-labelledby': labelledBy, 'aria-describedby': describedBy };
  const { control } = wordsOf(setting);
  switch (control.kind) {
    case 'choice':
      return (
        <CountedChoices
          {...{ labelledBy, describedBy, onChange }}
          options={control.options}
          value={String(value)}
          counted={counts?.counts[setting]?.options ?? {}}
        />
      );
    case 'source':
      return <SourceControl {...props} options={control.options} />;
    case 'ticks':
      return <Ticks {...props} options={control.options} />;
    case 'schools':
      return <SchoolsControl {...props} />;
    case 'zone':
      return (
        <ZoneBox
          id={`setting-${setting}`}
          zone={String(value)}
          labelledBy={labelledBy}
          describedBy={describedBy}
          onChange={onChange}
        />
      );
    case 'switch':
      return (
        <Switch
          {...named}
          checked={value === true}
          label={value === true ? 'On' : 'Off'}
          onChange={(_, { checked }) => onChange(checked)}
        />
      );
    case 'number':
      return (
        <Input
          {...named}
          className={styles.number ?? ''}
          inputMode="numeric"
          value={String(value)}
          contentAfter={control.unit === 'rows' ? null : <span className={styles.unit}>{unitWord(control.unit, value)}</span>}
          onChange={(_, data) => onChange(typedNumber(data.value))}
        />
      );
    case 'text':
      return (
        <Input
          {...named}
          className={styles.text ?? ''}
          value={String(value)}
          placeholder={control.empty ?? ''}
          spellCheck={false}
          maxLength={300}
          onChange={(_, data) => onChange(data.value)}
        />
      );
    case 'lines':
      return <Lines {...props} empty={control.empty} />;
    default:
      return assertNever(control);
  }
}

interface Options {
  readonly options: Readonly<Record<string, string>>;
}

function Ticks({ setting, value, counts, labelledBy, describedBy, onChange, options }: ControlProps & Options) {
  const counted = counts?.counts[setting]?.options ?? {};
  const ticked = Array.isArray(value) ? (value as readonly string[]) : [];
  return (
    <div role="group" aria-labelledby={labelledBy} aria-describedby={describedBy} className={styles.ticks}>
      {Object.entries(options).map(([option, label]) => (
        <Checkbox
          key={option}
          checked={ticked.includes(option)}
          label={
            <span className={styles.option}>
              {label}
              <CountLine count={counted[option] ?? null} />
            </span>
          }
          onChange={(_, { checked }) =>
            // In the order of the list, so that the same ticks are the same value.
            onChange(Object.keys(options).filter((one) => (one === option ? checked === true : ticked.includes(one))))
          }
        />
      ))}
    </div>
  );
}

function Lines({ value, labelledBy, describedBy, onChange, empty }: ControlProps & { readonly empty: string }) {
  const lines = Array.isArray(value) ? (value as readonly string[]) : [];
  return (
    <Textarea
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className={styles.text ?? ''}
      rows={3}
      placeholder={`${empty}. One a line`}
      spellCheck={false}
      defaultValue={lines.join('\n')}
      onChange={(_, data) => onChange(data.value.split('\n').flatMap((line) => line.trim() || []))}
    />
  );
}
