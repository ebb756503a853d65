-- library.db: documents and sources; posts and the search index are in schema-posts.sql. No triggers, no views: a store that came from somebody else can
-- run nothing. Verdicts are not here: they are computed from what is.
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Where text came from: an imported file, or a document that was read (whose quotes are observations too).
CREATE TABLE file(
  file_id      INTEGER PRIMARY KEY,
  kind         TEXT    NOT NULL CHECK(kind IN ('import','document')),
  sha256       BLOB    NOT NULL CHECK(length(sha256)=32), -- of an import's bytes, of a document's text
  size         INTEGER NOT NULL,
  path         TEXT,
  parent_id    INTEGER REFERENCES file(file_id),          -- the container, the shorter form, the earlier version
  format       TEXT    NOT NULL,
  charset      TEXT,
  bad_bytes    INTEGER NOT NULL DEFAULT 0,
  added_at     INTEGER NOT NULL,
  importer     TEXT    NOT NULL,
  retrieved_at INTEGER,
  origin_url   TEXT,
  title TEXT, author TEXT, date TEXT, lang TEXT,
  bytes        BLOB,                                      -- zlib
  indexed      INTEGER NOT NULL DEFAULT 0,                -- a document's bytes that are in paragraphs
  quotes       INTEGER NOT NULL DEFAULT 0,                -- posts that a document quotes
  UNIQUE(kind,sha256)
);
CREATE INDEX file_path ON file(path);

CREATE TABLE board(
  board_id INTEGER PRIMARY KEY,
  family   TEXT NOT NULL,
  key      TEXT NOT NULL,
  UNIQUE(family,key)
);

-- A source. held: an imported file has posts of it. Family title: known only by the title it is cited with.
CREATE TABLE thread(
  thread_id    INTEGER PRIMARY KEY,
  board_id     INTEGER NOT NULL REFERENCES board(board_id),
  key          TEXT    NOT NULL,
  title TEXT, title_fold TEXT, series TEXT, part INTEGER,
  created_at   INTEGER, last_post_at INTEGER,
  host TEXT, url TEXT,
  max_num      INTEGER,                                   -- of what files have
  held         INTEGER NOT NULL DEFAULT 0,
  posts_held   INTEGER NOT NULL DEFAULT 0, posts_quoted INTEGER NOT NULL DEFAULT 0,
  UNIQUE(board_id,key)
);
CREATE INDEX thread_fold   ON thread(title_fold);
CREATE INDEX thread_series ON thread(part,series);

CREATE TABLE title_alias(
  fold      TEXT NOT NULL,
  thread_id INTEGER NOT NULL REFERENCES thread(thread_id) ON DELETE CASCADE,
  title     TEXT NOT NULL,
  PRIMARY KEY(fold,thread_id)
) WITHOUT ROWID;

-- What a document cites; lo NULL: the thread as a whole.
CREATE TABLE cite(
  cite_id   INTEGER PRIMARY KEY,
  file_id   INTEGER NOT NULL REFERENCES file(file_id),
  off INTEGER NOT NULL, len INTEGER NOT NULL, line INTEGER NOT NULL,
  raw       TEXT NOT NULL,
  thread_id INTEGER NOT NULL REFERENCES thread(thread_id),
  lo INTEGER, hi INTEGER,
  date_from INTEGER, date_to INTEGER
);
CREATE INDEX cite_target ON cite(thread_id,lo,hi);
CREATE INDEX cite_file   ON cite(file_id,off);
