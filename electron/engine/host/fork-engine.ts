import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { childEnvironment } from './child-environment.ts';
import type { EnginePort } from './engine-client.ts';

/**
 * Starts `dist/engine.js` as its own process. `partition` gives newer Electrons an own cookie jar and is ignored by older ones.
 * @param onOutput what the process prints, for the log (it is redacted there)
 */
export function forkEngine(dist: string, onOutput: (text: string) => void): EnginePort {
  const child = utilityProcess.fork(join(dist, 'engine.js'), [], {
    serviceName: 'Rosterbridge engine',
    stdio: 'pipe',
    env: childEnvironment(process.env),
    partition: 'engine',
    respondToAuthRequestsFromMainProcess: false,
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => onOutput(chunk.toString('utf8').trimEnd()));
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void killHard(child.pid, () => child.kill()),
  };
}

/** utilityProcess.kill() only asks; an engine deep in a statement hears nothing but the operating system. */
function killHard(pid: number | undefined, ask: () => boolean): void {
  if (pid === undefined) return void ask();
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
