import type { Connection } from '../../shared/district.ts';
import { type Outcome, succeed } from '../../shared/outcome.ts';
import { type CanvasClient, createCanvasClient } from '../canvas/canvas-client.ts';
import { canvasOrigin } from '../canvas/canvas-url.ts';
import { normaliseBaseUrl } from '../sis/base-url.ts';
import { createSisClient, type SisClient } from '../sis/sis-client.ts';
import type { DistrictSecrets, EngineOptions } from './engine-api.ts';

type Secrets = Pick<DistrictSecrets, 'sisSecret' | 'canvasToken' | 'canvasAccess'>;

/** The OneRoster client of a connection; the address as typed may still be wrong. */
export function sisClientFor(
  options: EngineOptions,
  connection: Connection,
  secrets: Secrets,
  signal?: AbortSignal,
): Outcome<SisClient> {
  const url = normaliseBaseUrl(connection.sisUrl);
  if (!url.ok) return url;
  return succeed(
    createSisClient({
      ...url.value,
      key: connection.sisKey,
      secret: secrets.sisSecret,
      auth: connection.sisAuth,
      tokenUrl: connection.sisTokenUrl,
      profile: connection.sisProfile,
      edge: options.edge,
      signal,
      log: (text) => options.log({ at: new Date(options.edge.now()).toISOString(), level: 'info', text: `SIS ${text}` }),
    }),
  );
}

export function canvasClientFor(
  options: EngineOptions,
  connection: Connection,
  secrets: Secrets,
  signal?: AbortSignal,
): Outcome<CanvasClient> {
  const origin = canvasOrigin(connection.canvasUrl);
  if (!origin.ok) return origin;
  const { canvasToken: token, canvasAccess: renew } = secrets;
  return succeed(createCanvasClient({ origin: origin.value, token, renew, edge: options.edge, signal }));
}
