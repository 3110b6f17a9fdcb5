import { type RehearsalName, rehearsalNames } from '../../shared/rehearsals.ts';

export interface RehearsalWords {
  readonly title: string;
  /** What it imitates. */
  readonly imitates: string;
  /** What an admin will see. */
  readonly expect: string;
}

export interface RehearsalGroup {
  readonly title: string;
  /** These show something only when the practice Canvas holds what a first sync put there. */
  readonly afterSync: boolean;
  readonly names: readonly RehearsalName[];
}

export const rehearsalGroups: readonly RehearsalGroup[] = [
  { title: 'The SIS answers badly', afterSync: false, names: rehearsalNames.sisAnswers },
  { title: 'Something happens in the SIS', afterSync: true, names: rehearsalNames.sisRecords },
  { title: 'People work in Canvas, and Canvas loses rows', afterSync: true, names: rehearsalNames.canvasRecords },
  { title: 'Canvas answers badly', afterSync: false, names: rehearsalNames.canvasAnswers },
];

const REFUSED = 'It is read again, and then no preview is made. Canvas stays as it is.';

export const rehearsalWords: Readonly<Record<RehearsalName, RehearsalWords>> = {
  'short-list': {
    title: 'The list ends too early',
    imitates: 'The SIS announces all enrollments, but sends only half of them.',
    expect: REFUSED,
  },
  'empty-page': {
    title: 'A page comes empty',
    imitates: 'The SIS names further pages of enrollments, but sends them without one record.',
    expect: REFUSED,
  },
  'wrong-total': {
    title: 'The count is wrong',
    imitates: 'The SIS announces seven enrollments more than it has.',
    expect: 'Nobody can tell whether seven are missing: no preview is made. Canvas stays as it is.',
  },
  'rows-move': {
    title: 'Records move while they are read',
    imitates: 'Somebody works in the SIS meanwhile, and an enrollment changes its place in the list.',
    expect: 'It is noticed, the list is read again from its start, and then the preview is made as usual.',
  },
  'cut-answer': {
    title: 'An answer is cut off',
    imitates: 'An answer of the SIS ends in the middle of a record.',
    expect: 'It is asked for twice more, and then no preview is made. Canvas stays as it is.',
  },
  'lost-connection': {
    title: 'The connection breaks',
    imitates: 'The connection to the SIS breaks while the enrollments are on their way.',
    expect: 'It is tried again for some seconds, and then no preview is made. Canvas stays as it is.',
  },
  'login-page': {
    title: 'A login page instead of records',
    imitates: 'The SIS answers with a web page, as it does when somebody must log in again or during maintenance.',
    expect: 'It is recognized for what it is, and no preview is made. Canvas stays as it is.',
  },
  'sis-away': {
    title: 'The SIS is down',
    imitates: 'The SIS turns every request away, as during maintenance.',
    expect: 'No preview is made, and you are told to try later. Canvas stays as it is.',
  },
  'sis-busy': {
    title: 'The SIS is overloaded',
    imitates: 'The SIS turns every third request away and asks to wait for a second.',
    expect: 'It takes longer, and then the preview is made as usual.',
  },
  'sis-slow': {
    title: 'The SIS is slow',
    imitates: 'Every answer of the SIS takes a second and a half.',
    expect: 'It takes longer, with progress and time left; you can cancel. Then the preview is made as usual.',
  },
  'unusable-records': {
    title: 'Some records cannot be used',
    imitates: 'Five enrollments name no person and no class, and three people have a role that OneRoster does not know.',
    expect: 'The preview lists these records with what to do about each. Nobody loses a place because of them.',
  },
  'half-missing': {
    title: 'Half of the enrollments are gone',
    imitates: 'The SIS sends half of the enrollments and says that these are all.',
    expect: 'The preview holds every removal until a person releases it.',
  },
  'mass-drop': {
    title: 'A school loses many places',
    imitates: 'At one school, two of five enrollments are marked as ended overnight.',
    expect: 'The preview holds these removals until a person releases them. Other schools are not affected.',
  },
  'teacher-change': {
    title: 'A class gets another teacher',
    imitates: 'A colleague takes over a running class.',
    expect: 'Two changes: the new teacher comes in first, then the former one leaves.',
  },
  'section-move': {
    title: 'A student changes class',
    imitates: 'A student moves to another class of the same course.',
    expect: 'Two changes: the new place first, then the old one ends.',
  },
  'new-students': {
    title: 'New students arrive',
    imitates: 'One more student comes for every twenty there are, each into running classes.',
    expect: 'Their accounts and places are created; nothing is held.',
  },
  'new-ids': {
    title: 'People get new identifiers',
    imitates: 'One person in twenty comes under a new identifier, as after a move to another SIS.',
    expect: 'Held: nobody gets a second account by accident. A remap plan resolves it, beside the hold.',
  },
  'term-over': {
    title: 'The semester ends',
    imitates: 'The running semester ended yesterday, and its classes are gone from the SIS.',
    expect: 'Its classes stay in Canvas as they are; only the dates of the term change.',
  },
  'next-year': {
    title: 'Next school year appears',
    imitates: 'The SIS shows next year’s classes with their teachers, students move up a grade, and the oldest leave.',
    expect: 'New classes wait until their day comes; the places of those who leave are held.',
  },
  'hand-edits': {
    title: 'People work in Canvas',
    imitates:
      'Somebody renames a course, lets a student in, changes the name a student goes by, and makes a course of their own.',
    expect: 'All of it stays: the preview undoes nothing of their work.',
  },
  'canvas-forgets': {
    title: 'Canvas loses rows',
    imitates: 'New students arrive. Canvas accepts every row, and keeps only nine of ten.',
    expect: 'Apply the preview: whatever Canvas does not show afterwards is named row by row, and sent again next time.',
  },
  'canvas-away': {
    title: 'Canvas is down',
    imitates: 'Canvas turns every request away, as during maintenance.',
    expect: 'No preview is made, and you are told to try later.',
  },
  'canvas-busy': {
    title: 'Canvas asks to slow down',
    imitates: 'Canvas turns some requests away because too many came.',
    expect: 'It takes longer, and then the preview is made as usual.',
  },
};
