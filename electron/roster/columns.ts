import { assertNever } from '../../shared/assert-never.ts';
import type { EntityKind, Fields } from '../../shared/entities.ts';
import { KEY_SEPARATOR } from '../canvas/canvas-row.ts';

/**
 * The column policy (ROSTER-RULES F1): which cells a row to send carries. "Whole rows": a cell the plan does not change
 * echoes what Canvas has now, because blank and absent cells clear several fields (canvas-sis.md §0.5).
 * @param set values the plan sets: all wanted ones for a new row, the changed ones for an existing one.
 * @param present what Canvas has, null for a row it does not know.
 */
export function importRow(entity: EntityKind, key: string, set: Fields, present: Fields | null, newUserProvider: string): Fields {
  const cell = (name: string) => set[name] ?? present?.[name] ?? '';
  switch (entity) {
    case 'account':
      return {
        account_id: key,
        parent_account_id: cell('parent_account_id'),
        name: cell('name'),
        status: 'active',
        integration_id: cell('integration_id'),
      };
    case 'term':
      return {
        ...{ term_id: key, name: cell('name'), status: 'active', start_date: cell('start_date'), end_date: cell('end_date') },
        // C3: rows of their own, and no row says nothing; what is not set stays.
        ...Object.fromEntries(Object.entries(set).filter(([name]) => name.startsWith('override:'))),
      };
    case 'course':
      return {
        course_id: key,
        short_name: cell('short_name'),
        long_name: cell('long_name'),
        account_id: cell('account_id'),
        term_id: cell('term_id'),
        status: courseStatus(present),
        integration_id: cell('integration_id'),
      };
    case 'section':
      return {
        section_id: key,
        course_id: cell('course_id'),
        name: cell('name'),
        status: 'active',
        integration_id: cell('integration_id'),
        start_date: cell('start_date'),
        end_date: cell('end_date'),
      };
    case 'user':
      return {
        user_id: key,
        integration_id: cell('integration_id'),
        login_id: cell('login_id'),
        // Blank on an update unlinks the provider and locks the person out of single sign-on (canvas-sis.md §1.9).
        authentication_provider_id: present === null ? newUserProvider : (present.authentication_provider_id ?? ''),
        full_name: cell('full_name'),
        sortable_name: cell('sortable_name'),
        // A blank keeps. Canvas shows a person's own address here as well, and an echo would put it in the place of the one we sent.
        email: set.email ?? '',
        status: set.status ?? (present?.status === 'suspended' ? 'suspended' : 'active'),
      };
    case 'enrollment': {
      const [section = '', user = '', role = ''] = key.split(KEY_SEPARATOR);
      // F2: never course_id. C7: dates stay blank, unless a student is to carry both.
      const { limit_section_privileges, start_date, end_date } = set;
      return {
        ...{ section_id: section, user_id: user, role, status: cell('status') },
        // A blank keeps.
        ...(limit_section_privileges === undefined ? {} : { limit_section_privileges }),
        ...(start_date === undefined || end_date === undefined ? {} : { start_date, end_date }),
      };
    }
    case 'observer': {
      const [observer = '', student = ''] = key.split(KEY_SEPARATOR);
      return { observer_id: observer, student_id: student, status: cell('status') };
    }
    default:
      return assertNever(entity);
  }
}

/** F1: unpublished and published courses are sent `active`, concluded ones `completed`; a row never changes that by the way. */
function courseStatus(present: Fields | null): string {
  return present?.status === 'completed' ? 'completed' : 'active';
}
