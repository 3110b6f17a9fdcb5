/** At most this many findings of a plan are kept; all are counted. */
export const MOST_FINDINGS = 10_000;
