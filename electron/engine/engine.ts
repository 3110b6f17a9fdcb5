import { randomUUID } from 'node:crypto';
import type { Check, Connection, ConnectRequest, District } from '../../shared/district.ts';
import { entityKinds } from '../../shared/entities.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import type { PlanSummary } from '../../shared/plan.ts';
import type { PlanResult } from '../../shared/run.ts';
import { DistrictSettings } from '../../shared/settings.ts';
import type { CanvasClient } from '../canvas/canvas-client.ts';
import { districtTime } from '../roster/district-time.ts';
import { countSettings } from '../roster/headcount/setting-counts.ts';
import { holdsFor } from '../roster/holds/row-holds.ts';
import type { SisClient } from '../sis/sis-client.ts';
import { districtDirs, removeDistrict } from '../store/open.ts';
import type { DistrictReader } from '../store/store-api.ts';
import { canvasClientFor, sisClientFor } from './clients.ts';
import { sideTests } from './connect/side-tests.ts';
import { DistrictDesk } from './district-desk.ts';
import { addressCheck, examineBoth, ownImportsOf } from './doctor.ts';
import type { Engine, EngineOptions, Synced } from './engine-api.ts';
import { noSuchChange, noSuchDistrict, noSuchRun } from './failures.ts';
import { explainRecord } from './flows/explain.ts';
import { guarded } from './flows/guarded.ts';
import { historyOf } from './flows/history.ts';
import { lookUp, lookUpEverywhere } from './flows/look-up.ts';
import type { Planned } from './flows/make-plan.ts';
import { overviewOf } from './overview.ts';
import { refusedSettings } from './refused-settings.ts';
import { connected, districtDir } from './session.ts';

