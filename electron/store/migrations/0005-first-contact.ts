/**
 * What was found when the SIS and a living Canvas were first held side by side, and what a person decided about each match
 * (ROSTER-RULES G1). `words` is what the search looks through; grades stand as numbers (conversion/evaluations.ts).
 * `identity_scheme` tells from which settings the minted ids were made.
 */
export const firstContact = `
  CREATE TABLE evaluation (number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('building', 'ready')), counts TEXT NOT NULL, schemes TEXT NOT NULL,
    reviewed_at TEXT, reviewed_by TEXT);
  CREATE TABLE evaluation_match (evaluation INTEGER NOT NULL, number INTEGER NOT NULL, entity INTEGER NOT NULL,
    grade INTEGER NOT NULL, words TEXT NOT NULL, body TEXT NOT NULL, decision TEXT, PRIMARY KEY (evaluation, number)) WITHOUT ROWID;
  CREATE INDEX evaluation_match_grade ON evaluation_match (evaluation, entity, grade, number);
  CREATE TABLE identity_scheme (one INTEGER PRIMARY KEY CHECK (one = 1), scheme TEXT NOT NULL, since TEXT NOT NULL);
  CREATE TABLE contact_review (pair TEXT PRIMARY KEY, at TEXT NOT NULL, reviewed_by TEXT NOT NULL) WITHOUT ROWID;
`;
