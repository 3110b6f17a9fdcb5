import { Button } from '@fluentui/react-components';
import { useId, useRef, useState } from 'react';
import type { Overview } from '../../shared/district.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { changesWord, formatCount, formatDay, formatWhen } from '../ui/format.ts';
import { useWidth } from '../ui/use-width.ts';
import { actionWords } from '../ui/words.ts';
import { niceTop, stack } from './chart-scale.ts';
import styles from './HistoryChart.module.css';

type History = Overview['history'];
const parts = ['create', 'update', 'delete'] as const;
const height = 150;
const left = 52;

/** Changes per sync as stacked bars, and the same as a table for whoever reads better that way. */
export function HistoryChart({ history }: { readonly history: History }) {
  const [asTable, setAsTable] = useState(false);
  if (history.length === 0) {
    return <EmptyState title="No sync yet">After the first sync this shows how much each one changed.</EmptyState>;
  }
  return (
    <div className={styles.chart}>
      <div className={styles.head}>
        <ul className={styles.legend} aria-label="Legend">
          {parts.map((part) => (
            <li key={part}>
              <svg width="14" height="14" aria-hidden="true">
                <rect width="14" height="14" rx="2" className={styles[part]} />
              </svg>
              {actionWords[part]}
            </li>
          ))}
        </ul>
        <Button size="small" appearance="subtle" onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </div>
      {asTable ? <HistoryTable history={history} /> : <Bars history={history} />}
    </div>
  );
}

function Bars({ history }: { readonly history: History }) {
  const title = useId();
  const box = useRef<HTMLDivElement>(null);
  const room = useWidth(box);
  const top = niceTop(Math.max(...history.map((run) => run.create + run.update + run.delete)));
  const slot = Math.max(8, Math.min(56, Math.floor((room - left - 8) / history.length)));
  const width = Math.max(left + history.length * slot + 8, Math.min(room, 480));
  const barWidth = Math.max(4, slot - 8);
  const y = (value: number) => height - (value / top) * (height - 12);
  const every = Math.max(1, Math.ceil(52 / slot));
  return (
    <div ref={box} className={styles.box}>
      <svg width={width} height={height + 24} role="img" aria-labelledby={title} className={styles.svg}>
        <title id={title}>{summary(history)}</title>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={left} x2={width} y1={y(top * share)} y2={y(top * share)} className={styles.line} />
            <text x={left - 8} y={y(top * share) + 4} textAnchor="end" className={styles.tick}>
              {formatCount(top * share)}
            </text>
          </g>
        ))}
        {history.map((run, index) => (
          <g key={run.run} transform={`translate(${left + index * slot + 4} 0)`}>
            <title>{runSummary(run)}</title>
            {stack(parts.map((part) => run[part])).map((bar, part) => (
              <rect
                key={parts[part]}
                width={barWidth}
                y={y(bar.to)}
                height={y(bar.from) - y(bar.to)}
                className={styles[parts[part] ?? '']}
              />
            ))}
            {index % every === 0 ? (
              <text x={barWidth / 2} y={height + 16} textAnchor="middle" className={styles.tick}>
                {formatDay(run.endedAt)}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
    </div>
  );
}

function HistoryTable({ history }: { readonly history: History }) {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Changes per sync</caption>
      <thead>
        <tr>
          <th scope="col">Sync</th>
          {parts.map((part) => (
            <th key={part} scope="col">
              {actionWords[part]}
            </th>
          ))}
          <th scope="col">Refused</th>
        </tr>
      </thead>
      <tbody>
        {history.toReversed().map((run) => (
          <tr key={run.run}>
            <th scope="row">{formatWhen(run.endedAt)}</th>
            {parts.map((part) => (
              <td key={part}>{formatCount(run[part])}</td>
            ))}
            <td>{formatCount(run.failed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function runSummary(run: History[number]): string {
  return `${formatWhen(run.endedAt)}: ${formatCount(run.create)} added, ${formatCount(run.update)} changed, ${formatCount(run.delete)} removed`;
}

function summary(history: History): string {
  const last = history.at(-1);
  const biggest = history.reduce((most, run) => Math.max(most, run.create + run.update + run.delete), 0);
  return `Changes of the last ${history.length} syncs. The largest had ${changesWord(biggest)}. ${last ? runSummary(last) : ''}`;
}
