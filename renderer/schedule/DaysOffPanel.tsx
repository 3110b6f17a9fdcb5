import { Button, Field, Input } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import type { Blackout } from '../../shared/schedule.ts';
import { useSchedule } from '../state/schedule.ts';
import { Panel } from '../ui/PageHeader.tsx';
import styles from './schedule.module.css';

/** Days on which nothing runs: breaks, the days of a changeover in the SIS. */
export function DaysOffPanel({ blackouts }: { readonly blackouts: readonly Blackout[] }) {
  const edit = useSchedule((state) => state.edit);
  const put = (changed: Blackout[]) => edit({ blackouts: changed });
  const change = (index: number, part: Partial<Blackout>) =>
    put(blackouts.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <Panel
      title="Days off"
      actions={
        <Button icon={<Add20Regular />} onClick={() => put([...blackouts, { name: '', from: '', to: '' }])}>
          Add days off
        </Button>
      }
    >
      <p className={styles.quiet}>
        {blackouts.length === 0
          ? 'None. Add breaks, or the days on which your SIS is being rolled over: nothing syncs on them, first and last day included.'
          : 'Nothing syncs on these days, first and last day included.'}
      </p>
      {blackouts.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are edited in place and have no name until one is typed
        <div key={index} role="group" aria-label={one.name || `Days off ${index + 1}`} className={styles.dayOff}>
          <Field label="Name">
            <Input value={one.name} maxLength={100} onChange={(_, { value }) => change(index, { name: value })} />
          </Field>
          <Field label="First day">
            <Input type="date" value={one.from} onChange={(_, { value }) => change(index, { from: value })} />
          </Field>
          <Field label="Last day">
            <Input type="date" value={one.to} onChange={(_, { value }) => change(index, { to: value })} />
          </Field>
          <Button
            appearance="subtle"
            icon={<Dismiss20Regular />}
            aria-label={`Remove ${one.name || `days off ${index + 1}`}`}
            onClick={() => put(blackouts.filter((_, at) => at !== index))}
          />
        </div>
      ))}
    </Panel>
  );
}
