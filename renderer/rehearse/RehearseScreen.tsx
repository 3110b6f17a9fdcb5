import { Button } from '@fluentui/react-components';
import { WeatherThunderstorm24Regular } from '@fluentui/react-icons/svg/weather-thunderstorm';
import { useEffect } from 'react';
import type { District } from '../../shared/district.ts';
import type { RehearsalName } from '../../shared/rehearsals.ts';
import { useOverview } from '../state/overview.ts';
import { useRehearsal } from '../state/rehearsal.ts';
import { useWork } from '../state/work.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page, PageHeader, Panel } from '../ui/PageHeader.tsx';
import { rehearse } from './play.ts';
import { type RehearsalGroup, rehearsalGroups, rehearsalWords } from './rehearsal-words.ts';
import styles from './rehearse.module.css';

/** Bad days at the press of a button, for practice districts only: what is imitated, and what to expect. */
export function RehearseScreen({ district }: { readonly district: District }) {
  const { of, state, tried, failure, load } = useRehearsal();
  const synced = useSynced(district.id);
  useEffect(() => {
    void load(district.id);
  }, [district.id, load]);
  const shown = of === district.id ? state : null;
  return (
    <Page>
      <PageHeader
        title="Rehearse a bad day"
        lead="The practice SIS or Canvas behaves as on a bad day, and a preview shows what Rosterbridge makes of it. No real system is involved."
      />
      {failure && tried === null ? <FailureNotice failure={failure} onRetry={() => void load(district.id)} /> : null}
      {shown?.available === false ? (
        <EmptyState icon={<WeatherThunderstorm24Regular />} title="Nothing to rehearse with here">
          The servers of this practice district were not started by this window. Start a practice district under “Add a district”
          to rehearse with it.
        </EmptyState>
      ) : null}
      {shown?.available
        ? rehearsalGroups.map((group) => (
            <Group key={group.title} district={district} group={group} current={shown.current} synced={synced} />
          ))
        : null}
    </Page>
  );
}

/** Whether a sync has put something into Canvas; null while it is not known. */
function useSynced(district: string): boolean | null {
  const { overview, load } = useOverview();
  const ended = useWork((state) => state.ended);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever ended may have been the first sync
  useEffect(() => {
    void load(district);
  }, [district, ended, load]);
  return overview?.district.id === district ? overview.history.length > 0 : null;
}

interface GroupProps {
  readonly district: District;
  readonly group: RehearsalGroup;
  readonly current: RehearsalName | null;
  readonly synced: boolean | null;
}

function Group({ district, group, current, synced }: GroupProps) {
  const waits = group.afterSync && synced !== true;
  return (
    <Panel title={group.title}>
      {waits && synced === false ? (
        <Notice tone="info">These need something in Canvas that could be lost: preview and apply once, then come back.</Notice>
      ) : null}
      <ul className={styles.list}>
        {group.names.map((name) => (
          <Item key={name} district={district} name={name} current={current === name} waits={waits} />
        ))}
      </ul>
    </Panel>
  );
}

interface ItemProps {
  readonly district: District;
  readonly name: RehearsalName;
  readonly current: boolean;
  readonly waits: boolean;
}

function Item({ district, name, current, waits }: ItemProps) {
  const { switching, tried, failure } = useRehearsal();
  const busy = useWork((state) => state.jobs[district.id] !== undefined);
  const { title, imitates, expect } = rehearsalWords[name];
  return (
    <li className={styles.item} data-current={current}>
      <h3 className={styles.title}>{title}</h3>
      <p>{imitates}</p>
      <p className={styles.expect}>What to expect: {expect}</p>
      <div className={styles.foot}>
        <Button
          aria-label={`${current ? 'Rehearse again' : 'Rehearse'}: ${title}`}
          disabled={waits || switching || busy}
          onClick={() => void rehearse(district.id, name)}
        >
          {current ? 'Rehearse again' : 'Rehearse'}
        </Button>
        {current ? <span className={styles.now}>On now</span> : null}
      </div>
      {failure && tried === name ? <FailureNotice failure={failure} /> : null}
    </li>
  );
}
