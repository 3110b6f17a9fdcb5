import { z } from 'zod';
import { assertNever } from '../../shared/assert-never.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import type { RemovableKind } from '../../shared/removal.ts';
import type { CanvasHttp } from './canvas-http.ts';
import type { CanvasRow } from './canvas-row.ts';
import type { ReadBackCalls } from './read-back.ts';
import { sisPath } from './sis-paths.ts';
import { WireSection } from './wire.ts';

/** Something in Canvas, and what is in it in an admin's words: "enrollments", "assignments". Nothing listed: it is empty. */
export interface Contents {
  readonly row: CanvasRow;
  readonly within: readonly string[];
}

export interface ContentsCalls {
  /** Looks whether nothing and nobody is in it (ROSTER-RULES D4). Null when Canvas does not have it, or it is deleted. */
  contentsOf(kind: RemovableKind, sisId: string): Promise<Outcome<Contents | null>>;
}

/** Everything but deleted: whoever was there once has left work. */
const STATES = ['active', 'invited', 'creation_pending', 'completed', 'inactive', 'rejected']
  .map((state) => `state[]=${state}`)
  .join('&');

/** What teachers put into a course, by its address below the course. */
const courseLists = [
  ['assignments', 'assignments'],
  ['quizzes', 'quizzes'],
  ['discussion_topics', 'discussions'],
  ['modules', 'modules'],
  ['pages', 'pages'],
  ['files', 'files'],
] as const;

export function createContentsCalls(http: CanvasHttp, reads: ReadBackCalls): ContentsCalls {
  const has = async (path: string, what: string): Promise<Outcome<boolean>> => {
    const query = path.includes('?') ? '&' : '?';
    const read = await http.read({ method: 'GET', path: `${path}${query}per_page=1`, what }, z.array(z.unknown()));
    return read.ok ? succeed(read.value.length > 0) : read;
  };
  const listed = async (lists: readonly (readonly [path: string, word: string])[]): Promise<Outcome<string[]>> => {
    const found: string[] = [];
    for (const [path, word] of lists) {
      const any = await has(path, `see ${word}`);
      if (!any.ok) return any;
      if (any.value) found.push(word);
    }
    return succeed(found);
  };
  return {
    async contentsOf(kind, sisId) {
      const row = await rowOf(reads, kind, sisId);
      if (!row.ok) return row;
      if (row.value === null || row.value.fields.status === 'deleted') return succeed(null);
      const within = await withinOf(http, kind, sisId, row.value.canvasId, listed);
      return within.ok ? succeed({ row: row.value, within: within.value }) : within;
    },
  };
}

async function rowOf(reads: ReadBackCalls, kind: RemovableKind, sisId: string): Promise<Outcome<CanvasRow | null>> {
  switch (kind) {
    case 'section':
      return reads.readSection(sisId);
    case 'course':
      return reads.readCourse(sisId);
    case 'account':
      return ofList(await reads.readAccounts(), sisId);
    case 'term':
      return ofList(await reads.readTerms(), sisId);
    default:
      return assertNever(kind);
  }
}

function ofList(rows: Outcome<CanvasRow[]>, sisId: string): Outcome<CanvasRow | null> {
  return rows.ok ? succeed(rows.value.find(({ key }) => key === sisId) ?? null) : rows;
}

async function withinOf(
  http: CanvasHttp,
  kind: RemovableKind,
  sisId: string,
  canvasId: string,
  listed: (lists: readonly (readonly [path: string, word: string])[]) => Promise<Outcome<string[]>>,
): Promise<Outcome<string[]>> {
  const id = encodeURIComponent(canvasId);
  switch (kind) {
    case 'section':
      return listed([[`/api/v1/sections/${sisPath('sis_section_id', sisId)}/enrollments?${STATES}`, 'enrollments']]);
    case 'account':
      return listed([
        [`/api/v1/accounts/${id}/sub_accounts`, 'sub-accounts'],
        [`/api/v1/accounts/${id}/courses`, 'courses'],
      ]);
    case 'term':
      return listed([[`/api/v1/accounts/self/courses?enrollment_term_id=${id}`, 'courses']]);
    case 'course': {
      const course = `/api/v1/courses/${id}`;
      const sections = await sectionsOf(http, course);
      if (!sections.ok) return sections;
      const lists = courseLists.map(([path, word]) => [`${course}/${path}`, word] as const);
      const rest = await listed([[`${course}/enrollments?${STATES}`, 'enrollments'], ...lists]);
      return rest.ok && sections.value ? succeed(['sections', ...rest.value]) : rest;
    }
    default:
      return assertNever(kind);
  }
}

/** Canvas gives every course a section of its own; only those of the SIS are something. */
async function sectionsOf(http: CanvasHttp, course: string): Promise<Outcome<boolean>> {
  let any = false;
  const call = { method: 'GET', path: `${course}/sections?per_page=100`, what: 'see sections' } as const;
  const read = await http.pages(call, z.array(WireSection), (page) => {
    any ||= page.some((section) => section.sis_section_id !== '');
  });
  return read.ok ? succeed(any) : read;
}
