import type { PlanSummary } from '../../shared/plan.ts';
import { Notice } from '../ui/Notice.tsx';

/** What is to be known of a preview as a whole (ROSTER-RULES D6). */
export function PlanNotes({ plan }: { readonly plan: PlanSummary }) {
  return plan.notes.map((note) => (
    <Notice key={note} tone="warning" title="For this preview as a whole">
      {note}
    </Notice>
  ));
}
