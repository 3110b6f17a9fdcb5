import { z } from 'zod';
import { normaliseGrades } from './grades.ts';
import type { LooseRow } from './loose-row.ts';
import type { RowReader } from './readers.ts';
import type { SisClass } from './rows.ts';
import { idOf, idsOf, wireBase, wireOptionalText, wireRef, wireText, wireTexts } from './wire.ts';

const types = ['homeroom', 'scheduled'] as const;

const wire = z.object({
  ...wireBase,
  title: wireText,
  classCode: wireOptionalText,
  classType: z.enum(types).optional(),
  course: wireRef.optional(),
  school: wireRef,
  terms: z.array(wireRef).optional(),
  periods: wireTexts,
  grades: wireTexts,
});

/** oneroster-1.1.md §2.6; course and terms are required by the text, but optional and empty in the field. */
export const classReader: RowReader<SisClass> = {
  keys: Object.keys(wire.shape),
  strict(row) {
    const read = wire.safeParse(row);
    if (!read.success) return null;
    const { sourcedId, status, title, classCode, classType, course, school, terms, periods, grades } = read.data;
    return {
      sourcedId,
      status,
      title,
      classCode: classCode ?? '',
      classType: classType ?? '',
      course: idOf(course),
      school: school.sourcedId,
      terms: idsOf(terms),
      periods: periods ?? [],
      grades: normaliseGrades(grades),
    };
  },
  loose: (row) => ({
    sourcedId: row.sourcedId,
    status: row.status(),
    title: row.titled('title'),
    classCode: row.text('classCode'),
    classType: row.text('classType') === '' ? '' : row.word('classType', types),
    course: row.ref('course'),
    school: schoolOf(row),
    terms: row.refs('terms'),
    periods: row.texts('periods'),
    grades: normaliseGrades(row.texts('grades')),
  }),
};

export function schoolOf(row: LooseRow): string {
  const school = row.ref('school');
  if (school === '')
    row.warn({
      rule: 'school-missing',
      message: 'The record names no school.',
      remedy: 'Assign a school to this record in the SIS.',
    });
  return school;
}
