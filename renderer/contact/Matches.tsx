import { Button, SearchBox, Tab, TabList } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import { type Evaluation, type Match, matchEntities, matchGrades, openGrades } from '../../shared/conversion.ts';
import type { District } from '../../shared/district.ts';
import { useContact } from '../state/contact.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { formatCount, plural } from '../ui/format.ts';
import { DataGrid, type GridColumn } from '../ui/grid/DataGrid.tsx';
import { type PagedRows, usePagedRows } from '../ui/grid/use-paged-rows.ts';
import { caseOf } from '../ui/keys.ts';
import { announce } from '../ui/Live.tsx';
import { entityNouns } from '../ui/words.ts';
import styles from './contact.module.css';
import { countOf, decisionWord, firstGrade, gradeSentences, gradeWords, traitsText } from './contact-words.ts';
import { MatchPanel } from './MatchPanel.tsx';

const columns: readonly GridColumn<Match>[] = [
  { id: 'sis', title: 'In the SIS', track: 'minmax(0, 3fr)', cell: (match) => <Twice {...match} />, hint: hintOf },
  {
    id: 'canvas',
    title: 'In Canvas',
    track: 'minmax(0, 3fr)',
    cell: ({ candidates }) => (candidates[0] ? <Twice {...candidates[0]} more={candidates.length - 1} /> : '–'),
    hint: ({ candidates }) => candidates.map(({ label, detail }) => `${label} ${detail}`.trim()).join('; '),
  },
  {
    id: 'signs',
    title: 'Both agree in',
    track: 'minmax(0, 2fr)',
    cell: ({ candidates }) => (candidates[0] ? traitsText(candidates[0].traits) : ''),
  },
  { id: 'decision', title: 'Decision', track: '112px', cell: decisionWord },
];

/** What stands on one side only has nothing to agree in and nothing to decide. */
const oneSided: readonly GridColumn<Match>[] = [
  { id: 'what', title: 'What', track: 'minmax(0, 3fr)', cell: (match) => <Twice {...match} />, hint: hintOf },
  { id: 'school', title: 'School', track: 'minmax(0, 2fr)', cell: ({ schoolName }) => schoolName },
  { id: 'then', title: 'What happens', track: 'minmax(0, 3fr)', cell: ({ otherwise }) => otherwise },
];

function Twice({ label, detail, more = 0 }: { readonly label: string; readonly detail: string; readonly more?: number }) {
  return (
    <>
      {label}
      {detail ? <span className={styles.detail}> {detail}</span> : null}
      {more > 0 ? <span className={styles.detail}> and {formatCount(more)} more</span> : null}
    </>
  );
}

function hintOf({ label, detail }: Match): string {
  return `${label} ${detail}`.trim();
}

