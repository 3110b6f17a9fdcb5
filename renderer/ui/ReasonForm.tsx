import { Button, DialogActions, DialogBody, DialogContent, DialogTitle, Field, Textarea } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useState } from 'react';
import styles from './dialog.module.css';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  /** Words of the two buttons. */
  readonly refuse: string;
  readonly accept: string;
  onReason(reason: string): void;
  onClose(): void;
}

/** The inside of a dialog about a decision that must be understood later: it wants a reason. */
export function ReasonForm({ title, children, refuse, accept, onReason, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = reason.trim();
    if (!given) return setMissing(true);
    onReason(given);
    onClose();
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <DialogTitle>{title}</DialogTitle>
        <DialogContent className={styles.content ?? ''}>
          {children}
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
          <Button onClick={onClose}>{refuse}</Button>
          <Button type="submit" appearance="primary">
            {accept}
          </Button>
        </DialogActions>
      </DialogBody>
    </form>
  );
}
