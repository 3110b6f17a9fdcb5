import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisUser } from '../../sis/schema/rows.ts';
import type { DesiredRow, RowHold } from '../desired.ts';
import { canvasText } from '../text.ts';
import type { School } from './accounts.ts';
import type { Minting } from './minting.ts';

/** Which side of the house a OneRoster role belongs to; guardians are not provisioned here (ROSTER-RULES C6). */
export function roleGroup(role: string): 'student' | 'staff' | null {
  switch (role) {
    case 'student':
      return 'student';
    case 'teacher':
    case 'aide':
    case 'administrator':
    case 'proctor':
      return 'staff';
    default:
      return null;
  }
}

export interface MappedUser {
  readonly row: DesiredRow;
  readonly userId: string;
  readonly label: string;
}

/** Which logins and ids more than one person claims; the first by sourcedId keeps them (B1, B3). */
export interface Claims {
  /** True when this person may have the login. */
  login(login: string, sourcedId: string): boolean;
  userId(userId: string, sourcedId: string): boolean;
}

/**
 * One person → one Canvas user (B, B1, C9). Null for people who are not provisioned: no role for Canvas, dropped by
 * the SIS, or of no chosen school.
 */
export function mapUser(
  row: SisUser,
  schools: ReadonlyMap<string, School>,
  settings: DistrictSettings,
  minting: Minting,
  claims: Claims,
): MappedUser | null {
  const group = roleGroup(row.role);
  const school = row.orgs.map((org) => schools.get(org)).find((s) => s !== undefined);
  if (group === null || row.status !== 'active' || school === undefined) return null;
  const source = group === 'student' ? settings.studentUserId : settings.staffUserId;
  const proposal = source === 'identifier' ? row.identifier : row.sourcedId;
  const mine = proposal !== '' && claims.userId(proposal, row.sourcedId);
  const userId = minting.known('user', row.sourcedId) ?? (mine ? minting.idFor('user', row.sourcedId, proposal) : '');
  const login = loginOf(row, settings);
  const label = canvasText(`${row.givenName} ${row.familyName}`) || 'A person without a name';
  const hold = holdOf(row, label, { userId, proposal, login }, claims);
  // A person without an id is listed as held; the key only has to be unique.
  const key = userId === '' ? `~no-id~${row.sourcedId}` : userId;
  return {
    userId: key,
    label,
    row: {
      entity: 'user',
      key,
      partition: key,
      fields: { login_id: login, full_name: label, sortable_name: sortableName(row, label), email: row.email.trim() },
      extra: { label, school: school.accountId, source: ['users', row.sourcedId], ...(hold === null ? {} : { hold }) },
    },
  };
}

/** The login of a person from the source chosen for the role, or the fallback an admin chose; '' when there is none. */
export function loginOf(row: SisUser, settings: DistrictSettings): string {
  const source = roleGroup(row.role) === 'student' ? settings.studentLogin : settings.staffLogin;
  const first = row[source].trim();
  if (first !== '' || settings.loginFallback === 'none') return first;
  return row[settings.loginFallback].trim();
}

function holdOf(
  row: SisUser,
  label: string,
  ids: { userId: string; proposal: string; login: string },
  claims: Claims,
): RowHold | null {
  if (ids.userId === '' && ids.proposal === '') {
    return { rule: 'B', text: `${label} has no identifier in the SIS, which the settings use as the Canvas id.` };
  }
  if (ids.userId === '') return { rule: 'B', text: `${label} has the same identifier as somebody else in the SIS.` };
  if (ids.login === '') {
    return { rule: 'B1', text: `${label} has no login in the SIS. Fill in the field the settings name for logins.` };
  }
  if (claims.login(ids.login, row.sourcedId)) return null;
  return { rule: 'B1', text: `The login of ${label} belongs to somebody else already. Logins must be unique.` };
}

function sortableName(row: SisUser, label: string): string {
  const family = canvasText(row.familyName);
  const given = canvasText(row.givenName);
  return family !== '' && given !== '' ? canvasText(`${family}, ${given}`) : label;
}
