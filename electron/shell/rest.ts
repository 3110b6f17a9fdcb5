/** Lets the engine sleep: its process ends once nobody has asked anything of it for a while and no window is open. */
export interface Rest {
  /** Something ended, or the window closed: look whether there is anything left to do. */
  consider(): void;
  stop(): void;
}

export interface RestParts {
  /** A window is open, or a run is under way. */
  readonly isNeeded: () => boolean;
  readonly sleep: () => Promise<void>;
  readonly idleMs: number;
}

export function restWhenIdle({ isNeeded, sleep, idleMs }: RestParts): Rest {
  let timer: NodeJS.Timeout | null = null;
  function cancel(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }
  function consider(): void {
    cancel();
    timer = setTimeout(() => {
      timer = null;
      if (isNeeded()) consider();
      else void sleep();
    }, idleMs);
  }
  return { consider, stop: cancel };
}
