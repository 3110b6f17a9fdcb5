import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { Evaluation } from '../../shared/conversion.ts';
import type { District } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { useContact } from '../state/contact.ts';
import { visit } from '../state/navigation.ts';
import styles from '../ui/dialog.module.css';
import { FailureNotice } from '../ui/FailureNotice.tsx';
import { plural } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { NameField } from '../ui/NameField.tsx';
import { linksIn } from './contact-words.ts';

interface Props {
  readonly district: District;
  readonly evaluation: Evaluation;
  onClose(): void;
}

/** The end of the review has a name under it: without it no Canvas may be written to (ROSTER-RULES G3). */
export function FinishDialog({ district, evaluation, onClose }: Props) {
  const load = useContact((state) => state.load);
  const [by, setBy] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const links = linksIn(evaluation);
  async function finish(event: FormEvent): Promise<void> {
    event.preventDefault();
    const name = by.trim();
    if (!name) return setMissing(true);
    setBusy(true);
    const answer = await window.rosterbridge.engine.finishReview({
      district: district.id,
      evaluation: evaluation.number,
      by: name,
    });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.failure);
    announce('Review finished');
    await load(district.id);
    onClose();
    if (answer.value !== null) visit({ name: 'review' });
  }
  return (
    <Dialog open onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        <form onSubmit={(event) => void finish(event)} noValidate>
          <DialogBody>
            <DialogTitle>Finish the review?</DialogTitle>
            <DialogContent className={styles.content ?? ''}>
              <p>
                {links > 0
                  ? `${plural(links, 'link becomes', 'links become')} a list of changes that you look at and apply. Then preview again: whatever is left is made or changed as usual.`
                  : 'Nothing is linked. Preview the changes afterwards: what the SIS names is made beside what is in Canvas.'}
              </p>
              <p>From then on, changes that you or your schedule apply are written to this Canvas.</p>
              <NameField
                value={by}
                missing={missing}
                hint="Kept with the decision."
                onChange={(value) => {
                  setBy(value);
                  setMissing(false);
                }}
              />
              {failure ? <FailureNotice failure={failure} /> : null}
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Not yet</Button>
              <Button type="submit" appearance="primary" disabled={busy}>
                Finish the review
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
