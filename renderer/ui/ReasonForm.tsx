import { Button, DialogActions, DialogBody, DialogContent, DialogTitle } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useState } from 'react';
import styles from './dialog.module.css';
import { ReasonField } from './ReasonField.tsx';

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
          <ReasonField
            value={reason}
            missing={missing}
            onChange={(value) => {
              setReason(value);
              setMissing(false);
            }}
          />
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
