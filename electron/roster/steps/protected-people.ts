import type { ObjectTriple } from '../compare/objects.ts';
import { canvasExtra, fieldsOf } from '../compare/sides.ts';
import type { Verdict } from '../compare/verdict.ts';
import type { CompareInput } from './plan-draft.ts';

/** Administrators, whoever the token belongs to, and the people an admin listed (ROSTER-RULES E9): touched by a person's word only. */
export class ProtectedPeople {
  readonly #canvasIds: ReadonlySet<string>;
  readonly #listed: ReadonlySet<string>;
  readonly #keys = new Set<string>();

  constructor({ protectedUsers, settings }: CompareInput) {
    this.#canvasIds = protectedUsers;
    this.#listed = new Set(settings.protectedPeople.map((one) => one.toLowerCase()));
  }

  /** Whether a person met before is one of them. @param key Canvas SIS id. */
  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Meets a person; what would change them is held. */
  check(verdict: Verdict, { key, canvas }: ObjectTriple): Verdict {
    if (canvas === null || (this.#canvasIds.size === 0 && this.#listed.size === 0)) return verdict;
    const { login_id = '' } = fieldsOf(canvas);
    const listed = this.#listed.has(key.toLowerCase()) || this.#listed.has(login_id.toLowerCase());
    if (!listed && !this.#canvasIds.has(canvasExtra(canvas).canvasId)) return verdict;
    this.#keys.add(key);
    // What waits already waits on for its own reason: this one's release must not let it go.
    if (verdict.kind !== 'change' || verdict.change.hold !== null) return verdict;
    const text = `${verdict.change.label} is protected: an administrator of Canvas, the owner of its token, or on your list. The change waits for your word.`;
    return { ...verdict, change: { ...verdict.change, hold: { rule: 'E9', text } } };
  }
}
