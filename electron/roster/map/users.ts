import type { DistrictSettings, UserIdSource } from '../../../shared/settings.ts';
import type { SisUser } from '../../sis/schema/rows.ts';
import { type DesiredRow, type HouseRole, keyWithoutId, type PersonRole, type RowHold } from '../desired.ts';
import { canvasText, isUsableId } from '../text.ts';
import { idSourceWords, idsFrom } from './id-sources.ts';
import type { Minting } from './minting.ts';

/** Which side of the house a OneRoster role belongs to; guardians are not provisioned here (ROSTER-RULES C6). */
export function roleGroup(role: string): HouseRole | null {
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

/** The same where guardians observe, if the district wants that (C6). */
export function groupOf(role: string, { observers }: Pick<DistrictSettings, 'observers'>): PersonRole | null {
  return roleGroup(role) ?? (observers && isGuardian(role) ? 'observer' : null);
}

export function isGuardian(role: string): boolean {
  return role === 'guardian' || role === 'parent' || role === 'relative';
}

export interface MappedUser {
  readonly row: DesiredRow;
  readonly userId: string;
  readonly label: string;
}

/** Who may have a login or id that several people claim (B1, B2). */
export interface Claims {
  /** True when this person may have the login. */
  login(login: string, sourcedId: string): boolean;
  /** True when no other new person claims the id with a better right. */
  userId(userId: string, sourcedId: string): boolean;
  /** True when no other person, here or gone, was ever given the id. */
  unused(userId: string, sourcedId: string): boolean;
}

/** Canvas refuses longer ones (canvas-sis.md §1.9). */
const LOGIN_LENGTH = 100;

/**
 * One active person → one Canvas user (B, B1, C9).
 * @param school account id of the school the person is shown under.
 * @param wait why this person must wait whatever else is right: the id was issued again (B2, B4).
 */
export function mapUser(
  row: SisUser,
  group: PersonRole,
  school: string,
  settings: DistrictSettings,
  minting: Minting,
  claims: Claims,
  wait: RowHold | null,
): MappedUser {
  const label = labelOf(row);
  const id = userIdOf(row, group, settings, minting, claims);
  // Nothing is minted for somebody who may have an id already.
  if (id.hold === null && wait === null) minting.idFor('user', row.sourcedId, id.userId);
  const login = loginOf(row, settings);
  const hold = id.hold ?? wait ?? loginRefused(row.sourcedId, label, login, claims);
  return {
    userId: id.userId,
    label,
    row: {
      entity: 'user',
      key: id.userId,
      partition: id.userId,
      fields: { login_id: login, ...namesOf(row), email: row.email.trim() },
      extra: {
        label,
        school,
        source: ['users', row.sourcedId],
        role: group,
        // C9 counts students and staff; what a SIS says of guardians there is seldom kept up.
        ...(row.enabledUser || group === 'observer' ? {} : { disabled: true as const }),
        ...(hold === null ? {} : { hold }),
      },
    },
  };
}

/** B: the Canvas id of a person, or a key that is none and the reason; nothing is minted yet. */
export function userIdOf(
  row: SisUser,
  group: PersonRole,
  settings: DistrictSettings,
  minting: Pick<Minting, 'known'>,
  claims: Claims,
): { readonly userId: string; readonly hold: RowHold | null } {
  const known = minting.known('user', row.sourcedId);
  const proposal = userIdProposal(row, group, settings);
  const hold = idRefused(row, known, proposal, idSourceOf(group, settings), claims);
  return { userId: hold === null ? (known ?? proposal) : keyWithoutId(row.sourcedId), hold };
}

export function idSourceOf(group: PersonRole, settings: DistrictSettings): UserIdSource {
  if (group === 'observer') return settings.observerUserId;
  return group === 'student' ? settings.studentUserId : settings.staffUserId;
}

/** The Canvas id a person would get; '' when the chosen source has none, or several. */
export function userIdProposal(row: SisUser, group: PersonRole, settings: DistrictSettings): string {
  const [only = '', second] = idsFrom(row, idSourceOf(group, settings));
  return second === undefined ? only : '';
}

/** C9: the person under the names they go by, part by part: whoever has a preferred first name only keeps the legal last one. */
export function calledBy(row: SisUser, { preferredNames }: Pick<DistrictSettings, 'preferredNames'>): SisUser {
  if (!preferredNames) return row;
  return {
    ...row,
    givenName: canvasText(row.preferredFirstName) || row.givenName,
    familyName: canvasText(row.preferredLastName) || row.familyName,
  };
}

export function labelOf(row: SisUser): string {
  return canvasText(`${row.givenName} ${row.familyName}`) || 'A person without a name';
}

function loginSourceOf(group: PersonRole, settings: DistrictSettings): DistrictSettings['studentLogin'] {
  if (group === 'observer') return settings.observerLogin;
  return group === 'student' ? settings.studentLogin : settings.staffLogin;
}

/** The login of a person from the source chosen for the role, or the fallback an admin chose; '' when there is none. */
export function loginOf(row: SisUser, settings: DistrictSettings): string {
  const source = loginSourceOf(roleGroup(row.role) ?? 'observer', settings);
  const first = row[source].trim();
  if (first !== '' || settings.loginFallback === 'none') return first;
  return row[settings.loginFallback].trim();
}

/** B: ids are minted once; a new one must be there, fit Canvas, and be nobody else's. */
function idRefused(
  row: SisUser,
  known: string | undefined,
  proposal: string,
  source: UserIdSource,
  claims: Claims,
): RowHold | null {
  const { sourcedId } = row;
  const label = labelOf(row);
  const id = known ?? proposal;
  if (id === '') {
    const has = idsFrom(row, source).length > 1 ? 'more than one' : 'no';
    return {
      rule: 'B',
      text: `${label} has ${has} ${idSourceWords(source)} in the SIS, which the settings use as the Canvas id.`,
    };
  }
  if (!isUsableId(id)) return { rule: 'B', text: `${label} has an id in the SIS that Canvas cannot keep as it is.` };
  if (known !== undefined) return null;
  if (!claims.userId(id, sourcedId)) {
    return { rule: 'B', text: `${label} has the same id as somebody else in the SIS. Give each person one of their own.` };
  }
  if (claims.unused(id, sourcedId)) return null;
  return {
    rule: 'B',
    text: `${label} has an id in the SIS that somebody else has or had. Ids never pass from one person to another.`,
  };
}

function loginRefused(sourcedId: string, label: string, login: string, claims: Claims): RowHold | null {
  if (login === '') {
    return { rule: 'B1', text: `${label} has no login in the SIS. Fill in the field the settings name for logins.` };
  }
  if (Array.from(login).length > LOGIN_LENGTH || /\p{Cc}|\p{Cs}/u.test(login)) {
    return { rule: 'B1', text: `${label} has a login in the SIS that Canvas cannot take. Correct it there.` };
  }
  if (claims.login(login, sourcedId)) return null;
  return { rule: 'B1', text: `${label} has the same login as somebody else in the SIS. Give each person one of their own.` };
}

/** Blank names keep what Canvas has; for a new person Canvas takes the login (canvas-sis.md §1.9). */
function namesOf(row: SisUser): { full_name: string; sortable_name: string } {
  const [given, family] = [canvasText(row.givenName), canvasText(row.familyName)];
  const full = canvasText(`${given} ${family}`);
  return { full_name: full, sortable_name: given !== '' && family !== '' ? canvasText(`${family}, ${given}`) : full };
}
