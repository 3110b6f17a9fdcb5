/**
 * What the newest complete read of the SIS held, in numbers: the pull itself is thrown away, and settings are chosen by these.
 * And who saved a version of the settings, '' for those of before.
 */
export const headcount = `
  CREATE TABLE headcount (one INTEGER PRIMARY KEY CHECK (one = 1), headcount TEXT NOT NULL);
  ALTER TABLE settings ADD COLUMN saved_by TEXT NOT NULL DEFAULT '';
`;
