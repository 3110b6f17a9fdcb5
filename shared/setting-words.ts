import type { DistrictSettings, UserIdSource } from './settings.ts';

/** The parts of the settings screen, in the order they are read. */
export const settingGroups = ['time', 'schools', 'identity', 'courses', 'people', 'leavers', 'safety', 'log'] as const;
export type SettingGroup = (typeof settingGroups)[number];

export const settingGroupWords: Readonly<Record<SettingGroup, { readonly title: string; readonly lead: string }>> = {
  time: { title: 'Time', lead: 'When a day begins in your district, and what the SIS means by an end date.' },
  schools: { title: 'Schools', lead: 'Which schools come to Canvas, and under which account.' },
  identity: { title: 'Identity and login', lead: 'What people are called by in Canvas, and what they sign in with.' },
  courses: { title: 'Terms and courses', lead: 'How classes become courses, which ones do, and when.' },
  people: { title: 'People and roles', lead: 'Who comes to Canvas, and whom nobody touches.' },
  leavers: { title: 'Leavers', lead: 'What happens in Canvas when somebody leaves a class or the district.' },
  safety: { title: 'Safety limits', lead: 'How much may change at once before a person is asked.' },
  log: { title: 'Sync log', lead: 'How long this computer keeps what previews and syncs did.' },
};

interface Choice<V extends string> {
  readonly kind: 'choice';
  readonly options: Readonly<Record<V, string>>;
}
/** Where an id comes from: one of the named fields, or one that a district names itself. */
interface Source {
  readonly kind: 'source';
  readonly options: Readonly<Record<'sourcedId' | 'identifier', string>>;
}
interface Ticks<V extends string> {
  readonly kind: 'ticks';
  readonly options: Readonly<Record<V, string>>;
}
interface Text {
  readonly kind: 'zone' | 'text';
  readonly empty?: string;
}
/** A list of texts, one a line; `schools` are picked from those the SIS has. */
interface Lines {
  readonly kind: 'lines' | 'schools';
  readonly empty: string;
}
export interface NumberControl {
  readonly kind: 'number';
  readonly unit: 'days' | 'percent' | 'rows' | 'runs';
}
interface Switch {
  readonly kind: 'switch';
}

/** The control that fits a value: a setting with named values has words for each of them. */
type ControlOf<V> = [V] extends [boolean]
  ? Switch
  : [V] extends [number]
    ? NumberControl
    : [V] extends [string]
      ? string extends V
        ? Text
        : UserIdSource extends V
          ? Source
          : Choice<V>
      : [V] extends [(infer E extends string)[]]
        ? string extends E
          ? Lines
          : Ticks<E>
        : never;

export type Control = Choice<string> | Source | Ticks<string> | Text | Lines | NumberControl | Switch;

interface Words<V> {
  readonly group: SettingGroup;
  readonly label: string;
  /** One or two sentences: what it does in Canvas, in an admin's words. */
  readonly explanation: string;
  readonly control: ControlOf<V>;
}
export type SettingWords = Omit<Words<string>, 'control'> & { readonly control: Control };

export type SettingKey = keyof DistrictSettings;

/**
 * Every setting a district has, in the order of the screen. A new setting does not compile before it has its line here.
 */
