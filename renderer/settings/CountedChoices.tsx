import { Radio, RadioGroup } from '@fluentui/react-components';
import type { SettingCount } from '../../shared/setting-counts.ts';
import { CountLine } from './CountLine.tsx';
import styles from './settings.module.css';

interface Props {
  readonly options: Readonly<Record<string, string>>;
  readonly value: string;
  /** What each option would yield. */
  readonly counted: Readonly<Record<string, SettingCount>>;
  readonly labelledBy: string;
  readonly describedBy: string;
  onChange(option: string): void;
}

/** One of a few options, each with what it would yield. */
export function CountedChoices({ options, value, counted, labelledBy, describedBy, onChange }: Props) {
  return (
    <RadioGroup
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      value={value}
      onChange={(_, data) => onChange(data.value)}
    >
      {Object.entries(options).map(([option, label]) => (
        <Radio
          key={option}
          value={option}
          label={
            <span className={styles.option}>
              {label}
              <CountLine count={counted[option] ?? null} />
            </span>
          }
        />
      ))}
    </RadioGroup>
  );
}
