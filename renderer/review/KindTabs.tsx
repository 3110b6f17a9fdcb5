import { Tab, TabList } from '@fluentui/react-components';
import type { EntityKind } from '../../shared/entities.ts';
import { formatCount } from '../ui/format.ts';
import { caseOf } from '../ui/keys.ts';
import { entityKinds, entityNouns } from '../ui/words.ts';
import styles from './KindTabs.module.css';

interface Props {
  readonly label: string;
  readonly total: number;
  readonly kinds: readonly { readonly entity: EntityKind; readonly count: number }[];
  /** Null for all. */
  readonly value: EntityKind | null;
  onChange(entity: EntityKind | null): void;
}

/** One tab per kind of record, each with its number. */
export function KindTabs({ label, total, kinds, value, onChange }: Props) {
  return (
    <TabList
      size="small"
      className={styles.tabs ?? ''}
      selectedValue={value ?? 'all'}
      onTabSelect={(_, { value: chosen }) => onChange(caseOf(entityKinds, chosen))}
      aria-label={label}
    >
      <Tab value="all">
        All <span className={styles.count}>{formatCount(total)}</span>
      </Tab>
      {kinds.map(({ entity, count }) => (
        <Tab key={entity} value={entity}>
          {entityNouns[entity].title} <span className={styles.count}>{formatCount(count)}</span>
        </Tab>
      ))}
    </TabList>
  );
}
