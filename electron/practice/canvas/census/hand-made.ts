import { ROOT_ACCOUNT_ID } from '../canvas-state.ts';
import { uiEdit } from '../control/ui-edits.ts';
import type { Account, Course } from '../model.ts';
import { addSection, type Census } from './census-tools.ts';

export interface HandMadePlaces {
  /** Accounts with the schools' names and without SIS ids. */
  schools: Account[];
  blueprint: Course;
  sandbox: Course;
}

/** What administrators clicked together: accounts named like schools, a blueprint, a sandbox, all without SIS ids. */
export function addHandMadePlaces(census: Census): HandMadePlaces {
  const { state } = census;
  const account = (name: string, parent = ROOT_ACCOUNT_ID) =>
    state.accounts.require(uiEdit(state, 'create-account', { name, parent }).id);
  const named = census.schools.slice(0, Math.max(1, Math.ceil(census.schools.length / 2)));
  // One carries the school's exact name, the next only nearly, and so on.
  const schools = named.map((school, index) => account(index % 2 === 0 ? school.name : nearly(school.name)));
  account('Manually-Created Courses');
  const training = account('Staff Development');
  account('Summer Academy', training.id);
  const course = (body: object) => state.courses.require(uiEdit(state, 'create-course', { ...body }).id);
  const blueprint = course({ name: 'Algebra I Blueprint', course_code: 'BP-ALG1', blueprint: true, published: true });
  const sandbox = course({ name: 'Teacher Sandbox', course_code: 'SANDBOX', account: training.id, published: true });
  addSection(census, sandbox, { name: 'Teacher Sandbox', default_section: true });
  return { schools, blueprint, sandbox };
}

function nearly(name: string): string {
  const short = name
    .replace(/\bHigh School\b/, 'HS')
    .replace(/\bMiddle School\b/, 'MS')
    .replace(/\bElementary School\b/, 'Elementary');
  return short === name ? `${name} (Canvas)` : short;
}
