import { contextBridge, ipcRenderer } from 'electron';
import type { Outcome } from '../shared/outcome.ts';
import { callChannel, engineCalls, eventChannel, events, shellCalls } from './shell/channels.ts';

/**
 * The one bridge: a function per contract call, answered by values. Nothing of Electron, no channel name and no event
 * object reaches the page. Arguments and answers are checked in main.
 */
async function invoke(channel: string, args: unknown): Promise<Outcome<unknown>> {
  try {
    return (await ipcRenderer.invoke(channel, args)) as Outcome<unknown>;
  } catch {
    return {
      ok: false,
      failure: {
        code: 'app.bug',
        message: 'The window could not reach the rest of Rosterbridge.',
        consequence: 'Nothing was changed.',
        remedy: 'Close Rosterbridge and start it again.',
      },
    };
  }
}

function callsOf(side: 'shell' | 'engine', names: Readonly<Record<string, true>>) {
  return Object.fromEntries(
    Object.keys(names).map((name) => [name, (args: unknown) => invoke(callChannel(side, name), args)] as const),
  );
}

function on(name: unknown, listener: unknown): () => void {
  if (typeof name !== 'string' || !Object.hasOwn(events, name) || typeof listener !== 'function') return () => undefined;
  const heard = (_event: unknown, payload: unknown) => listener(payload);
  ipcRenderer.on(eventChannel(name), heard);
  return () => {
    ipcRenderer.removeListener(eventChannel(name), heard);
  };
}

contextBridge.exposeInMainWorld('rosterbridge', {
  shell: callsOf('shell', shellCalls),
  engine: callsOf('engine', engineCalls),
  on,
});
