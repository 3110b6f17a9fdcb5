import { Dialog, DialogSurface } from '@fluentui/react-components';
import type { Change } from '../../shared/plan.ts';
import { useReview } from '../state/review.ts';
import { announce } from '../ui/Live.tsx';
import { ReasonForm } from '../ui/ReasonForm.tsx';

type Line = Pick<Change, 'seq' | 'label'>;

/** One change stays out of this sync; the next preview shows it again. */
export function LeaveOutDialog({ line, onClose }: { readonly line: Line | null; readonly onClose: () => void }) {
  const leaveOut = useReview((state) => state.leaveOut);
  return (
    <Dialog open={line !== null} onOpenChange={(_, { open }) => (open ? undefined : onClose())}>
      <DialogSurface>
        {line ? (
          <ReasonForm
            key={line.seq}
            title="Leave this change out?"
            refuse="Keep it in"
            accept="Leave out"
            onReason={(reason) => {
              leaveOut(line.seq, reason);
              announce('Left out of this sync.');
            }}
            onClose={onClose}
          >
            <p>{line.label}</p>
            <p>
              Canvas stays as it is here when you apply this preview; everything else is written. The next preview shows the
              change again. Who leaves one class and joins another in this preview still leaves it.
            </p>
          </ReasonForm>
        ) : null}
      </DialogSurface>
    </Dialog>
  );
}
