import type { Ref } from '../oneroster-data.ts';
import type { Row, SisStore } from './store.ts';
import { fieldsOf } from './store.ts';

const PATHS: Record<string, string> = {
  academicSession: 'academicSessions',
  term: 'terms',
  gradingPeriod: 'gradingPeriods',
  class: 'classes',
  course: 'courses',
  user: 'users',
  student: 'students',
  teacher: 'teachers',
};

function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'sourcedId' in value && 'type' in value;
}

export interface SerialiseOptions {
  fields?: readonly string[];
  booleansAsText?: boolean;
}

/** Rows as the wire carries them: references gain the address of what they name (oneroster-1.1 §2.2; Focus: schools below `/schools/`). */
export function makeSerialiser(store: SisStore, base: string): (row: Row, options?: SerialiseOptions) => string {
  const withHref = (ref: Ref): Ref => {
    if (ref.href !== undefined) return ref;
    const org = ref.type === 'org' ? store.get('orgs', ref.sourcedId) : undefined;
    const path = ref.type === 'org' ? (org && 'type' in org && org.type === 'school' ? 'schools' : 'orgs') : PATHS[ref.type];
    return { href: `${base}/${path ?? ref.type}/${encodeURIComponent(ref.sourcedId)}`, sourcedId: ref.sourcedId, type: ref.type };
  };
  return (row, options = {}) => {
    const out: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(fieldsOf(row))) {
      if (options.fields && !options.fields.some((field) => field.split('.')[0] === key)) continue;
      if (isRef(value)) out[key] = withHref(value);
      else if (Array.isArray(value)) out[key] = value.map((item: unknown) => (isRef(item) ? withHref(item) : item));
      else if (typeof value === 'boolean' && options.booleansAsText) out[key] = String(value);
      else out[key] = value;
    }
    return JSON.stringify(out);
  };
}