export const settingWords: { readonly [K in SettingKey]-?: Words<DistrictSettings[K]> } = {
  timeZone: {
    group: 'time',
    label: 'Time zone of the district',
    explanation: 'Days begin and end by this clock, wherever this computer is.',
    control: { kind: 'zone' },
  },
  sessionEndDate: {
    group: 'time',
    label: 'End date of a term',
    explanation: 'Most products give the last day of school. A few give the day after.',
    control: { kind: 'choice', options: { 'last-day': 'The last day', 'day-after': 'The day after the last' } },
  },
  enrollmentEndDate: {
    group: 'time',
    label: 'End date of an enrollment',
    explanation: 'OneRoster says the day after the last. A wrong choice takes students out a day early, or a day late.',
    control: { kind: 'choice', options: { 'last-day': 'The last day', 'day-after': 'The day after the last' } },
  },
  schools: {
    group: 'schools',
    label: 'Schools in Canvas',
    explanation:
      'Each becomes a sub-account. A school that is taken out stays in Canvas as it is; it is no longer kept up to date.',
    control: { kind: 'schools', empty: 'Every school' },
  },
  accounts: {
    group: 'schools',
    label: 'Sub-accounts',
    explanation:
      'With the district’s organisation, offices above the schools become accounts as well, and schools that are in Canvas move below them: the preview shows each move.',
    control: {
      kind: 'choice',
      options: { 'per-school': 'One for each school', 'org-tree': 'As the SIS’ organisation has them' },
    },
  },
  parentAccount: {
    group: 'schools',
    label: 'Account above the schools',
    explanation: 'SIS id of the Canvas account under which the schools are made.',
    control: { kind: 'text', empty: 'The root account' },
  },
  accountId: {
    group: 'identity',
    label: 'SIS id of a school',
    explanation: 'Given once, when the school is first made. Schools that have one keep it.',
    control: { kind: 'choice', options: { sourcedId: 'The SIS’ record number', identifier: 'The school’s identifier' } },
  },
  studentUserId: {
    group: 'identity',
    label: 'SIS id of a student',
    explanation: 'Given once, when the person is first made. People who have one keep it.',
    control: { kind: 'source', options: { sourcedId: 'The SIS’ record number', identifier: 'The student’s identifier' } },
  },
  staffUserId: {
    group: 'identity',
    label: 'SIS id of a staff member',
    explanation: 'Given once, when the person is first made. People who have one keep it.',
    control: { kind: 'source', options: { sourcedId: 'The SIS’ record number', identifier: 'The person’s identifier' } },
  },
  observerUserId: {
    group: 'identity',
    label: 'SIS id of a guardian',
    explanation: 'Given once, when the person is first made. People who have one keep it.',
    control: { kind: 'source', options: { sourcedId: 'The SIS’ record number', identifier: 'The person’s identifier' } },
  },
  studentLogin: {
    group: 'identity',
    label: 'Students sign in with',
    explanation: 'Whoever has none, or the same as somebody else, waits and is listed.',
    control: { kind: 'choice', options: { username: 'Username', email: 'E-mail address', identifier: 'Identifier' } },
  },
  staffLogin: {
    group: 'identity',
    label: 'Staff sign in with',
    explanation: 'Whoever has none, or the same as somebody else, waits and is listed.',
    control: { kind: 'choice', options: { username: 'Username', email: 'E-mail address', identifier: 'Identifier' } },
  },
  observerLogin: {
    group: 'identity',
    label: 'Guardians sign in with',
    explanation: 'Whoever has none, or the same as somebody else, waits and is listed. Only if guardians come to Canvas.',
    control: { kind: 'choice', options: { username: 'Username', email: 'E-mail address', identifier: 'Identifier' } },
  },
  loginFallback: {
    group: 'identity',
    label: 'If that is empty',
    explanation: 'Only for people whose field above is empty. Without it they wait until the SIS has one.',
    control: {
      kind: 'choice',
      options: { none: 'They wait', email: 'Use the e-mail address', identifier: 'Use the identifier' },
    },
  },
  samePerson: {
    group: 'identity',
    label: 'One person in several records',
    explanation:
      'People whom the SIS seems to name twice are listed with both records. Where they are merged, both are one person in Canvas with one login and the classes of both; that stays so. Guardians are merged among themselves only.',
    control: {
      kind: 'choice',
      options: {
        list: 'Only listed',
        identifier: 'Merged when the number and a name, login or address agree',
        email: 'Merged when e-mail address and name agree',
      },
    },
  },
  reissuePercent: {
    group: 'identity',
    label: 'Ids issued again',
    explanation:
      'A person or class that the SIS suddenly calls by another id waits until you make a remap plan. If it happens to more than this share of them, a scheduled sync stops as a whole.',
    control: { kind: 'number', unit: 'percent' },
  },
  authenticationProvider: {
    group: 'identity',
    label: 'Sign-in of new people',
    explanation: 'Number or name of the authentication provider in Canvas, such as “saml”. People who are there keep theirs.',
    control: { kind: 'text', empty: 'Canvas’ own sign-in' },
  },
  staffDaysAfterTerm: {
    group: 'courses',
    label: 'Staff keep a term’s courses',
    explanation: 'After its last day, so that nobody loses the gradebook that evening.',
    control: { kind: 'number', unit: 'days' },
  },
  courseModel: {
    group: 'courses',
    label: 'Courses',
    explanation: 'A running class stays in the course it is in. What changes here is for classes that have not started.',
    control: {
      kind: 'choice',
      options: {
        class: 'One for each class',
        teacher: 'One for a teacher’s classes of the same course in a term',
        course: 'One for all classes of the same course in a term',
      },
    },
  },
  classFilters: {
    group: 'courses',
    label: 'Leave these classes out',
    explanation: 'They get no course. One that Canvas has already stays.',
    control: {
      kind: 'ticks',
      options: { homeroom: 'Homerooms', lunch: 'Lunch', 'study-hall': 'Study halls', 'no-teacher': 'Classes without a teacher' },
    },
  },
  emptyClasses: {
    group: 'courses',
    label: 'Classes without students',
    explanation: 'Until then they are listed.',
    control: {
      kind: 'choice',
      options: { 'before-start': 'Made shortly before they start', 'at-once': 'Made at once', never: 'Never made' },
    },
  },
  emptyClassLeadDays: {
    group: 'courses',
    label: 'Shortly before means',
    explanation: 'How long before it starts a class without students is made.',
    control: { kind: 'number', unit: 'days' },
  },
  courseLeadDays: {
    group: 'courses',
    label: 'Courses and teachers come',
    explanation: 'Before the first day of the school year. Inside a running year nothing waits.',
    control: { kind: 'number', unit: 'days' },
  },
  studentLeadDays: {
    group: 'courses',
    label: 'Students come',
    explanation: 'Before the first day of the school year. Inside a running year nothing waits.',
    control: { kind: 'number', unit: 'days' },
  },
  followedSessions: {
    group: 'courses',
    label: 'Terms follow these sessions',
    explanation:
      'When only some sessions of a term change their dates, the term keeps its own, and the preview asks. It takes the dates of a session named here, by its record number.',
    control: { kind: 'lines', empty: 'None: terms keep their dates until all their sessions agree' },
  },
  keptSessions: {
    group: 'courses',
    label: 'Sessions that may differ from their term',
    explanation: 'By record number. The term keeps its dates, and nobody is asked again.',
    control: { kind: 'lines', empty: 'None: every difference is asked about' },
  },
  observers: {
    group: 'people',
    label: 'Guardians observe their students',
    explanation:
      'Guardians, parents and relatives get an account and see the courses of the students they belong to. Off: what Canvas has of them stays as it is.',
    control: { kind: 'switch' },
  },
  noContact: {
    group: 'people',
    label: 'No contact',
    explanation:
      'Students nobody observes, one a line: record number, identifier, login or e-mail. “Student + guardian” keeps only these two apart. Links Rosterbridge made are in the next preview as removals.',
    control: { kind: 'lines', empty: 'Nobody' },
  },
  preferredNames: {
    group: 'people',
    label: 'Preferred names',
    explanation:
      'Where the SIS has a preferred first or last name, people carry it in Canvas. Off: legal names. Display names and pronouns people chose themselves stay.',
    control: { kind: 'switch' },
  },
  carryDates: {
    group: 'people',
    label: 'Students carry the dates of their enrollment',
    explanation:
      'Where the SIS has first and last day of a student’s enrollment, access in Canvas begins and ends with them. Off: the term’s dates count.',
    control: { kind: 'switch' },
  },
  protectedPeople: {
    group: 'people',
    label: 'People nobody changes unasked',
    explanation: 'By login or SIS id. A change of theirs always waits for you. Canvas administrators are protected anyway.',
    control: { kind: 'lines', empty: 'Administrators only' },
  },
  dropStatus: {
    group: 'leavers',
    label: 'A student who leaves a running class',
    explanation: 'Before the class starts the enrollment is simply deleted.',
    control: {
      kind: 'choice',
      options: {
        inactive: 'Is made inactive: grades stay, access ends',
        deleted: 'Is deleted from the class',
        completed: 'Is completed: may still look',
      },
    },
  },
  dropGraceDays: {
    group: 'leavers',
    label: 'A drop still counts after a class ended',
    explanation: 'Later nothing about an ended class changes any more.',
    control: { kind: 'number', unit: 'days' },
  },
  dropLeadDays: {
    group: 'leavers',
    label: 'An end date is a drop if it lies before the term’s end by',
    explanation: 'Closer to the end it is how classes end, and nobody is removed.',
    control: { kind: 'number', unit: 'days' },
  },
  suspendLeavers: {
    group: 'leavers',
    label: 'Suspend students who have no class any more',
    explanation:
      'They keep everything and only cannot sign in, until they have a class again. Off: they stay as they are. Staff are never suspended for it.',
    control: { kind: 'switch' },
  },
  suspendAfterDays: {
    group: 'leavers',
    label: 'Without a class for',
    explanation: 'So long a student is without a class before the sign-in ends.',
    control: { kind: 'number', unit: 'days' },
  },
  suspendFromDay: {
    group: 'leavers',
    label: 'But not before this has been in use for',
    explanation: 'Counted from the first sync that wrote to Canvas.',
    control: { kind: 'number', unit: 'days' },
  },
  suspendDisabled: {
    group: 'leavers',
    label: 'Suspend people the SIS disabled',
    explanation: 'Until the SIS enables them again. Off: the mark of the SIS changes nothing in Canvas.',
    control: { kind: 'switch' },
  },
  disabledPercent: {
    group: 'leavers',
    label: 'As long as fewer people are disabled than',
    explanation: 'With more of them the mark is suspect: nobody is suspended for it until you say so.',
    control: { kind: 'number', unit: 'percent' },
  },
  adoptExisting: {
    group: 'leavers',
    label: 'Adopt what is already there',
    explanation:
      'What Canvas has already under the id of a SIS record counts as yours once you apply a preview that says so. Off: it is neither changed nor removed.',
    control: { kind: 'switch' },
  },
  additionsOnly: {
    group: 'leavers',
    label: 'Only add, remove nobody',
    explanation: 'Removals are counted and wait until this is switched off.',
    control: { kind: 'switch' },
  },
  probationRuns: {
    group: 'leavers',
    label: 'First scheduled syncs that hold every removal',
    explanation: 'Until then removals happen only when a person applies them.',
    control: { kind: 'number', unit: 'runs' },
  },
  keepRunDays: {
    group: 'log',
    label: 'Keep what a sync did, line by line',
    explanation:
      'After so many days the single changes of a sync, its packages and its notes go. That it ran, when, and how many changes it made stays, and so does what Rosterbridge knows of each record.',
    control: { kind: 'number', unit: 'days' },
  },
  keepPreviewDays: {
    group: 'log',
    label: 'Keep previews that nobody applied',
    explanation: 'After so many days their changes go. The newest previews are always kept.',
    control: { kind: 'number', unit: 'days' },
  },
  safePartsProceed: {
    group: 'safety',
    label: 'Scheduled syncs apply what no limit holds',
    explanation: 'Off: one held part stops the whole scheduled sync.',
    control: { kind: 'switch' },
  },
  deletePercent: {
    group: 'safety',
    label: 'Removals at a school',
    explanation: 'More than this share of a kind of records at a school is held.',
    control: { kind: 'number', unit: 'percent' },
  },
  deleteFloor: {
    group: 'safety',
    label: '… and more than',
    explanation: 'So few removals at a school are never held for their share.',
    control: { kind: 'number', unit: 'rows' },
  },
  districtUsers: {
    group: 'safety',
    label: 'People suspended in the district',
    explanation: 'More than so many at once are held.',
    control: { kind: 'number', unit: 'rows' },
  },
  districtPercent: {
    group: 'safety',
    label: 'Enrollments removed in the district',
    explanation: 'More than this share of all is held.',
    control: { kind: 'number', unit: 'percent' },
  },
  districtFloor: {
    group: 'safety',
    label: '… and more than',
    explanation: 'So few removals in the district are never held for their share.',
    control: { kind: 'number', unit: 'rows' },
  },
  classPercent: {
    group: 'safety',
    label: 'Students a running class loses',
    explanation: 'A class that loses this share, or its only teacher, is held.',
    control: { kind: 'number', unit: 'percent' },
  },
  classFloor: {
    group: 'safety',
    label: '… in classes of at least',
    explanation: 'Smaller classes are not looked at for this.',
    control: { kind: 'number', unit: 'rows' },
  },
  classesPercent: {
    group: 'safety',
    label: 'Such classes at a school',
    explanation: 'More than this share of its classes holds the whole school.',
    control: { kind: 'number', unit: 'percent' },
  },
  classesFloor: {
    group: 'safety',
    label: '… and more than',
    explanation: 'So few such classes never hold a school.',
    control: { kind: 'number', unit: 'rows' },
  },
  createPercent: {
    group: 'safety',
    label: 'Additions at a school',
    explanation: 'More than this share of what is there is held, after the first full sync.',
    control: { kind: 'number', unit: 'percent' },
  },
  createFloor: {
    group: 'safety',
    label: '… and more than',
    explanation: 'So few additions are never held for their share.',
    control: { kind: 'number', unit: 'rows' },
  },
  identityPercent: {
    group: 'safety',
    label: 'Names, logins and ids changed at a school',
    explanation: 'More than this share is held: so many seldom change at once.',
    control: { kind: 'number', unit: 'percent' },
  },
  identityFloor: {
    group: 'safety',
    label: '… and more than',
    explanation: 'So few are never held for their share.',
    control: { kind: 'number', unit: 'rows' },
  },
  updatePercent: {
    group: 'safety',
    label: 'Any change of records at a school',
    explanation: 'More than this share of a kind of records is held.',
    control: { kind: 'number', unit: 'percent' },
  },
  comingPercent: {
    group: 'safety',
    label: 'The same in classes that have not started',
    explanation: 'Before the first day much moves, so this share stands in for those above.',
    control: { kind: 'number', unit: 'percent' },
  },
};

/** Settings of a group in the order of the screen. */
export function settingsOf(group: SettingGroup): readonly SettingKey[] {
  return settingKeys.filter((key) => settingWords[key].group === group);
}

export const settingKeys = Object.keys(settingWords) as readonly SettingKey[];

/** A setting's words whatever its type: for whoever shows all of them alike. */
export function wordsOf(key: SettingKey): SettingWords {
  return settingWords[key] as SettingWords;
}
