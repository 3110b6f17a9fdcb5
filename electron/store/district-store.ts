import { backUp } from './backup.ts';
import { districtReader, tablesOver } from './district-reader.ts';
import type { Connection } from './driver.ts';
import type { DistrictLock } from './lock.ts';
import { beginPlan } from './plan/plan-writer.ts';
import { beginSightings, lastSightingDay } from './sightings.ts';
import type { DistrictStore } from './store-api.ts';
import { openWorkFile } from './work-file.ts';

/** Ids that were minted before anybody noted from what: plans of that time are good. */
const EVER = '0000';

/** The one writing connection of a district with everything over it. */
export function districtStore(db: Connection, lock: DistrictLock, dir: string, key: string): DistrictStore {
  const tables = tablesOver(db);
  const { profile, plans, kept, evaluations, identities, ledger, runs, receipts } = tables;
  return {
    ...districtReader(db, tables),
    saveDistrict: (district) => profile.saveDistrict(district),
    saveSettings: (version) => profile.saveSettings(version),
    saveHeadcount: (headcount) => profile.saveHeadcount(headcount),
    ledgerRows: (entity, bucket) => ledger.rows(entity, bucket),
    ledgerGet: (entity, bucket, rowKey) => ledger.get(entity, bucket, rowKey),
    ledgerPut: (entity, rows) => ledger.put(entity, rows),
    ledgerRemove: (entity, rows) => ledger.remove(entity, rows),
    identities: (kind, sourcedIds) => identities.some(kind, sourcedIds),
    allIdentities: (kind) => identities.all(kind),
    identityOwners: (kind, sisIds) => identities.owners(kind, sisIds),
    mint: (fresh) => identities.mint(fresh),
    identityCount: (kind) => identities.count(kind),
    knownIdentities: (kind) => identities.known(kind),
    sharedIdentities: (kind) => identities.shared(kind),
    noteTraits: (kind, records) => identities.noteTraits(kind, records),
    repointIdentity: (kind, from, to) => identities.repoint(kind, from, to),
    ledgerCount: (entity) => ledger.count(entity),
    hasIdentities: () => !identities.isEmpty(),
    setIdentityScheme: (scheme, now) => {
      const known = identities.scheme();
      if (known === null) identities.noteScheme(scheme, identities.isEmpty() ? now : EVER);
      else if (known.scheme !== scheme && !runs.everSent()) identities.restart(scheme, now);
    },
    beginEvaluation: (at) => evaluations.begin(at),
    choose: (choice) => evaluations.choose(choice),
    markReviewed: (evaluation, review) => evaluations.markReviewed(evaluation, review),
    beginPlan: (createdAt) => beginPlan(db, createdAt),
    beginSightings: () => beginSightings(db),
    lastSightingDay: () => lastSightingDay(db),
    runHistory: () => runs.history(),
    dropUnfinishedPlans: () => plans.dropUnfinished(),
    prunePlans: (keep, since = { runs: '', previews: '' }) => plans.prune(keep, since),
    forgetRuns: (before) => runs.forget(before),
    saveDecision: (decision, at) => plans.saveDecision(decision, at),
    decision: (id) => plans.decision(id),
    createRun: (run) => runs.create(run),
    updateRun: (id, patch) => runs.update(id, patch),
    runDecision: (id) => runs.decision(id),
    addRunEvent: (run, event) => runs.addEvent(run, event),
    packageChanges: (plan, released, firstSeq, lastSeq) => plans.packageChanges(plan, released, firstSeq, lastSeq),
    packageRows: (plan, released, firstSeq, lastSeq) => plans.packageRows(plan, released, firstSeq, lastSeq),
    stayingCounts: (plan, released) => plans.stayingCounts(plan, released),
    packages: (run) => runs.packages(run),
    savePackage: (run, record) => runs.savePackage(run, record),
    booked: (run, firstSeq, lastSeq) => receipts.booked(run, firstSeq, lastSeq),
    overrides: (plan, seqs, firstSeq, lastSeq) => kept.overrides(plan, seqs, firstSeq, lastSeq),
    addReceipts: (rows) => receipts.add(rows),
    seqsWith: (run, outcome) => receipts.seqsWith(run, outcome),
    receiptCounts: (run) => receipts.counts(run),
    backup: (at) => backUp(db, dir, key, at),
    openWork: (pullId) => openWorkFile(dir, key, pullId),
    transaction: (work) => db.transaction(work),
    close: () => {
      db.close();
      lock.release();
    },
  };
}
