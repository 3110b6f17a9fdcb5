import type { Case } from './case.ts';
import type { HoldCase } from './holds.ts';
import type { Link, LinkTally } from './observer-links.ts';

/** What rule E says about links of guardians at a school (C6), which no class phases part. */
export function linkHoldCases(found: Case, tallies: readonly LinkTally[]): HoldCase[] {
  return tallies
    .flatMap((tally) => [manyLinks(found, tally), noLinkLeft(tally), manyNewLinks(found, tally), onProbation(found, tally)])
    .concat(administrators(found, tallies));
}

function over(rows: number, of: number, floor: number, percent: number): boolean {
  return rows > floor && rows * 100 > of * percent;
}

/** E2. */
function manyLinks({ settings }: Case, { school, base, leaving, waiting }: LinkTally): HoldCase {
  const { deletePercent, deleteFloor } = settings;
  const most = leaving.length + waiting.length;
  return {
    rules: ['E2'],
    entity: 'observer',
    school,
    required: over(leaving.length, base.length, deleteFloor, deletePercent),
    allowed: over(most, base.length, deleteFloor, deletePercent),
    counts: [leaving.length, most],
    what: `${leaving.length} of ${base.length} guardians would lose sight`,
  };
}

/** E4. */
function noLinkLeft({ school, base, leaving, waiting, arriving }: LinkTally): HoldCase {
  return {
    rules: ['E4'],
    entity: 'observer',
    school,
    required: leaving.length > 0 && base.length - leaving.length + arriving.length <= 0,
    allowed: leaving.length + waiting.length > 0 && base.length - leaving.length - waiting.length <= 0,
    what: 'no guardian would be left',
  };
}

/** E6. The first links of a school are a first load. */
function manyNewLinks({ memory, settings }: Case, { school, base, arriving }: LinkTally): HoldCase {
  const { createPercent, createFloor } = settings;
  return {
    rules: ['E6'],
    entity: 'observer',
    school,
    required: memory.synced && base.length > 0 && over(arriving.length, base.length, createFloor, createPercent),
    allowed: memory.synced && arriving.length > 0,
    what: `${arriving.length} links would be new beside ${base.length}`,
  };
}

/** D7. */
function onProbation({ night, memory, settings }: Case, { school, leaving, waiting }: LinkTally): HoldCase {
  const inForce = !night.attended && memory.scheduledRuns < settings.probationRuns;
  return {
    rules: ['D7'],
    entity: 'observer',
    school,
    required: inForce && leaving.length > 0,
    allowed: inForce && leaving.length + waiting.length > 0,
    what: `${leaving.length} guardians would lose sight in one of the first scheduled runs`,
  };
}

/** E9. */
function administrators({ before }: Case, tallies: readonly LinkTally[]): HoldCase {
  const admins = new Set(before.dump.admins.filter((row) => row.workflow_state === 'active').map((row) => row.user_id));
  const touches = ({ before: row }: Link) => row !== undefined && (admins.has(row.observer_id) || admins.has(row.student_id));
  return {
    rules: ['E9'],
    entity: 'observer',
    school: '*',
    required: tallies.some(({ leaving }) => leaving.some(touches)),
    allowed: tallies.some(({ leaving, waiting }) => [...leaving, ...waiting].some(touches)),
    what: 'an administrator of Canvas would no longer observe',
  };
}
