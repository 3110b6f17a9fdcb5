/** Who was given an id, without reading all of them: an id never passes to somebody else (ROSTER-RULES B2). */
export const mintedIds = `
  CREATE INDEX identity_sis_id ON identity (kind, sis_id);
`;
