/**
 * What was dropped or doubtful in the feed, kept with the plan that was made of it: the work file is thrown away. Ids are
 * plan × 2^25 + number, like those of change lines, so that a plan's findings are one range.
 */
export const planFindings = `
  CREATE TABLE plan_finding (id INTEGER PRIMARY KEY, rule TEXT NOT NULL, level TEXT NOT NULL, collection TEXT NOT NULL,
    sourced_id TEXT NOT NULL, message TEXT NOT NULL, remedy TEXT NOT NULL);
`;
