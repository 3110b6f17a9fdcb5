import { roleOf, userOf } from '../compare/enrollment-key.ts';
import { type EnrollmentRules, isThereAfter, type JudgedEnrollment, leaves, type SectionFacts } from '../compare/enrollments.ts';
import { fieldsOf } from '../compare/sides.ts';
import { NOT_OURS } from '../compare/verdict.ts';
import { type ClassLoss, isHurt } from '../holds/class-losses.ts';
import { phaseOf } from '../holds/tally.ts';
import type { Absences } from './absences.ts';
import type { PlanDraft } from './plan-draft.ts';

/** Takes the verdicts of sections into the plan, and counts what they mean for the school and the class (E). */
export class EnrollmentBook {
  readonly #draft: PlanDraft;
  readonly #absences: Absences;
  readonly #today: string;

  constructor(draft: PlanDraft, absences: Absences, today: string) {
    this.#draft = draft;
    this.#absences = absences;
    this.#today = today;
  }

  takeStaying(section: SectionFacts | null, judged: readonly JudgedEnrollment[]): void {
    for (const one of judged) if (!leaves(one)) this.#take(section, one);
  }

  /** @param judged all verdicts of the section: what stays tells how much of it leaves (E5). */
  takeLeaving(section: SectionFacts | null, judged: readonly JudgedEnrollment[], rules: EnrollmentRules): void {
    const loss = section === null ? null : lossOf(section, judged, rules, this.#today);
    const hurt = loss !== null && isHurt(loss, this.#draft.rules.settings);
    // Its own hold says more than the rows' (D2), and is released for the class as a whole.
    const asClass = hurt && loss.teacherless !== null && !loss.upcoming;
    const first = this.#draft.seq + 1;
    for (const one of judged) if (leaves(one)) this.#take(section, asClass ? withoutD2(one) : one);
    if (section !== null) this.#draft.vanished.removed(section.term, first, this.#draft.seq);
    if (loss === null) return;
    this.#draft.classes.count(loss.school, loss.upcoming);
    if (hurt) this.#draft.classes.add({ ...loss, rows: [first, this.#draft.seq] });
  }

  #take(section: SectionFacts | null, one: JudgedEnrollment): void {
    if (leaves(one) && one.triple.desired === null) this.#absences.note(one.triple.key);
    this.#tally(section, one);
    this.#draft.take(one.verdict, 'enrollment');
  }

  /** E: base = live, owned, unfrozen rows of an entity × school × role. */
  #tally(section: SectionFacts | null, one: JudgedEnrollment): void {
    const { verdict } = one;
    if (section === null || verdict.kind === 'nothing' || verdict === NOT_OURS) return;
    const phase = phaseOf(section, this.#today);
    if (isFrozen(one) && phase !== 'over') return;
    const entry = this.#draft.tallies.of('enrollment', section.school, roleOf(one.triple.key), phase);
    if (isOurs(one)) entry.base += 1;
    if (leaves(one)) entry.removed += 1;
    else if (isThereAfter(verdict)) entry.left += 1;
    if (isUnsure(one)) entry.waiting += 1;
    if (verdict.kind === 'change' && verdict.change.action === 'create' && verdict.change.hold === null) entry.created += 1;
  }
}

/** What a class that has not ended loses; null when none of its rows is ours, or none could leave. */
function lossOf(
  section: SectionFacts,
  judged: readonly JudgedEnrollment[],
  { staysInCourse }: EnrollmentRules,
  today: string,
): Omit<ClassLoss, 'rows'> | null {
  const phase = phaseOf(section, today);
  if (phase === 'over') return null;
  const ours = judged.filter((one) => isOurs(one) && !isFrozen(one));
  if (ours.length === 0) return null;
  const students = ours.filter(({ triple }) => roleOf(triple.key) === 'student');
  const lost = students.filter((one) => leaves(one) && !staysInCourse(section, userOf(one.triple.key), 'student'));
  const { key, label, school } = section;
  const teacherless = ours.map(teacherMissed).find((text) => text !== null) ?? null;
  const upcoming = phase === 'coming';
  const lostUnsure = lost.filter(isUnsure).length;
  const teacherUnsure = ours.some((one) => roleOf(one.triple.key) === 'teacher' && isUnsure(one));
  const size = { students: students.length, lost: lost.length, lostUnsure };
  return { section: key, label, school, upcoming, ...size, teacherless, teacherUnsure };
}

/** Why the class would be without a teacher, when this row is one who leaves (D2). */
function teacherMissed({ triple, verdict }: JudgedEnrollment): string | null {
  if (roleOf(triple.key) !== 'teacher' || verdict.kind !== 'change' || verdict.change.hold?.rule !== 'D2') return null;
  return verdict.change.hold.text;
}

function isOurs({ triple: { canvas, ledger } }: JudgedEnrollment): boolean {
  return canvas !== null && ledger?.owned === true && fieldsOf(canvas).status === 'active';
}

/** D5: an absence seen for the first time. */
function isUnsure({ verdict }: JudgedEnrollment): boolean {
  return verdict.kind === 'change' && verdict.change.waiting === true;
}

function isFrozen({ verdict }: JudgedEnrollment): boolean {
  return verdict.kind === 'count' && verdict.count === 'frozen';
}

function withoutD2(one: JudgedEnrollment): JudgedEnrollment {
  const { verdict } = one;
  if (verdict.kind !== 'change' || verdict.change.hold?.rule !== 'D2') return one;
  return { ...one, verdict: { kind: 'change', change: { ...verdict.change, hold: null } } };
}
