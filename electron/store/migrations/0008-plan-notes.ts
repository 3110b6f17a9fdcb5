/** Sentences about a plan as a whole, as a JSON list (ROSTER-RULES D6). */
export const planNotes = `
  ALTER TABLE plan ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
`;
