import type { EntityKind, SourceRecord } from '../../../shared/entities.ts';
import { Explainable, type FoundRecord, type LookUpResult } from '../../../shared/explain.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import { fieldsOf, ledgerExtraOf, sourceFrom } from '../../roster/compare/sides.ts';
import type { DistrictReader, LedgerRow } from '../../store/store-api.ts';
import { sisClientFor } from '../clients.ts';
import type { DistrictSecrets, EngineOptions } from '../engine-api.ts';
import { connected } from '../session.ts';
import { lookUpInSis } from './look-up-in-sis.ts';

/** More than these nobody reads through: another word helps more. */
const MOST_FOUND = 40;

/** What has a name of its own, people first. A course is found as its class; enrollments are asked about from there. */
const kinds: readonly EntityKind[] = ['user', 'section', 'course', 'account', 'term'];

/** Records by name, login, e-mail, code or id, from the ledger, the newest plan and what it left out; nothing is asked of either side. */
export function lookUp(reader: DistrictReader, text: string): LookUpResult {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const found = new Map<string, FoundRecord>();
  const schools = new Map<string, string>();
  const take = (record: FoundRecord) => {
    const name = `${record.collection}/${record.sourcedId}`;
    if (!found.has(name)) found.set(name, record);
  };
  for (const entity of kinds) {
    for (const row of reader.ledgerWith(entity, words, MOST_FOUND + 1)) {
      const record = fromLedger(reader, entity, row, schools);
      if (record !== null) take(record);
    }
  }
  for (const record of fromPlan(reader, text)) take(record);
  const records = [...found.values()].sort((a, b) => closeness(a, text) - closeness(b, text) || a.label.localeCompare(b.label));
  return { records: records.slice(0, MOST_FOUND), more: records.length > MOST_FOUND, sisTrouble: null };
}

/** The same, and then whoever the SIS itself knows beside them. */
export async function lookUpEverywhere(
  options: EngineOptions,
  reader: DistrictReader,
  district: string,
  secrets: DistrictSecrets,
  text: string,
): Promise<Outcome<LookUpResult>> {
  const known = connected(reader, district);
  if (!known.ok) return known;
  const stored = lookUp(reader, text);
  const client = sisClientFor(options, known.value.district.connection, secrets);
  const asked = client.ok ? await lookUpInSis(client.value, text) : client;
  if (!asked.ok) return succeed({ ...stored, sisTrouble: `${asked.failure.message} ${asked.failure.remedy}` });
  const has = new Set(stored.records.map(({ collection, sourcedId }) => `${collection}/${sourcedId}`));
  const others = asked.value.filter(({ collection, sourcedId }) => !has.has(`${collection}/${sourcedId}`));
  const records = [...stored.records, ...others];
  return succeed({ ...stored, records: records.slice(0, MOST_FOUND), more: stored.more || records.length > MOST_FOUND });
}

function fromLedger(
  reader: DistrictReader,
  entity: EntityKind,
  row: LedgerRow,
  schools: Map<string, string>,
): FoundRecord | null {
  const { label, school } = ledgerExtraOf(row);
  return foundAs(sourceFrom(row.source), {
    label,
    entity,
    detail: detailOf(entity, fieldsOf(row)),
    schoolName: entity === 'account' ? '' : schoolName(reader, school, schools),
    from: 'synced',
  });
}

/** Accounts are all in one bucket. */
function schoolName(reader: DistrictReader, school: string, known: Map<string, string>): string {
  if (school === '') return '';
  const before = known.get(school);
  if (before !== undefined) return before;
  const row = reader.ledgerRow('account', 0, school);
  const name = row === null ? '' : ledgerExtraOf(row).label;
  known.set(school, name);
  return name;
}

/** What was never written yet stands in the plan, and what cannot be used among its findings. */
function fromPlan(reader: DistrictReader, text: string): FoundRecord[] {
  const plan = reader.plan(null);
  if (plan === null) return [];
  const found: FoundRecord[] = [];
  for (const entity of kinds) {
    const filter = { plan: plan.number, entity, action: null, school: null, hold: null };
    const { lines } = reader.changes({ ...filter, search: text, from: 0, count: MOST_FOUND + 1 });
    for (const { seq } of lines) {
      const change = reader.change(plan.number, seq);
      if (change === null) continue;
      const { label, schoolName, before, after } = change;
      const detail = detailOf(entity, { ...before, ...after });
      const record = foundAs(change.source, { label, entity, detail, schoolName, from: 'preview' });
      if (record !== null) found.push(record);
    }
  }
  for (const { collection, sourcedId } of reader.findingsAbout(plan.number, [text])) {
    const entity = entityOf[collection];
    if (entity === undefined) continue;
    const record = foundAs({ collection, sourcedId }, { label: sourcedId, entity, detail: '', schoolName: '', from: 'left-out' });
    if (record !== null) found.push(record);
  }
  return found;
}

const entityOf: Readonly<Partial<Record<SourceRecord['collection'], EntityKind>>> = {
  orgs: 'account',
  academicSessions: 'term',
  classes: 'section',
  users: 'user',
  enrollments: 'enrollment',
};

function foundAs(source: SourceRecord | null, record: Omit<FoundRecord, 'collection' | 'sourcedId'>): FoundRecord | null {
  const collection = Explainable.safeParse(source?.collection);
  return source === null || !collection.success ? null : { collection: collection.data, sourcedId: source.sourcedId, ...record };
}

function detailOf(entity: EntityKind, fields: Readonly<Record<string, string>>): string {
  if (entity === 'user') return fields.login_id ?? '';
  return entity === 'course' ? (fields.short_name ?? '') : '';
}

/** A record that is exactly what was typed comes first. */
function closeness({ sourcedId, label, detail }: FoundRecord, text: string): number {
  const wanted = text.toLowerCase();
  if ([sourcedId, label, detail].some((one) => one.toLowerCase() === wanted)) return 0;
  return label.toLowerCase().startsWith(wanted) ? 1 : 2;
}
