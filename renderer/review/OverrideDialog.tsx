import { Dialog, DialogSurface } from '@fluentui/react-components';
import type { Kept } from '../../shared/kept.ts';
import { useKept } from '../state/kept.ts';
import { formatCount, plural } from '../ui/format.ts';
import { sideWords } from '../ui/kept-words.ts';
import { announce } from '../ui/Live.tsx';
import { ReasonForm } from '../ui/ReasonForm.tsx';
import styles from './Kept.module.css';

const SHOWN = 5;

interface Props {
  /** Null while nothing is asked. */
  readonly numbers: readonly number[] | null;
  rowAt(number: number): Kept | undefined;
  onClose(): void;
}

/** Overwriting people's work wants a reason, shows was and now, and counts for this preview only (ROSTER-RULES F3). */
export function OverrideDialog({ numbers, rowAt, onClose }: Props) {
  return (
    <Dialog open={numbers !== null} onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        {numbers ? <Form key={numbers.join()} numbers={numbers} rowAt={rowAt} onClose={onClose} /> : null}
      </DialogSurface>
    </Dialog>
  );
}

function Form({ numbers, rowAt, onClose }: Props & { readonly numbers: readonly number[] }) {
  const decide = useKept((state) => state.decide);
  const shown = numbers.slice(0, SHOWN).flatMap((number) => rowAt(number) ?? []);
  const records = plural(numbers.length, 'record', 'records');
  return (
    <ReasonForm
      title={`Overwrite ${records} in Canvas?`}
      refuse="Not now"
      accept="Overwrite"
      onReason={(reason) => {
        decide(numbers, reason);
        announce(`${records} will be overwritten when you apply.`);
      }}
      onClose={onClose}
    >
      <p>
        What people edited there is replaced by what the SIS says when you apply this preview. Nothing else of these records
        changes, and what is edited later is kept again.
      </p>
      {shown.length > 0 ? <Examples rows={shown} more={numbers.length - shown.length} /> : null}
    </ReasonForm>
  );
}

function Examples({ rows, more }: { readonly rows: readonly Kept[]; readonly more: number }) {
  return (
    <div>
      <ul className={styles.examples}>
        {rows.map((row) => (
          <li key={row.number}>
            <span className={styles.label}>{row.label}</span>
            <span>
              <del>{sideWords(row, row.inCanvas)}</del> <span aria-hidden>→</span>{' '}
              <span className="visually-hidden">becomes </span>
              <ins>{sideWords(row, row.inSis)}</ins>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p>and {formatCount(more)} more</p> : null}
    </div>
  );
}
