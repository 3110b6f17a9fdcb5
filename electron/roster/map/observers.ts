import { observerKey } from '../../canvas/canvas-row.ts';
import { type DesiredRow, NO_CONTACT } from '../desired.ts';
import type { NoContact } from './no-contact.ts';

/** What becomes of a student and somebody the SIS names as an agent of theirs (ROSTER-RULES C6). */
export interface Link {
  readonly key: string;
  /** `unclear`: still named, but no record says what the person is now. What Canvas has of it stays. */
  readonly status: 'active' | 'dropped' | 'unclear';
  readonly label: string;
  readonly school: string;
  /** The guardian's record. */
  readonly source: string;
  /** Why it is dropped, '' otherwise. */
  readonly dropText: string;
}

/** A student who is wanted in Canvas. */
export interface LinkedStudent {
  readonly sourcedId: string;
  readonly userId: string;
  readonly label: string;
  readonly school: string;
}

/** Somebody a student is linked with. */
export interface Agent {
  readonly sourcedId: string;
  /** Canvas id, '' for none. */
  readonly userId: string;
  readonly label: string;
  /** `unclear` when the SIS did not send them, or sends them as something else: they are named all the same. */
  readonly standing: 'guardian' | 'dropped' | 'unclear';
}

/** Null when there is nothing to link. */
export function linkOf(student: LinkedStudent, agent: Agent, noContact: NoContact): Link | null {
  if (agent.userId === '' || agent.userId === student.userId) return null;
  const link = {
    key: observerKey(agent.userId, student.userId),
    label: observerLabel(agent.label, student.label),
    school: student.school,
    source: agent.sourcedId,
  };
  if (noContact.forbids(student.sourcedId, agent.sourcedId)) return { ...link, status: 'dropped', dropText: NO_CONTACT };
  if (agent.standing === 'dropped') return { ...link, status: 'dropped', dropText: 'The SIS dropped this guardian.' };
  return { ...link, status: agent.standing === 'guardian' ? 'active' : 'unclear', dropText: '' };
}

function observerLabel(guardian: string, student: string): string {
  return `${guardian || 'A guardian'} observes ${student}`;
}

/** Several records can mean the same two people: whoever keeps them apart counts first, then who links them. */
export function strongest(links: readonly Link[]): Link | null {
  const rank = ({ status, dropText }: Link) =>
    dropText === NO_CONTACT ? 0 : 1 + ['active', 'dropped', 'unclear'].indexOf(status);
  let best: Link | null = null;
  for (const link of links) if (best === null || rank(link) < rank(best)) best = link;
  return best;
}

export function linkRow({ key, status, label, school, source, dropText }: Link): DesiredRow {
  return {
    entity: 'observer',
    key,
    partition: key,
    fields: { status },
    extra: { label, school, source: ['users', source], ...(dropText === '' ? {} : { dropped: { on: '', text: dropText } }) },
  };
}
