import type { SisUser } from '../../sis/schema/rows.ts';
import { isGuardian, roleGroup } from './users.ts';

/** Blanks around it, because identifiers and e-mail addresses may hold a plus. */
const TOGETHER = /\s+\+\s+/;

/**
 * The no-contact list (ROSTER-RULES C6): a student a line, or a student and the guardian they are kept apart from. People are
 * named by record, Canvas id, identifier, login or e-mail, whatever its case. A name that fits several people keeps all of them
 * apart: one link too many is worse than one too few.
 */
export class NoContact {
  /** By the name of a student, the names of guardians; '' for all of them. */
  readonly #lines = new Map<string, Set<string>>();
  /** The people a name fits, by sourcedId. */
  readonly #fits = new Map<string, Set<string>>();
  /** Names of guardians by the sourcedId of a student. */
  readonly #apart = new Map<string, Set<string>>();

  readonly #personOf: (record: string) => string;

  /** @param personOf the record that speaks for another one of the same person (B3): whoever is kept apart is so under any record */
  constructor(lines: readonly string[], personOf: (record: string) => string = (record) => record) {
    this.#personOf = personOf;
    for (const text of lines) {
      const [student = '', guardian = ''] = text.trim().toLowerCase().split(TOGETHER);
      if (student === '') continue;
      this.#lines.set(student, (this.#lines.get(student) ?? new Set()).add(guardian));
      this.#fits.set(student, new Set());
      if (guardian !== '') this.#fits.set(guardian, new Set());
    }
  }

  /** Meets a person of the SIS. @param canvasId '' when they were never given one. */
  meet({ sourcedId, identifier, username, email, role }: SisUser, canvasId: string): void {
    if (this.#lines.size === 0 || (roleGroup(role) !== 'student' && !isGuardian(role))) return;
    const person = this.#personOf(sourcedId);
    for (const text of [sourcedId, identifier, username, email, canvasId]) {
      const name = text.trim().toLowerCase();
      this.#fits.get(name)?.add(person);
      const guardians = isGuardian(role) ? undefined : this.#lines.get(name);
      for (const guardian of guardians ?? []) this.#apart.set(person, (this.#apart.get(person) ?? new Set()).add(guardian));
    }
  }

  /** Whether nobody at all observes the student. */
  isAlone(student: string): boolean {
    return this.#apart.get(this.#personOf(student))?.has('') === true;
  }

  /** Whether these two are kept apart. */
  forbids(student: string, guardian: string): boolean {
    const names = this.#apart.get(this.#personOf(student));
    const person = this.#personOf(guardian);
    if (names === undefined) return false;
    return [...names].some((name) => name === '' || this.#fits.get(name)?.has(person) === true);
  }

  /** What stands on the list and fits nobody. */
  unknown(): readonly string[] {
    return [...this.#fits].filter(([, people]) => people.size === 0).map(([name]) => name);
  }
}
