import { CheckmarkCircle20Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { ErrorCircle20Filled } from '@fluentui/react-icons/svg/error-circle';
import { Warning20Filled } from '@fluentui/react-icons/svg/warning';
import type { Check } from '../../shared/district.ts';
import styles from './CheckList.module.css';

const sides = { sis: 'Your SIS', canvas: 'Canvas' } as const;

/** The connection test line by line: icon and word, what was found, what to do about it. */
export function CheckList({ checks }: { readonly checks: readonly Check[] }) {
  return (
    <div className={styles.sides}>
      {(['sis', 'canvas'] as const).map((side) => {
        const own = checks.filter((check) => check.side === side);
        if (own.length === 0) return null;
        return (
          <section key={side} aria-label={`Checks: ${sides[side]}`}>
            <h2 className={styles.title}>{sides[side]}</h2>
            <ul className={styles.list}>
              {own.map((check) => (
                <CheckItem key={check.name} check={check} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

const looks = {
  ok: { word: 'Works', icon: <CheckmarkCircle20Filled aria-hidden /> },
  warning: { word: 'Works, but look', icon: <Warning20Filled aria-hidden /> },
  problem: { word: 'Problem', icon: <ErrorCircle20Filled aria-hidden /> },
} as const;

function levelOf(check: Check): keyof typeof looks {
  if (!check.ok) return 'problem';
  return 'level' in check && check.level === 'warning' ? 'warning' : 'ok';
}

function CheckItem({ check }: { readonly check: Check }) {
  const level = levelOf(check);
  return (
    <li className={styles.check} data-level={level}>
      {looks[level].icon}
      <div>
        <p>
          <strong>{check.name}</strong> <span className={styles.word}>{looks[level].word}</span>
        </p>
        <p className={styles.message}>{check.message}</p>
        {check.remedy === '' ? null : (
          <p className={styles.remedy}>
            {level === 'ok' ? '' : 'What to do: '}
            {check.remedy}
          </p>
        )}
      </div>
    </li>
  );
}
