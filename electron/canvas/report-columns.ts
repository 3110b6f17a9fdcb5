import type { Fields } from '../../shared/entities.ts';
import { canvasDate } from './canvas-dates.ts';
import { type CanvasReportRow, enrollmentKey, observerKey } from './canvas-row.ts';
import { reportFields } from './field-knowledge.ts';
import { roleFromCanvas, statusFromCanvas } from './status-words.ts';

/** The parts of a provisioning report we read, by the names of its parameters and files (canvas-sis.md §6). */
export const reportKinds = [
  'accounts',
  'terms',
  'courses',
  'sections',
  'users',
  'enrollments',
  'xlist',
  'admins',
  'user_observers',
] as const;
export type ReportKind = (typeof reportKinds)[number];

interface KindColumns {
  readonly entity: CanvasReportRow['entity'];
  /** Columns without which a report cannot be trusted. All others vary with Canvas' version. */
  readonly required: readonly string[];
  /** Import columns taken over (field-knowledge.ts), dates converted, status and role put into our words (status-words.ts). */
  readonly fields: readonly string[];
  /** Column with Canvas' own id. */
  readonly id: string;
  readonly parents: Readonly<Record<string, string>>;
  readonly key: (fields: Fields, cell: (column: string) => string) => string;
}

const byColumn = (column: string) => (fields: Fields) => fields[column] ?? '';

export const kindColumns: Readonly<Record<ReportKind, KindColumns>> = {
  accounts: {
    entity: 'account',
    required: ['canvas_account_id', 'account_id', 'parent_account_id', 'name', 'status'],
    fields: reportFields('account'),
    id: 'canvas_account_id',
    parents: { parent: 'canvas_parent_id' },
    key: byColumn('account_id'),
  },
  terms: {
    entity: 'term',
    required: ['canvas_term_id', 'term_id', 'name', 'status', 'start_date', 'end_date'],
    fields: reportFields('term'),
    id: 'canvas_term_id',
    parents: {},
    key: byColumn('term_id'),
  },
  courses: {
    entity: 'course',
    required: ['canvas_course_id', 'course_id', 'short_name', 'long_name', 'account_id', 'term_id', 'status'],
    fields: reportFields('course'),
    id: 'canvas_course_id',
    parents: { account: 'canvas_account_id', term: 'canvas_term_id' },
    key: byColumn('course_id'),
  },
  // A cross-listed section shows the course it lives in now; its home is told by the xlist rows only.
  sections: {
    entity: 'section',
    required: ['canvas_section_id', 'section_id', 'canvas_course_id', 'course_id', 'name', 'status', 'start_date', 'end_date'],
    fields: reportFields('section'),
    id: 'canvas_section_id',
    parents: { course: 'canvas_course_id', account: 'canvas_account_id' },
    key: byColumn('section_id'),
  },
  // One row per login: a person with two has two rows with the same canvasId.
  users: {
    entity: 'user',
    required: ['canvas_user_id', 'user_id', 'login_id', 'status'],
    fields: reportFields('user'),
    id: 'canvas_user_id',
    parents: {},
    key: byColumn('user_id'),
  },
  enrollments: {
    entity: 'enrollment',
    required: ['canvas_user_id', 'user_id', 'role', 'canvas_section_id', 'section_id', 'status'],
    fields: reportFields('enrollment'),
    id: 'canvas_enrollment_id',
    parents: {
      course: 'canvas_course_id',
      section: 'canvas_section_id',
      user: 'canvas_user_id',
      observed: 'canvas_associated_user_id',
    },
    key: ({ section_id = '', user_id = '', role = '' }, cell) =>
      enrollmentKey(section_id, user_id, role, cell('associated_user_id')),
  },
  xlist: {
    entity: 'xlist',
    required: ['section_id', 'xlist_course_id', 'nonxlist_course_id', 'status'],
    fields: ['section_id', 'nonxlist_course_id', 'xlist_course_id', 'status'],
    id: 'canvas_section_id',
    parents: { course: 'canvas_xlist_course_id', nonxlistCourse: 'canvas_nonxlist_course_id' },
    key: byColumn('section_id'),
  },
  admins: {
    entity: 'admin',
    required: ['canvas_user_id', 'status'],
    fields: ['status'],
    id: 'canvas_user_id',
    parents: { account: 'canvas_account_id' },
    key: (_fields, cell) => cell('user_id'),
  },
  user_observers: {
    entity: 'observer',
    required: ['observer_id', 'student_id', 'status'],
    fields: reportFields('observer'),
    id: '',
    parents: { observer: 'canvas_observer_id', student: 'canvas_student_id' },
    key: ({ observer_id = '', student_id = '' }) => observerKey(observer_id, student_id),
  },
};

export type RowReader = (cells: readonly string[]) => CanvasReportRow;

/** The reader of one file of a report, or the required columns its header lacks. Columns are found by name (§6). */
export function rowReader(kind: ReportKind, header: readonly string[]): RowReader | { readonly missing: readonly string[] } {
  const columns = kindColumns[kind];
  const missing = columns.required.filter((column) => !header.includes(column));
  if (missing.length > 0) return { missing };
  const { entity } = columns;
  const at = new Map(header.map((column, index) => [column, index]));
  const index = (column: string) => at.get(column) ?? -1;
  // Only columns the report has become fields, so that "not told" never looks like "empty".
  const fieldColumns = columns.fields.filter((column) => at.has(column)).map((column) => [column, index(column)] as const);
  const parentColumns = Object.entries(columns.parents).map(([name, column]) => [name, index(column)] as const);
  const [idAt, bySisAt] = [index(columns.id), index('created_by_sis')];
  return (cells) => {
    const fields: Fields = {};
    for (const [column, cellAt] of fieldColumns) fields[column] = fieldValue(entity, column, cells[cellAt] ?? '');
    const parents: Record<string, string> = {};
    for (const [name, cellAt] of parentColumns) parents[name] = cells[cellAt] ?? '';
    return {
      entity,
      key: columns.key(fields, (column) => cells[index(column)] ?? ''),
      canvasId: cells[idAt] ?? '',
      fields,
      createdBySis: cells[bySisAt] === 'true',
      parents,
    };
  };
}

function fieldValue(entity: CanvasReportRow['entity'], column: string, value: string): string {
  switch (column) {
    case 'status':
      return entity === 'xlist' || entity === 'admin' ? value : statusFromCanvas(entity, value);
    case 'role':
      return roleFromCanvas(value);
    case 'start_date':
    case 'end_date':
      return canvasDate(value);
    default:
      return value;
  }
}
