import { useState } from 'react';
import type { Evaluation } from '../../shared/conversion.ts';
import type { District } from '../../shared/district.ts';
import type { Failure } from '../../shared/failure.ts';
import { useContact } from '../state/contact.ts';
import { visit } from '../state/navigation.ts';
import { plural } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { SignedDialog } from '../ui/SignedDialog.tsx';
import { linksIn } from './contact-words.ts';

interface Props {
  readonly district: District;
  readonly evaluation: Evaluation;
  onClose(): void;
}

/** The end of the review has a name under it: without it no Canvas may be written to (ROSTER-RULES G3). */
export function FinishDialog({ district, evaluation, onClose }: Props) {
  const load = useContact((state) => state.load);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const links = linksIn(evaluation);
  async function finish(by: string): Promise<void> {
    setBusy(true);
    const answer = await window.rosterbridge.engine.finishReview({ district: district.id, evaluation: evaluation.number, by });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.failure);
    announce('Review finished');
    await load(district.id);
    onClose();
    if (answer.value !== null) visit({ name: 'review' });
  }
  return (
    <SignedDialog
      title="Finish the review?"
      accept="Finish the review"
      hint="Kept with the decision."
      busy={busy}
      failure={failure}
      onSign={(by) => void finish(by)}
      onClose={onClose}
    >
      <p>
        {links > 0
          ? `${plural(links, 'link becomes', 'links become')} a list of changes that you look at and apply. Then preview again: whatever is left is made or changed as usual.`
          : 'Nothing is linked. Preview the changes afterwards: what the SIS names is made beside what is in Canvas.'}
      </p>
      <p>From then on, changes that you or your schedule apply are written to this Canvas.</p>
    </SignedDialog>
  );
}
