import { Button, Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { PauseWish, ScheduleView } from '../../shared/schedule.ts';
import { useSchedule } from '../state/schedule.ts';
import { Notice } from '../ui/Notice.tsx';
import { Panel } from '../ui/PageHeader.tsx';
import styles from './schedule.module.css';
import { clocksWords, missedWords, whenWords } from './schedule-words.ts';

/** The next runs as the schedule is saved, and what kept one from running. */
export function ComingPanel({ view, changed }: { readonly view: ScheduleView; readonly changed: boolean }) {
  const { schedule, coming, timeZone, blackout, missed, caughtUp } = view;
  return (
    <Panel title="Next syncs">
      {schedule.paused === null ? null : (
        <Notice tone="warning" title="The schedule is paused">
          {schedule.paused.until === null
            ? 'Nothing syncs by itself until you resume it.'
            : `Nothing syncs by itself until ${whenWords(schedule.paused.until, timeZone)}.`}
        </Notice>
      )}
      {blackout === null ? null : <Notice tone="info" title={`Today is a day off: ${blackout}`} />}
      {coming.length === 0 ? (
        <p className={styles.quiet}>{schedule.on ? 'None is due.' : 'None: the schedule is off.'}</p>
      ) : (
        <ol className={styles.coming} aria-label="Next syncs">
          {coming.map((run) => (
            <li key={run.at}>
              {whenWords(run.at, timeZone)}
              {run.clocks === 'usual' ? null : <span className={styles.quiet}> {clocksWords(run)}</span>}
            </li>
          ))}
        </ol>
      )}
      <p className={styles.quiet}>
        {`Times of ${timeZone.replaceAll('_', ' ')}, the time zone of the district.`}
        {changed ? ' Save to see the syncs of the changed schedule.' : ''}
      </p>
      {missed === null ? null : <p className={styles.quiet}>{missedWords(missed, timeZone)}</p>}
      {caughtUp === null ? null : (
        <p className={styles.quiet}>
          {`The sync of ${whenWords(caughtUp.due, timeZone)} was missed and caught up on ${whenWords(caughtUp.at, timeZone)}.`}
        </p>
      )}
      {schedule.on ? <PauseButtons view={view} /> : null}
    </Panel>
  );
}

function PauseButtons({ view: { schedule } }: { readonly view: ScheduleView }) {
  const pause = useSchedule((state) => state.pause);
  const [day, setDay] = useState('');
  const act = (wish: PauseWish) => () => void pause(wish);
  if (schedule.paused !== null) {
    return (
      <div className={styles.buttons}>
        <Button onClick={act('none')}>Resume the schedule</Button>
      </div>
    );
  }
  return (
    <>
      <div className={styles.buttons}>
        <Button onClick={act('tomorrow')}>Pause until tomorrow morning</Button>
        <Button onClick={act('until-resumed')}>Pause until I resume</Button>
      </div>
      <div className={styles.buttons}>
        <Field label="Or pause until the beginning of">
          <Input type="date" value={day} onChange={(_, { value }) => setDay(value)} />
        </Field>
        <Button disabled={day === ''} onClick={act({ day })}>
          Pause until then
        </Button>
      </div>
    </>
  );
}
