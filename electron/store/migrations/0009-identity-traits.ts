/**
 * What a record was known by beside its id when the SIS last named it, so that ids which were issued again can be told from new
 * people and classes (ROSTER-RULES B4). A text of roster/; '' for ids minted before it was kept.
 */
export const identityTraits = `
  ALTER TABLE identity ADD COLUMN traits TEXT NOT NULL DEFAULT '';
`;
