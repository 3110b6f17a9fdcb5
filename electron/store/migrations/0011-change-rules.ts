/**
 * What the review narrows and sorts by: the rule of each change (0 in plans of before), and the name of each school, so that
 * neither has to be read from the bodies. Facets count by rule too.
 */
export const changeRules = `
  ALTER TABLE change_line ADD COLUMN rule INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE plan_school ADD COLUMN name TEXT NOT NULL DEFAULT '';
  CREATE TABLE plan_rule (plan INTEGER NOT NULL, number INTEGER NOT NULL, rule TEXT NOT NULL,
    PRIMARY KEY (plan, number)) WITHOUT ROWID;
  ALTER TABLE plan_facet RENAME TO plan_facet_before;
  CREATE TABLE plan_facet (plan INTEGER NOT NULL, entity INTEGER NOT NULL, action INTEGER NOT NULL,
    school INTEGER NOT NULL, holdset INTEGER NOT NULL, rule INTEGER NOT NULL, changes INTEGER NOT NULL,
    PRIMARY KEY (plan, entity, action, school, holdset, rule)) WITHOUT ROWID;
  INSERT INTO plan_facet SELECT plan, entity, action, school, holdset, 0, changes FROM plan_facet_before;
  DROP TABLE plan_facet_before;
`;
