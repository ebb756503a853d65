-- library.db: documents, posts, and the search index. No triggers, no views: a store that came from somebody else can
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
  indexed      INTEGER NOT NULL DEFAULT 0,                -- a document's bytes that are in the search index
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
  max_num      INTEGER,
  held         INTEGER NOT NULL DEFAULT 0,
  UNIQUE(board_id,key)
);
CREATE INDEX thread_fold   ON thread(title_fold);
CREATE INDEX thread_series ON thread(series,part);

CREATE TABLE title_alias(
  fold      TEXT NOT NULL,
  thread_id INTEGER NOT NULL REFERENCES thread(thread_id) ON DELETE CASCADE,
  title     TEXT NOT NULL,
  PRIMARY KEY(fold,thread_id)
) WITHOUT ROWID;

-- A post in its best form. Same poster: the same slip or ID within a board and a day.
CREATE TABLE post(
  post_id   INTEGER PRIMARY KEY,
  thread_id INTEGER NOT NULL REFERENCES thread(thread_id),
  key       TEXT    NOT NULL,
  num       INTEGER,
  kind      TEXT NOT NULL CHECK(kind IN ('post','system','event','deleted')),
  posted_at INTEGER, tz_min INTEGER, date_raw TEXT,
  name TEXT, mail TEXT, slip TEXT, poster TEXT, trip TEXT, be TEXT,
  plain     TEXT NOT NULL,
  fold      TEXT NOT NULL,
  best_obs  INTEGER,
  held      INTEGER NOT NULL DEFAULT 0,
  deleted   INTEGER NOT NULL DEFAULT 0,
  UNIQUE(thread_id,key)
);
CREATE INDEX post_num    ON post(thread_id,num);
CREATE INDEX post_time   ON post(posted_at);
CREATE INDEX post_poster ON post(poster,posted_at) WHERE poster IS NOT NULL;
CREATE INDEX post_slip   ON post(slip,posted_at) WHERE slip IS NOT NULL;

-- One file's version of a post. plain NULL: the same as the post's.
CREATE TABLE obs(
  obs_id   INTEGER PRIMARY KEY,
  post_id  INTEGER NOT NULL REFERENCES post(post_id) ON DELETE CASCADE,
  file_id  INTEGER NOT NULL REFERENCES file(file_id),
  off INTEGER NOT NULL, len INTEGER NOT NULL,
  rank     INTEGER NOT NULL,
  deleted  INTEGER NOT NULL DEFAULT 0,
  broken   INTEGER NOT NULL DEFAULT 0,
  plain    TEXT,
  UNIQUE(file_id,off,post_id)
);
CREATE INDEX obs_post ON obs(post_id);

-- The IP address or host name that a board showed with a post: in no other table, in no index.
CREATE TABLE address(
  post_id INTEGER PRIMARY KEY REFERENCES post(post_id) ON DELETE CASCADE,
  address TEXT NOT NULL
);

-- An anchor in a post's text; thread_id and lo..hi are where it points.
CREATE TABLE ref(
  post_id   INTEGER NOT NULL REFERENCES post(post_id) ON DELETE CASCADE,
  off INTEGER NOT NULL, len INTEGER NOT NULL,
  thread_id INTEGER NOT NULL REFERENCES thread(thread_id),
  lo INTEGER NOT NULL, hi INTEGER NOT NULL,
  PRIMARY KEY(post_id,off,lo,hi)
) WITHOUT ROWID;
CREATE INDEX ref_target ON ref(thread_id,lo,hi);

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

-- What a row of the index is: a post (owner: post_id) or a paragraph of a document (owner: file_id).
CREATE TABLE entry(
  entry_id INTEGER PRIMARY KEY,
  kind     INTEGER NOT NULL,
  owner    INTEGER NOT NULL,
  off INTEGER NOT NULL, len INTEGER NOT NULL
);
CREATE UNIQUE INDEX entry_owner ON entry(kind,owner,off);

-- One character a token, so that one and two characters are found; a query is a phrase of them.
CREATE VIRTUAL TABLE search USING fts5(
  body,
  content='', detail=full,
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
