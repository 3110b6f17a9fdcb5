import { UNPUBLISHED_DAYS, type Unpublished } from '../../shared/unpublished.ts';
import { formatCalendarDay, formatCount, plural } from '../ui/format.ts';
import { Panel } from '../ui/PageHeader.tsx';
import styles from './UnpublishedPanel.module.css';

/** Courses whose first day is near and which students still cannot see: publishing is the teachers' business, knowing the admin's. */
export function UnpublishedPanel({ unpublished }: { readonly unpublished: Unpublished | null }) {
  if (unpublished === null || unpublished.total === 0) return null;
  const { total, schools, courses } = unpublished;
  return (
    <Panel title={`${plural(total, 'course is', 'courses are')} not published yet`}>
      <p>
        Their first day is within {UNPUBLISHED_DAYS} days, or was, and students cannot see them. Rosterbridge never publishes a
        course: teachers do, in Canvas.
      </p>
      <ul className={styles.schools} aria-label="Unpublished courses by school">
        {schools.map(({ name, count }) => (
          <li key={name}>
            {name}: <strong>{formatCount(count)}</strong>
          </li>
        ))}
      </ul>
      <details className={styles.more}>
        <summary>{courses.length < total ? `Show the first ${formatCount(courses.length)}` : 'Show them'}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1) */}
        <section className={styles.scroll} tabIndex={0} aria-label="Unpublished courses">
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Course</th>
                <th scope="col">School</th>
                <th scope="col">First day</th>
              </tr>
            </thead>
            <tbody>
              {courses.map(({ name, school, starts }, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: courses of one school may be called alike, and the list never changes
                <tr key={index}>
                  <td>{name}</td>
                  <td>{school}</td>
                  <td>{formatCalendarDay(starts)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </Panel>
  );
}
