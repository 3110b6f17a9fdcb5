import type { Collection } from '../../../shared/entities.ts';
import type { Failure } from '../../../shared/failure.ts';
import type { DistrictSettings } from '../../../shared/settings.ts';
import type { SisAcademicSession, SisClass, SisCourse, SisOrg, SisUser } from '../../sis/schema/rows.ts';
import { storedEnrollment } from '../../sis/stored-enrollment.ts';
import { BUCKETS, type DistrictStore, type Finding, type Person, type WorkFile } from '../../store/store-api.ts';
import { fieldsOf } from '../compare/sides.ts';
import type { DesiredRow } from '../desired.ts';
import type { DistrictTime } from '../district-time.ts';
import { mapAccounts, type School } from '../map/accounts.ts';
import { type ClassContext, type ClassWorld, mapClass } from '../map/classes.ts';
import { type EnrollmentInput, mapEnrollments } from '../map/enrollments.ts';
import { type Minted, type Minting, mintingFrom } from '../map/minting.ts';
import { classSpan, coveringSession, readSession, type Session, withAncestors } from '../map/sessions.ts';
import { mapTerms } from '../map/terms.ts';
import { loginOf, mapUser, roleGroup } from '../map/users.ts';
import { canonical } from '../text.ts';
import { refuseOrphans } from '../verify.ts';
import { LoginClaims, loginText, sharedIdOf, userIdText } from './logins.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

export interface MapInput {
  readonly store: DistrictStore;
  readonly work: WorkFile;
  readonly settings: DistrictSettings;
  readonly time: DistrictTime;
  /** ISO instant for minted ids. */
  readonly now: string;
}

/** Snapshot → desired rows (ROSTER-RULES A–C): accounts, terms, people, then classes with their enrollments. Null when it went well. */
export function* mapStep(input: MapInput): Step<Failure | null> {
  const ctx = new MapContext(input);
  const sessions = readSessions(input);
  const accounts = mapAccounts(rowsOf<SisOrg>(input.work, 'orgs'), input.settings, ctx.minting);
  ctx.append(accounts.rows);
  ctx.flush();
  yield { step: 'Sorting classes into terms', done: 0, total: null };
  const usage = yield* classUsage(input, accounts.schools, sessions);
  const terms = mapTerms(usage.used, sessions, input.time, ctx.minting, (id) => {
    const row = input.store.ledgerGet('term', 0, id);
    return row === null ? undefined : fieldsOf(row);
  });
  ctx.append(terms.rows);
  input.work.addFindings(terms.disagreeing.map(termFinding));
  yield* mapPeople(input, ctx, accounts.schools);
  const world: ClassWorld = {
    schools: accounts.schools,
    sessions,
    candidates: usage.candidates,
    termOf: terms.termOf,
    today: input.time.today,
  };
  const orphans = yield* mapClasses(input, ctx, world);
  for (const entity of ['account', 'term', 'course', 'section', 'user', 'enrollment'] as const)
    input.work.seal('desired', entity);
  return refuseOrphans(orphans, input.work.snapshotCount('enrollments'));
}

/** Collects desired rows and minted ids, and writes them in batches. */
class MapContext {
  readonly #input: MapInput;
  readonly #rows = new Map<DesiredRow['entity'], DesiredRow[]>();
  #minted: Minted[] = [];
  #pending = 0;
  readonly minting: Minting;
  #known: ReadonlyMap<string, string> = new Map();

