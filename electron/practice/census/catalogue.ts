/** What is taught: per level the seven places of a student's timetable, in order. */
export type Level = 'elementary' | 'middle' | 'high';

/** When a class of this subject meets: all year, in the semester that runs today, or in the session that comes next. */
export type Span = 'year' | 'current' | 'upcoming';

export interface Subject {
  /** Begins the course code: `ENG` → `ENG09`. */
  code: string;
  title: string;
  subject: string;
  span: Span;
  /** True where one teacher keeps the same group all day (elementary core). */
  core?: boolean;
}

export const GRADES: Record<Level, readonly string[]> = {
  elementary: ['KG', '01', '02', '03', '04', '05'],
  middle: ['06', '07', '08'],
  high: ['09', '10', '11', '12'],
};

export const LEVELS: readonly Level[] = ['elementary', 'middle', 'high'];

export const SUBJECTS: Record<Level, readonly Subject[]> = {
  elementary: [
    { code: 'REA', title: 'Reading & Writing', subject: 'Language Arts', span: 'year', core: true },
    { code: 'MAT', title: 'Mathematics', subject: 'Mathematics', span: 'year', core: true },
    { code: 'SCI', title: 'Science', subject: 'Science', span: 'year', core: true },
    { code: 'SOC', title: 'Social Studies', subject: 'Social Studies', span: 'year', core: true },
    { code: 'ART', title: 'Art, 2-D', subject: 'Arts', span: 'current' },
    { code: 'MUS', title: 'Music', subject: 'Arts', span: 'current' },
    { code: 'PE', title: 'Physical Education', subject: 'Physical Education', span: 'upcoming' },
  ],
  middle: [
    { code: 'ENG', title: 'English', subject: 'Language Arts', span: 'year' },
    { code: 'MAT', title: 'Mathematics', subject: 'Mathematics', span: 'year' },
    { code: 'SCI', title: 'Science', subject: 'Science', span: 'year' },
    { code: 'SOC', title: 'Civics', subject: 'Social Studies', span: 'year' },
    { code: 'PE', title: 'Physical Education', subject: 'Physical Education', span: 'current' },
    { code: 'BND', title: 'Band', subject: 'Arts', span: 'current' },
    { code: 'TEC', title: 'Technology', subject: 'Career', span: 'upcoming' },
  ],
  high: [
    { code: 'ENG', title: 'English', subject: 'Language Arts', span: 'year' },
    { code: 'ALG', title: 'Algebra', subject: 'Mathematics', span: 'year' },
    { code: 'BIO', title: 'Biology', subject: 'Science', span: 'year' },
    { code: 'HIS', title: "O'Brien's World History", subject: 'Social Studies', span: 'year' },
    { code: 'SPA', title: 'Español', subject: 'World Languages', span: 'current' },
    { code: 'HLT', title: 'Health', subject: 'Physical Education', span: 'current' },
    { code: 'ECO', title: 'Economics', subject: 'Social Studies', span: 'upcoming' },
  ],
};

/** `09` → `9`, `KG` → `K`: how a grade reads in a course title. */
export function gradeWord(grade: string): string {
  return grade === 'KG' ? 'K' : String(Number(grade));
}
