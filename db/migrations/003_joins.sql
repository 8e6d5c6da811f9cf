-- Records that were joined into others (the heads of _joined): derived like all state.
CREATE TABLE state_joined (
  record BLOB PRIMARY KEY,
  target BLOB NOT NULL
) WITHOUT ROWID;
