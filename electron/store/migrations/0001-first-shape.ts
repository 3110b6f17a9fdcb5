/**
 * The first shape of district.db. Entities and actions stand as numbers (codes.ts).
 *
 * A plan has three parts. `change_line` is narrow and counted and filtered over; its id is plan × 2^25 + seq.
 * `change_pack` holds the wide bodies, 32 to a compressed block. `change_search_<plan>`, made with each plan, is the
 * full-text table over labels and ids: one per plan, so that a search never walks through other plans' words and
 * dropping a plan is one statement. Holds are sets: a line names its set (0 = none), a release frees sets, not rows.
 *
 * The ledger is as large as the district; counting it would read it all, so triggers keep its counts.
 */
export const firstShape = `
  CREATE TABLE district (one INTEGER PRIMARY KEY CHECK (one = 1), district TEXT NOT NULL);

  CREATE TABLE settings (version INTEGER PRIMARY KEY AUTOINCREMENT, settings TEXT NOT NULL, digest TEXT NOT NULL,
    saved_at TEXT NOT NULL);

  CREATE TABLE identity (kind TEXT NOT NULL, sourced_id TEXT NOT NULL, sis_id TEXT NOT NULL, minted_at TEXT NOT NULL,
    PRIMARY KEY (kind, sourced_id)) WITHOUT ROWID;

  CREATE TABLE ledger (entity INTEGER NOT NULL, bucket INTEGER NOT NULL, key TEXT NOT NULL, canvas_id TEXT NOT NULL,
    owned INTEGER NOT NULL, confirmed INTEGER NOT NULL, fields TEXT NOT NULL, extra TEXT NOT NULL, source TEXT NOT NULL,
    run TEXT NOT NULL, PRIMARY KEY (entity, bucket, key)) WITHOUT ROWID;
  CREATE TABLE ledger_count (entity INTEGER PRIMARY KEY, rows INTEGER NOT NULL);
  INSERT INTO ledger_count VALUES (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0);
  CREATE TRIGGER ledger_row_made AFTER INSERT ON ledger
    BEGIN UPDATE ledger_count SET rows = rows + 1 WHERE entity = new.entity; END;
  CREATE TRIGGER ledger_row_removed AFTER DELETE ON ledger
    BEGIN UPDATE ledger_count SET rows = rows - 1 WHERE entity = old.entity; END;

  CREATE TABLE plan (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('building', 'ready', 'dropping')), created_at TEXT NOT NULL,
    read_at TEXT NOT NULL, complete INTEGER NOT NULL, settings_digest TEXT NOT NULL, counts TEXT NOT NULL,
    changes INTEGER NOT NULL, holds TEXT NOT NULL, dropped INTEGER NOT NULL, warned INTEGER NOT NULL);
  CREATE INDEX plan_id ON plan (id);

  CREATE TABLE change_line (id INTEGER PRIMARY KEY, entity INTEGER NOT NULL, action INTEGER NOT NULL,
    school INTEGER NOT NULL, holdset INTEGER NOT NULL);
  CREATE TABLE change_pack (id INTEGER PRIMARY KEY, pack BLOB NOT NULL);
  CREATE TABLE plan_school (plan INTEGER NOT NULL, number INTEGER NOT NULL, school TEXT NOT NULL,
    PRIMARY KEY (plan, number)) WITHOUT ROWID;
  CREATE TABLE plan_holdset (plan INTEGER NOT NULL, number INTEGER NOT NULL, holds TEXT NOT NULL,
    PRIMARY KEY (plan, number)) WITHOUT ROWID;
  CREATE TABLE plan_facet (plan INTEGER NOT NULL, entity INTEGER NOT NULL, action INTEGER NOT NULL,
    school INTEGER NOT NULL, holdset INTEGER NOT NULL, changes INTEGER NOT NULL,
    PRIMARY KEY (plan, entity, action, school, holdset)) WITHOUT ROWID;

  CREATE TABLE decision (id INTEGER PRIMARY KEY AUTOINCREMENT, plan INTEGER NOT NULL, decision TEXT NOT NULL,
    decided_at TEXT NOT NULL);

  CREATE TABLE run (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    "trigger" TEXT NOT NULL, state TEXT NOT NULL, plan TEXT, plan_number INTEGER, decision INTEGER,
    counts TEXT NOT NULL, holds TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT, seconds REAL NOT NULL, failure TEXT);
  CREATE INDEX run_state ON run (state);
  CREATE INDEX run_plan ON run (plan_number);
  CREATE TABLE run_event (id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run (id), at TEXT NOT NULL,
    level TEXT NOT NULL, text TEXT NOT NULL);
  CREATE INDEX run_event_run ON run_event (run, id);
  CREATE TABLE package (run TEXT NOT NULL REFERENCES run (id), number INTEGER NOT NULL, rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL, state TEXT NOT NULL, import_id TEXT, import_state TEXT, sha256 TEXT NOT NULL,
    intended_at TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
    PRIMARY KEY (run, number)) WITHOUT ROWID;
  CREATE TABLE receipt (run INTEGER NOT NULL REFERENCES run (number), seq INTEGER NOT NULL, entity INTEGER NOT NULL,
    label TEXT NOT NULL, action TEXT NOT NULL, outcome TEXT NOT NULL, import_id TEXT, message TEXT, at TEXT NOT NULL,
    PRIMARY KEY (run, seq)) WITHOUT ROWID;
  CREATE INDEX receipt_outcome ON receipt (run, outcome, entity, seq);
`;
