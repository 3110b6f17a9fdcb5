import { Link } from '@fluentui/react-components';
import type { Overview, Stays } from '../../shared/district.ts';
import { WAITING } from '../../shared/plan.ts';
import { visit } from '../state/navigation.ts';
import { noFilters, type PlanView, useReview } from '../state/review.ts';
import { plural } from '../ui/format.ts';
import { Panel } from '../ui/PageHeader.tsx';
import styles from './StaysPanel.module.css';

interface Line {
  readonly key: keyof Stays;
  readonly words: (count: number) => string;
  readonly meaning: string;
  readonly view: PlanView | 'findings';
  readonly hold?: string | null;
}

const lines: readonly Line[] = [
  {
    key: 'waiting',
    words: (n) => `${plural(n, 'removal waits', 'removals wait')} to be seen again`,
    meaning: 'The SIS left them out for the first time. The next complete read decides, or you do.',
    view: 'changes',
    hold: WAITING,
  },
  {
    key: 'savedUp',
    words: (n) => `${plural(n, 'removal', 'removals')} saved up`,
    meaning: 'Your settings only add. They wait until removing is switched on.',
    view: 'changes',
  },
  {
    key: 'kept',
    words: (n) => `${plural(n, 'record', 'records')} kept as edited in Canvas`,
    meaning: 'Somebody changed them there; you may overwrite them.',
    view: 'kept',
  },
  {
    key: 'frozen',
    words: (n) => `${plural(n, 'record', 'records')} ended`,
    meaning: 'Their class or term is over, or the SIS no longer names them. They stay as they were.',
    view: 'stays',
  },
  {
    key: 'early',
    words: (n) => `${plural(n, 'record', 'records')} not due yet`,
    meaning: 'They are made when their day comes.',
    view: 'stays',
  },
  {
    key: 'listed',
    words: (n) => `${plural(n, 'SIS record', 'SIS records')} to look at`,
    meaning: 'Left out or doubtful, each with what to do.',
    view: 'findings',
  },
];

/** What the newest preview lets wait or leaves alone, each with the way to it; nothing when there is none. */
export function StaysPanel({ overview: { lastPlan, district } }: { readonly overview: Overview }) {
  const { load, look, filter } = useReview();
  if (!lastPlan) return null;
  const shown = lines.filter(({ key }) => lastPlan.stays[key] > 0);
  if (shown.length === 0) return null;
  const go = async ({ view, hold = null }: Line) => {
    if (view === 'findings') return visit({ name: 'findings', plan: lastPlan.number });
    // The review begins anew with a plan it has not seen; only then it can be told where to look.
    await load(district.id);
    look(view);
    filter({ ...noFilters, hold });
    visit({ name: 'review' });
  };
  return (
    <Panel title="What waits, and what stays as it is">
      <ul className={styles.lines}>
        {shown.map((line) => (
          <li key={line.key}>
            <Link as="button" onClick={() => void go(line)}>
              {line.words(lastPlan.stays[line.key])}
            </Link>
            <span>{line.meaning}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
