import type { AcademicSession, Category, Class, GradebookData, LineItem, OneRosterData, Ref, Result } from '../oneroster-data.ts';
import { holds, periodsOf } from '../sis/gradebook/periods.ts';
import { addDays } from './dates.ts';
import { type Ids, makeIds, makeRandom, type Random } from './random.ts';

/** The district's own categories, and what some teachers added to theirs: near misses for a reader that matches titles. */
const DISTRICT = ['Homework', 'Classwork', 'Quizzes', 'Tests', 'Participation'];
const TEACHERS = ['Projects', ' quizzes ', 'Lab Reports'];
/** Every so many-th class that has begun has columns which its teacher made by hand. */
const EVERY = 4;
const MOST_CLASSES = 150;

interface Column {
  title: string;
  category: string;
  points: number;
  /** Days after the grading period began. */
  due: number;
}
const COLUMNS: readonly Column[] = [
  { title: 'Syllabus signed', category: 'Participation', points: 10, due: 4 },
  { title: 'Unit 1 Quiz', category: 'Quizzes', points: 20, due: 11 },
];

/**
 * What teachers did in the SIS before anybody sent grades there: categories of the district and of classes, line items and results
 * typed by hand (DESIGN §7). One class holds two equal columns, so that "the same title and due date" is no answer there.
 */
export function makeGradebook(data: OneRosterData, seed: number, today: string): GradebookData {
  const ids = makeIds(seed);
  const random = makeRandom(seed, 'gradebook');
  const modified = `${addDays(today, -20)}T15:30:00.000Z`;
  const book: GradebookData = { categories: [], lineItems: [], results: [] };
  const category = (title: string, rest: Partial<Category> = {}): Category => {
    const made: Category = { ...base(ids, 'category', book.categories.length, modified), title, ...rest };
    book.categories.push(made);
    return made;
  };
  const byTitle = new Map(DISTRICT.map((title) => [title, category(title)]));
  category('Extra Credit (old)', { status: 'tobedeleted' });

  const students = studentsOf(data);
  const begun = data.classes.flatMap((row) => {
    const period = periodsOf(data.academicSessions, row).find((session) => holds(session, today));
    return period && row.status === 'active' && (students.get(row.sourcedId)?.length ?? 0) > 0 ? [{ row, period }] : [];
  });
  const chosen = begun.filter((_, i) => i % EVERY === 0).slice(0, MOST_CLASSES);
  chosen.forEach(({ row, period }, n) => {
    const own = TEACHERS[n % (TEACHERS.length * 2)];
    if (own !== undefined) category(own, { metadata: { classId: row.sourcedId } });
    const columns = n === 0 ? [...COLUMNS, ...COLUMNS.slice(-1)] : COLUMNS;
    for (const column of columns) {
      const within = byTitle.get(column.category);
      if (!within) continue;
      const item = lineItem(base(ids, 'lineItem', book.lineItems.length, modified), column, {
        row,
        period,
        category: within.sourcedId,
      });
      book.lineItems.push(item);
      for (const student of students.get(row.sourcedId) ?? []) {
        const made = result(base(ids, 'result', book.results.length, modified), item, student, random);
        if (made) book.results.push(made);
      }
    }
  });
  return book;
}

function base(ids: Ids, kind: string, n: number, modified: string) {
  return { sourcedId: ids(kind, n), status: 'active' as const, dateLastModified: modified };
}

function studentsOf(data: OneRosterData): Map<string, Ref[]> {
  const students = new Map<string, Ref[]>();
  for (const row of data.enrollments) {
    if (row.role !== 'student' || row.status !== 'active' || !row.class || !row.user) continue;
    const list = students.get(row.class.sourcedId);
    if (list) list.push(row.user);
    else students.set(row.class.sourcedId, [row.user]);
  }
  return students;
}

interface Place {
  row: Class;
  period: AcademicSession;
  category: string;
}

function lineItem(kept: ReturnType<typeof base>, column: Column, { row, period, category }: Place): LineItem {
  return {
    ...kept,
    title: column.title,
    assignDate: `${period.startDate}T12:00:00.000Z`,
    dueDate: `${addDays(period.startDate, column.due)}T12:00:00.000Z`,
    class: { sourcedId: row.sourcedId, type: 'class' },
    category: { sourcedId: category, type: 'category' },
    gradingPeriod: { sourcedId: period.sourcedId, type: 'academicSession' },
    resultValueMin: 0,
    resultValueMax: column.points,
  };
}

/** Most have a score; some are excused, some handed nothing in, some are not graded yet. */
function result(kept: ReturnType<typeof base>, item: LineItem, student: Ref, random: Random): Result | undefined {
  const chance = random.next();
  if (chance > 0.9) return undefined;
  const scoreStatus = chance < 0.03 ? 'exempt' : chance < 0.07 ? 'not submitted' : 'fully graded';
  const score = scoreStatus === 'fully graded' ? Math.round((0.5 + random.next() / 2) * item.resultValueMax * 2) / 2 : 0;
  return {
    ...kept,
    lineItem: { sourcedId: item.sourcedId, type: 'lineItem' },
    student: { sourcedId: student.sourcedId, type: 'user' },
    scoreStatus,
    score,
    scoreDate: item.dueDate.slice(0, 10),
  };
}
