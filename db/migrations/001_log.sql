-- The log: feeds, entries, seals; and what this installation keeps for itself.
CREATE TABLE log_feed (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  key BLOB NOT NULL,
  incarnation BLOB NOT NULL,
  scope TEXT NOT NULL
);
CREATE TABLE log_entry (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  feed INTEGER NOT NULL REFERENCES log_feed (n),
  seq INTEGER NOT NULL,
  record BLOB NOT NULL,
  chained INTEGER NOT NULL,
  status INTEGER NOT NULL,
  header BLOB NOT NULL,
  body BLOB
);
CREATE INDEX log_entry_feed ON log_entry (feed, seq);
CREATE INDEX log_entry_record ON log_entry (record);
-- Why an entry does not count; cause is the record or entry it waits for.
CREATE TABLE log_reason (
  entry INTEGER PRIMARY KEY REFERENCES log_entry (n),
  reason TEXT NOT NULL,
  cause BLOB
);
CREATE INDEX log_reason_cause ON log_reason (cause);
-- Entries that decisions name, as ranges of a feed that end at one entry.
CREATE TABLE log_named (
  decision BLOB NOT NULL,
  feed BLOB NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  tip BLOB NOT NULL,
  action TEXT NOT NULL,
  head INTEGER NOT NULL
);
CREATE INDEX log_named_feed ON log_named (feed);
CREATE INDEX log_named_decision ON log_named (decision);
CREATE TABLE log_seal (
  feed INTEGER NOT NULL REFERENCES log_feed (n),
  seq INTEGER NOT NULL,
  id BLOB NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (feed, seq, id)
) WITHOUT ROWID;
CREATE TABLE log_file (
  sha256 BLOB PRIMARY KEY,
  size INTEGER NOT NULL
) WITHOUT ROWID;
-- What erasures removed and keep out: bodies (with what stays in their place), files, and fields of records.
CREATE TABLE log_erased (
  entry BLOB PRIMARY KEY,
  kept BLOB NOT NULL,
  erasure BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE log_erased_file (
  sha256 BLOB PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE log_erased_field (
  record BLOB NOT NULL,
  field TEXT NOT NULL,
  erasure BLOB NOT NULL,
  PRIMARY KEY (record, field, erasure)
) WITHOUT ROWID;

-- Derived beside the state tables: open questions that a person settles.
CREATE TABLE state_conflict (
  id BLOB PRIMARY KEY,
  kind TEXT NOT NULL,
  record BLOB,
  form TEXT,
  field TEXT,
  scope TEXT,
  candidates TEXT NOT NULL
);
CREATE INDEX state_conflict_record ON state_conflict (record);
-- What people said about open questions that have no field of their own.
CREATE TABLE state_settled (
  entry BLOB NOT NULL,
  conflict BLOB NOT NULL,
  candidates TEXT NOT NULL,
  PRIMARY KEY (conflict, entry)
) WITHOUT ROWID;
-- Records of the forms that the core itself declares (installations).
CREATE TABLE state_built_in (
  record BLOB PRIMARY KEY,
  form TEXT NOT NULL,
  content TEXT NOT NULL
) WITHOUT ROWID;
-- Values that no longer fit their declaration.
CREATE TABLE state_misfit (
  record BLOB NOT NULL,
  field TEXT NOT NULL,
  form TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (record, field)
) WITHOUT ROWID;

-- This installation's own: never derived, never sent.
CREATE TABLE local_setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE local_account (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE local_merge (
  n INTEGER PRIMARY KEY,
  bundle TEXT NOT NULL,
  volume INTEGER NOT NULL,
  volumes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  sender TEXT NOT NULL,
  merged INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  slip TEXT NOT NULL,
  undone TEXT
);
CREATE INDEX local_merge_bundle ON local_merge (bundle);
-- What other installations said they hold, by incarnation; the highest counter wins.
CREATE TABLE local_acknowledgement (
  installation TEXT NOT NULL,
  incarnation TEXT NOT NULL,
  counter INTEGER NOT NULL,
  vector TEXT NOT NULL,
  received INTEGER NOT NULL,
  PRIMARY KEY (installation, incarnation)
) WITHOUT ROWID;
CREATE TABLE local_export (
  bundle TEXT PRIMARY KEY,
  receiver TEXT NOT NULL,
  written INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  files INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE local_draft (
  key TEXT PRIMARY KEY,
  form TEXT NOT NULL,
  saved INTEGER NOT NULL,
  content TEXT NOT NULL
) WITHOUT ROWID;
-- What was done here, for undo and redo: done, undone, or gone (a new action closed the way to redo it).
CREATE TABLE local_action (
  n INTEGER PRIMARY KEY,
  groups TEXT NOT NULL,
  state TEXT NOT NULL,
  inverse TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE local_invitation (
  installation TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  communities TEXT NOT NULL,
  made INTEGER NOT NULL,
  claim_key TEXT NOT NULL,
  recipient TEXT NOT NULL
) WITHOUT ROWID;
