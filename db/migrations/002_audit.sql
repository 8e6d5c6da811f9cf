-- Who did what here, in a chain: prev is the hash of the line before; only ever added to, never sent.
-- AUTOINCREMENT remembers the highest number, so that lines missing at the end are noticed, too.
CREATE TABLE local_audit (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  account TEXT NOT NULL,
  account_name TEXT NOT NULL,
  role TEXT NOT NULL,
  verb TEXT NOT NULL,
  what TEXT NOT NULL,
  why TEXT NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL
);
