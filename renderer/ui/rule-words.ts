/** What a rule is about, in a few words, where there is no room for its sentence (ROSTER-RULES). */
const ruleWords: Readonly<Record<string, string>> = {
  B: 'ids',
  B1: 'logins',
  B2: 'ids and logins that move',
  B3: 'one person in several records',
  B4: 'ids issued again',
  C1: 'schools',
  C2: 'terms',
  C3: 'end of a term for teachers',
  C4: 'courses and sections',
  C5: 'class filters',
  C6: 'who belongs to which class',
  C7: 'dates of enrollments',
  C8: 'lead times',
  C9: 'people and sign-in',
  D1: 'late drops',
  D2: 'leaving a class',
  D3: 'leaving the district',
  D4: 'classes that are gone',
  D5: 'left out by the SIS',
  D6: 'what is there already',
  F1: 'changed in the SIS',
  F2: 'enrollments by section',
  F3: 'edited in Canvas',
  G2: 'linking',
};

/** "C6: who belongs to which class". */
export function ruleLabel(rule: string): string {
  const words = ruleWords[rule];
  return words === undefined ? `Rule ${rule}` : `${rule}: ${words}`;
}
