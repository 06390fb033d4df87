-- The office's records: what officers enter, import and decide. Every table here is journaled: its triggers
-- are generated from this schema, and a write outside an entry fails. Codes come from the code lists
-- (assets/procedures), dates are ISO 8601, partly known dates keep what is known ("1979", "1985-03").

-- Reference data -----------------------------------------------------------------------------------------

CREATE TABLE setting (
    id    TEXT PRIMARY KEY NOT NULL,            -- office_name, province, work_date, …
    value TEXT
) STRICT;

CREATE TABLE officer (
    id     TEXT PRIMARY KEY NOT NULL,
    name   TEXT NOT NULL,
    title  TEXT,
    active INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE unit (                             -- an administrative unit is (name, level, from, to), never a name
    id         TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,
    level      TEXT NOT NULL,                   -- code list unit_level
    parent     TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    valid_from TEXT,
    valid_to   TEXT,
    spellings  TEXT,                            -- other written forms, separated by " | "
    note       TEXT
) STRICT;
CREATE INDEX unit_parent ON unit (parent);

CREATE TABLE unit_succession (                  -- many to many: old land, new land
    id       TEXT PRIMARY KEY NOT NULL,
    old_unit TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    new_unit TEXT NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    partial  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX unit_succession_old ON unit_succession (old_unit);
CREATE INDEX unit_succession_new ON unit_succession (new_unit);

CREATE TABLE committee (
    id         TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,                   -- code list committee_kind
    level      TEXT,                            -- code list unit_level
    parent     TEXT REFERENCES committee (id) DEFERRABLE INITIALLY DEFERRED,
    unit       TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,   -- its territory
    code       TEXT,
    valid_from TEXT,
    valid_to   TEXT,
    spellings  TEXT,
    note       TEXT
) STRICT;
CREATE INDEX committee_parent ON committee (parent);

CREATE TABLE holiday (
    id      TEXT PRIMARY KEY NOT NULL,
    day     TEXT NOT NULL,
    name    TEXT NOT NULL,
    kind    TEXT NOT NULL,                      -- off | work (a swap day worked)
    source  TEXT,
    settled INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX holiday_day ON holiday (day);

CREATE TABLE legal_basis (
    id         TEXT PRIMARY KEY NOT NULL,
    kind       TEXT NOT NULL,                   -- code list paper_kind
    number     TEXT NOT NULL,
    symbol     TEXT NOT NULL,
    issued_on  TEXT NOT NULL,
    issuer     TEXT NOT NULL,
    title      TEXT,
    valid_from TEXT,
    valid_to   TEXT,
    UNIQUE (kind, number, symbol, issued_on, issuer)
) STRICT;

CREATE TABLE procedure (
    id      TEXT PRIMARY KEY NOT NULL,          -- a case keeps the version it started with
    code    TEXT NOT NULL,
    version TEXT NOT NULL,
    source  TEXT NOT NULL,                      -- the TOML text
    UNIQUE (code, version)
) STRICT;

CREATE TABLE form (
    id      TEXT PRIMARY KEY NOT NULL,
    name    TEXT NOT NULL,
    version TEXT NOT NULL,
    title   TEXT NOT NULL,
    source  TEXT NOT NULL,                      -- the form's text
    UNIQUE (name, version)
) STRICT;

CREATE TABLE import_mapping (
    id         TEXT PRIMARY KEY NOT NULL,
    kind       TEXT NOT NULL,                   -- cells | members | movements
    name       TEXT NOT NULL,
    definition TEXT NOT NULL
) STRICT;

CREATE TABLE saved_view (
    id         TEXT PRIMARY KEY NOT NULL,
    officer    TEXT,
    name       TEXT NOT NULL,
    definition TEXT NOT NULL
) STRICT;

-- Enterprises, cells, members ----------------------------------------------------------------------------

CREATE TABLE enterprise (
    id              TEXT PRIMARY KEY NOT NULL,
    name            TEXT NOT NULL,
    short_name      TEXT,
    foreign_name    TEXT,
    tax_code        TEXT,
    legal_form      TEXT,                       -- code list legal_form
    industry        TEXT,
    owner           TEXT,
    commune         TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,  -- of the head office
    district        TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    commune_text    TEXT,                       -- as written, while no unit is settled
    district_text   TEXT,
    street          TEXT,
    industrial_park TEXT,
    status          TEXT,                       -- code list enterprise_status
    workers_total   INTEGER,
    workers_women   INTEGER,
    note            TEXT
) STRICT;
CREATE INDEX enterprise_tax_code ON enterprise (tax_code);
CREATE INDEX enterprise_commune ON enterprise (commune);

CREATE TABLE cell (
    id                  TEXT PRIMARY KEY NOT NULL,
    code                TEXT,
    name                TEXT NOT NULL,
    kind                TEXT,                   -- code list organisation_kind
    enterprise          TEXT REFERENCES enterprise (id) DEFERRABLE INITIALLY DEFERRED,
    superior            TEXT REFERENCES committee (id) DEFERRABLE INITIALLY DEFERRED,
    superior_text       TEXT,                   -- as written, while no committee is settled
    founded_on          TEXT,
    secretary           TEXT,
    member_total        INTEGER,
    member_full         INTEGER,
    member_probationary INTEGER,
    member_women        INTEGER,
    counts_as_of        TEXT,
    status              TEXT NOT NULL DEFAULT 'active',   -- code list cell_status
    note                TEXT
) STRICT;
CREATE INDEX cell_enterprise ON cell (enterprise);
CREATE INDEX cell_superior ON cell (superior);
CREATE INDEX cell_name ON cell (name);
CREATE INDEX cell_code ON cell (code);

CREATE TABLE affiliation (                      -- the superiors a cell has had, and from when
    id         TEXT PRIMARY KEY NOT NULL,
    cell       TEXT NOT NULL REFERENCES cell (id) DEFERRABLE INITIALLY DEFERRED,
    committee  TEXT NOT NULL REFERENCES committee (id) DEFERRABLE INITIALLY DEFERRED,
    valid_from TEXT,
    valid_to   TEXT,
    paper      TEXT REFERENCES paper (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX affiliation_cell ON affiliation (cell);

CREATE TABLE rating (
    id    TEXT PRIMARY KEY NOT NULL,
    cell  TEXT NOT NULL REFERENCES cell (id) DEFERRABLE INITIALLY DEFERRED,
    year  INTEGER NOT NULL,
    grade TEXT NOT NULL,                        -- code list rating
    rule  TEXT,                                 -- the rule that held that year
    UNIQUE (cell, year)
) STRICT;

CREATE TABLE mass_organisation (
    id         TEXT PRIMARY KEY NOT NULL,
    enterprise TEXT NOT NULL REFERENCES enterprise (id) DEFERRABLE INITIALLY DEFERRED,
    kind       TEXT NOT NULL,                   -- code list mass_organisation
    members    INTEGER,
    founded_on TEXT,
    superior   TEXT
) STRICT;
CREATE INDEX mass_organisation_enterprise ON mass_organisation (enterprise);

CREATE TABLE movement (
    id              TEXT PRIMARY KEY NOT NULL,
    kind            TEXT NOT NULL,              -- code list movement
    happened_on     TEXT NOT NULL,
    quantity        INTEGER NOT NULL,
    enterprise      TEXT REFERENCES enterprise (id) DEFERRABLE INITIALLY DEFERRED,
    enterprise_text TEXT,
    cell            TEXT REFERENCES cell (id) DEFERRABLE INITIALLY DEFERRED,
    member          TEXT REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
    unit            TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    unit_text       TEXT,
    note            TEXT
) STRICT;
CREATE INDEX movement_day ON movement (happened_on);
CREATE INDEX movement_enterprise ON movement (enterprise);   -- or each row an import's undo deletes scans all
CREATE INDEX movement_cell ON movement (cell);
CREATE INDEX movement_member ON movement (member);

CREATE TABLE member (
    id              TEXT PRIMARY KEY NOT NULL,
    name            TEXT NOT NULL,
    other_name      TEXT,
    gender          TEXT,                       -- code list gender
    born_on         TEXT,
    ethnicity       TEXT,
    religion        TEXT,
    identity_number TEXT,
    card_number     TEXT,
    file_number     TEXT,
    home_place      TEXT,
    residence       TEXT,
    admitted_on     TEXT,
    official_on     TEXT,
    cell            TEXT REFERENCES cell (id) DEFERRABLE INITIALLY DEFERRED,
    cell_text       TEXT,                       -- the organisation as written, while no cell is settled
    position        TEXT,
    occupation      TEXT,
    status          TEXT NOT NULL DEFAULT 'active',       -- code list member_status
    left_on         TEXT,
    left_reason     TEXT,
    note            TEXT
) STRICT;
CREATE INDEX member_cell ON member (cell);
CREATE INDEX member_identity ON member (identity_number);
CREATE INDEX member_card ON member (card_number);
CREATE INDEX member_name ON member (name);

CREATE TABLE member_hold (                      -- not transferred yet, and why
    id     TEXT PRIMARY KEY NOT NULL,
    member TEXT NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
    state  TEXT NOT NULL,                       -- possible | held | lifted | dismissed
    reason TEXT NOT NULL,
    since  TEXT,
    until  TEXT,
    source TEXT
) STRICT;
CREATE INDEX member_hold_member ON member_hold (member);

-- Cases --------------------------------------------------------------------------------------------------

CREATE TABLE attachment (                       -- a scan or photo; its bytes stand in attachment_content
    id         TEXT PRIMARY KEY NOT NULL,       -- SHA-256, hexadecimal
    name       TEXT NOT NULL,
    size       INTEGER NOT NULL,
    media_type TEXT
) STRICT;

CREATE TABLE attachment_content (
    hash  TEXT PRIMARY KEY NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE "case" (
    id          TEXT PRIMARY KEY NOT NULL,
    code        TEXT NOT NULL UNIQUE,           -- HS-0001, counted by the office
    cell        TEXT NOT NULL REFERENCES cell (id) DEFERRABLE INITIALLY DEFERRED,
    procedure   TEXT NOT NULL REFERENCES procedure (id) DEFERRABLE INITIALLY DEFERRED,
    stage       TEXT NOT NULL,                  -- of its procedure
    stage_since TEXT NOT NULL,
    side_state  TEXT,                           -- paused | cancelled
    outcome     TEXT,                           -- code list outcome
    giver       TEXT REFERENCES committee (id) DEFERRABLE INITIALLY DEFERRED,
    receiver    TEXT REFERENCES committee (id) DEFERRABLE INITIALLY DEFERRED,
    officer     TEXT REFERENCES officer (id) DEFERRABLE INITIALLY DEFERRED,
    opened_on   TEXT NOT NULL,
    closed_on   TEXT,
    note        TEXT
) STRICT;
CREATE INDEX case_cell ON "case" (cell);
CREATE INDEX case_stage ON "case" (stage, side_state, receiver);

CREATE TABLE case_event (                       -- the moves of a case: deadlines start and stop here
    id          TEXT PRIMARY KEY NOT NULL,
    "case"      TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    kind        TEXT NOT NULL,                  -- opened | advanced | returned | paused | resumed | cancelled | closed
    from_stage  TEXT,
    to_stage    TEXT,
    happened_on TEXT NOT NULL,
    person      TEXT NOT NULL,
    reason      TEXT
) STRICT;
CREATE INDEX case_event_case ON case_event ("case");

CREATE TABLE survey (
    id           TEXT PRIMARY KEY NOT NULL,
    "case"       TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    form         TEXT NOT NULL REFERENCES form (id) DEFERRABLE INITIALLY DEFERRED,
    state        TEXT NOT NULL,                 -- draft | final | discarded
    started_on   TEXT NOT NULL,
    finalized_on TEXT,
    finalized_by TEXT
) STRICT;
CREATE INDEX survey_case ON survey ("case");

CREATE TABLE answer (
    id       TEXT PRIMARY KEY NOT NULL,
    survey   TEXT NOT NULL REFERENCES survey (id) DEFERRABLE INITIALLY DEFERRED,
    question TEXT NOT NULL,
    instance TEXT NOT NULL DEFAULT '',          -- of its repeats: "2", "2.1"
    value    TEXT,
    UNIQUE (survey, question, instance)
) STRICT;

CREATE TABLE paper (                            -- a reference: kind, number, symbol, date, signer, scan
    id         TEXT PRIMARY KEY NOT NULL,
    kind       TEXT NOT NULL,                   -- code list paper_kind
    role       TEXT,                            -- code list paper_role: what a gate asks it for
    number     TEXT,                            -- blank while not issued
    symbol     TEXT,
    issued_on  TEXT,
    issuer     TEXT,
    signer     TEXT,
    title      TEXT,
    "case"     TEXT REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    dossier    TEXT REFERENCES dossier (id) DEFERRABLE INITIALLY DEFERRED,
    attachment TEXT REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED,
    state      TEXT NOT NULL DEFAULT 'issued',  -- draft | issued | void
    note       TEXT
) STRICT;
CREATE INDEX paper_case ON paper ("case");
CREATE INDEX paper_dossier ON paper (dossier);

CREATE TABLE opinion (                          -- a signed statement, never merged by "last writer wins"
    id            TEXT PRIMARY KEY NOT NULL,
    "case"        TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    party         TEXT NOT NULL,                -- code list opinion_party
    stance        TEXT NOT NULL,                -- code list stance
    said_by       TEXT,
    said_on       TEXT NOT NULL,
    paper         TEXT REFERENCES paper (id) DEFERRABLE INITIALLY DEFERRED,
    votes_for     INTEGER,
    votes_against INTEGER,
    votes_other   INTEGER,
    reason        TEXT
) STRICT;
CREATE INDEX opinion_case ON opinion ("case");

CREATE TABLE assessment (
    id               TEXT PRIMARY KEY NOT NULL,
    "case"           TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    chosen           TEXT,                      -- code list outcome
    receiver         TEXT REFERENCES committee (id) DEFERRABLE INITIALLY DEFERRED,
    rationale        TEXT,
    territory_reason TEXT,                      -- why a receiver of another territory
    author           TEXT NOT NULL,
    approved_by      TEXT,
    approved_on      TEXT,
    survey           TEXT REFERENCES survey (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX assessment_case ON assessment ("case");

CREATE TABLE assessment_option (
    id         TEXT PRIMARY KEY NOT NULL,
    assessment TEXT NOT NULL REFERENCES assessment (id) DEFERRABLE INITIALLY DEFERRED,
    outcome    TEXT NOT NULL,
    receiver   TEXT REFERENCES committee (id) DEFERRABLE INITIALLY DEFERRED,
    advantages TEXT,
    limits     TEXT
) STRICT;
CREATE INDEX assessment_option_assessment ON assessment_option (assessment);

CREATE TABLE charter_answer (
    id          TEXT PRIMARY KEY NOT NULL,
    "case"      TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    finding     TEXT NOT NULL,                  -- code of the Charter check
    answer      TEXT NOT NULL,
    person      TEXT NOT NULL,
    answered_on TEXT NOT NULL,
    UNIQUE ("case", finding)
) STRICT;

CREATE TABLE waiver (
    id          TEXT PRIMARY KEY NOT NULL,
    "case"      TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    requirement TEXT NOT NULL,
    reason      TEXT NOT NULL,
    person      TEXT NOT NULL,
    waived_on   TEXT NOT NULL
) STRICT;
CREATE INDEX waiver_case ON waiver ("case");

CREATE TABLE dossier (
    id           TEXT PRIMARY KEY NOT NULL,
    code         TEXT NOT NULL UNIQUE,          -- HT-0001
    title        TEXT NOT NULL,
    state        TEXT NOT NULL,                 -- draft | submitted | answered
    as_of        TEXT,                          -- its figures' "tính đến ngày"
    created_on   TEXT NOT NULL,
    submitted_on TEXT
) STRICT;

CREATE TABLE dossier_case (
    id           TEXT PRIMARY KEY NOT NULL,
    dossier      TEXT NOT NULL REFERENCES dossier (id) DEFERRABLE INITIALLY DEFERRED,
    "case"       TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    answer       TEXT,                          -- code list dossier_answer
    paper        TEXT REFERENCES paper (id) DEFERRABLE INITIALLY DEFERRED,    -- conclusion or decision
    answered_on  TEXT,
    effective_on TEXT,
    note         TEXT,
    UNIQUE (dossier, "case")
) STRICT;
CREATE INDEX dossier_case_case ON dossier_case ("case");

CREATE TABLE snapshot (                         -- frozen figures: proposal, decision and handover differ
    id           TEXT PRIMARY KEY NOT NULL,
    "case"       TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    moment       TEXT NOT NULL,                 -- proposal | decision | handover
    dossier      TEXT REFERENCES dossier (id) DEFERRABLE INITIALLY DEFERRED,
    as_of        TEXT NOT NULL,
    total        INTEGER NOT NULL,
    full         INTEGER NOT NULL,
    probationary INTEGER NOT NULL,
    women        INTEGER NOT NULL DEFAULT 0,
    exempt       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX snapshot_case ON snapshot ("case");

CREATE TABLE snapshot_member (
    id           TEXT PRIMARY KEY NOT NULL,
    snapshot     TEXT NOT NULL REFERENCES snapshot (id) DEFERRABLE INITIALLY DEFERRED,
    member       TEXT NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
    probationary INTEGER NOT NULL
) STRICT;
CREATE INDEX snapshot_member_snapshot ON snapshot_member (snapshot);
CREATE INDEX snapshot_member_member ON snapshot_member (member);

CREATE TABLE difference (                       -- a difference a person explained
    id          TEXT PRIMARY KEY NOT NULL,
    "case"      TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    subject     TEXT NOT NULL,                  -- list_and_counts | proposal_and_decision | decision_and_handover
    member      TEXT REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
    amount      INTEGER NOT NULL,
    explanation TEXT NOT NULL
) STRICT;
CREATE INDEX difference_case ON difference ("case");
CREATE INDEX difference_member ON difference (member);

CREATE TABLE handover_item (
    id      TEXT PRIMARY KEY NOT NULL,
    "case"  TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    item    TEXT NOT NULL,                      -- code list handover_item
    state   TEXT NOT NULL,                      -- code list handover_state
    value   TEXT,                               -- a month, a balance, a count
    done_on TEXT,
    note    TEXT,
    UNIQUE ("case", item)
) STRICT;

CREATE TABLE handover_member (
    id            TEXT PRIMARY KEY NOT NULL,
    "case"        TEXT NOT NULL REFERENCES "case" (id) DEFERRABLE INITIALLY DEFERRED,
    member        TEXT NOT NULL REFERENCES member (id) DEFERRABLE INITIALLY DEFERRED,
    state         TEXT NOT NULL,                -- moved | held | introduced | explained
    file_complete INTEGER,
    file_lacking  TEXT,
    reason        TEXT,
    settled_on    TEXT,
    UNIQUE ("case", member)
) STRICT;
CREATE INDEX handover_member_member ON handover_member (member);

-- Derived: may be rebuilt at any time, so not journaled ----------------------------------------------------

CREATE TABLE cache_case (
    "case"        TEXT PRIMARY KEY NOT NULL,
    stage         TEXT NOT NULL,
    side_state    TEXT NOT NULL DEFAULT '',     -- '' on its way
    closed        INTEGER NOT NULL DEFAULT 0,
    receiver      TEXT NOT NULL DEFAULT '',     -- '' none yet
    missing       INTEGER NOT NULL,             -- requirements of its stage not met
    due_on        TEXT,                         -- the nearest deadline, while it is on its way
    due_rule      TEXT,
    waiting_for   TEXT,                         -- party that owes the next thing
    member_total  INTEGER NOT NULL DEFAULT 0,   -- on the list, else reported
    member_full   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX cache_case_due ON cache_case (due_on);

CREATE TABLE cache_tally (                      -- sums over cache_case, so that the overview opens at once
    stage      TEXT NOT NULL,
    side_state TEXT NOT NULL,
    closed     INTEGER NOT NULL,
    receiver   TEXT NOT NULL,
    waiting    INTEGER NOT NULL,
    cases      INTEGER NOT NULL,
    members    INTEGER NOT NULL,
    PRIMARY KEY (stage, side_state, closed, receiver, waiting)
) STRICT, WITHOUT ROWID;
