-- Requests that carried an Idempotency-Key: claimed before the work, answered in the transaction that does it, kept for 24 hours.
CREATE TABLE idempotency (
    id UUID PRIMARY KEY NOT NULL,
    key_id UUID NOT NULL,
    name TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    answer TEXT,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX idempotency_key_name ON idempotency (key_id, name);
CREATE INDEX idempotency_created_at ON idempotency (created_at);
