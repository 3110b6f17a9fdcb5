/** A mistake somebody could make in `electron/roster`: one place in one file, written otherwise. */
export interface Mutant {
  readonly name: string;
  readonly rule: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** What the school year must notice; each breaks another promise of ROSTER-RULES. */
export const mutants: readonly Mutant[] = [
  {
    name: 'whoever the feed forgets once is removed at once',
    rule: 'D5',
    file: 'compare/enrollments.ts',
    find: '...(triple.desired === null && !triple.missedBefore ? { waiting: true as const } : {}),',
    replace: '',
  },
  {
    name: 'a class that is over loses whom the SIS forgets',
    rule: 'D1',
    file: 'compare/enrollments.ts',
    find: 'if (!dropped && hasEnded(section, rules.today)) return FROZEN;',
    replace: '',
  },
  {
    name: 'a drop of a class that is just over counts for nothing',
    rule: 'D1',
    file: 'map/enrollments.ts',
    find: 'const drop = cls.settled ? null :',
    replace: 'const drop = cls.ended ? null :',
  },
  {
    name: 'a teacher leaves although nobody replaces them',
    rule: 'D2',
    file: 'compare/enrollments.ts',
    find: "if (role === 'student') return null;",
    replace: 'if (role !== undefined) return null;',
  },
  {
    name: 'rows that were in Canvas before us are taken for ours',
    rule: 'D6',
    file: 'compare/enrollments.ts',
    find: "if (state === 'active' && canvas !== null) {\n    if (ledger !== null) {",
    replace: "if (state === 'active' && canvas !== null && ledger !== null) {\n    if (ledger !== null) {",
  },
  {
    name: 'no number of removals is too many',
    rule: 'E2',
    file: 'holds/placed-hold.ts',
    find: 'return part > floor && part * 100 > whole * percent;',
    replace: 'return part > floor && part * 100 > whole * percent * 1000;',
  },
  {
    name: 'an emptied feed is believed',
    rule: 'E1',
    file: 'verify.ts',
    find: 'if (rows === 0 && (',
    replace: 'if (rows < 0 && (',
  },
  {
    name: 'students come as early as their teachers',
    rule: 'C8',
    file: 'map/lead-times.ts',
    find: "due('students', studentLeadDays)",
    replace: "due('students', courseLeadDays)",
  },
  {
    name: 'sessions of equal titles become one term, whatever their dates',
    rule: 'C2',
    file: 'map/terms.ts',
    find: 'session.title, session.starts, session.ends]',
    replace: 'session.title]',
  },
  {
    name: 'the last day of an enrollment is lost',
    rule: 'A2',
    file: 'map/enrollments.ts',
    find: 'const last = lastDay(enrollment.endDate, settings.enrollmentEndDate);',
    replace: "const last = lastDay(lastDay(enrollment.endDate, settings.enrollmentEndDate), 'day-after');",
  },
  {
    name: 'a changed name unlinks single sign-on',
    rule: 'F1',
    file: 'columns.ts',
    find: "(present.authentication_provider_id ?? '')",
    replace: 'newUserProvider',
  },
  {
    name: 'staff lose the gradebook with the last day of the term',
    rule: 'C3',
    file: 'map/terms.ts',
    find: 'time.endOf(addDays(from.ends, settings.staffDaysAfterTerm))',
    replace: 'time.endOf(from.ends)',
  },
  {
    name: 'whole schools are suspended because the SIS disabled them',
    rule: 'C9',
    file: 'steps/lapses.ts',
    find: 'this.#tooMany = presence.disabled * 100 >= presence.people * settings.disabledPercent;',
    replace: 'this.#tooMany = false;',
  },
  {
    name: 'whoever has no class may not sign in the next day',
    rule: 'D3',
    file: 'steps/lapses.ts',
    find: 'if (addDays(lapse.since, settings.suspendAfterDays) > this.#input.today) return null;',
    replace: '',
  },
  {
    name: 'ids that were issued again are taken over unasked',
    rule: 'B4',
    file: 'steps/reissues.ts',
    find: 'if (!row.sure) return;',
    replace: 'if (row.sure) return;',
  },
  {
    name: 'offices above the schools become accounts unasked',
    rule: 'C1',
    file: 'map/accounts.ts',
    find: "settings.accounts === 'org-tree'",
    replace: "settings.accounts !== 'org-tree'",
  },
  {
    name: 'aides become teachers',
    rule: 'C6',
    file: 'map/enrollments.ts',
    find: "return 'ta';",
    replace: "return 'teacher';",
  },
  {
    name: 'the no-contact list keeps no single guardian apart',
    rule: 'C6',
    file: 'map/observers.ts',
    find: 'if (noContact.forbids(student.sourcedId, agent.sourcedId)) return',
    replace: "if (noContact.forbids(student.sourcedId, '')) return",
  },
  {
    name: 'a guardian whose record did not come loses sight of the child',
    rule: 'C6',
    file: 'steps/map-observers.ts',
    find: "label: '', standing: 'unclear' }",
    replace: "label: '', standing: 'dropped' }",
  },
  {
    name: 'a guardian whom the feed forgets once loses sight at once',
    rule: 'D5',
    file: 'compare/observers.ts',
    find: '...(dropped === null && !triple.missedBefore ? { waiting: true as const } : {}),',
    replace: '',
  },
];
