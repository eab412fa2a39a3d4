-- What organisations are working on: drafts of ladders, and the bands that they lay over ladders.
CREATE TABLE drafts (
    id UUID PRIMARY KEY NOT NULL,
    organisation UUID NOT NULL REFERENCES organisations (id),
    ladder TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    updated_by TEXT NOT NULL
);

CREATE UNIQUE INDEX drafts_ladder ON drafts (organisation, ladder);

-- Every set that was ever put stays; the one with the highest number holds.
CREATE TABLE band_sets (
    id UUID PRIMARY KEY NOT NULL,
    organisation UUID NOT NULL REFERENCES organisations (id),
    ladder TEXT NOT NULL,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL
);

CREATE UNIQUE INDEX band_sets_number ON band_sets (organisation, ladder, number);
