-- Final surveys that are corrected with a reason, and what an assessment was built on.

CREATE TABLE amendment (                        -- an answer of a final survey changed; the old value stays here
    id         TEXT PRIMARY KEY NOT NULL,
    survey     TEXT NOT NULL REFERENCES survey (id) DEFERRABLE INITIALLY DEFERRED,
    question   TEXT NOT NULL,
    instance   TEXT NOT NULL DEFAULT '',        -- of its repeats: "2", "2.1"
    old_value  TEXT,
    new_value  TEXT,
    reason     TEXT,                            -- none while the amendment is being written
    person     TEXT NOT NULL,
    amended_on TEXT                             -- none while the amendment is being written
) STRICT;
CREATE INDEX amendment_survey ON amendment (survey);

ALTER TABLE assessment ADD COLUMN survey_revision TEXT;     -- of the survey it stands on; none: never amended
