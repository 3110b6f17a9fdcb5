import type { EntityKind } from '../../../shared/entities.ts';
import type { Reissued, ReissuedKind } from '../../store/store-api.ts';
import type { Phase } from './tally.ts';

/** Sentences of holds, for a school admin: whole, in number, without our own words. */

const nouns: Readonly<Record<EntityKind, readonly [one: string, many: string]>> = {
  account: ['school', 'schools'],
  term: ['term', 'terms'],
  course: ['course', 'courses'],
  section: ['section', 'sections'],
  user: ['person', 'people'],
  enrollment: ['enrollment', 'enrollments'],
  observer: ['guardian link', 'guardian links'],
};

const roleNouns: Readonly<Record<string, string>> = { student: 'student', teacher: 'teacher', ta: 'teaching assistant' };

/** "1 course", "12 enrollments". */
export function counted(count: number, entity: EntityKind): string {
  return `${count} ${nouns[entity][count === 1 ? 0 : 1]}`;
}

/** What stands for the school of things that belong to none. */
export const DISTRICT = 'the district';

/** "at Lincoln High", "in the district". */
export function atPlace(schoolName: string): string {
  return schoolName === DISTRICT ? `in ${DISTRICT}` : `at ${schoolName}`;
}

/** People are never removed, only kept from signing in (D3). */
function wouldLeave(entity: EntityKind): string {
  return entity === 'user' ? 'would be suspended' : 'would be removed';
}

/** A share as whole percent; with a tenth where it would otherwise look as if it kept the limit. */
function percent(part: number, whole: number, limit: number): string {
  const share = (part * 100) / Math.max(whole, 1);
  return `${Math.round(share) > limit ? Math.round(share) : Math.ceil(share * 10) / 10} %`;
}

const phaseWords: Readonly<Record<Phase, string>> = {
  running: '',
  coming: ' in classes that have not started',
  over: ' in classes that are over',
};

/** E2. @param limit percentage above which removals wait. */
export function tooManyText(
  facts: { readonly entity: EntityKind; readonly removed: number; readonly base: number; readonly phase: Phase },
  place: string,
  limit: number,
): string {
  const { entity, removed, base, phase } = facts;
  const classes = phaseWords[phase];
  return `${removed} of ${counted(base, entity)} ${place}${classes} ${wouldLeave(entity)} (${percent(removed, base, limit)}). That is more than the ${limit} % you allow at once.`;
}

/** E4. */
export function nothingLeftText(entity: EntityKind, role: string, base: number, place: string): string {
  const [one, many] = nouns[entity];
  const kind = role === '' ? '' : `${roleNouns[role] ?? role} `;
  const what = base === 1 ? `The only ${kind}${one} ${place} (1 of 1)` : `All ${base} ${kind}${many} ${place}`;
  return `${what} ${wouldLeave(entity)}. Removals of ${many} there wait until you release them.`;
}

/** E3. @param limit how many may leave at once. */
export function districtText(entity: EntityKind, removed: number, base: number, limit: number): string {
  return `${removed} of ${counted(base, entity)} in the district ${wouldLeave(entity)}. That is more than the ${limit} you allow at once.`;
}

/** E5, one class. */
export function classLossText(
  { label, students, lost }: { readonly label: string; readonly students: number; readonly lost: number },
  place: string,
): string {
  const who = lost === students ? `All ${students} students` : `${lost} of ${students} students`;
  return `${who} in ${label} ${place} would be removed (${percent(lost, students, 0)}).`;
}

/** E5, several classes. */
export function classesText(hurt: number, all: number, upcoming: boolean, place: string): string {
  const which = upcoming ? 'classes that have not started' : 'running classes';
  return `${hurt} of ${all} ${which} ${place} would lose half of their students, or their only teacher. Removals there wait until you release them.`;
}

/** E8. */
export function vanishedSchoolText(entity: EntityKind, removed: number, name: string): string {
  return `The SIS no longer sends ${name}. ${removed} ${nouns[entity][removed === 1 ? 0 : 1]} there ${wouldLeave(entity)}.`;
}

/** E8. */
export function vanishedTermText(removed: number, label: string): string {
  return `The SIS no longer sends the session behind “${label}”, which is not over. ${counted(removed, 'enrollment')} in its classes would be removed.`;
}

/** E6. @param limit percentage above which additions wait. */
export function tooManyNewText(
  facts: { readonly entity: EntityKind; readonly created: number; readonly base: number; readonly phase: Phase },
  place: string,
  limit: number,
): string {
  const { entity, created, base, phase } = facts;
  const classes = phaseWords[phase];
  return `${newOf(created, entity)} would be added ${place}${classes}, where there are ${base} now (${percent(created, base, limit)} more). That is more than the ${limit} % you allow at once.`;
}

const again: Readonly<Record<ReissuedKind, { readonly one: string; readonly many: string; readonly same: string }>> = {
  user: { one: 'person', many: 'people', same: 'number, login or e-mail address' },
  section: { one: 'class', many: 'classes', same: 'code, term and teacher' },
};

/** B4, B2. @param limit percentage above which the SIS as a whole seems to have issued ids again, null below it. */
export function reissuedText(
  kind: ReissuedKind,
  { count, base, limit }: { readonly count: number; readonly base: number; readonly limit: number | null },
  { label, old, fresh }: Reissued,
): string {
  const { one, many, same } = again[kind];
  const who = `${count} of ${base} ${base === 1 ? one : many}`;
  const share = limit === null ? '' : ` (${percent(count, base, limit)}, more than ${limit} %)`;
  const have = count === 1 ? 'has a new id' : 'have new ids';
  return `${who} ${have} in the SIS${share} with the ${same} of somebody it no longer names. ${count === 1 ? 'It is' : 'One of them is'} ${spoken(kind, label)}: ${old} is now ${fresh}. Nothing of them changes in Canvas until you make a remap plan and apply it.`;
}

