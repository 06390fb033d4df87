-- The journal: what was done, by whom, when, field by field. History here never shrinks. The triggers that
-- write it and guard it are no part of the steps: they are generated from the schema after the last of them.

CREATE TABLE meta (                             -- this file: own_device, schema_fingerprint
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE device (
    number     INTEGER PRIMARY KEY NOT NULL,    -- short, and of this file only; outside it a device is its id
    id         TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    name       TEXT NOT NULL
) STRICT;

CREATE TABLE entry (                            -- one action of one person
    arrival         INTEGER PRIMARY KEY NOT NULL,   -- the order in which entries reached this file
    id              TEXT NOT NULL UNIQUE,
    device          INTEGER NOT NULL REFERENCES device (number),
    sequence        INTEGER NOT NULL,           -- 1, 2, 3… of its device
    person          TEXT NOT NULL,
    at              TEXT NOT NULL,              -- UTC to the microsecond, so that text order is time order
    action          TEXT NOT NULL,
    note            TEXT,
    subject         TEXT,                       -- the case or cell it is about
    undoes          TEXT,                       -- the entry it takes back
    first_operation INTEGER NOT NULL,           -- its operations are operation.id first, first + 1, …
    operations      INTEGER NOT NULL,
    previous_hash   BLOB,
    hash            BLOB NOT NULL
) STRICT;
CREATE INDEX entry_subject ON entry (subject, arrival) WHERE subject IS NOT NULL;

CREATE TABLE operation (                        -- one row created, one field set, or one row deleted
    id         INTEGER PRIMARY KEY NOT NULL,    -- device.number * 2^40 + 1, 2, 3… of its device, without gaps
    entry      INTEGER NOT NULL,                -- entry.arrival, which is written last
    kind       TEXT NOT NULL CHECK (kind IN ('create', 'set', 'delete')),
    table_name TEXT NOT NULL,
    row_id     TEXT NOT NULL,
    field      TEXT,                            -- of a set
    value      ANY,                             -- of a set: the new value; else the row's values, as JSON
    bases      TEXT                             -- operation.id of what its author saw: "7" or "7,1099511627779"
) STRICT;
CREATE INDEX operation_row ON operation (table_name, row_id);

CREATE TABLE head (                             -- operations that no other names; a field never set has none here,
    table_name TEXT NOT NULL,                   -- its head is the operation that created the row
    row_id     TEXT NOT NULL,
    field      TEXT NOT NULL,                   -- '' is the row itself, once it was deleted
    operation  INTEGER NOT NULL,
    PRIMARY KEY (table_name, row_id, field, operation)
) STRICT, WITHOUT ROWID;

CREATE VIEW journal AS                          -- where the triggers write; one more trigger makes the operation
    SELECT NULL AS kind, NULL AS table_name, NULL AS row_id, NULL AS field, NULL AS value WHERE 0;
