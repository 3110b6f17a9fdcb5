/** Decides whether a crashed process is started again: at most `most` times within `windowMs`. */
export interface RestartBudget {
  /** Takes one restart if there is one left. */
  take(now: number): boolean;
}

export function restartBudget(most: number, windowMs: number): RestartBudget {
  let taken: number[] = [];
  return {
    take(now) {
      taken = taken.filter((at) => now - at < windowMs);
      if (taken.length >= most) return false;
      taken.push(now);
      return true;
    },
  };
}
