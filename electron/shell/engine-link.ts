import { join } from 'node:path';
import type { EventName, Payload } from '../../shared/contract.ts';
import type { CanvasAccess } from '../engine/connect/canvas-access.ts';
import { type EngineClient, engineClient } from '../engine/host/engine-client.ts';
import { forkEngine } from '../engine/host/fork-engine.ts';
import type { AppLog } from './app-log.ts';
import { sendEvent } from './ipc.ts';
import type { Places } from './places.ts';

/** The engine process, tied to the secrets, the log and the window. */
export function linkEngine(
  places: Places,
  access: Pick<CanvasAccess, 'secrets'>,
  log: AppLog,
  onReady: (engine: EngineClient) => Promise<void>,
  heard: <E extends EventName>(name: E, payload: Payload<E>) => void,
  now: () => number,
): EngineClient {
  const engine = engineClient({
    fork: () => forkEngine(places.dist, (text) => log.say('warning', `engine: ${text}`)),
    dataDir: places.dataDir,
    workerFile: join(places.dist, 'district-worker.js'),
    secrets: (district) => access.secrets(district),
    emit(name, payload) {
      if (name === 'progressed' && 'step' in payload) log.file.setRun(payload.run);
      if (name === 'runEnded') log.file.setRun(null);
      sendEvent(name, payload);
      heard(name, payload);
    },
    log: (line) => log.file.write(line),
    onReady: () => onReady(engine),
    now,
  });
  return engine;
}
