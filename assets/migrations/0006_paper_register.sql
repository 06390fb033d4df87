-- The register of papers: numbers reserved before a paper is written, what became of a paper after it was
-- issued, and which papers a legal basis is cited in.

ALTER TABLE paper_issuer ADD COLUMN opening TEXT;   -- Kính trình, Kính gửi; empty: as the kind of paper has it
ALTER TABLE legal_basis ADD COLUMN uses TEXT;       -- codes of list basis_use with spaces between; empty: as built in

ALTER TABLE paper ADD COLUMN reserved_on TEXT;      -- its number was set aside; state reserved while nothing is written
ALTER TABLE paper ADD COLUMN reserved_by TEXT REFERENCES officer (id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE paper ADD COLUMN sent_to TEXT;
ALTER TABLE paper ADD COLUMN void_on TEXT;
ALTER TABLE paper ADD COLUMN void_how TEXT;         -- code list paper_end
ALTER TABLE paper ADD COLUMN void_reason TEXT;
ALTER TABLE paper ADD COLUMN replaced_by TEXT REFERENCES paper (id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE export (                               -- a file that left the program: who and when say the entry
    id         TEXT PRIMARY KEY NOT NULL,
    name       TEXT NOT NULL,                       -- the file's name
    about      TEXT,                                -- what it holds, in one line
    hash       TEXT NOT NULL,                       -- SHA-256 of the file
    marking    TEXT                                 -- marks of secrecy or urgency it bears
) STRICT;

ALTER TABLE paper_template ADD COLUMN draft TEXT;   -- a wording its author has not saved: it may hold faults
