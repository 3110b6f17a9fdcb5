/**
 * Since when people have had no wanted enrollment (ROSTER-RULES D3): the last day they had one, for those of us who have none now.
 * `last_day` is the district's day of the newest round that was complete; it outlives a round that was stopped.
 */
export const lapses = `
  CREATE TABLE lapse (bucket INTEGER NOT NULL, key TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (bucket, key)) WITHOUT ROWID;
  ALTER TABLE sighting_round ADD COLUMN last_day TEXT NOT NULL DEFAULT '';
`;
