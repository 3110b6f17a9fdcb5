/** The kinds of Canvas ids that are minted once and kept in the ledger (ROSTER-RULES B). */
export type MintedKind = 'account' | 'term' | 'course' | 'section' | 'user';

export interface Minted {
  readonly kind: MintedKind;
  readonly sourcedId: string;
  readonly sisId: string;
}

/** Looks an id up, or mints it from the proposal; what was minted is collected for the ledger. */
export interface Minting {
  idFor(kind: MintedKind, sourcedId: string, proposal: string): string;
  known(kind: MintedKind, sourcedId: string): string | undefined;
}

/**
 * @param known ids minted before, and those minted just now if they can be asked for again.
 * @param minted receives what is new, in order.
 */
export function mintingFrom(
  known: (kind: MintedKind, sourcedId: string) => string | undefined,
  minted: (id: Minted) => void,
): Minting {
  return {
    known,
    idFor(kind, sourcedId, proposal) {
      const before = known(kind, sourcedId);
      if (before !== undefined) return before;
      minted({ kind, sourcedId, sisId: proposal });
      return proposal;
    },
  };
}
