import type { Finding } from '../../../shared/finding.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisUser } from '../../sis/schema/rows.ts';
import type { School } from '../map/accounts.ts';
import { agreesBesideNumber, isNumberToken, type KnownPerson, knownPerson, samePersonTokens } from '../map/known-by.ts';
import { listOf } from '../map/placement.ts';
import { calledBy, groupOf, labelOf, loginOf } from '../map/users.ts';
import { byText } from '../text.ts';
import { usersAt } from './first-look.ts';
import type { MapInput } from './map-context.ts';
import { schoolOf } from './map-people.ts';
import type { SamePeople, SameRecord } from './same-people.ts';
import { bucketFor, type Step } from './step.ts';

interface Suspect extends SameRecord {
  readonly label: string;
  readonly known: KnownPerson;
}

/** Groups that are told one by one. */
const MOST_TOLD = 1000;

/**
 * Finds people whom the SIS names several times (ROSTER-RULES B3) among those who have something in common. What the
 * admin's rule covers is merged, everything else is listed.
 * @param places of those people in the snapshot
 */
export function* findSamePeople(
  input: MapInput,
  schools: ReadonlyMap<string, School>,
  same: SamePeople,
  places: readonly number[],
): Step<void> {
  if (places.length === 0) return;
  const shared = new Set(input.store.sharedIdentities('user'));
  const alike = new Map<string, Suspect[]>();
  const merged = new Map<string, Suspect[]>();
  yield* eachPerson(input, places, (user, known, sisId) => {
    const suspect = suspectOf(user, known, sisId, input.settings, schools);
    for (const token of samePersonTokens(known)) listOf(alike, token, () => []).push(suspect);
    if (shared.has(sisId)) listOf(merged, sisId, () => []).push(suspect);
  });
  // Whose id was issued again waits for the remap plan first (B4).
  const waiting = input.work.reissuedAmong('user', [...new Set([...alike.values()].flat().map(({ id }) => id))]);
  for (const records of merged.values()) same.merge(records);
  // Whoever has both in common is told once, by what the rule goes by.
  const findings = new Map<string, Finding>();
  const first = (token: string) => Number(ruleOf(token) !== input.settings.samePerson);
  for (const [token, all] of [...alike].sort(([a], [b]) => first(a) - first(b) || byText(b, a))) {
    const suspects = all.filter(({ id }) => waiting.get(id)?.sure !== true);
    if (suspects.length < 2) continue;
    const finding = judge(token, suspects, input, same);
    const name = suspects.map(({ id }) => id).join('\u001f');
    if (finding !== null && !findings.has(name) && findings.size < MOST_TOLD) findings.set(name, finding);
  }
  input.work.addFindings([...findings.values()]);
}

function* eachPerson(
  { store, work, settings }: MapInput,
  places: readonly number[],
  take: (user: SisUser, known: KnownPerson, sisId: string) => void,
): Step<void> {
  let done = 0;
  for (const batch of usersAt(work, places)) {
    const ids = store.identities(
      'user',
      batch.map((user) => user.sourcedId),
    );
    for (const user of batch) {
      const group = groupOf(user.role, settings);
      if (group !== null && user.status === 'active')
        take(calledBy(user, settings), knownPerson(user, group), ids.get(user.sourcedId) ?? '');
    }
    done += batch.length;
    yield { step: 'Looking for people who come twice', done, total: places.length };
  }
}

function ruleOf(token: string): DistrictSettings['samePerson'] {
  return isNumberToken(token) ? 'identifier' : 'email';
}

function suspectOf(
  user: SisUser,
  known: KnownPerson,
  sisId: string,
  settings: DistrictSettings,
  schools: ReadonlyMap<string, School>,
): Suspect {
  const chosen = known.group !== 'observer' && schoolOf(user, schools) !== undefined;
  return { id: user.sourcedId, sisId, known, chosen, hasLogin: loginOf(user, settings) !== '', label: labelOf(user) };
}

/** Guardians are merged among themselves: what somebody teaches or learns is not to hang on what they observe (C6). */
function judge(token: string, suspects: readonly Suspect[], input: MapInput, same: SamePeople): Finding | null {
  const guardians = suspects.filter(({ known }) => known.group === 'observer');
  const others = suspects.filter(({ known }) => known.group !== 'observer');
  const alone = guardians.length === 0 ? others : others.length === 0 ? guardians : null;
  if (alone !== null) return judgeAlike(token, alone, input, same);
  for (const group of [guardians, others]) if (group.length > 1) judgeAlike(token, group, input, same);
  return bothSides(suspects);
}

function judgeAlike(token: string, suspects: readonly Suspect[], input: MapInput, same: SamePeople): Finding | null {
  const byNumber = isNumberToken(token);
  const [first, ...others] = suspects;
  if (first === undefined) return null;
  // A number alone may have been typed wrong, or passed on.
  const agreeing = byNumber ? [first, ...others.filter((one) => agreesBesideNumber(first.known, one.known))] : suspects;
  const open = agreeing.filter(({ id }) => same.speaksForItself(id));
  if (open.length < 2 && agreeing.length === suspects.length) return null;
  if (input.settings.samePerson !== ruleOf(token) || open.length < 2) return listed(suspects, byNumber);
  const ids = new Set(open.flatMap(({ sisId }) => (sisId === '' ? [] : [sisId])));
  if (ids.size > 1) return apart(open, input, same);
  same.merge(open);
  return agreeing.length === suspects.length ? mergedFinding(open) : listed(suspects, byNumber);
}

/** Canvas may have both by now: nothing merges two users from here. Whoever is not there yet is not made without a person's word. */
function apart(suspects: readonly Suspect[], { store }: MapInput, same: SamePeople): Finding {
  for (const { id, sisId, label } of suspects) {
    if (sisId !== '' && store.ledgerGet('user', bucketFor('user', sisId), sisId) !== null) continue;
    const text = `${label} is in the SIS under several ids, and seems to be in Canvas under another one. Release this only if it is somebody else.`;
    same.doubt(id, { rule: 'B3', text });
  }
  return finding(suspects, 'warned', {
    message: 'each was given an id of its own for Canvas already, so they stay apart',
    remedy: 'If Canvas shows this person twice, merge the two users there by hand, and keep one record in the SIS.',
  });
}

function listed(suspects: readonly Suspect[], byNumber: boolean): Finding {
  return finding(suspects, 'warned', {
    message: `they have the same ${byNumber ? 'number' : 'e-mail address and name'}`,
    remedy: 'If it is one person, keep one record in the SIS, or choose in the settings when such records are merged.',
  });
}

function bothSides(suspects: readonly Suspect[]): Finding {
  return finding(suspects, 'noted', {
    message: 'who is a guardian beside being staff or a student has a login for each',
    remedy: 'Nothing has to be done. If one login is to do for both, link the students to it in Canvas; such links stay.',
  });
}

function mergedFinding(suspects: readonly Suspect[]): Finding {
  return finding(suspects, 'noted', {
    message: 'by your settings they are one person in Canvas, with the classes of all of them',
    remedy: 'If they are several people, correct their numbers or addresses in the SIS.',
  });
}

function finding(
  suspects: readonly Suspect[],
  level: Finding['level'],
  { message, remedy }: { readonly message: string; readonly remedy: string },
): Finding {
  const records = suspects.map(({ id, label }) => `${label} (${id})`).join(', ');
  const [first] = suspects;
  return {
    ...{ rule: 'B3', level, collection: 'users', sourcedId: first?.id ?? '', remedy },
    message: `One person seems to have several records: ${records}; ${message}.`,
  };
}
