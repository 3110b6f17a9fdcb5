import type { Check, SideRequest } from '../../../shared/district.ts';
import { type Outcome, succeed } from '../../../shared/outcome.ts';
import { canvasClientFor, sisClientFor } from '../clients.ts';
import { addressCheck } from '../doctor.ts';
import type { EngineOptions } from '../engine-api.ts';

/** Tries out one side at a time as it is typed: whatever is still under way for older words is broken off. */
export function sideTests(options: EngineOptions): (request: SideRequest) => Promise<Outcome<{ checks: Check[] }>> {
  const running = new Map<SideRequest['side'], AbortController>();
  return async (request) => {
    running.get(request.side)?.abort();
    const own = new AbortController();
    running.set(request.side, own);
    const checks = await checksOf(options, request, own.signal);
    if (running.get(request.side) === own) running.delete(request.side);
    return succeed({ checks });
  };
}

async function checksOf(options: EngineOptions, request: SideRequest, signal: AbortSignal): Promise<Check[]> {
  if (request.side === 'sis') {
    const { sisUrl, sisKey, sisAuth, sisTokenUrl, sisSecret, sisProfile } = request;
    const connection = {
      sisUrl,
      sisKey,
      sisAuth,
      sisTokenUrl,
      canvasUrl: '',
      ...(sisProfile === undefined ? {} : { sisProfile }),
    };
    const sis = sisClientFor(options, connection, { sisSecret, canvasToken: '' }, signal);
    return sis.ok ? sis.value.checks() : [addressCheck('sis', sis.failure)];
  }
  const { canvasUrl, canvasToken, canvasGrant } = request;
  const connection = { sisUrl: '', sisKey: '', sisAuth: 'auto', sisTokenUrl: '', canvasUrl } as const;
  const canvasAccess = canvasGrant === undefined ? undefined : async () => succeed(canvasToken);
  const canvas = canvasClientFor(options, connection, { sisSecret: '', canvasToken, canvasAccess }, signal);
  return canvas.ok ? canvas.value.checks() : [addressCheck('canvas', canvas.failure)];
}
