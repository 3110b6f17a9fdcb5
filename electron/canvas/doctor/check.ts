import type { Check } from '../../../shared/district.ts';
import type { Failure } from '../../../shared/failure.ts';

/** Canvas' findings, made in one place; a remedy is what an admin can do next. */
export function fine(name: string, message: string, remedy = ''): Check {
  return { side: 'canvas', name, ok: true, level: 'ok', message, remedy };
}

export function warning(name: string, message: string, remedy: string): Check {
  return { side: 'canvas', name, ok: true, level: 'warning', message, remedy };
}

export function problem(name: string, message: string, remedy: string): Check {
  return { side: 'canvas', name, ok: false, level: 'problem', message, remedy };
}

export function failed(name: string, failure: Failure): Check {
  return problem(name, failure.message, failure.remedy);
}
