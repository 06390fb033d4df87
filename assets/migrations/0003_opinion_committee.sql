-- The committee that gave an opinion of the giver or the receiver; empty for other parties, and for opinions
-- recorded before a receiver was chosen.
ALTER TABLE opinion ADD COLUMN committee TEXT REFERENCES committee (id) DEFERRABLE INITIALLY DEFERRED;
