/** What the SIS' own fields are called on screen (oneroster-1.1.md §2). */
const words: Readonly<Record<string, string>> = {
  sourcedId: 'record number',
  enabledUser: 'account enabled',
  givenName: 'given name',
  middleName: 'middle name',
  familyName: 'family name',
  email: 'e-mail',
  orgs: 'schools (numbers)',
  org: 'school (number)',
  school: 'school (number)',
  parent: 'belongs to (number)',
  course: 'course (number)',
  class: 'class (number)',
  user: 'person (number)',
  terms: 'terms (numbers)',
  userIds: 'other ids',
  metadata: 'more',
  classCode: 'class code',
  classType: 'kind of class',
  courseCode: 'course code',
  schoolYear: 'school year',
  startDate: 'starts',
  endDate: 'end date',
  beginDate: 'begins',
};

/** `preferredFirstName` → "preferred first name". */
export function sisFieldWord(field: string): string {
  return words[field] ?? field.replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

const values: Readonly<Record<string, string>> = { tobedeleted: 'dropped', true: 'yes', false: 'no', homeroom: 'homeroom' };

export function sisValueWord(value: string): string {
  return values[value] ?? value;
}
