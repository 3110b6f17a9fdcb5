/** Which question of set-up a district stands at, with each version of its settings; '' once all were answered, and for those of before. */
export const setUp = `
  ALTER TABLE settings ADD COLUMN set_up TEXT NOT NULL DEFAULT '';
`;
