-- notes.db: annotations. Every change of one is a row that is never written over; annotation is what they come to.
CREATE TABLE annotation_change(
  change     TEXT PRIMARY KEY,
  annotation TEXT NOT NULL,
  superseded INTEGER NOT NULL, -- another change builds on it
  deleted    INTEGER NOT NULL,
  document   TEXT NOT NULL,
  kind       INTEGER NOT NULL, -- enum store_annotation_kind
  json       TEXT NOT NULL     -- the line of the log
);
CREATE INDEX annotation_change_of ON annotation_change(annotation,change);

-- What the changes build on; it may come later than what builds on it.
CREATE TABLE annotation_base(
  annotation TEXT NOT NULL,
  base       TEXT NOT NULL,
  PRIMARY KEY(annotation,base)
) WITHOUT ROWID;

CREATE TABLE annotation(
  id       TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  kind     INTEGER NOT NULL,
  deleted  INTEGER NOT NULL,
  change   TEXT NOT NULL,    -- the one that is shown
  heads    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX annotation_document ON annotation(document);

-- Texts that something was written on; the texts themselves are files beside the database.
CREATE TABLE text(
  version  TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  path     TEXT NOT NULL,
  title    TEXT NOT NULL,
  previous TEXT NOT NULL, previous_change TEXT NOT NULL,
  whole    INTEGER NOT NULL,
  first    INTEGER NOT NULL, -- when it was kept first
  change   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX text_path ON text(path);
CREATE INDEX text_document ON text(document);

-- Where an annotation stands in another version of the text.
CREATE TABLE attachment(
  version    TEXT NOT NULL,
  annotation TEXT NOT NULL,
  state      INTEGER NOT NULL, -- enum store_state
  start INTEGER, end INTEGER,  -- NULL: there is not even a guess
  score      INTEGER NOT NULL, -- in millionths
  method     INTEGER NOT NULL,
  change     TEXT NOT NULL,
  PRIMARY KEY(version,annotation)
) WITHOUT ROWID;
