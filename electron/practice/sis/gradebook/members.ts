import type { Enrollment } from '../../oneroster-data.ts';
import type { SisStore } from '../store.ts';

/** Who is a student of which class, gathered once and again after enrollments changed: each result asks. */
export class Members {
  readonly #store: SisStore;
  #classes: Map<string, Set<string>> | undefined;

  constructor(store: SisStore) {
    this.#store = store;
    store.onChange((change) => {
      if (!change || change.collection === 'enrollments') this.#classes = undefined;
    });
  }

  has(classId: string, student: string): boolean {
    this.#classes ??= gather(this.#store.rows('enrollments') as readonly Enrollment[]);
    return this.#classes.get(classId)?.has(student) ?? false;
  }
}

function gather(enrollments: readonly Enrollment[]): Map<string, Set<string>> {
  const classes = new Map<string, Set<string>>();
  for (const row of enrollments) {
    if (row.role !== 'student' || row.status !== 'active' || !row.class || !row.user) continue;
    const students = classes.get(row.class.sourcedId);
    if (students) students.add(row.user.sourcedId);
    else classes.set(row.class.sourcedId, new Set([row.user.sourcedId]));
  }
  return classes;
}
