import type { SettingKey } from '../../shared/setting-words.ts';
import type { FitPlace } from '../state/fit.ts';

export const fitTitles: Readonly<Record<FitPlace, string>> = {
  begin: 'Read the SIS once',
  dates: 'End dates',
  schools: 'Schools',
  logins: 'Sign-in',
  courses: 'Courses',
  leads: 'First days',
  schedule: 'Schedule',
  summary: 'Summary',
};

/** The questions that are answered by settings of the district. */
export type QuestionStep = Exclude<FitPlace, 'begin' | 'schedule' | 'summary'>;

export const questionSettings: Readonly<Record<QuestionStep, readonly SettingKey[]>> = {
  dates: ['sessionEndDate', 'enrollmentEndDate'],
  schools: ['schools', 'parentAccount'],
  logins: ['studentLogin', 'staffLogin', 'loginFallback', 'studentUserId', 'staffUserId'],
  courses: ['courseModel', 'classFilters', 'emptyClasses'],
  leads: ['courseLeadDays', 'studentLeadDays', 'emptyClassLeadDays'],
};
