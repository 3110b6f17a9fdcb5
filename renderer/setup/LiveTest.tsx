import { CheckmarkCircle20Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { ErrorCircle20Filled } from '@fluentui/react-icons/svg/error-circle';
import { Warning20Filled } from '@fluentui/react-icons/svg/warning';
import { type Side, useSideTest } from '../state/side-test.ts';
import { plural } from '../ui/format.ts';
import styles from './LiveTest.module.css';

const names: Readonly<Record<Side, string>> = { sis: 'Your SIS', canvas: 'Canvas' };

/** What the side says to what was typed so far, in the doctor's words. */
export function LiveTest({ side }: { readonly side: Side }) {
  const { state, checks, failure } = useSideTest((all) => all[side]);
  const found = checks.filter(({ ok, level }) => !ok || level === 'warning');
  const name = names[side];
  return (
    <section className={styles.live} aria-label={`${name}, tried out`} aria-live="polite" data-state={state}>
      {state === 'idle' ? (
        <p className={styles.quiet}>As soon as all is filled in, the connection is tried out here. Nothing is written.</p>
      ) : null}
      {state === 'waiting' || state === 'testing' ? <p className={styles.quiet}>Trying it out…</p> : null}
      {state === 'done' && failure === null && found.length === 0 ? (
        <p className={styles.line} data-level="ok">
          <CheckmarkCircle20Filled aria-hidden />
          <span>
            <strong>Works.</strong> {name} answered all {plural(checks.length, 'check', 'checks')}.
          </span>
        </p>
      ) : null}
      {failure === null ? null : <Line level="problem" text={failure.message} remedy={failure.remedy} />}
      {found.map(({ name: check, ok, message, remedy }) => (
        <Line key={check} level={ok ? 'warning' : 'problem'} text={message} remedy={remedy} />
      ))}
    </section>
  );
}

function Line({
  level,
  text,
  remedy,
}: {
  readonly level: 'warning' | 'problem';
  readonly text: string;
  readonly remedy: string;
}) {
  return (
    <div className={styles.line} data-level={level}>
      {level === 'problem' ? <ErrorCircle20Filled aria-hidden /> : <Warning20Filled aria-hidden />}
      <div>
        <p>
          <strong>{level === 'problem' ? 'Problem:' : 'Works, but look:'}</strong> {text}
        </p>
        {remedy === '' ? null : <p className={styles.quiet}>What to do: {remedy}</p>}
      </div>
    </div>
  );
}
