import type { Args, EngineCall, EventName, Payload, Result, ShellCall } from './contract.ts';
import type { Outcome } from './outcome.ts';

/** What preload puts on `window.rosterbridge`: the same calls as the contract, answered by values, never by throws. */
export interface Bridge {
  readonly shell: { readonly [N in ShellCall]: (args: Args<'shell', N>) => Promise<Outcome<Result<'shell', N>>> };
  readonly engine: { readonly [N in EngineCall]: (args: Args<'engine', N>) => Promise<Outcome<Result<'engine', N>>> };
  /** Listens until the returned function is called. */
  on<E extends EventName>(event: E, listener: (payload: Payload<E>) => void): () => void;
}

declare global {
  interface Window {
    readonly rosterbridge: Bridge;
  }
}
