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
  category: 'categories',
  lineItem: 'lineItems',
};

/** What a row knows beyond OneRoster: shown in dumps, never served. */
const INTERNAL = 'byApi';

function isRef(value: unknown): value is Ref {
  return typeof value === 'object' && value !== null && 'sourcedId' in value && 'type' in value;
}

export interface SerialiseOptions {
  fields?: readonly string[];
}

/** Rows as the wire carries them: references gain the address of what they name (oneroster-1.1 §2.2; Focus: schools below `/schools/`). */
export function makeSerialiser(store: SisStore, base: string): (row: Row, options?: SerialiseOptions) => string {
  /** Reference objects are shared by thousands of rows and never change: each is written once. */
  const written = new WeakMap<Ref, string>();
  const refText = (ref: Ref): string => {
    const known = written.get(ref);
    if (known !== undefined) return known;
    const org = ref.type === 'org' ? store.get('orgs', ref.sourcedId) : undefined;
    const path = ref.type === 'org' ? (org && 'type' in org && org.type === 'school' ? 'schools' : 'orgs') : PATHS[ref.type];
    const href = ref.href ?? `${base}/${path ?? ref.type}/${encodeURIComponent(ref.sourcedId)}`;
    const text = JSON.stringify({ ...ref, href, sourcedId: ref.sourcedId, type: ref.type });
    written.set(ref, text);
    return text;
  };
  const valueText = (value: unknown): string | undefined => {
    if (isRef(value)) return refText(value);
    if (Array.isArray(value) && value.some(isRef)) {
      return `[${value.map((item: unknown) => (isRef(item) ? refText(item) : JSON.stringify(item))).join(',')}]`;
    }
    return JSON.stringify(value);
  };
  return (row, options = {}) => {
    const fields = fieldsOf(row);
    let text = '';
    for (const key in fields) {
      if (key === INTERNAL) continue;
      if (options.fields && !options.fields.some((field) => field.split('.')[0] === key)) continue;
      const value = valueText(fields[key]);
      if (value !== undefined) text += `${text === '' ? '' : ','}"${key}":${value}`;
    }
    return `{${text}}`;
  };
}
