import { FilterMenu } from '../ui/FilterMenu.tsx';
import styles from './FilterBar.module.css';
import type { School } from './use-schools.ts';

interface Props {
  /** Account id; null for every school. */
  readonly value: string | null;
  readonly schools: readonly School[];
  onChange(school: string | null): void;
}

export function SchoolFilter({ value, schools, onChange }: Props) {
  return (
    <FilterMenu
      label="School"
      none="Every school"
      options={schools.map(({ id, name }) => ({ value: id, text: name }))}
      value={value}
      className={styles.school}
      onChange={onChange}
    />
  );
}
