import type { Check } from '../../../shared/district.ts';
import { parsePage } from '../parse-page.ts';
import type { SisProfile } from '../profiles/profile.ts';
import type { SisProbe } from '../sis-client.ts';
import { counted, fine, warning } from './check.ts';
import type { Look } from './look.ts';

/** Asked of the SIS: administrators only. It answers two questions, whether it filters and whether it sends any. */
export const adminFilter = '/users?limit=5&offset=0&filter=role%3D%27administrator%27';

export interface FilterAnswer {
  readonly kind: 'honoured' | 'ignored' | 'refused' | 'unknown';
  /** Administrators found; null when the filter told nothing. */
  readonly admins: number | null;
}

export function readFilterAnswer(probe: SisProbe | null): FilterAnswer {
  if (probe === null) return { kind: 'unknown', admins: null };
  if (probe.status === 400) return { kind: 'refused', admins: null };
  const page = probe.status < 300 ? parsePage('users', probe.body) : null;
  if (page === null || !page.ok) return { kind: 'unknown', admins: null };
  const { rows } = page.value;
  if (rows.some((row) => row.role !== 'administrator')) return { kind: 'ignored', admins: null };
  return { kind: 'honoured', admins: Math.max(probe.total ?? 0, rows.length) };
}

/** The app filters nothing on the server, so a server that cannot is no worse; one that pretends is named. */
export function filterCheck({ kind }: FilterAnswer): Check {
  const name = 'Filter';
  switch (kind) {
    case 'honoured':
      return fine(name, 'The SIS sends only the records asked for.');
    case 'refused':
      return fine(name, 'The SIS offers no filter. The app does not need one: it reads whole lists.');
    case 'ignored':
      return warning(
        name,
        'The SIS accepts a filter and then sends other records than those asked for. The app reads whole lists, so nothing goes wrong.',
        'Nothing needs to be done for Rosterbridge. Other programs may be misled.',
        "A filter such as role='administrator' on /users is accepted, but not honoured.",
      );
    case 'unknown':
      return fine(name, 'Whether the SIS filters could not be found out; the app does not need it.');
  }
}

/** Focus, and others, send administrators only when asked to (oneroster-1.1.md §8). */
export function adminsCheck(answer: FilterAnswer, people: Look<'users'> | null, profile: SisProfile): Check {
  const name = 'Administrators';
  const seen = people?.rows.filter((row) => row.role === 'administrator').length ?? 0;
  const found = answer.admins ?? (seen > 0 || people?.whole === true ? seen : null);
  if (found === null) return fine(name, 'None among the first people of the list; a preview will show whether any are sent.');
  if (found > 0) return fine(name, `The SIS sends ${counted(found, 'administrator', 'administrators')}.`);
  return warning(
    name,
    'The SIS sends no administrator. Principals and office staff are then not in the feed.',
    profile.habits.noAdmins ?? 'If they should come from the SIS, share administrators with this connection there.',
  );
}
