import type { Fields } from '../../shared/entities.ts';

/**
 * Dates of one kind of enrollment in a term (canvas-sis.md §1.5). A plan has them as fields of the term, named
 * `override:TeacherEnrollment`; the import file and the API have them apart from it.
 */
export const overrideTypes = ['TeacherEnrollment', 'TaEnrollment', 'DesignerEnrollment'] as const;
export type OverrideType = (typeof overrideTypes)[number];
export type OverrideField = `override:${OverrideType}`;

export function overrideField(type: OverrideType): OverrideField {
  return `override:${type}`;
}

/** The last instant alone where there is no first one: "2027-01-18T04:59:59Z", else "first/last"; '' for no dates. */
export function overrideValue(start: string, end: string): string {
  return start === '' ? end : `${start}/${end}`;
}

/** The rows of a terms file that set the term's overrides: those its cells name, a blank one takes the override away. */
export function overrideRows(term: Fields): Fields[] {
  return overrideTypes.flatMap((type) => {
    const value = term[overrideField(type)];
    if (value === undefined) return [];
    const cut = value.indexOf('/');
    const dates = { start_date: value.slice(0, Math.max(cut, 0)), end_date: value.slice(cut + 1) };
    const status = value === '' ? 'deleted' : 'active';
    return [{ term_id: term.term_id ?? '', name: '', status, ...dates, date_override_enrollment_type: type }];
  });
}
