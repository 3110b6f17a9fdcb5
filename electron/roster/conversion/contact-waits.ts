import type { EntityKind } from '../../../shared/entities.ts';
import type { DistrictStore } from '../../store/store-api.ts';
import type { Parents } from '../compare/parents.ts';
import { ALREADY_THERE, HELD, type Verdict } from '../compare/verdict.ts';
import type { RowHold } from '../desired.ts';

type Wait = { readonly kind: 'adoption' | 'collision'; readonly hold: RowHold };

/**
 * What a first contact left open (ROSTER-RULES E11, G2): something that is to be linked to what is in Canvas must not be made
 * a second time, and an id that Canvas has for somebody else must not be written to. Everything below waits with it.
 */
export class ContactWaits {
  readonly #waits: ReadonlyMap<string, Wait>;

  constructor(waits: ReadonlyMap<string, Wait>) {
    this.#waits = waits;
  }

  judge(entity: EntityKind, key: string, verdict: Verdict, parents: Parents): Verdict {
    if (this.#waits.size === 0) return verdict;
    const wait = this.#waits.get(nameOf(entity, key));
    if (wait === undefined) return verdict;
    switch (wait.kind) {
      case 'adoption':
        // Linked by now, or linked by hand: then it is in Canvas under this id, and there is nothing to wait for.
        if (verdict.kind !== 'change' || verdict.change.action !== 'create' || verdict.change.hold !== null) return verdict;
        return { kind: 'change', change: { ...verdict.change, hold: wait.hold } };
      case 'collision':
        if (verdict !== ALREADY_THERE) return verdict;
        parents.set(entity, key, { kind: 'held', text: wait.hold.text });
        return HELD;
    }
  }
}

export const NO_WAITS = new ContactWaits(new Map());

export function contactWaits(store: Pick<DistrictStore, 'evaluation' | 'waitingMatches'>): ContactWaits {
  const evaluation = store.evaluation();
  if (evaluation === null) return NO_WAITS;
  const waits = new Map<string, Wait>();
  for (const { entity, key, label, grade, decision } of store.waitingMatches(evaluation.number)) {
    const name = nameOf(entity, key);
    if (decision?.kind === 'adopt') waits.set(name, { kind: 'adoption', hold: { rule: 'E11', text: adoptionText(label) } });
    if (grade === 'collision' && decision?.kind !== 'same') {
      waits.set(name, { kind: 'collision', hold: { rule: 'E11', text: collisionText(label) } });
    }
  }
  return new ContactWaits(waits);
}

function adoptionText(label: string): string {
  return `“${label}” waits to be linked to what is in Canvas already. Apply the links of the first contact, then preview again.`;
}

function collisionText(label: string): string {
  return `“${label}” waits because Canvas has its id for something else. Decide in “First contact”, or give the SIS record another id.`;
}

function nameOf(entity: EntityKind, key: string): string {
  return `${entity}\u001f${key}`;
}
