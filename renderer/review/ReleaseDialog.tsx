import { Dialog, DialogSurface } from '@fluentui/react-components';
import type { Hold } from '../../shared/plan.ts';
import { useReview } from '../state/review.ts';
import { heldWord } from '../ui/format.ts';
import { announce } from '../ui/Live.tsx';
import { ReasonForm } from '../ui/ReasonForm.tsx';

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
  return (
    <ReasonForm
      title="Release this hold?"
      refuse="Keep it held"
      accept="Release hold"
      onReason={(reason) => {
        release(hold.id, reason);
        announce('Hold released for this preview.');
      }}
      onClose={onClose}
    >
      <p>{hold.message}</p>
      <p>
        {heldWord(hold)} at {hold.schoolName || 'the whole district'} would be written when you apply this preview. The release
        counts for this preview only.
      </p>
    </ReasonForm>
  );
}
