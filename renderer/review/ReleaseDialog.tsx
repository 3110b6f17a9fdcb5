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
import type { Hold } from '../../shared/plan.ts';
import { useReview } from '../state/review.ts';
import styles from '../ui/dialog.module.css';
import { heldWord } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';

/** A release is for this preview only, by name, with a reason (ROSTER-RULES E). */
export function ReleaseDialog({ hold, onClose }: { readonly hold: Hold | null; readonly onClose: () => void }) {
  return (
    <Dialog open={hold !== null} onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>{hold ? <Form key={hold.id} hold={hold} onClose={onClose} /> : null}</DialogSurface>
    </Dialog>
  );
}

function Form({ hold, onClose }: { readonly hold: Hold; readonly onClose: () => void }) {
  const release = useReview((state) => state.release);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    const given = reason.trim();
    if (!given) return setMissing(true);
    release(hold.id, given);
    announce('Hold released for this preview.');
    onClose();
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <DialogTitle>Release this hold?</DialogTitle>
        <DialogContent className={styles.content ?? ''}>
          <p>{hold.message}</p>
          <p>
            {heldWord(hold)} at {hold.schoolName || 'the whole district'} would be written when you apply this preview. The
            release counts for this preview only.
          </p>
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
          <Button onClick={onClose}>Keep it held</Button>
          <Button type="submit" appearance="primary">
            Release hold
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}
