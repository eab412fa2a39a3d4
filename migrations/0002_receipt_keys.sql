-- Keys that sign receipts. A slot holds one key, so that replicas starting at once agree on it.
CREATE TABLE receipt_keys (
    id UUID PRIMARY KEY NOT NULL,
    kid TEXT NOT NULL,
    slot TEXT NOT NULL,
    secret BYTEA NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE UNIQUE INDEX receipt_keys_kid ON receipt_keys (kid);
CREATE UNIQUE INDEX receipt_keys_slot ON receipt_keys (slot);
