/** CEDS grade codes for the spellings seen in the field; anything else stays verbatim (oneroster-1.1.md §2.7, case 37). */
export function normaliseGrades(grades: readonly string[] | undefined): string[] {
  return grades === undefined ? [] : grades.map(normaliseGrade);
}

function normaliseGrade(grade: string): string {
  if (/^(?:[1-9]|1[0-3])$/.test(grade)) return grade.padStart(2, '0');
  return /^k$/i.test(grade) ? 'KG' : grade;
}
