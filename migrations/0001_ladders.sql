-- Published ladder versions: written once, never changed.
-- Uniqueness is an index and not a constraint, because SQLite can drop only an index.
CREATE TABLE ladder_versions (
    id UUID PRIMARY KEY NOT NULL,
    ladder TEXT NOT NULL,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX ladder_versions_ladder_version ON ladder_versions (ladder, version);
