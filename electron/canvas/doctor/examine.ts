import type { Check } from '../../../shared/district.ts';
import type { AccountCalls } from '../accounts.ts';
import type { CanvasHttp } from '../canvas-http.ts';
import { importOf } from '../canvas-import.ts';
import { runChecks } from '../checks.ts';
import { LOOK_BACK_DAYS } from '../other-imports.ts';
import { WireImports } from '../wire.ts';
import { failed } from './check.ts';
import { gradeSyncChecks } from './grade-sync.ts';
import { otherImportsCheck } from './other-imports.ts';
import { signInLasts, tokenEndCheck } from './token-end.ts';

/** What the doctor must know of the district. */
export interface CanvasQuestions {
  /** Ids of the imports Rosterbridge sent. */
  readonly ownImports: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const DAY_MS = 86_400_000;
const PAGE = 100;

/**
 * The whole examination of a Canvas (canvas-sis.md §5.5), reads only: about fifteen requests, 25 if it is very slow. Where
 * sign-in fails the rest says nothing, so it ends there.
 * @param questions with the token that was entered, null where a developer key signs in
 */
export async function examineCanvas(
  http: CanvasHttp,
  accounts: AccountCalls,
  questions: CanvasQuestions & { readonly token: string | null },
): Promise<Check[]> {
  const { token } = questions;
  const basics = await runChecks(http, accounts, token === null);
  if (!basics.some((check) => check.name === 'Token' && check.ok)) return basics;
  const at = basics.findIndex((check) => check.name === 'Token') + 1;
  return [
    ...basics.slice(0, at),
    token === null ? signInLasts : await tokenEndCheck(http, token, questions.now),
    ...basics.slice(at),
    ...(await othersCheck(http, questions)),
    ...(await gradeSyncChecks(http)),
  ];
}

async function othersCheck(http: CanvasHttp, { ownImports, now }: CanvasQuestions): Promise<Check[]> {
  const since = encodeURIComponent(new Date(now - LOOK_BACK_DAYS * DAY_MS).toISOString());
  const path = `/api/v1/accounts/self/sis_imports?per_page=${PAGE}&created_since=${since}`;
  const read = await http.read({ method: 'GET', path, what: 'see SIS imports' }, WireImports);
  if (!read.ok) return [failed('Other integrations', read.failure)];
  const listed = read.value.sis_imports.map(importOf);
  return [otherImportsCheck(listed, ownImports, listed.length >= PAGE)];
}
