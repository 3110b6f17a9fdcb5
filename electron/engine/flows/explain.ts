import { assertNever } from '../../../shared/assert-never.ts';
import type { EntityKind } from '../../../shared/entities.ts';
import type { Explainable, Explanation } from '../../../shared/explain.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import type { Change, PlanSummary, Reason } from '../../../shared/plan.ts';
import { enrollmentKey, KEY_SEPARATOR } from '../../canvas/canvas-row.ts';
import { districtTime } from '../../roster/district-time.ts';
import { explain, type Placed, type SisRecord } from '../../roster/explain.ts';
import { canvasRole } from '../../roster/map/enrollments.ts';
import { bucketFor } from '../../roster/steps/step.ts';
import { parseRecord } from '../../sis/parse-page.ts';
import type { DistrictReader, Identity } from '../../store/store-api.ts';
import { sisClientFor } from '../clients.ts';
import type { DistrictSecrets, EngineOptions } from '../engine-api.ts';
import { connected } from '../session.ts';

/** More changes than this about one record would tell nothing more. */
const MOST_CHANGES = 200;

/**
 * Why a record changes Canvas, or why not (DESIGN §6 `explain`). The SIS is asked for the one record; when it does not answer,
 * what is stored still tells.
 */
export async function explainRecord(
  options: EngineOptions,
  reader: DistrictReader,
  district: string,
  secrets: DistrictSecrets,
  wanted: { readonly collection: Explainable; readonly sourcedId: string },
): Promise<Outcome<Explanation>> {
  const known = connected(reader, district);
  if (!known.ok) return known;
  const { settings } = known.value;
  const { collection, sourcedId } = wanted;
  const asked = await askSis(options, known.value.district.connection, secrets, wanted);
  const record = asked.ok ? asked.value : undefined;
  const placed = placesOf(reader, collection, sourcedId, record ?? null);
  const plan = reader.plan(null);
  const about = [sourcedId, ...(record ? schoolsOf(record) : [])];
  return succeed(
    explain({
      collection,
      sourcedId,
      record,
      sisTrouble: asked.ok ? null : `${asked.failure.message} ${asked.failure.remedy}`,
      settings,
      today: districtTime(settings.timeZone, options.edge.now()).today,
      placed,
      changes: plan === null ? [] : changesOf(reader, plan, placed),
      kept: plan === null ? [] : keptOf(reader, plan, placed),
      holds: plan?.holds ?? [],
      findings:
        plan === null
          ? []
          : reader.findingsAbout(plan.number, about).filter((one) => one.sourcedId === sourcedId || one.level === 'noted'),
      plan: plan?.id ?? '',
    }),
  );
}

/** What the SIS has of one record now; null when it has none. */
export async function askSis(
  options: EngineOptions,
  connection: Parameters<typeof sisClientFor>[1],
  secrets: DistrictSecrets,
  { collection, sourcedId }: { readonly collection: Explainable; readonly sourcedId: string },
): Promise<Outcome<SisRecord | null>> {
  const client = sisClientFor(options, connection, secrets);
  if (!client.ok) return client;
  const signedIn = await client.value.connect();
  if (!signedIn.ok) return signedIn;
  const answer = await client.value.get(`/${collection}/${encodeURIComponent(sourcedId)}`);
  if (!answer.ok) return answer.failure.code === 'sis.not-found' ? succeed(null) : answer;
  const read = parseRecord(collection, answer.value.body);
  if (!read.ok) return read;
  const [row] = read.value.rows;
  return succeed(row === undefined ? null : ({ collection, row } as SisRecord));
}

const identityKinds: Readonly<Record<Exclude<Explainable, 'enrollments'>, readonly Identity['kind'][]>> = {
  orgs: ['account'],
  academicSessions: ['term'],
  classes: ['course', 'section'],
  users: ['user'],
};

function placesOf(reader: DistrictReader, collection: Explainable, sourcedId: string, record: SisRecord | null): Placed[] {
  if (collection === 'enrollments') return enrollmentPlaces(reader, sourcedId, record);
  return identityKinds[collection].flatMap((entity) => {
    const sisId = reader.identityOf(entity, sourcedId);
    return sisId === null ? [] : [{ entity, sisId, ledger: reader.ledgerRow(entity, bucketFor(entity, sisId), sisId) }];
  });
}

/** An enrollment is its section, person and role; without the record, the ledger knows which one it became. */
function enrollmentPlaces(reader: DistrictReader, sourcedId: string, record: SisRecord | null): Placed[] {
  const entity: EntityKind = 'enrollment';
  if (record?.collection !== 'enrollments') {
    const ledger = reader.ledgerFrom(entity, `enrollments/${sourcedId}`);
    return ledger === null ? [] : [{ entity, sisId: ledger.key, ledger }];
  }
  const { row } = record;
  const [section, user] = [reader.identityOf('section', row.class), reader.identityOf('user', row.user)];
  const role = canvasRole(row.role);
  if (section === null || user === null || role === null || role === undefined) return [];
  const key = enrollmentKey(section, user, role);
  return [{ entity, sisId: key, ledger: reader.ledgerRow(entity, bucketFor(entity, section), key) }];
}

function schoolsOf({ collection, row }: SisRecord): readonly string[] {
  switch (collection) {
    case 'classes':
    case 'enrollments':
      return [row.school];
    case 'users':
      return row.orgs;
    case 'orgs':
    case 'academicSessions':
      return [];
    default:
      return assertNever(collection);
  }
}

function keptOf(reader: DistrictReader, plan: PlanSummary, placed: readonly Placed[]): Reason[] {
  return withLinks(placed).flatMap(({ entity, sisId }) =>
    reader
      .kept({
        plan: plan.number,
        entity,
        school: null,
        search: wordsOf(sisId),
        from: 0,
        count: MOST_CHANGES,
      })
      .rows.filter((row) => isAbout(row, sisId))
      .map((row) => row.reason),
  );
}

/** A person's links to students or guardians are about the person too (C6). */
function withLinks(placed: readonly Placed[]): readonly Pick<Placed, 'entity' | 'sisId'>[] {
  return placed.flatMap((one) => (one.entity === 'user' ? [one, { entity: 'observer' as const, sisId: one.sisId }] : [one]));
}

function isAbout({ entity, key }: Pick<Change, 'entity' | 'key'>, sisId: string): boolean {
  return entity === 'observer' ? key.split(KEY_SEPARATOR).includes(sisId) : key === sisId;
}

/** An enrollment is searched for by its section and person. */
function wordsOf(sisId: string): string {
  return sisId.split(KEY_SEPARATOR).slice(0, 2).join(' ');
}

function changesOf(reader: DistrictReader, plan: PlanSummary, placed: readonly Placed[]): Change[] {
  return withLinks(placed).flatMap(({ entity, sisId }) => {
    const filter = { plan: plan.number, entity, action: null, school: null, hold: null };
    const { lines } = reader.changes({ ...filter, search: wordsOf(sisId), from: 0, count: MOST_CHANGES });
    return lines.flatMap(({ seq }) => {
      const change = reader.change(plan.number, seq);
      return change !== null && isAbout(change, sisId) ? [change] : [];
    });
  });
}
