import { Dropdown, Option } from '@fluentui/react-components';
import styles from './FilterBar.module.css';
import type { School } from './use-schools.ts';

const every = 'every';

interface Props {
  /** Account id; null for every school. */
  readonly value: string | null;
  readonly schools: readonly School[];
  onChange(school: string | null): void;
}

export function SchoolFilter({ value, schools, onChange }: Props) {
  return (
    <Dropdown
      inlinePopup
      size="small"
      aria-label="School"
      className={styles.school ?? ''}
      selectedOptions={[value ?? every]}
      value={value === null ? 'Every school' : (schools.find(({ id }) => id === value)?.name ?? 'One school')}
      onOptionSelect={(_, { optionValue }) => onChange(optionValue === undefined || optionValue === every ? null : optionValue)}
    >
      <Option value={every}>Every school</Option>
      {schools.map((school) => (
        <Option key={school.id} value={school.id}>
          {school.name}
        </Option>
      ))}
    </Dropdown>
  );
}
