-- Ladders of organisations; a version without one is everybody's.
-- Two indices, because no value is like no other in a unique one.
ALTER TABLE ladder_versions ADD COLUMN organisation UUID;

DROP INDEX ladder_versions_ladder_version;
CREATE UNIQUE INDEX ladder_versions_public ON ladder_versions (ladder, version) WHERE organisation IS NULL;
CREATE UNIQUE INDEX ladder_versions_own ON ladder_versions (organisation, ladder, version) WHERE organisation IS NOT NULL;
