import { Checkbox } from '@fluentui/react-components';
import type { Weekday } from '../../shared/schedule.ts';
import styles from './schedule.module.css';
import { weekdayWords } from './schedule-words.ts';

interface Props {
  readonly label: string;
  readonly days: readonly Weekday[];
  onChange(days: Weekday[]): void;
}

/** Days of the week, any number of them. */
export function DayChoice({ label, days, onChange }: Props) {
  const toggle = (day: Weekday, on: boolean) =>
    onChange(weekdayWords.map((one) => one.day).filter((one) => (one === day ? on : days.includes(one))));
  return (
    <div role="group" aria-label={label} className={styles.days}>
      {weekdayWords.map(({ day, short, long }) => (
        <Checkbox
          key={day}
          aria-label={long}
          label={short}
          checked={days.includes(day)}
          onChange={(_, { checked }) => toggle(day, checked === true)}
        />
      ))}
    </div>
  );
}
