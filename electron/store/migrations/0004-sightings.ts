/**
 * What has to be remembered from one pull to the next before somebody leaves (ROSTER-RULES D5, D7): which of our rows the
 * last complete pull did not name, and which runs nobody watched. `complete` names the round that counts, 0 for none.
 */
export const sightings = `
  CREATE TABLE sighting (round INTEGER NOT NULL, entity INTEGER NOT NULL, bucket INTEGER NOT NULL, key TEXT NOT NULL,
    PRIMARY KEY (round, entity, bucket, key)) WITHOUT ROWID;
  CREATE TABLE sighting_round (one INTEGER PRIMARY KEY CHECK (one = 1), newest INTEGER NOT NULL, complete INTEGER NOT NULL);
  INSERT INTO sighting_round VALUES (1, 0, 0);
  ALTER TABLE run ADD COLUMN scheduled INTEGER NOT NULL DEFAULT 0;
`;
