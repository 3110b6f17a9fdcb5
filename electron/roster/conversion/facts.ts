import { assertNever } from '../../../shared/assert-never.ts';
import type { MatchCandidate, MatchEntity, MatchTrait } from '../../../shared/conversion.ts';
import type { Fields } from '../../../shared/entities.ts';
import type { SideRow } from '../../store/store-api.ts';
import { canvasExtra, fieldsOf } from '../compare/sides.ts';
import { plainId, plainName, similarName } from './traits.ts';

/** Canvas rows without a SIS id carry a key of our own; nothing in Canvas is called that. */
export const HAND_MADE = '~canvas~';

export function sisIdOf({ key }: Pick<SideRow, 'key'>): string {
  return key.startsWith(HAND_MADE) ? '' : key;
}

/** What a person calls a Canvas object by its fields, and what tells it from others of that name. */
export function nameFields(entity: MatchEntity, fields: Readonly<Fields>): { readonly label: string; readonly detail: string } {
  const of = (name: string) => fields[name] ?? '';
  switch (entity) {
    case 'account':
      return { label: of('name'), detail: '' };
    case 'term': {
      const dates = [of('start_date'), of('end_date')].map((date) => date.slice(0, 10)).filter((date) => date !== '');
      return { label: of('name'), detail: dates.join(' – ') };
    }
    case 'course':
      return { label: of('long_name') || of('short_name'), detail: of('short_name') };
    case 'section':
      return { label: of('name'), detail: '' };
    case 'user':
      return {
        label: of('full_name') || of('sortable_name') || of('login_id'),
        detail: [of('login_id'), of('email')].filter((text) => text !== '').join(' · '),
      };
    default:
      return assertNever(entity);
  }
}

/** @param wanted what the SIS says of it. */
export function candidateOf(
  entity: MatchEntity,
  row: SideRow,
  traits: ReadonlySet<MatchTrait>,
  wanted: Readonly<Fields>,
): MatchCandidate {
  const fields = fieldsOf(row);
  return {
    canvasId: canvasExtra(row).canvasId,
    sisId: sisIdOf(row),
    ...nameFields(entity, fields),
    traits: [...traits].sort(),
    login: fields.login_id ?? '',
    applied: sisIdOf(row) === '' ? appliedByHand(entity, wanted, fields) : picked(fields, Object.keys(wanted)),
  };
}

/** Fields that stick in Canvas where they were set by hand (canvas-sis.md §4), by import column. */
const sticky: Readonly<Record<MatchEntity, readonly string[]>> = {
  account: ['name', 'parent_account_id'],
  term: ['name', 'start_date', 'end_date'],
  course: ['short_name', 'long_name', 'account_id', 'term_id'],
  section: ['course_id', 'name', 'start_date', 'end_date'],
  user: ['full_name', 'sortable_name', 'login_id'],
};

/** A value that differs from Canvas although it counts as applied is one that somebody set there: kept (F3). */
function appliedByHand(entity: MatchEntity, wanted: Readonly<Fields>, present: Readonly<Fields>): Fields {
  return { ...picked(present, Object.keys(wanted)), ...picked(wanted, sticky[entity]) };
}

function picked(fields: Readonly<Fields>, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name] ?? '']));
}

/**
 * Whether two rows with the same SIS id are hardly the same thing: everything that could agree is there on both sides and
 * differs. A rename alone is none; a number given to somebody else is (ROSTER-RULES B2).
 */
export function contradicts(entity: MatchEntity, wanted: Readonly<Fields>, present: Readonly<Fields>): boolean {
  const differs = (name: string, plain: (text: string) => string) => {
    const [a, b] = [plain(wanted[name] ?? ''), plain(present[name] ?? '')];
    return a !== '' && b !== '' && a !== b;
  };
  switch (entity) {
    case 'account':
      return differs('name', similarName);
    case 'term':
      return differs('name', plainName) && differs('start_date', (date) => date.slice(0, 10));
    case 'course':
      return differs('long_name', plainName) && differs('short_name', plainName);
    case 'section':
      return false;
    case 'user':
      return differs('full_name', plainName) && differs('login_id', plainId) && !agrees(wanted, present, 'email');
    default:
      return assertNever(entity);
  }
}

function agrees(wanted: Readonly<Fields>, present: Readonly<Fields>, name: string): boolean {
  const value = plainId(wanted[name] ?? '');
  return value !== '' && value === plainId(present[name] ?? '');
}

const things: Readonly<Record<MatchEntity, string>> = {
  account: 'school',
  term: 'term',
  course: 'course',
  section: 'section',
  user: 'person',
};

/** What happens without a decision, in an admin's words. */
export function otherwise(entity: MatchEntity, grade: string, best: MatchCandidate | undefined): string {
  const thing = things[entity];
  if (grade === 'canvas-only') return 'It stays in Canvas as it is: Rosterbridge removes only what it made itself.';
  if (grade === 'new') return `A new ${thing} would be made in Canvas.`;
  if (grade === 'collision') {
    return `Canvas has this id for another ${thing}. What the SIS says of the one would happen to the other.`;
  }
  if (best === undefined) return '';
  if (entity !== 'user' || !best.traits.includes('login')) return `A second ${thing} would be made beside the one in Canvas.`;
  return best.sisId === ''
    ? 'Canvas would hand the hand-made account over to this person.'
    : `Canvas would refuse this person: the login belongs to the SIS id ${best.sisId}.`;
}
