import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Failure } from '../../shared/failure.ts';
import dialog from './dialog.module.css';
import { FailureNotice } from './FailureNotice.tsx';
import { NameField } from './NameField.tsx';
import { ReasonField } from './ReasonField.tsx';

interface Props {
  readonly title: string;
  /** What the decision means. */
  readonly children: ReactNode;
  readonly accept: string;
  /** What the name is kept for. */
  readonly hint: string;
  /** Where the decision must be understood later, it wants a reason too. */
  readonly withReason?: boolean;
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** Both without blanks around them; the reason is '' where none is asked for. */
  onSign(by: string, reason: string): void;
  onClose(): void;
}

/** A decision with a name under it: whoever wonders later knows whom to ask. */
export function SignedDialog({ title, children, accept, hint, withReason = false, busy, failure, onSign, onClose }: Props) {
  const [by, setBy] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const missing = { by: by.trim() === '', reason: withReason && reason.trim() === '' };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!missing.by && !missing.reason) onSign(by.trim(), reason.trim());
  };
  return (
    <Dialog open onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <form onSubmit={submit} noValidate>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={dialog.content ?? ''}>
              {children}
              <NameField value={by} missing={tried && missing.by} hint={hint} onChange={setBy} />
              {withReason ? <ReasonField value={reason} missing={tried && missing.reason} onChange={setReason} /> : null}
              {failure ? <FailureNotice failure={failure} /> : null}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Not yet</Button>
              <Button type="submit" appearance="primary" disabledFocusable={busy}>
                {accept}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
