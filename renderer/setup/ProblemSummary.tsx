import { Link } from '@fluentui/react-components';
import type { Ref } from 'react';
import type { Problems } from '../state/setup-form.ts';
import { fieldId } from './field-id.ts';
import styles from './ProblemSummary.module.css';

/** What keeps the step from going on, on top, each line leading to its field. */
export function ProblemSummary({ problems, ref }: { readonly problems: Problems; readonly ref: Ref<HTMLDivElement> }) {
  const entries = Object.entries(problems);
  if (entries.length === 0) return null;
  return (
    <div ref={ref} tabIndex={-1} role="alert" className={styles.summary}>
      <p className={styles.title}>{entries.length === 1 ? 'One thing is missing' : `${entries.length} things are missing`}</p>
      <ul>
        {entries.map(([field, problem]) => (
          <li key={field}>
            <Link as="button" type="button" onClick={() => document.getElementById(fieldId(field))?.focus()}>
              {problem}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
