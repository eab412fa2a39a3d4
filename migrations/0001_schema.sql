-- The schema of version 0.7. Later migrations add to it; a migration that was released is never edited.
--
-- There are two kinds of tables. Those whose primary key starts with `organisation` hold the data of organisations: every key, unique
-- index and foreign key of theirs starts with it, and every statement names it, so that Postgres can partition or distribute them.
-- The others have few rows and are the same for everybody.

-- Organisations: tenants.
CREATE TABLE organisations (
    id UUID PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX organisations_slug ON organisations (slug);

-- API keys. Only a keyed hash of a key is kept.
CREATE TABLE keys (
    id UUID PRIMARY KEY NOT NULL,
    organisation UUID NOT NULL REFERENCES organisations (id),
    prefix TEXT NOT NULL,
    hash BYTEA NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ,
    revoked_at TIMESTAMPTZ,
    last_used_at TIMESTAMPTZ
);

CREATE UNIQUE INDEX keys_prefix ON keys (prefix);
CREATE INDEX keys_organisation ON keys (organisation);

-- Keys that sign receipts. A slot holds one key, so that replicas that start at the same time agree on it.
CREATE TABLE receipt_keys (
    id UUID PRIMARY KEY NOT NULL,
    kid TEXT NOT NULL,
    slot TEXT NOT NULL,
    secret BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX receipt_keys_kid ON receipt_keys (kid);
CREATE UNIQUE INDEX receipt_keys_slot ON receipt_keys (slot);

-- Published versions of ladders: never changed and never removed. A version without an organisation is everybody's.
CREATE TABLE ladder_versions (
    id UUID PRIMARY KEY NOT NULL,
    organisation UUID,
    ladder TEXT NOT NULL,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_at TIMESTAMPTZ NOT NULL
);

-- Two indexes, because NULL is distinct from NULL in a unique index.
CREATE UNIQUE INDEX ladder_versions_public ON ladder_versions (ladder, version) WHERE organisation IS NULL;
CREATE UNIQUE INDEX ladder_versions_own ON ladder_versions (organisation, ladder, version) WHERE organisation IS NOT NULL;

-- A counter for each kind of data that processes hold in memory, raised in the transaction that changes the data.
CREATE TABLE revisions (
    name TEXT PRIMARY KEY NOT NULL,
    value BIGINT NOT NULL
);

-- How often something was erased in an organisation.
CREATE TABLE removals (
    organisation UUID PRIMARY KEY NOT NULL REFERENCES organisations (id),
    value BIGINT NOT NULL
);

-- Who did what, when and from where. Each entry's hash covers the entry before it.
CREATE TABLE audit (
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
    hash TEXT NOT NULL,
    PRIMARY KEY (organisation, seq)
);

-- The length of each chain and its last hash, so that a chain that was cut is noticed.
CREATE TABLE audit_heads (
    organisation UUID PRIMARY KEY NOT NULL,
    entries BIGINT NOT NULL,
    hash TEXT NOT NULL
);

-- Requests with an Idempotency-Key, with their results, for 24 hours.
CREATE TABLE idempotency (
    organisation UUID NOT NULL REFERENCES organisations (id),
    key_id UUID NOT NULL,
    name TEXT NOT NULL,
    id UUID NOT NULL,
    request_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    -- The person that the request was about: the result is erased with them.
    person UUID,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation, key_id, name)
);

CREATE INDEX idempotency_created_at ON idempotency (organisation, created_at);
CREATE INDEX idempotency_person ON idempotency (organisation, person, created_at);

CREATE TABLE drafts (
    organisation UUID NOT NULL REFERENCES organisations (id),
    ladder TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    updated_by TEXT NOT NULL,
    PRIMARY KEY (organisation, ladder)
);

-- Pay bands that an organisation applies to a ladder. Every set is kept; the one with the highest number is current.
CREATE TABLE band_sets (
    organisation UUID NOT NULL REFERENCES organisations (id),
    ladder TEXT NOT NULL,
    number BIGINT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT NOT NULL,
    PRIMARY KEY (organisation, ladder, number)
);

-- People, by the ids that the calling system gives them. What is kept about a person is in tables with a column `person`, so that
-- it can be found and erased.
CREATE TABLE people (
    organisation UUID NOT NULL REFERENCES organisations (id),
    id UUID NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation, id)
);

CREATE UNIQUE INDEX people_name ON people (organisation, name);

CREATE TABLE person_labels (
    organisation UUID NOT NULL,
    person UUID NOT NULL,
    label TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (organisation, person, label),
    FOREIGN KEY (organisation, person) REFERENCES people (organisation, id)
);

-- Without `person`, so that it covers no statement: SQLite would read it for all people of the organisation in place of the primary key.
CREATE INDEX person_labels_value ON person_labels (organisation, label, value);

