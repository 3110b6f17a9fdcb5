import { createHash } from 'node:crypto';
import { json, refuseWith } from '../http/answer.ts';
import { type Handler, type Route, route } from '../http/router.ts';

/** Answers a nonce in a way no real Canvas does, so that a client can be sure it writes to a practice district. */
const prove: Handler = (_app, request) => {
  const nonce = request.fields.get('nonce');
  if (nonce === null || nonce === '') return refuseWith(400, { errors: [{ message: 'nonce is missing' }] });
  return json({ proof: createHash('sha256').update(`rosterbridge-practice-canvas:${nonce}`).digest('hex') });
};

export const PROVE_ROUTES: readonly Route[] = [route('POST', '/practice-control/prove', prove, { token: false })];
