import type { EntityKind, Fields } from '../../shared/entities.ts';

/**
 * Where the present value of a field is known from (ROSTER-RULES F5): both reads, one of them, or nothing but our own ledger,
 * because no read of ours ever tells it.
 */
export type KnownFrom = 'report and API' | 'API' | 'ledger';

export interface FieldFacts {
  readonly known: KnownFrom;
  /** A blank SIS value does not clear it: Canvas keeps what it has (canvas-sis.md §1.4–1.9). */
  readonly blankKeeps?: true;
  /** Once edited in Canvas, a plain import passes it over without a word (canvas-sis.md §4). */
  readonly sticky?: true;
  /** What Canvas has and we never set was set by hand, and stays (C3). */
  readonly stays?: true;
}

const told = { known: 'report and API' } as const;
const stuck = { known: 'report and API', sticky: true } as const;
/** No report tells the dates of one role (C3). */
const override = { known: 'API', stays: true } as const;
const name = { known: 'report and API', sticky: true, blankKeeps: true } as const;

/**
 * Every field we compare or write, by Canvas' column name. Reports, single reads, comparing, confirming and the check for
 * stale rows go by this table and know nothing of their own.
 */
export const fieldKnowledge = {
  account: {
    account_id: told,
    parent_account_id: stuck,
    name,
    status: told,
    // The report has no such column for accounts (canvas-sis.md §6).
    integration_id: { known: 'API' },
  },
  term: {
    term_id: told,
    name,
    status: told,
    start_date: stuck,
    end_date: stuck,
    'override:TeacherEnrollment': override,
    'override:TaEnrollment': override,
    'override:DesignerEnrollment': override,
  },
  course: {
    course_id: told,
    short_name: name,
    long_name: name,
    account_id: stuck,
    term_id: stuck,
    status: stuck,
    integration_id: told,
    // Never sent (F1), and reports show them only while they restrict access: what they are is never certain.
    start_date: { known: 'ledger', sticky: true },
    end_date: { known: 'ledger', sticky: true },
  },
  section: {
    section_id: told,
    course_id: stuck,
    name,
    status: told,
    integration_id: told,
    // Both reads leave out dates that do not restrict access: those are as good as none.
    start_date: stuck,
    end_date: stuck,
  },
  user: {
    user_id: told,
    integration_id: told,
    login_id: stuck,
    authentication_provider_id: told,
    full_name: name,
    sortable_name: name,
    // Single reads leave it out where the token may not see it.
    email: { ...told, blankKeeps: true },
    status: stuck,
  },
  enrollment: {
    section_id: told,
    user_id: told,
    role: told,
    status: told,
    // No report tells them.
    start_date: { known: 'ledger', sticky: true },
    end_date: { known: 'ledger', sticky: true },
    limit_section_privileges: told,
  },
  observer: {
    observer_id: told,
    student_id: told,
    status: told,
  },
} as const satisfies Record<EntityKind, Readonly<Record<string, FieldFacts>>>;

type Knowledge = typeof fieldKnowledge;

/** The fields a single read must tell, checked by the compiler where it builds its rows. */
export type ApiField<E extends EntityKind> = {
  [F in keyof Knowledge[E] & string]: Knowledge[E][F] extends { readonly known: 'ledger' } ? never : F;
}[keyof Knowledge[E] & string];

/** What is known of a field. A field that is not in the table can be neither compared nor written. */
export function factsOf(entity: EntityKind, field: string): FieldFacts {
  const facts = (fieldKnowledge[entity] as Readonly<Record<string, FieldFacts | undefined>>)[field];
  if (facts === undefined) throw new Error(`Nothing is known of the field ${field} of ${entity}.`);
  return facts;
}

/** The fields a report tells. */
export function reportFields(entity: EntityKind): readonly string[] {
  return fieldsWhere(entity, ({ known }) => known === 'report and API');
}

/** Whether a value says nothing: the field is then neither compared, confirmed nor remembered as set by us. */
export function saysNothing(entity: EntityKind, field: string, value: string): boolean {
  return value === '' && factsOf(entity, field).blankKeeps === true;
}

/**
 * What Canvas has, as a read told it; undefined where it did not tell: then only the ledger knows, and nobody can be said
 * to have edited the field in Canvas.
 */
export function toldValue(entity: EntityKind, field: string, present: Readonly<Fields>): string | undefined {
  return factsOf(entity, field).known === 'ledger' ? undefined : present[field];
}

/** Whether any of these fields is one that a plain import may pass over (canvas-sis.md §4). */
export function anySticky(entity: EntityKind, fields: readonly string[]): boolean {
  return fields.some((field) => factsOf(entity, field).sticky === true);
}

function fieldsWhere(entity: EntityKind, test: (facts: FieldFacts) => boolean): readonly string[] {
  return Object.keys(fieldKnowledge[entity]).filter((field) => test(factsOf(entity, field)));
}
