-- notes.db: where reading stopped, marks, and what was opened. Each row has the id of the change that wrote it (in order
-- of time), so that the log beside the database can be applied again: the newest change wins.
CREATE TABLE reading(
  document TEXT NOT NULL,    -- empty: a text so large that its id is not known when it is opened
  path     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  calls    TEXT NOT NULL,    -- start offsets, outermost first, blanks between
  context  TEXT NOT NULL,
  view     TEXT NOT NULL,
  changed  INTEGER NOT NULL,
  change   TEXT NOT NULL,
  PRIMARY KEY(document,path)
) WITHOUT ROWID;
CREATE INDEX reading_path ON reading(path,changed);

CREATE TABLE mark(
  scope    TEXT NOT NULL,    -- the document's id; empty: A to Z
  name     TEXT NOT NULL,
  document TEXT NOT NULL,
  path     TEXT NOT NULL,
  at       INTEGER NOT NULL,
  calls    TEXT NOT NULL,
  context  TEXT NOT NULL,
  changed  INTEGER NOT NULL,
  change   TEXT NOT NULL,
  PRIMARY KEY(scope,name)
) WITHOUT ROWID;

CREATE TABLE opened(
  document TEXT PRIMARY KEY,
  path     TEXT NOT NULL,
  title    TEXT NOT NULL,
  times    INTEGER NOT NULL,
  changed  INTEGER NOT NULL,
  change   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX opened_time ON opened(changed);

-- How far each file of the log has been applied.
CREATE TABLE applied(name TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;
