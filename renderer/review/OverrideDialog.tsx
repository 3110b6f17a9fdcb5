import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Textarea,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Kept } from '../../shared/kept.ts';
import { useKept } from '../state/kept.ts';
import styles from '../ui/dialog.module.css';
import { formatCount, plural } from '../ui/format.ts';
import { sideWords } from '../ui/kept-words.ts';
import { announce } from '../ui/Live.tsx';
import kept from './Kept.module.css';

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
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const given = reason.trim();
    if (!given) return setMissing(true);
    decide(numbers, given);
    announce(`${plural(numbers.length, 'record', 'records')} will be overwritten when you apply.`);
    onClose();
  };
  const shown = numbers.slice(0, SHOWN).flatMap((number) => rowAt(number) ?? []);
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <DialogTitle>Overwrite {plural(numbers.length, 'record', 'records')} in Canvas?</DialogTitle>
        <DialogContent className={styles.content ?? ''}>
          <p>
            What people edited there is replaced by what the SIS says when you apply this preview. Nothing else of these records
            changes, and what is edited later is kept again.
          </p>
          {shown.length > 0 ? <Examples rows={shown} more={numbers.length - shown.length} /> : null}
          <Field
            label="Why is this right?"
            required
            hint="Kept in the sync log with your decision."
            {...(missing
              ? { validationMessage: 'Write a reason, so that it can be understood later.', validationState: 'error' as const }
              : {})}
          >
            <Textarea
              value={reason}
              maxLength={1000}
              rows={3}
              onChange={(_, { value }) => {
                setReason(value);
                setMissing(false);
              }}
            />
          </Field>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Not now</Button>
          <Button type="submit" appearance="primary">
            Overwrite
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

function Examples({ rows, more }: { readonly rows: readonly Kept[]; readonly more: number }) {
  return (
    <div>
      <ul className={kept.examples}>
        {rows.map((row) => (
          <li key={row.number}>
            <span className={kept.label}>{row.label}</span>
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
