import { KEY_SEPARATOR } from '../../canvas/canvas-row.ts';

/** The parts of an enrollment's key (canvas-row.ts): section, user, role. */
export function sectionOf(key: string): string {
  return key.slice(0, key.indexOf(KEY_SEPARATOR));
}

export function userOf(key: string): string {
  const from = key.indexOf(KEY_SEPARATOR) + 1;
  return key.slice(from, key.indexOf(KEY_SEPARATOR, from));
}

export function roleOf(key: string): string {
  return key.slice(key.lastIndexOf(KEY_SEPARATOR) + 1);
}

/** A Canvas role in an admin's words. */
export function roleWord(role: string): string {
  return role === 'ta' ? 'teaching assistant' : role;
}

/** What an enrollment is called: "Ann Miller in Algebra 1 (student)". */
export function enrollmentLabel({ label }: { readonly label: string }, key: string): string {
  return `${label} (${roleWord(roleOf(key))})`;
}
