import type { SettingKey } from '../../shared/setting-words.ts';
import type { HelpTarget } from '../state/help.ts';
import type { Screen } from '../state/navigation.ts';

/** Where the help speaks of a screen: what F1 and “Help” open there. */
export const screenHelp: Readonly<Record<Screen['name'], HelpTarget>> = {
  welcome: 'start',
  setup: 'sis',
  fit: 'start#the-questions-of-set-up',
  overview: 'start#how-a-sync-goes',
  review: 'preview',
  apply: 'preview#applying',
  findings: 'preview#records-that-were-left-out',
  'look-up': 'log#what-happened-to-somebody',
  contact: 'first-contact',
  doctor: 'problems',
  rehearse: 'start#the-practice-district',
  log: 'log',
  schedule: 'schedule',
  settings: 'start#changing-settings',
};

/** A new setting does not compile before the help speaks of it. */
export const settingHelp: Readonly<Record<SettingKey, HelpTarget>> = {
  timeZone: 'time#time-zone',
  sessionEndDate: 'time#end-date-of-a-term',
  enrollmentEndDate: 'time#end-date-of-an-enrollment',
  schools: 'schools#which-schools-come-to-canvas',
  accounts: 'schools#sub-accounts',
  parentAccount: 'schools#sub-accounts',
  accountId: 'people#sis-ids',
  studentUserId: 'people#sis-ids',
  staffUserId: 'people#sis-ids',
  observerUserId: 'people#sis-ids',
  studentLogin: 'people#what-people-sign-in-with',
  staffLogin: 'people#what-people-sign-in-with',
  observerLogin: 'people#what-people-sign-in-with',
  loginFallback: 'people#what-people-sign-in-with',
  samePerson: 'people#one-person-in-several-records',
  reissuePercent: 'ids-again',
  authenticationProvider: 'people#sign-in-of-new-people',
  staffDaysAfterTerm: 'schools#staff-after-the-end-of-a-term',
  courseModel: 'courses#how-classes-become-courses',
  classFilters: 'courses#classes-you-leave-out',
  emptyClasses: 'courses#classes-without-students',
  emptyClassLeadDays: 'courses#classes-without-students',
  courseLeadDays: 'courses#when-courses-and-people-come',
  studentLeadDays: 'courses#when-courses-and-people-come',
  followedSessions: 'schools#when-sessions-of-a-term-part',
  keptSessions: 'schools#when-sessions-of-a-term-part',
  observers: 'guardians',
  noContact: 'guardians#no-contact',
  preferredNames: 'people#names',
  carryDates: 'courses#students-with-dates-of-their-own',
  protectedPeople: 'people#protected-people',
  dropStatus: 'leaving#a-student-leaves-a-class',
  dropGraceDays: 'leaving#drops-around-the-end-of-a-class',
  dropLeadDays: 'leaving#drops-around-the-end-of-a-class',
  suspendLeavers: 'leaving#students-without-a-class',
  suspendAfterDays: 'leaving#students-without-a-class',
  suspendFromDay: 'leaving#students-without-a-class',
  suspendDisabled: 'leaving#people-the-sis-disabled',
  disabledPercent: 'leaving#people-the-sis-disabled',
  adoptExisting: 'first-contact#adopting-what-is-already-there',
  additionsOnly: 'leaving#only-adding',
  probationRuns: 'leaving#the-first-scheduled-syncs',
  keepRunDays: 'log#how-long-it-is-kept',
  keepPreviewDays: 'log#how-long-it-is-kept',
  safePartsProceed: 'holds#what-a-hold-does',
  deletePercent: 'holds#e2-many-removals-at-a-school',
  deleteFloor: 'holds#e2-many-removals-at-a-school',
  districtUsers: 'holds#e3-many-removals-in-the-district',
  districtPercent: 'holds#e3-many-removals-in-the-district',
  districtFloor: 'holds#e3-many-removals-in-the-district',
  classPercent: 'holds#e5-a-class-would-lose-its-people',
  classFloor: 'holds#e5-a-class-would-lose-its-people',
  classesPercent: 'holds#e5-a-class-would-lose-its-people',
  classesFloor: 'holds#e5-a-class-would-lose-its-people',
  createPercent: 'holds#e6-many-additions',
  createFloor: 'holds#e6-many-additions',
  identityPercent: 'holds#e7-many-names-or-records-change',
  identityFloor: 'holds#e7-many-names-or-records-change',
  updatePercent: 'holds#e7-many-names-or-records-change',
  comingPercent: 'holds#classes-that-have-not-started',
};

