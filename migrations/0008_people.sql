-- People, known only by the id that the calling system gives them, and what is kept about them.
-- What is kept about a person is in tables with a column `person`, so that it can be found and erased.
CREATE TABLE people (
    id UUID PRIMARY KEY NOT NULL,
    organisation UUID NOT NULL REFERENCES organisations (id),
    name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX people_name ON people (organisation, name);
CREATE INDEX people_organisation ON people (organisation, id);

CREATE TABLE person_labels (
    person UUID NOT NULL REFERENCES people (id),
    label TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (person, label)
);

CREATE INDEX person_labels_value ON person_labels (label, value, person);

-- Why a person must not be erased yet.
CREATE TABLE legal_holds (
    person UUID PRIMARY KEY NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL,
    until DATE NOT NULL,
    placed_at TIMESTAMPTZ NOT NULL,
    placed_by TEXT NOT NULL
);

-- That somebody was erased, and not who.
CREATE TABLE tombstones (
    id UUID PRIMARY KEY NOT NULL,
    organisation UUID NOT NULL REFERENCES organisations (id),
    erased_at TIMESTAMPTZ NOT NULL
);

-- Rows are many and therefore lean. The id is a UUIDv7 of the moment at which the quiz was taken, answers are one byte each in the
-- order of the ladder version's quiz, and the receipt is signed anew with the key that is named.
CREATE TABLE assessments (
    person UUID NOT NULL REFERENCES people (id),
    id UUID NOT NULL,
    -- Of ladder_versions, whose rows never go: nothing is to be looked up for each row.
    ladder_version UUID NOT NULL,
    answers BYTEA NOT NULL,
    place SMALLINT NOT NULL,
    role SMALLINT NOT NULL,
    assessor TEXT,
    kid BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (person, id)
);

CREATE TABLE contests (
    person UUID NOT NULL REFERENCES people (id),
    assessment UUID NOT NULL,
    id UUID NOT NULL,
    reason TEXT NOT NULL,
    contested_by TEXT,
    contested_at TIMESTAMPTZ NOT NULL,
    decision SMALLINT,
    resolved_by TEXT,
    note TEXT,
    resolved_at TIMESTAMPTZ,
    PRIMARY KEY (person, assessment, id)
);

-- One at a time.
CREATE UNIQUE INDEX contests_open ON contests (person, assessment) WHERE decision IS NULL;

-- Assessments counted by their placement and the labels that their people have now; the label '' is everybody.
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
    person UUID NOT NULL REFERENCES people (id),
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
    PRIMARY KEY (person, id)
);

-- What a piece of evidence speaks for, on however many ladders.
CREATE TABLE evidence_criteria (
    person UUID NOT NULL REFERENCES people (id),
    evidence UUID NOT NULL,
    ladder TEXT NOT NULL,
    criterion TEXT NOT NULL,
    PRIMARY KEY (person, evidence, ladder, criterion)
);

CREATE TABLE evidence_reviews (
    person UUID NOT NULL REFERENCES people (id),
    evidence UUID NOT NULL,
    id UUID NOT NULL,
    decision SMALLINT NOT NULL,
    reviewer TEXT NOT NULL,
    note TEXT,
    reviewed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (person, evidence, id)
);

-- Where somebody is named in what is kept about others, so that it can be found when they are erased.
CREATE INDEX assessments_assessor ON assessments (assessor) WHERE assessor IS NOT NULL;
CREATE INDEX contests_contested_by ON contests (contested_by) WHERE contested_by IS NOT NULL;
CREATE INDEX contests_resolved_by ON contests (resolved_by) WHERE resolved_by IS NOT NULL;
CREATE INDEX evidence_given_by ON evidence (given_by) WHERE given_by IS NOT NULL;
CREATE INDEX evidence_reviews_reviewer ON evidence_reviews (reviewer);

-- Whom a request was about, so that its answer goes with them.
ALTER TABLE idempotency ADD COLUMN person UUID;
CREATE INDEX idempotency_person ON idempotency (person);
