import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import { contract, type EventName, type Payload } from '../../shared/contract.ts';
import { fail, type Outcome } from '../../shared/outcome.ts';
import type { EngineClient } from '../engine/host/engine-client.ts';
import { answerChecked } from './answer-checked.ts';
import { callChannel, engineCalls, eventChannel, shellCalls } from './channels.ts';
import { senderRefused } from './failures.ts';
import { forKnownDistricts } from './known-district.ts';
import { isTrustedSender } from './sender.ts';
import type { ShellCalls } from './shell-calls.ts';

export interface IpcParts {
  readonly shell: ShellCalls;
  readonly engine: Pick<EngineClient, 'call'>;
  /** Ids of the districts there are. */
  readonly districts: () => readonly string[];
  /** An exception or a result outside the contract: writes a report. */
  readonly onBug: (where: string, error: unknown) => void;
  readonly log: (text: string) => void;
}

/** One handler per contract call and nothing else; every answer is a value (electron-checklist.md §2). */
export function serveContract({ shell, engine, districts, onBug, log }: IpcParts): void {
  const serve = (side: 'shell' | 'engine', name: string, answer: (raw: unknown) => Promise<Outcome<unknown>>) => {
    ipcMain.handle(callChannel(side, name), async (event: IpcMainInvokeEvent, raw: unknown) => {
      if (fromOurWindow(event)) return answer(raw);
      log(`refused ${side}.${name} from a foreign page`);
      return fail(senderRefused());
    });
  };
  for (const name of namesOf(shellCalls)) {
    const act = forKnownDistricts(districts, shell[name] as (args: unknown) => Promise<Outcome<unknown>>);
    serve('shell', name, (raw) => answerChecked(contract.shell[name], raw, act, (error) => onBug(`shell.${name}`, error)));
  }
  for (const name of namesOf(engineCalls)) {
    const act = engine.call as (name: string, args: unknown) => Promise<Outcome<unknown>>;
    const carry = forKnownDistricts(districts, (args) => act(name, args));
    serve('engine', name, (raw) => answerChecked(contract.engine[name], raw, carry, (error) => onBug(`engine.${name}`, error)));
  }
}

/** Events go to every open window of ours; a closed one hears nothing more. */
export function sendEvent<E extends EventName>(name: E, payload: Payload<E>): void {
  for (const window of BrowserWindow.getAllWindows()) {
    const { webContents } = window;
    if (webContents.isDestroyed() || !isTrustedSender(webContents.mainFrame)) continue;
    webContents.send(eventChannel(name), payload);
  }
}

function fromOurWindow(event: IpcMainInvokeEvent): boolean {
  return isTrustedSender(event.senderFrame) && BrowserWindow.fromWebContents(event.sender) !== null;
}

function namesOf<K extends string>(names: Readonly<Record<K, true>>): K[] {
  return Object.keys(names) as K[];
}