/** Builds the engine (engine-api.ts). Nothing is opened before it is asked for. */
export function createEngine(options: EngineOptions): Engine {
  const desks = new Map<string, DistrictDesk>();
  /** Runs of different districts queue (ENGINE-NOTES §1). */
  let queue: Promise<unknown> = Promise.resolve();

  const deskOf = (id: string): DistrictDesk => {
    const known = desks.get(id) ?? new DistrictDesk(options, id);
    desks.set(id, known);
    return known;
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work, work);
    queue = turn.catch(() => undefined);
    return turn;
  };
  const read = <T>(id: string, question: (reader: DistrictReader) => T): Promise<Outcome<T>> =>
    guarded(() => deskOf(id).read(question));
  const found = <T>(answer: Outcome<T | null>, missing: () => Failure): Outcome<T> =>
    !answer.ok ? answer : answer.value === null ? fail(missing()) : succeed(answer.value);

  const engine: Engine = {
    calls: {
      overview: async ({ district }) => {
        const answer = await read(district, (reader) => {
          const known = connected(reader, district);
          return known.ok ? overviewOf(reader, known.value.district, deskOf(district).running) : null;
        });
        return found(answer, () => noSuchDistrict(district));
      },
      makePlan: ({ district }) => engine.makePlan(district, 'person'),
      planRemap: ({ district }) => engine.planRemap(district, 'person'),
      plan: ({ district, number }) => read(district, (reader) => reader.plan(number)),
      changes: ({ district, query }) => read(district, (reader) => reader.changes(query)),
      change: async ({ district, plan, seq }) => found(await read(district, (reader) => reader.change(plan, seq)), noSuchChange),
      facets: ({ district, plan }) => read(district, (reader) => reader.facets(plan)),
      history: ({ district, subject }) => read(district, (reader) => historyOf(reader, subject)),
      kept: ({ district, query }) => read(district, (reader) => reader.kept(query)),
      keptNumbers: ({ district, filter }) => read(district, (reader) => reader.keptNumbers(filter)),
      apply: ({ district, decision }) => engine.apply(district, decision, { trigger: 'person', attended: true }),
      remove: ({ district, removal }) => engine.remove(district, removal, 'person'),
      cancel: async ({ district }) => {
        await deskOf(district).cancel();
        return succeed({});
      },
      runs: ({ district, from, count }) =>
        read(district, (reader) => ({ ...reader.runs(from, count), runs: [...reader.runs(from, count).runs] })),
      run: async ({ district, run }) => found(await read(district, (reader) => reader.run(run)), () => noSuchRun(run)),
      receipts: ({ district, query }) => read(district, (reader) => reader.receipts(query)),
      findings: ({ district, query }) => read(district, (reader) => reader.findings(query)),
      doctor: ({ district }) => engine.doctor(district),
      async canvasTokenEnd({ district }) {
        const end = await engine.tokenEnd(district);
        return end.ok ? succeed({ endsAt: end.value }) : end;
      },
      explain: ({ district, collection, sourcedId }) => engine.explain(district, { collection, sourcedId }),
      lookUp: async ({ district, text, askSis }) => {
        if (!askSis) return read(district, (reader) => lookUp(reader, text));
        const secrets = await options.secrets(district);
        if (!secrets.ok) return secrets;
        const asked = await read(district, (reader) => lookUpEverywhere(options, reader, district, secrets.value, text));
        return asked.ok ? guarded(() => asked.value) : asked;
      },
      settings: async ({ district }) => {
        const stored = await read(district, (reader) => reader.settings());
        if (!stored.ok) return stored;
        if (stored.value === null) return fail(noSuchDistrict(district));
        const { settings, version, at, by, setUp } = stored.value;
        return succeed({ settings, version, at, by, setUp });
      },
      settingCounts: ({ district, settings }) => engine.settingCounts(district, settings),
      saveSettings: async ({ district, settings, by, setUp }) => {
        const saved = await engine.saveSettings(district, settings, by, setUp);
        return saved.ok ? engine.calls.settings({ district }) : saved;
      },
      evaluate: ({ district }) => engine.evaluate(district, 'person'),
      evaluation: ({ district }) => read(district, (reader) => reader.evaluation()),
      matches: ({ district, query }) => read(district, (reader) => reader.matches(query)),
      choose: async ({ district, choice }) => {
        const decided = await engine.choose(district, choice);
        return decided.ok ? succeed({ decided: decided.value }) : decided;
      },
      finishReview: ({ district, evaluation, by }) => engine.finishReview(district, evaluation, by),
    },
    test: (request) => testConnection(options, request),
    testSide: sideTests(options),
    saveDistrict: (district, timeZone, storeKey) => guarded(() => deskOf(district.id).save(district, timeZone, storeKey)),
    async districts() {
      const list: District[] = [];
      for (const id of districtDirs(options.dataDir)) {
        const district = await read(id, (reader) => reader.district());
        if (!district.ok) return district;
        if (district.value !== null) list.push(district.value);
      }
      return succeed(list);
    },
    async removeDistrict(id) {
      await desks.get(id)?.close();
      desks.delete(id);
      removeDistrict(districtDir(options.dataDir, id));
      return succeed(undefined);
    },
    async doctor(id) {
      const secrets = await options.secrets(id);
      if (!secrets.ok) return secrets;
      const known = await read(id, (reader) => {
        const found = connected(reader, id);
        return found.ok ? succeed({ ...found.value, ownImports: ownImportsOf(reader, options.edge.now()) }) : found;
      });
      if (!known.ok) return known;
      if (!known.value.ok) return known.value;
      const patient = known.value.value;
      return guarded(async () => succeed(await examineBoth(options, patient, secrets.value)));
    },
    makePlan: (id, trigger) =>
      inTurn(() => guarded(async () => attendedPlan(await deskOf(id).makePlan({ trigger, scheduled: false })))),
    planRemap: (id, trigger) => inTurn(() => guarded(async () => attendedPlan(await deskOf(id).planRemap(trigger)))),
    apply: (id, decision, how) => inTurn(() => guarded(() => deskOf(id).apply({ decision, ...how }))),
    sync: (id, how) =>
      inTurn(() =>
        guarded<Synced>(async () => {
          const desk = deskOf(id);
          const planned = await desk.makePlan({ trigger: how.trigger, scheduled: !how.attended });
          if (!planned.ok) return planned;
          if (planned.value.plan === null) return succeed({ ...planned.value, applied: null });
          if (hasNothingToDo(planned.value.plan, how.attended)) return succeed({ ...planned.value, applied: null });
          const applied = await desk.apply({ decision: { plan: planned.value.plan.number, releases: [] }, ...how });
          return applied.ok ? succeed({ ...planned.value, applied: applied.value }) : applied;
        }),
      ),
    remove: (id, removal, trigger) => inTurn(() => guarded(() => deskOf(id).remove(removal, trigger))),
    evaluate: (id, trigger) => inTurn(() => guarded(() => deskOf(id).evaluate(trigger))),
    eachMatch: (id, onMatch) =>
      read(id, (reader) => {
        const evaluation = reader.evaluation();
        if (evaluation !== null) for (const match of reader.eachMatch(evaluation.number)) onMatch(match);
      }),
    choose: (id, choice) => guarded(() => deskOf(id).choose(choice)),
    finishReview: (id, evaluation, by) => guarded(() => deskOf(id).finishReview(evaluation, by)),
    async explain(id, record) {
      const secrets = await options.secrets(id);
      if (!secrets.ok) return secrets;
      const asked = await read(id, (reader) => explainRecord(options, reader, id, secrets.value, record));
      return asked.ok ? guarded(() => asked.value) : asked;
    },
    planNumber: (id, plan) => read(id, (reader) => reader.planById(plan)?.number ?? null),
    changesInFull: (id, query) =>
      read(id, (reader) => {
        const { total, changes } = reader.changesInFull(query);
        return { total, changes: [...changes] };
      }),
    eachChange: (id, plan, onChange) =>
      read(id, (reader) => {
        for (const change of reader.eachChange(plan)) onChange(change);
      }),
    eachKept: (id, plan, onKept) =>
      read(id, (reader) => {
        for (const kept of reader.eachKept(plan)) onKept(kept);
      }),
    eachFinding: (id, plan, onFinding) =>
      read(id, (reader) => {
        for (const finding of reader.eachFinding(plan)) onFinding(finding);
      }),
    async settings(id) {
      const known = await read(id, (reader) => reader.settings());
      if (!known.ok) return known;
      return known.value === null ? fail(noSuchDistrict(id)) : succeed(known.value.settings);
    },
    async saveSettings(id, settings, by = '', setUp = undefined) {
      const refused = refusedSettings(settings);
      return refused === null
        ? guarded(() => deskOf(id).saveSettings(DistrictSettings.parse(settings), by, setUp))
        : fail(refused);
    },
    async settingCounts(id, settings) {
      const known = await read(id, (reader) => ({ stored: reader.settings(), head: reader.headcount() }));
      if (!known.ok) return known;
      const wanted = settings ?? known.value.stored?.settings;
      if (wanted === undefined) return fail(noSuchDistrict(id));
      const refused = refusedSettings(wanted);
      if (refused !== null) return fail(refused);
      const { today } = districtTime(wanted.timeZone, options.edge.now());
      return succeed(countSettings(known.value.head, wanted, today));
    },
    async tokenEnd(id) {
      const secrets = await options.secrets(id);
      if (!secrets.ok) return secrets;
      const known = await read(id, (reader) => connected(reader, id));
      if (!known.ok) return known;
      if (!known.value.ok) return known.value;
      const canvas = canvasClientFor(options, known.value.value.district.connection, secrets.value);
      return canvas.ok ? guarded(async () => succeed(await canvas.value.tokenEnd())) : canvas;
    },
    resume: (id) => inTurn(() => guarded(() => deskOf(id).resume())),
    async close() {
      for (const desk of desks.values()) await desk.close();
      desks.clear();
    },
  };
  return engine;
}

