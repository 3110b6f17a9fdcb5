/** OneRoster 1.1 entities as the JSON the practice SIS serves (reference/oneroster-1.1.md §2). */
export interface Ref {
  sourcedId: string;
  type: string;
  href?: string;
}

interface Base {
  sourcedId: string;
  status: 'active' | 'tobedeleted';
  dateLastModified: string;
  metadata?: Record<string, unknown>;
}

export interface Org extends Base {
  name: string;
  type: string;
  identifier?: string;
  parent?: Ref;
  children?: Ref[];
}

export interface AcademicSession extends Base {
  title: string;
  type: 'gradingPeriod' | 'semester' | 'schoolYear' | 'term';
  startDate: string;
  endDate: string;
  schoolYear: string;
  parent?: Ref;
  children?: Ref[];
}

export interface Course extends Base {
  title: string;
  courseCode?: string;
  schoolYear?: Ref;
  org?: Ref;
  grades?: string[];
  subjects?: string[];
}

export interface Class extends Base {
  title: string;
  classCode?: string;
  classType?: 'homeroom' | 'scheduled';
  location?: string;
  grades?: string[];
  subjects?: string[];
  course: Ref;
  school: Ref;
  terms: Ref[];
  periods?: string[];
}

export interface User extends Base {
  username?: string;
  userIds?: { type: string; identifier: string }[];
  enabledUser: boolean;
  givenName: string;
  familyName: string;
  middleName?: string;
  identifier?: string;
  email?: string;
  role: string;
  agents?: Ref[];
  orgs: Ref[];
  grades?: string[];
}

export interface Enrollment extends Base {
  user: Ref;
  class: Ref;
  school: Ref;
  role: string;
  primary?: boolean;
  beginDate?: string;
  endDate?: string;
}

/** A category of grades; with `metadata.classId` it is that class' own, without it the district's (§6.1). */
export interface Category extends Base {
  title: string;
}

/** What a column or a score of the gradebook knows beyond OneRoster. */
interface Kept extends Base {
  /** Written over the API; what a teacher typed has none. Never served. */
  byApi?: boolean;
}

export interface LineItem extends Kept {
  title: string;
  description?: string;
  assignDate: string;
  dueDate: string;
  class: Ref;
  category: Ref;
  gradingPeriod?: Ref;
  resultValueMin: number;
  resultValueMax: number;
}

export type ScoreStatus = 'exempt' | 'fully graded' | 'not submitted' | 'partially graded' | 'submitted';

export interface Result extends Kept {
  lineItem: Ref;
  student: Ref;
  scoreStatus: ScoreStatus;
  score: number;
  scoreDate: string;
  comment?: string;
}

/** The gradebook's three collections (§1.3). */
export interface GradebookData {
  categories: Category[];
  lineItems: LineItem[];
  results: Result[];
}

/** The six rostering collections of §1.5. */
export interface OneRosterData {
  orgs: Org[];
  academicSessions: AcademicSession[];
  courses: Course[];
  classes: Class[];
  users: User[];
  enrollments: Enrollment[];
}
