import type { Hold } from '../../../shared/plan.ts';
import { byText } from '../text.ts';
import { atPlace, classesText, classLossText } from './hold-words.ts';
import { comingLimit, exceeds, type HoldRules, type PlacedHold, schoolHold } from './placed-hold.ts';

/** A class that a plan would hurt (E5). */
export interface ClassLoss {
  readonly section: string;
  readonly label: string;
  readonly school: string;
  readonly upcoming: boolean;
  /** Students in Canvas that are ours, and those among them who leave the course. */
  readonly students: number;
  readonly lost: number;
  /** Of those who leave, absences seen for the first time (D5): students, and whether a teacher is among them. */
  readonly lostUnsure: number;
  readonly teacherUnsure: boolean;
  /** The plan takes its only teacher, and nobody replaces them: the sentence that says so. */
  readonly teacherless: string | null;
  /** The removals of this class: first and last seq. */
  readonly rows: readonly [number, number];
}

/** Every class of a district as it is judged: how many there are by school, and which are hurt. */
export class ClassLosses {
  readonly #classes = new Map<string, number>();
  readonly #hurt: ClassLoss[] = [];

  /** A class with somebody in it. */
  count(school: string, upcoming: boolean): void {
    const place = placeOf(school, upcoming);
    this.#classes.set(place, (this.#classes.get(place) ?? 0) + 1);
  }

  classes(school: string, upcoming: boolean): number {
    return this.#classes.get(placeOf(school, upcoming)) ?? 0;
  }

  add(loss: ClassLoss): void {
    this.#hurt.push(loss);
  }

  /** What a run nobody watches would really take away: first sightings stay (D5). */
  seenTwice(settings: HoldRules['settings']): ClassLosses {
    const sure = new ClassLosses();
    for (const [place, count] of this.#classes) sure.#classes.set(place, count);
    for (const loss of this.#hurt) {
      const { lost, lostUnsure, teacherless, teacherUnsure } = loss;
      const less = { ...loss, lost: lost - lostUnsure, teacherless: teacherUnsure ? null : teacherless };
      if (isHurt(less, settings)) sure.#hurt.push(less);
    }
    return sure;
  }

  bySchool(): ReadonlyMap<string, readonly ClassLoss[]> {
    const schools = new Map<string, ClassLoss[]>();
    for (const loss of this.#hurt) {
      const list = schools.get(loss.school);
      if (list === undefined) schools.set(loss.school, [loss]);
      else list.push(loss);
    }
    return new Map([...schools].sort(([a], [b]) => byText(a, b)));
  }
}

/** E5: whether a class loses so much that somebody must look. */
export function isHurt(
  { students, lost, teacherless }: Pick<ClassLoss, 'students' | 'lost' | 'teacherless'>,
  { classFloor, classPercent }: HoldRules['settings'],
): boolean {
  return teacherless !== null || (students >= classFloor && lost > 0 && lost * 100 >= students * classPercent);
}

/**
 * E5: a running class that loses half of its students, or its only teacher, waits alone; several at a school stop all
 * removals there. Classes that have not started only count for the school, and only when half of them are hurt.
 */
export function judgeClasses(losses: ClassLosses, rules: HoldRules): PlacedHold[] {
  const { classesFloor, classesPercent } = rules.settings;
  return [...losses.bySchool()].flatMap(([school, hurt]) => {
    const running = hurt.filter(({ upcoming }) => !upcoming);
    const coming = hurt.filter(({ upcoming }) => upcoming);
    const limit = comingLimit(classesPercent, rules.settings);
    const all = { running: losses.classes(school, false), coming: losses.classes(school, true) };
    const place = atPlace(rules.schoolName(school));
    const texts = [
      exceeds(running.length, all.running, classesFloor, classesPercent)
        ? classesText(running.length, all.running, false, place)
        : '',
      exceeds(coming.length, all.coming, classesFloor, limit) ? classesText(coming.length, all.coming, true, place) : '',
    ].filter((text) => text !== '');
    if (texts.length > 0) return [schoolHold('E5', { entity: 'enrollment', school }, 'delete', texts.join(' '), rules)];
    return running.sort((a, b) => byText(a.section, b.section)).map((loss) => classHold(loss, place, rules));
  });
}

function classHold(loss: ClassLoss, place: string, { settings, schoolName }: HoldRules): PlacedHold {
  const { section, school, rows } = loss;
  const emptied = isHurt({ ...loss, teacherless: null }, settings) ? classLossText(loss, place) : '';
  const hold: Omit<Hold, 'count'> = {
    id: `E5:enrollment:${school}:${section}`,
    rule: 'E5',
    entity: 'enrollment',
    school,
    schoolName: schoolName(school),
    releasable: true,
    message: [emptied, loss.teacherless ?? ''].filter((text) => text !== '').join(' '),
  };
  return { hold, rows: { entities: ['enrollment'], actions: ['delete'], ranges: [rows] } };
}

function placeOf(school: string, upcoming: boolean): string {
  return `${school}\u001f${upcoming}`;
}
