-- A library of version 1, as it was made then, with a thread of three posts (two files, one quoting document).
PRAGMA application_id=1415138124;
PRAGMA user_version=1;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE file(
  file_id      INTEGER PRIMARY KEY,
  kind         TEXT    NOT NULL CHECK(kind IN ('import','document')),
  sha256       BLOB    NOT NULL CHECK(length(sha256)=32),
  size         INTEGER NOT NULL,
  path         TEXT,
  parent_id    INTEGER REFERENCES file(file_id),
  format       TEXT    NOT NULL,
  charset      TEXT,
  bad_bytes    INTEGER NOT NULL DEFAULT 0,
  added_at     INTEGER NOT NULL,
  importer     TEXT    NOT NULL,
  retrieved_at INTEGER,
  origin_url   TEXT,
  title TEXT, author TEXT, date TEXT, lang TEXT,
  bytes        BLOB,
  indexed      INTEGER NOT NULL DEFAULT 0,
  UNIQUE(kind,sha256)
);
CREATE INDEX file_path ON file(path);

CREATE TABLE board(
  board_id INTEGER PRIMARY KEY,
  family   TEXT NOT NULL,
  key      TEXT NOT NULL,
  UNIQUE(family,key)
);

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

CREATE TABLE post(
  post_id   INTEGER PRIMARY KEY,
  thread_id INTEGER NOT NULL REFERENCES thread(thread_id),
  key       TEXT    NOT NULL,
  num       INTEGER,
  kind      TEXT NOT NULL CHECK(kind IN ('post','system','event','deleted')),
  posted_at INTEGER, tz_min INTEGER, date_raw TEXT,
  name TEXT, mail TEXT, slip TEXT, poster TEXT, trip TEXT,
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

CREATE TABLE ref(
  post_id   INTEGER NOT NULL REFERENCES post(post_id) ON DELETE CASCADE,
  off INTEGER NOT NULL, len INTEGER NOT NULL,
  thread_id INTEGER NOT NULL REFERENCES thread(thread_id),
  lo INTEGER NOT NULL, hi INTEGER NOT NULL,
  PRIMARY KEY(post_id,off,lo,hi)
) WITHOUT ROWID;
CREATE INDEX ref_target ON ref(thread_id,lo,hi);

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

CREATE TABLE entry(
  entry_id INTEGER PRIMARY KEY,
  kind     INTEGER NOT NULL,
  owner    INTEGER NOT NULL,
  off INTEGER NOT NULL, len INTEGER NOT NULL
);
CREATE UNIQUE INDEX entry_owner ON entry(kind,owner,off);

CREATE VIRTUAL TABLE search USING fts5(
  body,
  content='', detail=full,
  tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);

INSERT INTO file(file_id,kind,sha256,size,path,format,charset,added_at,importer) VALUES
 (1,'import',zeroblob(32),900,'/tmp/1672106400.dat','dat','CP932',1,'dat 1'),
 (2,'import',x'1111111111111111111111111111111111111111111111111111111111111111',950,'/tmp/1672106400.html','read.cgi','UTF-8',2,'readcgi 1');
INSERT INTO file(file_id,kind,sha256,size,path,format,added_at,importer,title,bytes,indexed) VALUES
 (3,'document',x'2222222222222222222222222222222222222222222222222222222222222222',35,'/tmp/a.txt','plain',3,'','歴史',x'789c7bb2a3e1c5c29ee7b3d7713dd9d503613d6e5ce7e7e8f9b879d5e3e63d8f9bd67301009f461615',35);
INSERT INTO board VALUES(1,'5ch','liveuranus');
INSERT INTO thread(thread_id,board_id,key,title,title_fold,series,part,created_at,max_num,held) VALUES
 (1,1,'1672106400','なんJNVA部★118','なんjnva部★118','なんjnva部',118,1672106400000,546,1);
INSERT INTO post(post_id,thread_id,key,num,kind,posted_at,tz_min,date_raw,name,poster,plain,fold,best_obs,held,deleted) VALUES
 (1,1,'545',545,'post',1672114149290,540,'2022/12/27','名無し','AbCdEfGh0','>>462 >>470-471
元の文','>>462>>470-471元の文',2,1,1),
 (2,1,'546',546,'deleted',NULL,540,NULL,NULL,NULL,'','',3,1,1),
 (3,1,'99',99,'post',NULL,540,NULL,NULL,NULL,'写しの文','写しの文',4,0,0);
INSERT INTO obs(obs_id,post_id,file_id,off,len,rank,deleted,broken,plain) VALUES
 (1,1,2,10,20,40,0,0,'古い文'),(2,1,1,100,50,50,0,0,NULL),(3,2,1,150,20,50,1,0,NULL),(4,3,3,5,9,1,0,0,NULL);
INSERT INTO ref VALUES(1,0,5,1,462,462),(1,6,9,1,470,471);
INSERT INTO cite(file_id,off,len,line,raw,thread_id,lo,hi) VALUES(3,10,5,2,'(545)',1,545,545);
INSERT INTO entry VALUES(1,0,1,0,24),(2,0,3,0,12),(3,1,3,0,9),(4,1,3,10,22);
INSERT INTO search(rowid,body) VALUES(1,'> > 4 6 2 > > 4 7 0 - 4 7 1 元 の 文 '),(2,'写 し の 文 '),(3,'一 行 目 '),(4,'二 行 目 の n a i リ ー ク ');