-- Why a person must not be erased, and until when.
CREATE TABLE legal_holds (
    organisation UUID NOT NULL,
    person UUID NOT NULL,
    reason TEXT NOT NULL,
    until DATE NOT NULL,
    placed_at TIMESTAMPTZ NOT NULL,
    placed_by TEXT NOT NULL,
    PRIMARY KEY (organisation, person),
    FOREIGN KEY (organisation, person) REFERENCES people (organisation, id)
);

-- That a person was erased, and not who.
CREATE TABLE tombstones (
    organisation UUID NOT NULL REFERENCES organisations (id),
    id UUID NOT NULL,
    erased_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation, id)
);

-- Assessments. Rows are many and therefore small: the id is a UUIDv7 of the moment at which the quiz was taken, answers are one byte each
-- in the order of the quiz, and the receipt is signed again with the key `kid` when it is read.
CREATE TABLE assessments (
    organisation UUID NOT NULL,
    person UUID NOT NULL,
    id UUID NOT NULL,
    -- A row of ladder_versions, which are never removed: a foreign key would be looked up for each row.
    ladder_version UUID NOT NULL,
    answers BYTEA NOT NULL,
    place SMALLINT NOT NULL,
    role SMALLINT NOT NULL,
    assessor TEXT,
    kid BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (organisation, person, id),
    FOREIGN KEY (organisation, person) REFERENCES people (organisation, id)
);

CREATE TABLE contests (
    organisation UUID NOT NULL,
    person UUID NOT NULL,
    assessment UUID NOT NULL,
    id UUID NOT NULL,
    reason TEXT NOT NULL,
    contested_by TEXT,
    contested_at TIMESTAMPTZ NOT NULL,
    decision SMALLINT,
    resolved_by TEXT,
    note TEXT,
    resolved_at TIMESTAMPTZ,
    PRIMARY KEY (organisation, person, assessment, id),
    FOREIGN KEY (organisation, person) REFERENCES people (organisation, id)
);

-- One open contest for each assessment.
CREATE UNIQUE INDEX contests_open ON contests (organisation, person, assessment) WHERE decision IS NULL;

-- Assessments counted by placement and by the labels that their people have now. The label '' counts all people.
CREATE TABLE placements_by_day (
    organisation UUID NOT NULL REFERENCES organisations (id),
    ladder_version UUID NOT NULL REFERENCES ladder_versions (id),
    label TEXT NOT NULL,
    value TEXT NOT NULL,
    day DATE NOT NULL,
    role SMALLINT NOT NULL,
    place SMALLINT NOT NULL,
    assessments BIGINT NOT NULL,
    PRIMARY KEY (organisation, ladder_version, label, value, day, role, place)
);

CREATE TABLE evidence (
    organisation UUID NOT NULL,
    person UUID NOT NULL,
    id UUID NOT NULL,
    source SMALLINT NOT NULL,
    given_by TEXT,
    told TEXT,
    url TEXT,
    observed_on DATE,
    expires_on DATE,
    recorded_at TIMESTAMPTZ NOT NULL,
    withdrawn_at TIMESTAMPTZ,
    withdrawn_because TEXT,
    PRIMARY KEY (organisation, person, id),
    FOREIGN KEY (organisation, person) REFERENCES people (organisation, id)
);

-- The criteria that a piece of evidence is for, on one or more ladders.
CREATE TABLE evidence_criteria (
    organisation UUID NOT NULL,
    person UUID NOT NULL,
    evidence UUID NOT NULL,
    ladder TEXT NOT NULL,
    criterion TEXT NOT NULL,
    PRIMARY KEY (organisation, person, evidence, ladder, criterion),
    FOREIGN KEY (organisation, person) REFERENCES people (organisation, id)
);

CREATE TABLE evidence_reviews (
    organisation UUID NOT NULL,
    person UUID NOT NULL,
    evidence UUID NOT NULL,
    id UUID NOT NULL,
    decision SMALLINT NOT NULL,
    reviewer TEXT NOT NULL,
    note TEXT,
    reviewed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (organisation, person, evidence, id),
    FOREIGN KEY (organisation, person) REFERENCES people (organisation, id)
);

-- Where a person is named in what is kept about others, so that it is found when they are erased.
CREATE INDEX assessments_assessor ON assessments (organisation, assessor) WHERE assessor IS NOT NULL;
CREATE INDEX contests_contested_by ON contests (organisation, contested_by) WHERE contested_by IS NOT NULL;
CREATE INDEX contests_resolved_by ON contests (organisation, resolved_by) WHERE resolved_by IS NOT NULL;
CREATE INDEX evidence_given_by ON evidence (organisation, given_by) WHERE given_by IS NOT NULL;
CREATE INDEX evidence_reviews_reviewer ON evidence_reviews (organisation, reviewer);
