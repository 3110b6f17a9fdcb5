import type { RunDetail } from '../../shared/run.ts';
import { Evaluations } from './conversion/evaluations.ts';
import type { Connection } from './driver.ts';
import { Identities } from './identities.ts';
import { Ledger } from './ledger.ts';
import { ChangePages } from './plan/change-pages.ts';
import { KeptRows } from './plan/kept-rows.ts';
import { PlanFindings } from './plan/plan-findings.ts';
import { StoredPlans } from './plan/stored-plans.ts';
import { Profile } from './profile.ts';
import { Receipts } from './runs/receipts.ts';
import { RecordLife } from './runs/record-life.ts';
import { Runs } from './runs/runs.ts';
import type { DistrictReader } from './store-api.ts';

/** The rooms of district.db over one connection. */
export interface Tables {
  readonly profile: Profile;
  readonly plans: StoredPlans;
  readonly pages: ChangePages;
  readonly kept: KeptRows;
  readonly findings: PlanFindings;
  readonly evaluations: Evaluations;
  readonly identities: Identities;
  readonly ledger: Ledger;
  readonly runs: Runs;
  readonly receipts: Receipts;
  readonly life: RecordLife;
}

export function tablesOver(db: Connection): Tables {
  const plans = new StoredPlans(db);
  return {
    profile: new Profile(db),
    plans,
    pages: new ChangePages(db, plans),
    kept: new KeptRows(db, (plan) => plans.readAt(plan) !== null),
    findings: new PlanFindings(db),
    evaluations: new Evaluations(db),
    identities: new Identities(db),
    ledger: new Ledger(db),
    runs: new Runs(db),
    receipts: new Receipts(db),
    life: new RecordLife(db),
  };
}

/** The questions anyone may ask, over a reading or a writing connection. */
export function districtReader(db: Connection, tables: Tables): DistrictReader {
  const { profile, plans, pages, kept, findings, evaluations, identities, ledger, runs, receipts, life } = tables;
  return {
    district: () => profile.district(),
    settings: () => profile.settings(),
    headcount: () => profile.headcount(),
    plan: (number) => plans.summary(number),
    planById: (id) => plans.byId(id),
    changes: (query) => pages.page(query),
    changesInFull: (query) => pages.inFull(query),
    facets: (plan) => pages.facets(plan),
    change: (plan, seq) => plans.change(plan, seq),
    eachChange: (plan) => plans.each(plan),
    kept: (query) => kept.page(query),
    eachKept: (plan) => kept.each(plan),
    keptRow: (plan, number) => kept.one(plan, number),
    keptNumbers: (filter) => kept.numbers(filter),
    notOverridable: (plan, numbers) => kept.notFree(plan, numbers),
    findings: (query) => findings.page(query),
    eachFinding: (plan) => findings.each(plan),
    planReadAt: (plan) => plans.readAt(plan),
    unpublished: (plan) => plans.unpublished(plan),
    planSettings: (plan) => plans.settingsOf(plan),
    identityOf: (kind, sourcedId) => identities.some(kind, [sourcedId]).get(sourcedId) ?? null,
    ledgerRow: (entity, bucket, rowKey) => ledger.get(entity, bucket, rowKey),
    ledgerFrom: (entity, source) => ledger.from(entity, source),
    ledgerWith: (entity, words, most) => ledger.withWords(entity, words, most),
    findingsAbout: (plan, sourcedIds) => findings.about(plan, sourcedIds),
    identitiesSince: () => identities.scheme()?.since ?? null,
    evaluation: () => evaluations.newest(),
    contactReview: (pair) => evaluations.review(pair),
    matches: (query) => evaluations.page(query),
    eachMatch: (evaluation) => evaluations.each(evaluation),
    adoptedMatches: (evaluation, entity) => evaluations.adopted(evaluation, entity),
    waitingMatches: (evaluation) => evaluations.waiting(evaluation),
    runs: (from, count) => runs.list(from, count),
    run: (id) => runDetail(id, runs, receipts),
    receipts: (query) => receipts.page(query),
    lifeOf: (living, most) => life.of(living, most),
    unfinishedRuns: () => runs.unfinished(),
    close: () => db.close(),
  };
}

function runDetail(id: string, runs: Runs, receipts: Receipts): RunDetail | null {
  const run = runs.get(id);
  if (run === null) return null;
  const { problems, total } = receipts.ofRun(id);
  const packages = runs.packages(id).map(({ sha256: _, intendedAt: _at, firstSeq: _first, lastSeq: _last, ...shown }) => shown);
  return { run, events: [...runs.events(id)], packages, problems: [...problems], receipts: { total } };
}
