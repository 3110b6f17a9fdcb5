import { z } from 'zod';
import { assertNever } from '../../shared/assert-never.ts';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { adoptionMoved, adoptionRefused } from './canvas-failures.ts';
import type { CanvasHttp } from './canvas-http.ts';
import { WireAccount, WireCourse, WireLogin, WireSection, WireTerm } from './wire.ts';

export type AdoptableKind = 'account' | 'term' | 'course' | 'section' | 'user';

/** A Canvas object that is to get a SIS id: by Canvas' own id, of a person also which login. */
export interface AdoptionTarget {
  readonly entity: AdoptableKind;
  readonly canvasId: string;
  readonly sisId: string;
  /** The login's text; people may have several. '' for everything else. */
  readonly login: string;
}

export interface AdoptionCalls {
  /**
   * Gives the object its SIS id through the API (ROSTER-RULES G2), after looking: one that got this id before is done, one
   * that has another by now is left alone (`canvas.adoption-moved`). The permission it needs is `manage_sis`.
   */
  adopt(target: AdoptionTarget): Promise<Outcome<void>>;
}

export function createAdoptionCalls(http: CanvasHttp): AdoptionCalls {
  return {
    async adopt(target) {
      const found = await findTarget(http, target);
      if (!found.ok) return found;
      if (found.value.sisId === target.sisId) return succeed(undefined);
      if (found.value.sisId !== '') return fail(adoptionMoved(found.value.sisId));
      const body = `${encodeURIComponent(found.value.field)}=${encodeURIComponent(target.sisId)}`;
      const call = { path: found.value.path, what: 'give SIS ids', contentType: 'application/x-www-form-urlencoded' } as const;
      const written = await http.read({ ...call, method: 'PUT', body }, z.unknown());
      if (written.ok) return succeed(undefined);
      // Whatever was answered: only what Canvas shows afterwards counts, and it may be done all the same.
      const after = await findTarget(http, target);
      if (after.ok && after.value.sisId === target.sisId) return succeed(undefined);
      return written.failure.code === 'canvas.answer' ? fail(adoptionRefused(written.failure.detail ?? '')) : written;
    },
  };
}

interface Found {
  /** Its present SIS id, '' for none. */
  readonly sisId: string;
  readonly path: string;
  readonly field: string;
}

async function findTarget(http: CanvasHttp, target: AdoptionTarget): Promise<Outcome<Found>> {
  const id = encodeURIComponent(target.canvasId);
  switch (target.entity) {
    case 'account':
      return found(http, `/api/v1/accounts/${id}`, 'account[sis_account_id]', WireAccount, (wire) => wire.sis_account_id);
    case 'course':
      return found(http, `/api/v1/courses/${id}`, 'course[sis_course_id]', WireCourse, (wire) => wire.sis_course_id);
    case 'section':
      return found(http, `/api/v1/sections/${id}`, 'course_section[sis_section_id]', WireSection, (wire) => wire.sis_section_id);
    case 'term':
      return found(
        http,
        `/api/v1/accounts/self/terms/${id}`,
        'enrollment_term[sis_term_id]',
        WireTerm,
        (wire) => wire.sis_term_id,
      );
    case 'user':
      return findLogin(http, target);
    default:
      return assertNever(target.entity);
  }
}

async function found<T extends z.ZodType>(
  http: CanvasHttp,
  path: string,
  field: string,
  schema: T,
  sisId: (wire: z.infer<T>) => string,
): Promise<Outcome<Found>> {
  const read = await http.read({ method: 'GET', path, what: 'see what is to be linked' }, schema);
  return read.ok ? succeed({ sisId: sisId(read.value), path, field }) : read;
}

/** SIS ids of people sit on their logins (canvas-sis.md §1.13). */
async function findLogin(http: CanvasHttp, { canvasId, sisId, login }: AdoptionTarget): Promise<Outcome<Found>> {
  const logins: z.infer<typeof WireLogin>[] = [];
  const path = `/api/v1/users/${encodeURIComponent(canvasId)}/logins?per_page=100`;
  const read = await http.pages({ method: 'GET', path, what: "see users' logins" }, z.array(WireLogin), (page) => {
    logins.push(...page);
  });
  if (!read.ok) return read;
  const own = logins.find((one) => one.sis_user_id === sisId) ?? logins.find((one) => one.unique_id === login);
  if (own === undefined) return fail(adoptionMoved(''));
  const field = 'login[sis_user_id]';
  return succeed({ sisId: own.sis_user_id, path: `/api/v1/accounts/self/logins/${encodeURIComponent(own.id)}`, field });
}