/** Tabs by kind, grades, a search, the grid, and one match opened at the side. */
export function Matches({ district, evaluation }: { readonly district: District; readonly evaluation: Evaluation }) {
  const { entity, grade, show } = useContact();
  const rows = useMatchRows(district, evaluation);
  const [open, setOpen] = useState<{ match: Match; index: number; focus: boolean } | null>(null);
  const { total, loading } = rows;
  useEffect(() => {
    if (total !== null && !loading) announce(`${plural(total, 'match', 'matches')} shown`);
  }, [total, loading]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list closes what was opened
  useEffect(() => setOpen(null), [entity, grade, evaluation.number]);
  const isOpenGrade = openGrades.includes(grade);
  const counts = evaluation.counts[entity];
  function close(): void {
    const index = open?.index;
    setOpen(null);
    document.querySelector<HTMLElement>(`[role="grid"] [data-row="${index}"]`)?.focus();
  }
  return (
    <section className={styles.matches} aria-label="What was found">
      <TabList
        size="small"
        selectedValue={entity}
        onTabSelect={(_, { value }) => {
          const kind = caseOf(matchEntities, value) ?? entity;
          show({ entity: kind, grade: firstGrade(evaluation.counts[kind]) });
        }}
        aria-label="Kinds of records"
      >
        {matchEntities.map((kind) => (
          <Tab key={kind} value={kind}>
            {entityNouns[kind].title} <span className={styles.count}>{waiting(evaluation.counts[kind].undecided)}</span>
          </Tab>
        ))}
      </TabList>
      <search className={styles.bar} aria-label="Filter matches">
        <fieldset className={styles.grades}>
          <legend className="visually-hidden">How sure</legend>
          {matchGrades.map((one) => (
            <Button
              key={one}
              size="small"
              appearance={one === grade ? 'primary' : 'subtle'}
              aria-pressed={one === grade}
              onClick={() => show({ grade: one })}
            >
              {gradeWords[one]} {formatCount(countOf(counts, one))}
            </Button>
          ))}
        </fieldset>
        <Search />
      </search>
      <div className={styles.bar}>
        <p className={styles.sentence}>{gradeSentences[grade]}</p>
        {isOpenGrade && evaluation.reviewed === null ? <Bulk district={district} evaluation={evaluation} /> : null}
      </div>
      {rows.failure ? <FailureNotice failure={rows.failure} onRetry={rows.retry} /> : null}
      <div className={styles.split}>
        <DataGrid
          label="Matches"
          columns={isOpenGrade ? columns : oneSided}
          rows={rows}
          rowId={(match) => String(match.number)}
          selected={open === null ? null : String(open.match.number)}
          onOpen={(match, index, by) => setOpen({ match, index, focus: by === 'keyboard' })}
          onMove={(match, index) => setOpen((before) => (before === null ? null : { match, index, focus: false }))}
          onEscape={close}
          empty={<EmptyState title="None">There is nothing of this kind.</EmptyState>}
        />
        {open ? (
          <MatchPanel
            key={open.match.number}
            district={district}
            evaluation={evaluation}
            match={rows.rowAt(open.index) ?? open.match}
            takeFocus={open.focus}
            onClose={close}
          />
        ) : null}
      </div>
    </section>
  );
}

function waiting(count: number): string {
  return count > 0 ? `${formatCount(count)} open` : '';
}

function Search() {
  const search = useContact((state) => state.search);
  const show = useContact((state) => state.show);
  return (
    <SearchBox
      size="small"
      aria-label="Search matches"
      placeholder="Name, login, code or id"
      value={search}
      onChange={(_, { value }) => show({ search: value })}
    />
  );
}

/** One decision about everything of this kind and grade that is still open. */
function Bulk({ district, evaluation }: { readonly district: District; readonly evaluation: Evaluation }) {
  const { entity, grade, choose } = useContact();
  if (grade === 'new' || grade === 'canvas-only') return null;
  const noun = entityNouns[entity].many;
  const decide = (how: 'adopt' | 'separate' | 'same') => () =>
    void choose(district.id, { kind: 'all', evaluation: evaluation.number, entity, grade, decide: how });
  return (
    <div className={styles.bulk}>
      {grade === 'exact' || grade === 'likely' ? (
        <Button size="small" onClick={decide('adopt')}>
          Link all open {noun} here
        </Button>
      ) : null}
      {grade === 'collision' ? (
        <Button size="small" onClick={decide('same')}>
          All are the same
        </Button>
      ) : null}
      <Button size="small" onClick={decide('separate')}>
        Keep all open {noun} here apart
      </Button>
    </div>
  );
}

function useMatchRows(district: District, evaluation: Evaluation): PagedRows<Match> {
  const { entity, grade, search, decided } = useContact();
  const query = { evaluation: evaluation.number, entity, grade, search };
  const key = JSON.stringify([district.id, query, decided]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says it all
  const fetchPage = useCallback(
    async (from: number, count: number) => {
      const answer = await window.rosterbridge.engine.matches({ district: district.id, query: { ...query, from, count } });
      return answer.ok ? { ok: true as const, value: { total: answer.value.total, rows: answer.value.matches } } : answer;
    },
    [key],
  );
  return usePagedRows(key, fetchPage);
}