/** The rules that hold something (ROSTER-RULES B to G), each with its own heading. */
export const ruleHelp: Readonly<Record<string, HelpTarget>> = {
  B: 'holds#b-no-id-of-its-own',
  B1: 'holds#b1-no-login',
  B2: 'holds#b2-a-login-or-id-of-somebody-else',
  B3: 'holds#b3-perhaps-in-canvas-already',
  B4: 'holds#b4-ids-issued-again',
  C2: 'holds#c2-no-session',
  C9: 'holds#c9-disabled-in-the-sis',
  D2: 'holds#d2-a-class-without-a-teacher',
  D6: 'holds#d6-the-memory-of-the-district-is-missing',
  D7: 'holds#d7-removals-saved-up',
  E1: 'holds#e1-the-sis-sent-nothing-usable',
  E2: 'holds#e2-many-removals-at-a-school',
  E3: 'holds#e3-many-removals-in-the-district',
  E4: 'holds#e4-nobody-would-be-left',
  E5: 'holds#e5-a-class-would-lose-its-people',
  E6: 'holds#e6-many-additions',
  E7: 'holds#e7-many-names-or-records-change',
  E8: 'holds#e8-a-school-or-term-disappears',
  E9: 'holds#e9-protected-people',
  E10: 'holds#e10-your-own-word-is-needed',
  E11: 'holds#e11-the-first-contact-is-open',
  E12: 'holds#e12-another-integration-imports',
  E13: 'holds#e13-waiting-for-what-it-belongs-to',
  G2: 'holds#g2-adoption-waits',
};

/** @param rule as a hold names it. */
export function helpForRule(rule: string): HelpTarget {
  return ruleHelp[rule] ?? 'holds';
}

/** Failures by what their code begins with. */
export const failureHelp: Readonly<Record<string, HelpTarget>> = {
  app: 'problems#rosterbridge-itself-failed',
  autostart: 'problems#start-at-sign-in-and-schedule',
  canvas: 'problems#canvas-does-not-answer-or-refuses',
  change: 'problems#previews-and-releases',
  command: 'problems#the-command-line',
  connect: 'problems#connecting-a-district',
  contact: 'problems#first-contact',
  district: 'problems#something-else-is-at-work',
  engine: 'problems#rosterbridge-itself-failed',
  environment: 'problems#the-command-line',
  file: 'problems#files-and-disk',
  ipc: 'problems#rosterbridge-itself-failed',
  override: 'problems#previews-and-releases',
  plan: 'problems#previews-and-releases',
  practice: 'problems#the-practice-district',
  pull: 'problems#the-sis-sent-something-incomplete',
  release: 'problems#previews-and-releases',
  remove: 'problems#removing-by-hand',
  run: 'problems#a-run-that-stopped',
  secrets: 'problems#stored-secrets',
  settings: 'problems#settings',
  setup: 'problems#connecting-a-district',
  'sign-in': 'problems#signing-in-to-canvas-in-the-browser',
  sis: 'problems#the-sis-does-not-answer-or-refuses',
  store: 'problems#files-and-disk',
  usage: 'problems#the-command-line',
  vault: 'problems#stored-secrets',
  window: 'problems#rosterbridge-itself-failed',
};

/** Codes of which the help can say more than of all that begin alike. */
const oneFailureHelp: Readonly<Record<string, HelpTarget>> = {
  'canvas.token': 'problems#the-canvas-token-is-not-accepted',
  'canvas.token-rejected': 'problems#the-canvas-token-is-not-accepted',
  'canvas.permission': 'canvas#what-the-account-must-be-allowed-to-do',
  'canvas.scope': 'canvas#a-developer-key',
  'canvas.developer-key': 'canvas#a-developer-key',
  'canvas.sign-in': 'problems#signing-in-to-canvas-in-the-browser',
  'canvas.sign-in-denied': 'problems#signing-in-to-canvas-in-the-browser',
  'canvas.sign-in-ended': 'problems#signing-in-to-canvas-in-the-browser',
  'canvas.locked': 'problems#first-contact',
  'pull.emptied': 'holds#e1-the-sis-sent-nothing-usable',
  'sis.credentials': 'problems#the-sis-does-not-accept-key-and-secret',
  'plan.only-remap': 'ids-again',
  'plan.nothing-to-remap': 'ids-again',
};

/** @returns null for a code the help does not know. */
export function knownFailureHelp(code: string): HelpTarget | null {
  return oneFailureHelp[code] ?? failureHelp[code.split('.')[0] ?? ''] ?? null;
}

export function helpForFailure(code: string): HelpTarget {
  return knownFailureHelp(code) ?? 'problems';
}
