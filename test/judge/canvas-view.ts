import type {
  CanvasCourse,
  CanvasDump,
  CanvasEnrollment,
  CanvasLogin,
  CanvasObserverLink,
  CanvasSection,
} from './canvas-dump.ts';

/** The words of a place's role: Canvas' own. */
export type PlaceType = 'StudentEnrollment' | 'TeacherEnrollment' | 'TaEnrollment';

/** A Canvas as it was at one moment, with the look-ups a judge needs. */
export class CanvasView {
  readonly dump: CanvasDump;
  readonly loginsBySisId = new Map<string, CanvasLogin>();
  readonly sectionsBySisId = new Map<string, CanvasSection>();
  readonly #courses = new Map<number, CanvasCourse>();
  readonly #sections = new Map<number, CanvasSection>();
  readonly #enrollments = new Map<string, CanvasEnrollment>();
  readonly #ofSection = new Map<number, CanvasEnrollment[]>();
  readonly #links = new Map<string, CanvasObserverLink>();
  readonly #sisIdOfUser = new Map<number, string[]>();

  constructor(dump: CanvasDump) {
    this.dump = dump;
    for (const course of dump.courses) this.#courses.set(course.id, course);
    for (const section of dump.sections) {
      this.#sections.set(section.id, section);
      if (section.sis_source_id !== null) this.sectionsBySisId.set(section.sis_source_id, section);
    }
    for (const login of dump.logins) {
      if (login.sis_user_id === null) continue;
      this.loginsBySisId.set(login.sis_user_id, login);
      this.#sisIdOfUser.set(login.user_id, [...(this.#sisIdOfUser.get(login.user_id) ?? []), login.sis_user_id]);
    }
    for (const link of dump.observer_links) this.#links.set(`${link.observer_id} ${link.student_id}`, link);
    for (const row of dump.enrollments) {
      this.#enrollments.set(`${row.course_section_id} ${row.user_id} ${row.type}`, row);
      this.#ofSection.set(row.course_section_id, [...(this.#ofSection.get(row.course_section_id) ?? []), row]);
    }
  }

  course(id: number): CanvasCourse | undefined {
    return this.#courses.get(id);
  }

  section(id: number): CanvasSection | undefined {
    return this.#sections.get(id);
  }

  /** The enrollment of the person with that SIS id in the section with that SIS id. */
  enrollment(section: string, user: string, type: PlaceType): CanvasEnrollment | undefined {
    const there = this.sectionsBySisId.get(section);
    const login = this.loginsBySisId.get(user);
    if (there === undefined || login === undefined) return undefined;
    return this.#enrollments.get(`${there.id} ${login.user_id} ${type}`);
  }

  /** The link of the people with these SIS ids. */
  observerLink(observer: string, student: string): CanvasObserverLink | undefined {
    const [one, other] = [this.loginsBySisId.get(observer), this.loginsBySisId.get(student)];
    return one === undefined || other === undefined ? undefined : this.#links.get(`${one.user_id} ${other.user_id}`);
  }

  enrollmentsOf(section: number): readonly CanvasEnrollment[] {
    return this.#ofSection.get(section) ?? [];
  }

  sisIdsOf(user: number): readonly string[] {
    return this.#sisIdOfUser.get(user) ?? [];
  }
}

export function isLive(row: { readonly workflow_state: string } | undefined): boolean {
  return row?.workflow_state === 'active' || row?.workflow_state === 'invited';
}
