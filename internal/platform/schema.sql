CREATE TABLE IF NOT EXISTS meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Every operation and decision that got a final answer, for good.
CREATE TABLE IF NOT EXISTS answered (
  id       TEXT PRIMARY KEY,
  digest   TEXT NOT NULL,
  position INTEGER NOT NULL UNIQUE,
  verdict  TEXT NOT NULL,
  payload  BLOB NOT NULL
) STRICT;

-- What an engineer must look at. Not an answer for good: a newer build may read what this one could not.
CREATE TABLE IF NOT EXISTS parked (
  id       TEXT NOT NULL,
  digest   TEXT NOT NULL,
  terminal TEXT NOT NULL,
  code     TEXT NOT NULL,
  first_at TEXT NOT NULL,
  last_at  TEXT NOT NULL,
  seen     INTEGER NOT NULL,
  PRIMARY KEY (id, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS lanes (
  terminal TEXT NOT NULL,
  lane     TEXT NOT NULL,
  last     INTEGER NOT NULL,           -- newest place taken
  halted   TEXT NOT NULL DEFAULT '',   -- operation that halts it, at place last+1
  PRIMARY KEY (terminal, lane)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS cases (
  id       TEXT PRIMARY KEY,
  number   TEXT UNIQUE,                -- NULL until it has one
  token    TEXT NOT NULL DEFAULT '',   -- digest of the progress token; several cases of one ticket share it
  dept     TEXT NOT NULL,
  state    TEXT NOT NULL,
  promised TEXT NOT NULL,
  revision INTEGER NOT NULL,
  changed  TEXT NOT NULL,
  sealed   BLOB NOT NULL,
  matter   TEXT NOT NULL DEFAULT ''    -- keyed hash of applicant and item while the case is open (matters.go, with its index)
) STRICT;
CREATE INDEX IF NOT EXISTS cases_by_token ON cases (token) WHERE token <> '';
CREATE INDEX IF NOT EXISTS cases_by_dept ON cases (dept, state, promised);

CREATE TABLE IF NOT EXISTS feed (
  key      TEXT PRIMARY KEY,
  kind     TEXT NOT NULL,
  position INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE IF NOT EXISTS blobs (
  digest   TEXT PRIMARY KEY,
  size     INTEGER NOT NULL,
  type     TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS blobs_by_position ON blobs (position);
