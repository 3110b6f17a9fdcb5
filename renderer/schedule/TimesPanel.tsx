import { Button, Field, Input, Select, Switch } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import type { Intraday, Schedule } from '../../shared/schedule.ts';
import { useSchedule } from '../state/schedule.ts';
import { Panel } from '../ui/PageHeader.tsx';
import { DayChoice } from './DayChoice.tsx';
import styles from './schedule.module.css';
import { scheduleSentence } from './schedule-words.ts';

const MOST_TIMES = 6;
const usualIntraday: Intraday = { everyHours: 2, from: '08:00', to: '16:00', days: [1, 2, 3, 4, 5] };

/** When the district syncs by itself: at night, and if wanted during the day. */
export function TimesPanel({ draft }: { readonly draft: Schedule }) {
  const edit = useSchedule((state) => state.edit);
  return (
    <Panel title="When">
      <Switch
        label="Sync by itself"
        checked={draft.on}
        onChange={(_, { checked }) => edit({ on: checked })}
        className={styles.switch ?? ''}
      />
      <p className={styles.sentence}>{draft.on ? scheduleSentence(draft) : 'Off: nothing is synced unless you do it.'}</p>
      <Nights draft={draft} />
      <Daytime intraday={draft.intraday} />
    </Panel>
  );
}

function Nights({ draft: { nightly } }: { readonly draft: Schedule }) {
  const edit = useSchedule((state) => state.edit);
  const { times, days } = nightly;
  const put = (changed: string[]) => edit({ nightly: { ...nightly, times: changed } });
  return (
    <div className={styles.block}>
      <h3 className={styles.subtitle}>Nights</h3>
      <div className={styles.times}>
        {times.map((time, index) => (
          // Times have no name of their own, and are edited in place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={index} className={styles.time}>
            <Input
              type="time"
              required
              aria-label={`Time ${index + 1}`}
              value={time}
              onChange={(_, { value }) => put(times.map((one, at) => (at === index ? value : one)))}
            />
            {times.length > 1 ? (
              <Button
                appearance="subtle"
                icon={<Dismiss20Regular />}
                aria-label={`Remove time ${index + 1}`}
                onClick={() => put(times.filter((_, at) => at !== index))}
              />
            ) : null}
          </div>
        ))}
        {times.length < MOST_TIMES ? (
          <Button icon={<Add20Regular />} onClick={() => put([...times, ''])}>
            Add a time
          </Button>
        ) : null}
      </div>
      <DayChoice label="Nights of" days={days} onChange={(chosen) => edit({ nightly: { ...nightly, days: chosen } })} />
    </div>
  );
}

function Daytime({ intraday }: { readonly intraday: Intraday | null }) {
  const edit = useSchedule((state) => state.edit);
  const put = (part: Partial<Intraday>) => intraday !== null && edit({ intraday: { ...intraday, ...part } });
  return (
    <div className={styles.block}>
      <h3 className={styles.subtitle}>During the day</h3>
      <Switch
        label="Sync several times a day"
        checked={intraday !== null}
        onChange={(_, { checked }) => edit({ intraday: checked ? usualIntraday : null })}
        className={styles.switch ?? ''}
      />
      {intraday === null ? null : (
        <>
          <div className={styles.times}>
            <Field label="How often">
              <Select value={String(intraday.everyHours)} onChange={(_, { value }) => put({ everyHours: Number(value) })}>
                {[1, 2, 3, 4, 6].map((hours) => (
                  <option key={hours} value={hours}>
                    {hours === 1 ? 'Every hour' : `Every ${hours} hours`}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label="From">
              <Input type="time" value={intraday.from} onChange={(_, { value }) => put({ from: value })} />
            </Field>
            <Field label="To">
              <Input type="time" value={intraday.to} onChange={(_, { value }) => put({ to: value })} />
            </Field>
          </div>
          <DayChoice label="Days with syncs during the day" days={intraday.days} onChange={(days) => put({ days })} />
        </>
      )}
    </div>
  );
}
