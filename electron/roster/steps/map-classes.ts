import type { SisClass, SisCourse, SisEnrollment } from '../../sis/schema/rows.ts';
import { storedEnrollment } from '../../sis/stored-enrollment.ts';
import { BUCKETS, type Finding, type Person } from '../../store/store-api.ts';
import { ledgerExtraOf, sourceText } from '../compare/sides.ts';
import { type ClassContext, type ClassWorld, mapClass } from '../map/classes.ts';
import { type EnrollmentInput, mapEnrollments } from '../map/enrollments.ts';
import type { Span } from '../map/sessions.ts';
import type { MapContext, MapInput } from './map-context.ts';
import { DROPPED, VISITOR } from './map-people.ts';
import { bucketFor, CHECKPOINT_ROWS, type Step } from './step.ts';

export interface MappedClasses {
  /** Active enrollments that point at nothing. */
  readonly orphans: number;
  /** People of no chosen school whom a wanted enrollment needs: account id of the school by sourcedId. */
  readonly visitors: ReadonlyMap<string, string>;
}

/** Findings of one bucket that are told one by one; all orphans are counted. */
const MOST_TOLD = 1000;

/** Classes bucket by bucket, each with its enrollments (ROSTER-RULES C4, C6). */
export function* mapClasses(input: MapInput, ctx: MapContext, world: ClassWorld): Step<MappedClasses> {
  const total = input.work.snapshotCount('enrollments');
  const visitors = new Map<string, string>();
  let done = 0;
  let orphans = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    const findings: Finding[] = [];
    const contexts = mapClassBucket(input, ctx, world, bucket, findings);
    const pair = new PairOfRows(input, ctx, visitors);
    for (const row of input.work.enrollmentRows(bucket)) {
      done += 1;
      if (done % CHECKPOINT_ROWS === 0) yield { step: 'Sorting enrollments', done, total };
      const context = contexts.get(row.class);
      if (context === null) continue;
      if (context === undefined || row.person === null) {
        if (storedEnrollment(row).status !== 'active') continue;
        orphans += 1;
        input.unreadable.add(sourceText({ collection: 'enrollments', sourcedId: row.id }));
        if (findings.length < MOST_TOLD) findings.push(orphanFinding(row.id, context === undefined));
        continue;
      }
      if (row.person.userId !== '') pair.take(context, row.person, storedEnrollment(row));
    }
    pair.close();
    ctx.flush();
    input.work.addFindings(findings);
    yield { step: 'Sorting enrollments', done, total };
  }
  return { orphans, visitors };
}

/** Gathers the enrollments of one person in one class, which come one after the other. */
class PairOfRows {
  readonly #input: MapInput;
  readonly #ctx: MapContext;
  readonly #visitors: Map<string, string>;
  #class: ClassContext | null = null;
  #person: Person | null = null;
  #rows: EnrollmentInput[] = [];

  constructor(input: MapInput, ctx: MapContext, visitors: Map<string, string>) {
    this.#input = input;
    this.#ctx = ctx;
    this.#visitors = visitors;
  }

  take(cls: ClassContext, person: Person, enrollment: SisEnrollment): void {
    if (this.#class !== cls || this.#person?.sourcedId !== person.sourcedId) this.close();
    this.#class = cls;
    this.#person = person;
    const { userId, label, hold } = person;
    this.#rows.push({ enrollment, person: { userId, label, dropped: hold === DROPPED } });
  }

  close(): void {
    if (this.#class === null || this.#person === null) return;
    const mapped = mapEnrollments(this.#rows, this.#class, this.#input.settings, this.#input.time.today);
    this.#ctx.append(mapped);
    if (this.#person.hold === VISITOR && mapped.some((row) => row.fields.status === 'active')) {
      const { sourcedId } = this.#person;
      const before = this.#visitors.get(sourcedId) ?? this.#class.school;
      this.#visitors.set(sourcedId, before < this.#class.school ? before : this.#class.school);
    }
    this.#rows = [];
    this.#class = null;
  }
}

/** Contexts of one bucket's classes; null for a class of a school that was not chosen. */
function mapClassBucket(
  input: MapInput,
  ctx: MapContext,
  world: ClassWorld,
  bucket: number,
  findings: Finding[],
): Map<string, ClassContext | null> {
  const contexts = new Map<string, ClassContext | null>();
  let batch: { cls: SisClass; course: SisCourse | null }[] = [];
  const write = () => {
    ctx.know(
      ['course', 'section'],
      batch.map((b) => b.cls.sourcedId),
    );
    for (const { cls, course } of batch) {
      const mapped = mapClass(cls, course, world, ctx.minting, (section) => rememberedSpan(input, section));
      // A class whose school cannot be told is not one of a school nobody chose: its people stay (DESIGN promise 2).
      if (mapped === null && !world.orgs.has(cls.school)) {
        if (cls.status === 'active') findings.push(schoolFinding(cls.sourcedId));
        continue;
      }
      contexts.set(cls.sourcedId, mapped?.context ?? null);
      if (mapped === null) continue;
      ctx.append(mapped.rows);
      if (mapped.rows.some((row) => row.extra.hold !== undefined))
        findings.push(sessionFinding(cls.sourcedId, mapped.context.title));
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

/** When a section ran, as the SIS last said (D1): for classes whose sessions it no longer tells. */
function rememberedSpan({ store }: MapInput, section: string): Span | null {
  const row = store.ledgerGet('section', bucketFor('section', section), section);
  if (row === null) return null;
  const { starts = '', ends = '' } = ledgerExtraOf(row);
  return starts === '' && ends === '' ? null : { starts, ends };
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

function schoolFinding(sourcedId: string): Finding {
  return {
    rule: 'C1',
    level: 'dropped',
    collection: 'classes',
    sourcedId,
    message: 'A class names no school, or one the SIS did not send. What Canvas has of it stays as it is.',
    remedy: 'Give the class its school in the SIS, and share the school with this connection.',
  };
}

function sessionFinding(sourcedId: string, title: string): Finding {
  return {
    rule: 'C2',
    level: 'warned',
    collection: 'classes',
    sourcedId,
    message: `“${title}” has no session that covers all its sessions. A course Canvas has stays as it is, a new one waits.`,
    remedy: 'Give the class sessions with first and last day in the SIS.',
  };
}