/** What a person asked for is planned at any time of the year (D7). */
function attendedPlan(planned: Outcome<Planned>): Outcome<PlanResult> {
  if (!planned.ok) return planned;
  const { run, plan } = planned.value;
  if (plan === null) throw new Error('Only the schedule pauses');
  return succeed({ run, plan });
}

/** Unattended, a plan of nothing but first sightings waits for the next pull (ROSTER-RULES D5). */
function hasNothingToDo({ changes, counts, holds }: PlanSummary, attended: boolean): boolean {
  const waiting = entityKinds.reduce((sum, entity) => sum + counts[entity].waiting, 0);
  return changes === 0 || (!attended && holdsFor(holds, attended).length === 0 && changes === waiting);
}

/** Both sides with what was typed; a side whose address is unusable is one failed check. */
async function testConnection(
  options: EngineOptions,
  request: ConnectRequest,
): Promise<Outcome<{ checks: Check[]; ok: boolean; connection: Connection; practice: boolean; timeZone: string | null }>> {
  const typed: Connection = {
    sisUrl: request.sisUrl,
    sisKey: request.sisKey,
    sisAuth: request.sisAuth,
    sisTokenUrl: request.sisTokenUrl,
    canvasUrl: request.canvasUrl,
    ...(request.sisProfile === undefined ? {} : { sisProfile: request.sisProfile }),
  };
  const { sisSecret, canvasToken } = request;
  // The access token of a sign-in that is being tried out was got a moment ago.
  const canvasAccess = request.canvasGrant === undefined ? undefined : async () => succeed(canvasToken);
  const secrets = { sisSecret, canvasToken, canvasAccess };
  const sis = sisClientFor(options, typed, secrets);
  const canvas = canvasClientFor(options, typed, secrets);
  const checks = await checkBoth(sis, canvas);
  const ok = checks.every((check) => check.ok);
  if (!sis.ok || !canvas.ok || !ok) return succeed({ checks, ok: false, connection: typed, practice: false, timeZone: null });
  const signedIn = await sis.value.connect();
  const proof = await canvas.value.provePractice(randomUUID());
  const root = await canvas.value.rootAccount();
  return succeed({
    checks,
    ok: signedIn.ok,
    connection: signedIn.ok ? { ...typed, sisAuth: signedIn.value.auth, sisTokenUrl: signedIn.value.tokenUrl } : typed,
    practice: proof.ok && proof.value,
    timeZone: root.ok ? root.value.defaultTimeZone : null,
  });
}

async function checkBoth(sis: Outcome<SisClient>, canvas: Outcome<CanvasClient>): Promise<Check[]> {
  const [sisChecks, canvasChecks] = await Promise.all([
    sis.ok ? sis.value.checks() : [addressCheck('sis', sis.failure)],
    canvas.ok ? canvas.value.checks() : [addressCheck('canvas', canvas.failure)],
  ]);
  return [...sisChecks, ...canvasChecks];
}
