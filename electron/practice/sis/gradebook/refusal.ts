import type { CodeMinor } from '../errors.ts';

/** Why a write is not taken: the status and, in the SIS' words, the reason (oneroster-1.1 §5, §6.5). */
export interface Refusal {
  status: 400 | 403 | 404 | 405 | 409 | 422;
  codeMinor: CodeMinor;
  description: string;
}

/** Valid JSON, invalid meaning. */
export function invalid(description: string): Refusal {
  return { status: 422, codeMinor: 'invalid_data', description };
}

export function conflict(description: string): Refusal {
  return { status: 409, codeMinor: 'conflict', description };
}

export function isRefusal<T extends object>(value: T | Refusal): value is Refusal {
  return 'codeMinor' in value;
}
