-- Who did what, when and from where: one chain for each organisation, in which each entry's hash covers the one before it.
CREATE TABLE audit (
    id UUID PRIMARY KEY NOT NULL,
    organisation UUID NOT NULL,
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    actor TEXT NOT NULL,
    address TEXT,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before_hash TEXT,
    after_hash TEXT,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
);

CREATE UNIQUE INDEX audit_organisation_seq ON audit (organisation, seq);

-- How long each chain is and how it ends, so that an end that was cut off is missed.
CREATE TABLE audit_heads (
    organisation UUID PRIMARY KEY NOT NULL,
    entries BIGINT NOT NULL,
    hash TEXT NOT NULL
);
