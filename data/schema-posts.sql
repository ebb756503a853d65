-- library.db: posts, and what they are found by. post_id and entry_id are one sequence, in the order in which things came.

-- A post, with its best observation: file_id to broken. What else was seen of it is in obs.
CREATE TABLE post(
  post_id   INTEGER PRIMARY KEY,
  thread_id INTEGER NOT NULL REFERENCES thread(thread_id),
  num       INTEGER,
  key       TEXT,              -- the site's own id; NULL: the number
  kind      INTEGER NOT NULL,  -- enum store_post_kind
  posted_at INTEGER, tz_min INTEGER, date_raw TEXT,
  name TEXT, mail TEXT, slip TEXT, poster TEXT, trip TEXT, be TEXT,
  plain     TEXT NOT NULL,
  fold      TEXT,              -- NULL: the same as plain
  anchors   BLOB,              -- of its text: see anchors.c
  held      INTEGER NOT NULL,
  deleted   INTEGER NOT NULL,  -- some file has it as deleted
  file_id   INTEGER REFERENCES file(file_id),
  off INTEGER, len INTEGER, rank INTEGER,
  gone      INTEGER,           -- the best observation itself is a deletion
  broken    INTEGER
);
CREATE INDEX post_num ON post(thread_id,num);
CREATE UNIQUE INDEX post_key ON post(thread_id,key) WHERE key IS NOT NULL;

-- The other versions of a post. plain NULL: the same as the post's.
CREATE TABLE obs(
  post_id  INTEGER NOT NULL,
  file_id  INTEGER NOT NULL REFERENCES file(file_id),
  off INTEGER NOT NULL, len INTEGER NOT NULL,
  rank     INTEGER NOT NULL,
  deleted  INTEGER NOT NULL,
  broken   INTEGER NOT NULL,
  plain    TEXT,
  PRIMARY KEY(post_id,file_id,off)
) WITHOUT ROWID;

-- The IP address or host name that a board showed with a post: in no other table, in no index.
CREATE TABLE address(
  post_id INTEGER PRIMARY KEY,
  address TEXT NOT NULL
);

-- Which posts name lo..hi of their own thread.
CREATE TABLE ref(
  thread_id INTEGER NOT NULL,
  lo INTEGER NOT NULL, hi INTEGER NOT NULL,
  post_id   INTEGER NOT NULL,
  PRIMARY KEY(thread_id,lo,hi,post_id)
) WITHOUT ROWID;

-- A paragraph of a document that is read.
CREATE TABLE paragraph(
  entry_id INTEGER PRIMARY KEY,
  file_id  INTEGER NOT NULL REFERENCES file(file_id),
  off INTEGER NOT NULL, len INTEGER NOT NULL,
  fold     TEXT NOT NULL
);

-- The search index (index.c): lists of where each pair of characters stands, for runs of posts and paragraphs; what is
-- in no run is looked through. Without these three tables nothing is lost but time.
CREATE TABLE run(
  run_id  INTEGER PRIMARY KEY,
  first   INTEGER NOT NULL, last INTEGER NOT NULL, -- post_id or entry_id, both in
  n       INTEGER NOT NULL,
  entries BLOB NOT NULL
);
CREATE UNIQUE INDEX run_first ON run(first);
CREATE TABLE pair(
  block_id INTEGER PRIMARY KEY,
  lists    BLOB NOT NULL
);
-- Posts in a run whose text is another one now, or that are gone.
CREATE TABLE stale(entry_id INTEGER PRIMARY KEY);
