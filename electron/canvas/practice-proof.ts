import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { fail, type Outcome, succeed } from '../../shared/outcome.ts';
import { failureOfFault } from './canvas-answers.ts';
import { canvasDown } from './canvas-failures.ts';
import { type CanvasHttp, parseAnswer } from './canvas-http.ts';

/**
 * Whether this Canvas is the practice one (ROSTER-RULES G3): it answers a fresh nonce with the hash only it computes. Any
 * other answer means no. The token is not sent; no answer at all is a failure, so that "down" is not "not practice".
 */
export async function provePractice(http: CanvasHttp, nonce: string): Promise<Outcome<boolean>> {
  const { host } = new URL(http.origin);
  const result = await http.exchange({
    method: 'POST',
    path: '/practice-control/prove',
    what: 'ask for the practice proof',
    body: JSON.stringify({ nonce }),
    contentType: 'application/json',
    timeoutMs: 10_000,
    anonymous: true,
  });
  if (result.kind === 'stopped') return fail(result.failure);
  if (result.kind === 'fault') {
    if (result.fault.kind === 'redirect') return succeed(false);
    return fail(failureOfFault(result.fault, host));
  }
  if (result.answer.status >= 500) return fail(canvasDown(`${result.answer.status}`));
  if (result.answer.status !== 200) return succeed(false);
  const parsed = parseAnswer(result.answer, z.object({ proof: z.string() }), '');
  if (!parsed.ok) return succeed(false);
  const expected = createHash('sha256').update(`rosterbridge-practice-canvas:${nonce}`).digest();
  const given = Buffer.from(parsed.value.proof, 'hex');
  return succeed(given.length === expected.length && timingSafeEqual(given, expected));
}
