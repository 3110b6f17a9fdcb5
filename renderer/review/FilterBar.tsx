import { Button } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { type ChangeLine, type PlanSummary, WAITING } from '../../shared/plan.ts';
import { noFilters, useReview } from '../state/review.ts';
import { FilterMenu } from '../ui/FilterMenu.tsx';
import { changesWord } from '../ui/format.ts';
import type { PagedRows } from '../ui/grid/use-paged-rows.ts';
import { caseOf, keysOf } from '../ui/keys.ts';
import { PatientSearch } from '../ui/PatientSearch.tsx';
import { ruleLabel } from '../ui/rule-words.ts';
import { actionWords, changeActions } from '../ui/words.ts';
import styles from './FilterBar.module.css';
import { SchoolFilter } from './SchoolFilter.tsx';
import { useSchools } from './use-schools.ts';

const sortWords = {
  written: 'As written',
  school: 'By school',
  action: 'By kind of change',
  rule: 'By rule',
} as const;
const sorts = keysOf(sortWords);

interface Props {
  readonly plan: PlanSummary;
  readonly rows: PagedRows<ChangeLine>;
  onSave(): void;
}

/** Search, kind of change, school, rule, hold, order; what is shown, in numbers, and as a file. */
export function FilterBar({ plan, rows, onSave }: Props) {
  const filters = useReview((state) => state.filters);
  const filter = useReview((state) => state.filter);
  const rules = useReview((state) => state.facets?.rules) ?? [];
  const schools = useSchools();
  const hold = plan.holds.find((one) => one.id === filters.hold);
  const { action, school, rule, search } = filters;
  const narrowed = action !== null || school !== null || rule !== null || filters.hold !== null || search !== '';
  return (
    <search className={styles.bar} aria-label="Filter changes">
      <PatientSearch
        key={plan.number}
        label="Search changes"
        value={search}
        onSearch={(typed) => filter({ search: typed })}
        className={styles.search ?? ''}
      />
      <FilterMenu
        label="Kind of change"
        none="Every kind"
        options={changeActions.map((one) => ({ value: one, text: actionWords[one] }))}
        value={action}
        className={styles.kind}
        onChange={(value) => filter({ action: caseOf(changeActions, value) })}
      />
      <SchoolFilter value={school} schools={schools} onChange={(value) => filter({ school: value })} />
      <FilterMenu
        label="Rule"
        none="Every rule"
        options={rules.map((one) => ({ value: one.rule, text: ruleLabel(one.rule) }))}
        value={rule}
        className={styles.wide}
        onChange={(value) => filter({ rule: value })}
      />
      <FilterMenu
        label="Order"
        none={null}
        options={sorts.map((one) => ({ value: one, text: sortWords[one] }))}
        value={filters.sort}
        className={styles.kind}
        onChange={(value) => filter({ sort: caseOf(sorts, value) ?? 'written' })}
      />
      {hold || filters.hold === WAITING ? (
        <Button size="small" icon={<Dismiss16Regular />} iconPosition="after" onClick={() => filter({ hold: null })}>
          {hold ? `Hold: ${hold.schoolName || 'whole district'}, rule ${hold.rule}` : 'Removals that wait'}
          <span className="visually-hidden">. Show all changes again</span>
        </Button>
      ) : null}
      {narrowed ? (
        <Button
          size="small"
          appearance="subtle"
          onClick={() => filter({ ...noFilters, entity: filters.entity, sort: filters.sort })}
        >
          Clear filters
        </Button>
      ) : null}
      <span className={styles.total}>
        <span>{rows.total === null ? '' : changesWord(rows.total)}</span>
        <Button size="small" appearance="subtle" disabled={!rows.total} onClick={onSave}>
          Save as a file…
        </Button>
      </span>
    </search>
  );
}