  constructor(input: MapInput) {
    this.#input = input;
    const small = { account: new Map(input.store.allIdentities('account')), term: new Map(input.store.allIdentities('term')) };
    this.minting = mintingFrom(
      (kind, id) => (kind === 'account' || kind === 'term' ? small[kind].get(id) : this.#known.get(`${kind}\u001f${id}`)),
      (minted) => {
        // Accounts and terms are asked for again within the pull; the many others come once each.
        if (minted.kind === 'account' || minted.kind === 'term') small[minted.kind].set(minted.sourcedId, minted.sisId);
        this.#minted.push(minted);
      },
    );
  }

  /** Loads what was minted before for a batch of large kinds. */
  know(kinds: readonly ('course' | 'section' | 'user')[], sourcedIds: readonly string[]): void {
    const known = new Map<string, string>();
    for (const kind of kinds) {
      for (const [id, sisId] of this.#input.store.identities(kind, sourcedIds)) known.set(`${kind}\u001f${id}`, sisId);
    }
    this.#known = known;
  }

  append(rows: readonly DesiredRow[]): void {
    for (const row of rows) {
      const list = this.#rows.get(row.entity);
      if (list === undefined) this.#rows.set(row.entity, [row]);
      else list.push(row);
    }
    this.#pending += rows.length;
    if (this.#pending >= CHECKPOINT_ROWS) this.flush();
  }

  flush(): void {
    for (const [entity, rows] of this.#rows) {
      this.#input.work.append(
        'desired',
        entity,
        rows.map((row) => ({
          key: row.key,
          fields: canonical(row.fields),
          extra: JSON.stringify(row.extra),
          bucket: bucketFor(entity, row.partition),
        })),
      );
    }
    this.#rows.clear();
    this.#pending = 0;
    if (this.#minted.length > 0) this.#input.store.mint(this.#minted.map((m) => ({ ...m, mintedAt: this.#input.now })));
    this.#minted = [];
  }
}

function* rowsOf<T>(work: WorkFile, collection: Collection): Generator<T> {
  for (const row of work.snapshotRows(collection)) yield JSON.parse(row.body) as T;
}

function readSessions(input: MapInput): Map<string, Session> {
  const sessions = new Map<string, Session>();
  for (const row of rowsOf<SisAcademicSession>(input.work, 'academicSessions')) {
    if (row.status === 'active') sessions.set(row.sourcedId, readSession(row, input.settings.sessionEndDate));
  }
  return sessions;
}

/** Which sessions the classes of chosen schools use (C2): few combinations, however many classes. */
function* classUsage(
  input: MapInput,
  schools: ReadonlyMap<string, School>,
  sessions: ReadonlyMap<string, Session>,
): Step<{ used: Set<string>; candidates: Map<string, readonly Session[]> }> {
  const combos = new Map<string, Map<string, readonly string[]>>();
  let count = 0;
  for (const row of rowsOf<SisClass>(input.work, 'classes')) {
    if (row.status === 'active' && schools.has(row.school)) {
      const known = combos.get(row.school) ?? new Map<string, readonly string[]>();
      known.set(row.terms.join('\u001f'), row.terms);
      combos.set(row.school, known);
    }
    count += 1;
    if (count % CHECKPOINT_ROWS === 0) yield { step: 'Sorting classes into terms', done: count, total: null };
  }
  const used = new Set<string>();
  const candidates = new Map<string, readonly Session[]>();
  for (const [school, lists] of combos) {
    const own = withAncestors([...lists.values()].flat(), sessions);
    candidates.set(school, own);
    for (const terms of lists.values()) {
      const span = classSpan(terms, sessions);
      if (span === null || span.ends < input.time.today) continue;
      const session = coveringSession(terms, own, sessions);
      if (session !== null) used.add(session.sourcedId);
    }
  }
  return { used, candidates };
}

function* mapPeople(input: MapInput, ctx: MapContext, schools: ReadonlyMap<string, School>): Step<void> {
  const { work, settings } = input;
  const total = work.snapshotCount('users');
  const claims = yield* settleClaims(input, schools, total);
  let batch: SisUser[] = [];
  let done = 0;
  const write = () => {
    ctx.know(
      ['user'],
      batch.map((u) => u.sourcedId),
    );
    const people: Person[] = [];
    for (const user of batch) {
      const mapped = mapUser(user, schools, settings, ctx.minting, claims);
      if (mapped !== null) ctx.append([mapped.row]);
      const dropped = user.status === 'tobedeleted';
      const userId = mapped?.userId ?? (dropped ? (ctx.minting.known('user', user.sourcedId) ?? '') : '');
      people.push({ sourcedId: user.sourcedId, userId, label: mapped?.label ?? '', hold: dropped ? 'dropped' : '' });
    }
    work.putPeople(people);
    ctx.flush();
    batch = [];
  };
  for (const user of rowsOf<SisUser>(work, 'users')) {
    batch.push(user);
    if (batch.length < CHECKPOINT_ROWS) continue;
    done += batch.length;
    write();
    yield { step: 'Sorting people', done, total };
  }
  write();
  work.sealPeople();
}

/** Finds the logins and ids that more than one person claims, and who keeps them (B1). */
function* settleClaims(input: MapInput, schools: ReadonlyMap<string, School>, total: number): Step<LoginClaims> {
  const claims = new LoginClaims();
  yield* eachClaim(input, schools, total, (text) => claims.note(text));
  if (claims.disputed) yield* eachClaim(input, schools, total, (text, id) => claims.candidate(text, id));
  claims.settle((text, sourcedId) => {
    const userId = input.store.identities('user', [sourcedId]).get(sourcedId);
    if (userId === undefined) return false;
    const row = input.store.ledgerGet('user', bucketFor('user', userId), userId);
    return row !== null && (text === userIdText(userId) || text === loginText(fieldsOf(row).login_id ?? ''));
  });
  return claims;
}

function* eachClaim(
  input: MapInput,
  schools: ReadonlyMap<string, School>,
  total: number,
  claim: (text: string, sourcedId: string) => void,
): Step<void> {
  let count = 0;
  for (const user of rowsOf<SisUser>(input.work, 'users')) {
    count += 1;
    if (count % CHECKPOINT_ROWS === 0) yield { step: 'Checking logins', done: count, total };
    const group = roleGroup(user.role);
    if (group === null || user.status !== 'active' || !user.orgs.some((org) => schools.has(org))) continue;
    const login = loginOf(user, input.settings);
    if (login !== '') claim(loginText(login), user.sourcedId);
    const shared = sharedIdOf(user, group === 'student' ? input.settings.studentUserId : input.settings.staffUserId);
    if (shared !== '') claim(userIdText(shared), user.sourcedId);
  }
}

/** Classes bucket by bucket, each with its enrollments; returns how many enrollments point at nothing. */
function* mapClasses(input: MapInput, ctx: MapContext, world: ClassWorld): Step<number> {
  const total = input.work.snapshotCount('enrollments');
  let done = 0;
  let orphans = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const contexts = mapClassBucket(input, ctx, world, bucket);
    let group: EnrollmentInput[] = [];
    let groupOf = '';
    const findings: Finding[] = [];
    const close = () => {
      const context = contexts.get(group[0]?.enrollment.class ?? '');
      if (context != null) ctx.append(mapEnrollments(group, context, input.settings, input.time.today));
      group = [];
    };
    for (const row of input.work.enrollmentRows(bucket)) {
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Sorting enrollments', done, total };
      const pair = `${row.class}\u001f${row.user}`;
      if (pair !== groupOf) close();
      groupOf = pair;
      const context = contexts.get(row.class);
      if (context === undefined || row.person === null) {
        orphans += 1;
        if (findings.length < 1000) findings.push(orphanFinding(row.id, context === undefined));
        continue;
      }
      if (context === null || row.person.userId === '') continue;
      group.push({
        enrollment: storedEnrollment(row),
        person: { userId: row.person.userId, label: row.person.label, dropped: row.person.hold === 'dropped' },
      });
    }
    close();
    ctx.flush();
    input.work.addFindings(findings);
    yield { step: 'Sorting enrollments', done, total };
  }
  return orphans;
}

/** Contexts of one bucket's classes; null for a class of a school that was not chosen. */
function mapClassBucket(input: MapInput, ctx: MapContext, world: ClassWorld, bucket: number): Map<string, ClassContext | null> {
  const contexts = new Map<string, ClassContext | null>();
  let batch: { cls: SisClass; course: SisCourse | null }[] = [];
  const write = () => {
    ctx.know(
      ['course', 'section'],
      batch.map((b) => b.cls.sourcedId),
    );
    for (const { cls, course } of batch) {
      const mapped = mapClass(cls, course, world, ctx.minting);
      contexts.set(cls.sourcedId, mapped?.context ?? null);
      if (mapped !== null) ctx.append(mapped.rows);
    }
    ctx.flush();
    batch = [];
  };
  for (const row of input.work.classRows(bucket)) {
    batch.push({
      cls: JSON.parse(row.body) as SisClass,
      course: row.course === '' ? null : (JSON.parse(row.course) as SisCourse),
    });
    if (batch.length >= CHECKPOINT_ROWS) write();
  }
  write();
  return contexts;
}

function orphanFinding(sourcedId: string, noClass: boolean): Finding {
  return {
    rule: 'C6',
    level: 'dropped',
    collection: 'enrollments',
    sourcedId,
    message: noClass ? 'An enrollment names a class the SIS did not send.' : 'An enrollment names a person the SIS did not send.',
    remedy: 'Check in the SIS that the class and the person are shared with this connection.',
  };
}

function termFinding(term: { readonly termId: string; readonly label: string }): Finding {
  return {
    rule: 'C2',
    level: 'warned',
    collection: 'academicSessions',
    sourcedId: term.termId,
    message: `The sessions behind “${term.label}” no longer have the same dates. The term keeps the dates it has.`,
    remedy: 'If all schools moved their dates, correct the session that was left behind in the SIS.',
  };
}
