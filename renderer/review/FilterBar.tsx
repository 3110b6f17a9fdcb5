import { Button, Dropdown, Option } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { District } from '../../shared/district.ts';
import { type ChangeLine, type PlanSummary, WAITING } from '../../shared/plan.ts';
import { noFilters, useReview } from '../state/review.ts';
import { changesWord } from '../ui/format.ts';
import type { PagedRows } from '../ui/grid/use-paged-rows.ts';
import { caseOf } from '../ui/keys.ts';
import { PatientSearch } from '../ui/PatientSearch.tsx';
import { actionWords, changeActions } from '../ui/words.ts';
import styles from './FilterBar.module.css';
import { SchoolFilter } from './SchoolFilter.tsx';
import { useSchools } from './use-schools.ts';

const every = 'every';

interface Props {
  readonly district: District;
  readonly plan: PlanSummary;
  readonly rows: PagedRows<ChangeLine>;
}

/** Search, kind of change, school, hold; what is shown, in numbers. */
export function FilterBar({ district, plan, rows }: Props) {
  const filters = useReview((state) => state.filters);
  const filter = useReview((state) => state.filter);
  const schools = useSchools(district, plan);
  const hold = plan.holds.find((one) => one.id === filters.hold);
  const narrowed = filters.action !== null || filters.school !== null || filters.hold !== null || filters.search !== '';
  return (
    <search className={styles.bar} aria-label="Filter changes">
      <PatientSearch
        key={plan.number}
        label="Search changes"
        value={filters.search}
        onSearch={(search) => filter({ search })}
        className={styles.search ?? ''}
      />
      <Dropdown
        inlinePopup
        size="small"
        aria-label="Kind of change"
        className={styles.kind ?? ''}
        selectedOptions={[filters.action ?? every]}
        value={filters.action ? actionWords[filters.action] : 'Every kind'}
        onOptionSelect={(_, { optionValue }) => filter({ action: caseOf(changeActions, optionValue) })}
      >
        <Option value={every}>Every kind</Option>
        {changeActions.map((action) => (
          <Option key={action} value={action}>
            {actionWords[action]}
          </Option>
        ))}
      </Dropdown>
      <SchoolFilter value={filters.school} schools={schools} onChange={(school) => filter({ school })} />
      {hold || filters.hold === WAITING ? (
        <Button size="small" icon={<Dismiss16Regular />} iconPosition="after" onClick={() => filter({ hold: null })}>
          {hold ? `Hold: ${hold.schoolName || 'whole district'}, rule ${hold.rule}` : 'Removals that wait'}
          <span className="visually-hidden">. Show all changes again</span>
        </Button>
      ) : null}
      {narrowed ? (
        <Button size="small" appearance="subtle" onClick={() => filter({ ...noFilters, entity: filters.entity })}>
          Clear filters
        </Button>
      ) : null}
      <span className={styles.total}>{rows.total === null ? '' : changesWord(rows.total)}</span>
    </search>
  );
}