/** Classes stand in quotation marks, people do not. */
function spoken(kind: ReissuedKind, label: string): string {
  return kind === 'section' ? `“${label}”` : label;
}

/** B4, B2, one change. @param label '' for what only stands on it. */
export function reissuedRowText(label: string): string {
  const whose = label === '' ? 'The person or class it belongs to' : `“${label}”`;
  return `${whose} has a new id in the SIS. This waits until a remap plan says that both ids are one.`;
}

/** B2: a new record that may be an old one, without anything to tell it for sure. */
export function doubtfulText(kind: ReissuedKind, { label, old }: Reissued): string {
  const same = kind === 'user' ? 'the number, login or e-mail address' : 'the code, term and teacher';
  return `${spoken(kind, label)} is new in the SIS and has ${same} of the record ${old}, which it no longer names. If both are the same, give it its old id there again; release it if it is really new.`;
}

/** E11. */
export function firstContactText(count: number): string {
  const changes = count === 1 ? 'One change waits' : `${count} changes wait`;
  return `${changes} because nobody has reviewed yet what lives in this Canvas already. Open “First contact”, decide, and finish the review.`;
}

/** E13, for what waits together with its parents. */
export function childrenText(joined: number): string {
  return joined === 1
    ? '1 change that belongs to them waits with them.'
    : `${joined} changes that belong to them wait with them.`;
}

/** "30 new enrollments". */
function newOf(count: number, entity: EntityKind): string {
  return `${count} new ${nouns[entity][count === 1 ? 0 : 1]}`;
}

type Changed = { readonly entity: EntityKind; readonly base: number; readonly identity: number; readonly updated: number };

/** E7. */
export function identityText({ entity, base, identity }: Changed, place: string, limit: number): string {
  const what = entity === 'user' ? 'name or login' : 'name';
  return `${identity} of ${counted(base, entity)} ${place} would get another ${what} (${percent(identity, base, limit)}). That is more than the ${limit} % you allow at once.`;
}

/** E7. */
export function updatesText({ entity, base, updated }: Changed, place: string, limit: number): string {
  return `${updated} of ${counted(base, entity)} ${place} would change (${percent(updated, base, limit)}). That is more than the ${limit} % you allow at once.`;
}

/** D6: our own ids, without a memory of having given them. */
export function ledgerLostText(records: number): string {
  const [they, them] = records === 1 ? ['It stays as it is', 'it'] : ['They stay as they are', 'them'];
  return `Canvas holds ${records} ${records === 1 ? 'record' : 'records'} under ids that this program gives, but this data folder does not know of making ${them}. ${they}, and nothing of ${them} is removed, until you switch on “Adopt what is already there” in the settings and apply a preview.`;
}

/** D6: what no id tells, because only the ledger knew it (B3, B4). */
export function knownOtherwiseText(): string {
  return 'People whom Canvas seems to know under another id wait, so that nobody comes twice: “First contact” links them to what they have there.';
}

/** E10, for what a person removes (D4). */
export function removalText(entity: EntityKind, label: string): string {
  return `Removing the ${nouns[entity][0]} “${label}” waits for the word of the person who asked for it.`;
}

/** G2, for what a scheduled run would adopt (D6). */
export function adoptionsText(adopted: number): string {
  return adopted === 1
    ? '1 record that is in Canvas already waits to be adopted: only a person does that, by applying a preview.'
    : `${adopted} records that are in Canvas already wait to be adopted: only a person does that, by applying a preview.`;
}

/** D7, additions-only mode. */
export function savedUpText(entity: EntityKind, removed: number): string {
  const [what, they] = removed === 1 ? ['1 removal', 'it'] : [`${removed} removals`, 'them'];
  return `Additions only: ${what} of ${nouns[entity][1]} saved up so far. Switch the mode off, or release ${they} here.`;
}

/** D7, the first scheduled runs. @param before how many there were already. */
export function probationText(entity: EntityKind, removed: number, before: number, runs: number): string {
  const what = removed === 1 ? '1 removal' : `${removed} removals`;
  return `Scheduled run ${before + 1} of the first ${runs}, which remove nobody: ${what} of ${nouns[entity][1]} ${removed === 1 ? 'waits' : 'wait'} for you to apply a preview.`;
}

/** One row tells its own reason; several are summed up, with one of them as the example. */
export function rowHoldText(rule: string, entity: EntityKind, count: number, place: string, example: string): string {
  return count === 1 ? example : `${counted(count, entity)} ${place} ${sharedReason(rule, entity)} One of them: ${example}`;
}

/** What several rows that wait for the same reason have in common. */
function sharedReason(rule: string, entity: EntityKind): string {
  switch (rule) {
    case 'B':
      return 'wait for an id of their own.';
    case 'B1':
      return 'wait for a login of their own.';
    case 'B2':
      return 'wait because their login is, or was, somebody else’s.';
    case 'B3':
      return 'seem to be in Canvas already under another id.';
    case 'E11':
      return 'wait for the first-contact review.';
    case 'C9':
      return 'are disabled in the SIS and wait for your word.';
    case 'C2':
      return 'wait for a session in the SIS.';
    case 'D2':
      return 'would leave a class without a teacher.';
    case 'E9':
      return 'belong to protected people.';
    default:
      return `wait for ${parentWords[entity]} they belong to.`;
  }
}

const parentWords: Readonly<Record<EntityKind, string>> = {
  account: 'the school',
  term: 'the session',
  course: 'the school or term',
  section: 'the course',
  user: 'the school',
  enrollment: 'the person or class',
  observer: 'the people',
};
