-- notes.db: rules for what is hidden in sources. A rule is added, and may be removed; its id is that of the change that
-- added it, and a removed one keeps its row, so that an older log cannot bring it back.
CREATE TABLE rule(
  id       TEXT PRIMARY KEY,
  kind     INTEGER NOT NULL, -- enum store_rule_kind
  family   TEXT NOT NULL DEFAULT '', board TEXT NOT NULL DEFAULT '', key TEXT NOT NULL DEFAULT '',
  title    TEXT NOT NULL DEFAULT '',
  number   INTEGER NOT NULL DEFAULT -1,
  poster_kind   INTEGER NOT NULL DEFAULT 0, -- enum store_poster_kind
  poster_family TEXT NOT NULL DEFAULT '', poster_board TEXT NOT NULL DEFAULT '', poster TEXT NOT NULL DEFAULT '',
  poster_from   INTEGER, poster_to INTEGER,
  text     TEXT NOT NULL DEFAULT '',
  chain    INTEGER NOT NULL DEFAULT 0,
  expires  INTEGER,          -- NULL: never
  reason   TEXT NOT NULL DEFAULT '',
  changed  INTEGER NOT NULL,
  removed  INTEGER NOT NULL
) WITHOUT ROWID;
