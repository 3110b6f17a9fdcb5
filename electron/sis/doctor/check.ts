import type { Check } from '../../../shared/district.ts';
import type { Failure } from '../../../shared/failure.ts';

/** The SIS' findings, made in one place; a remedy is what an admin can do next. */
export function fine(name: string, message: string, remedy = ''): Check {
  return { side: 'sis', name, ok: true, level: 'ok', message, remedy };
}

export function warning(name: string, message: string, remedy: string, ask?: string): Check {
  return { side: 'sis', name, ok: true, level: 'warning', message, remedy, ...asking(ask) };
}

export function problem(name: string, message: string, remedy: string, ask?: string): Check {
  return { side: 'sis', name, ok: false, level: 'problem', message, remedy, ...asking(ask) };
}

/** A remedy that is the SIS support's: the admin is told to ask, the letter asks. */
export function tellSupport(ask: string): readonly [remedy: string, ask: string] {
  return [`Send the letter of this check to your SIS support. ${ask}`, ask];
}

function asking(ask: string | undefined): { readonly ask?: string } {
  return ask === undefined ? {} : { ask };
}

export function failed(name: string, failure: Failure): Check {
  return problem(name, failure.message, failure.remedy);
}

export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** "1 person", "1,200 people". */
export function counted(number: number, one: string, many: string): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}
