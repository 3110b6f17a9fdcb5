import type { RehearsalName } from '../../shared/rehearsals.ts';
import { useNavigation, visit } from '../state/navigation.ts';
import { useRehearsal } from '../state/rehearsal.ts';
import { useWork } from '../state/work.ts';
import { announce } from '../ui/Live.tsx';
import { rehearsalWords } from './rehearsal-words.ts';

/** Switches the practice servers, makes a preview where its progress can be seen, and ends on whatever came of it. */
export async function rehearse(district: string, name: RehearsalName): Promise<void> {
  if (!(await useRehearsal.getState().start(district, name))) return;
  announce(`Rehearsal: ${rehearsalWords[name].title}. Preparing a preview`);
  visit({ name: 'overview' });
  await useWork.getState().makePlan(district);
  const end = useWork.getState().ends[district];
  const stayed = useNavigation.getState().screen.name === 'overview';
  if (stayed && end?.run?.state === 'planned' && !end.failure) visit({ name: 'review' });
}

/** The preview of a bad day must not be left standing as if it were of today. */
export async function backToNormal(district: string): Promise<void> {
  if (!(await useRehearsal.getState().end(district))) return;
  announce('Back to normal. Preparing a preview');
  visit({ name: 'overview' });
  await useWork.getState().makePlan(district);
}
