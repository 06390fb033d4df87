-- Making papers: who issues them, the terms their numbers run in, the office's own templates, and the life of
-- a paper from draft to received.

CREATE TABLE committee_term (                   -- numbers run per kind and per committee term, from 01
    id         TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,
    valid_from TEXT,
    valid_to   TEXT,
    note       TEXT
) STRICT;

CREATE TABLE paper_issuer (                     -- a body that issues papers: its head and its signing block
    id         TEXT PRIMARY KEY NOT NULL,
    code       TEXT NOT NULL,                   -- board, standing_committee, receiver, both_sides
    committee  TEXT REFERENCES committee (id) DEFERRABLE INITIALLY DEFERRED,   -- one receiver's own, or all
    superior   TEXT,
    body       TEXT,
    symbol     TEXT,                            -- behind the kind: BTCTU
    place      TEXT,
    authority  TEXT,                            -- T/M BAN THƯỜNG VỤ, K/T TRƯỞNG BAN
    position   TEXT,
    signer     TEXT,
    tone       TEXT,                            -- code list tone_placement
    valid_from TEXT,
    valid_to   TEXT,
    note       TEXT
) STRICT;

CREATE TABLE paper_template (                   -- the office's own wording; the built-in one stands in the program
    id         TEXT PRIMARY KEY NOT NULL,
    code       TEXT NOT NULL,                   -- code list paper_template
    name       TEXT NOT NULL,
    body       TEXT,                            -- a text template, or
    attachment TEXT REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED,   -- a Word template
    valid_from TEXT,
    valid_to   TEXT,
    note       TEXT
) STRICT;

ALTER TABLE paper ADD COLUMN direction TEXT;    -- outgoing where nothing stands | incoming
ALTER TABLE paper ADD COLUMN template TEXT;     -- code list paper_template: what it was made by
ALTER TABLE paper ADD COLUMN draft INTEGER;     -- Dự thảo lần N
ALTER TABLE paper ADD COLUMN made_on TEXT;
ALTER TABLE paper ADD COLUMN as_of TEXT;        -- its figures' "tính đến ngày"
ALTER TABLE paper ADD COLUMN figures TEXT;      -- the values it was made from, as JSON: what has changed since?
ALTER TABLE paper ADD COLUMN hash TEXT;         -- SHA-256 of the file made
ALTER TABLE paper ADD COLUMN marking TEXT;
ALTER TABLE paper ADD COLUMN sent_on TEXT;
ALTER TABLE paper ADD COLUMN received_on TEXT;
ALTER TABLE paper ADD COLUMN receiver TEXT;     -- committee: where a dossier has one such paper for each
