import type { Fields } from '../../../shared/entities.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { SisAcademicSession, SisOrg } from '../../sis/schema/rows.ts';
import type { Finding } from '../../store/store-api.ts';
import { fieldsOf } from '../compare/sides.ts';
import { mapAccounts } from '../map/accounts.ts';
import type { ClassWorld } from '../map/classes.ts';
import { NoContact } from '../map/no-contact.ts';
import { readSession, type Session } from '../map/sessions.ts';
import { type DisagreeingTerm, mapTerms } from '../map/terms.ts';
import { refuseOrphans } from '../verify.ts';
import { classUsage } from './class-usage.ts';
import { countHeads } from './count-heads.ts';
import { findSamePeople } from './find-same-people.ts';
import { firstLook } from './first-look.ts';
import { mapClasses } from './map-classes.ts';
import { MapContext, type MapInput, rowsOf } from './map-context.ts';
import { mapObservers } from './map-observers.ts';
import { mapPeople, mapVisitors } from './map-people.ts';
import { placing } from './placing.ts';
import { reissuedClasses } from './reissued-classes.ts';
import { reissuedPeople } from './reissued-people.ts';
import { withReissued } from './reissues.ts';
import { SamePeople } from './same-people.ts';
import { bucketFor, type Step } from './step.ts';
import { NOTHING_BACK, takeBack } from './taken-back.ts';

export type { MapInput } from './map-context.ts';

/** Snapshot → desired rows (ROSTER-RULES A–C): accounts, terms, people, then classes with their enrollments. Null when it went well. */
export function* mapStep(given: MapInput): Step<Failure | null> {
  const same = new SamePeople();
  const input: MapInput = { ...given, store: withReissued(given.store, given.work, same) };
  const { work, settings, time } = input;
  const ctx = new MapContext(input, same);
  const sessions = readSessions(input);
  const back = input.nothingMinted ? takeBack(input) : NOTHING_BACK;
  const accounts = {
    owners: ctx.accountOwners(),
    lastParent: (id: string) => lastApplied(input, 'account', id)?.parent_account_id,
  };
  const { rows, schools, findings } = mapAccounts(rowsOf<SisOrg>(work, 'orgs'), settings, ctx.minting, accounts);
  work.addFindings(findings);
  ctx.append(rows);
  ctx.flush();
  yield { step: 'Sorting classes into terms', done: 0, total: null };
  const usage = yield* classUsage(input, schools, sessions);
  const lastTerm = (id: string) => lastApplied(input, 'term', id);
  const terms = mapTerms(usage.used, sessions, time, ctx.minting, settings, lastTerm, usage.waiting, back.terms);
  ctx.append(terms.rows);
  work.addFindings(terms.disagreeing.map(termFinding));
  const noContact = new NoContact(settings.observers ? settings.noContact : [], (record) => same.primaryOf(record));
  const look = yield* firstLook(input, ctx.headcount);
  yield* reissuedPeople(input, schools, look);
  yield* findSamePeople(input, schools, same, look.alike);
  const claims = yield* mapPeople(input, ctx, schools, noContact, look.claiming);
  const orgs = new Set<string>();
  for (const org of rowsOf<SisOrg>(work, 'orgs')) orgs.add(org.sourcedId);
  const world: ClassWorld = {
    schools,
    orgs,
    sessions,
    candidates: usage.candidates,
    termOf: terms.termOf,
    years: usage.years,
    today: time.today,
    settings,
  };
  yield* reissuedClasses(input, world);
  const places = yield* placing(input, ctx, world, back.courses);
  work.addFindings(places.strays().map(strayFinding));
  const { orphans, visitors } = yield* mapClasses(input, ctx, world, places);
  yield* mapVisitors(input, ctx, visitors, claims, noContact);
  if (settings.observers) yield* mapObservers(input, ctx, { schools, visitors, claims, noContact });
  for (const entity of ['account', 'term', 'course', 'section', 'user', 'enrollment'] as const) work.seal('desired', entity);
  const refused = refuseOrphans(orphans, work.snapshotCount('enrollments'));
  if (refused === null) input.store.saveHeadcount(yield* countHeads(input, ctx, schools, usage.used, look.sharing));
  return refused;
}

function lastApplied({ store }: MapInput, entity: 'account' | 'term', key: string): Fields | undefined {
  const row = store.ledgerGet(entity, bucketFor(entity, key), key);
  return row === null ? undefined : fieldsOf(row);
}

function readSessions({ work, settings }: MapInput): Map<string, Session> {
  const sessions = new Map<string, Session>();
  for (const row of rowsOf<SisAcademicSession>(work, 'academicSessions')) {
    sessions.set(row.sourcedId, readSession(row, settings.sessionEndDate));
  }
  return sessions;
}

function termFinding({ termId, label, answered }: DisagreeingTerm): Finding {
  return {
    rule: 'C2',
    level: answered ? 'noted' : 'warned',
    collection: 'academicSessions',
    sourcedId: termId,
    message: `The sessions behind “${label}” no longer have the same dates. The term keeps the dates it has.`,
    remedy: 'If all schools moved their dates, correct the session that was left behind in the SIS.',
  };
}

function strayFinding(sourcedId: string): Finding {
  return {
    rule: 'C4',
    level: 'warned',
    collection: 'classes',
    sourcedId,
    message:
      'The SIS has this class in another school or term by now. It has started, so it stays in the course it shares with others.',
    remedy: 'If it should leave that course, move its section in Canvas; or correct the class in the SIS.',
  };
}
