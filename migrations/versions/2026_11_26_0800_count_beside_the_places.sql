-- Numbers get rows of their own: orders of one place wait for each other there, and not for whoever changes the place.

CREATE TABLE counters (
    tenant_id UUID NOT NULL,
    place_id UUID NOT NULL,
    name TEXT NOT NULL,
    next INTEGER NOT NULL,
    CONSTRAINT counters_pkey PRIMARY KEY (tenant_id, place_id, name),
    CONSTRAINT counters_tenant_id_place_id_fkey FOREIGN KEY (tenant_id, place_id)
        REFERENCES places (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE counters IS 'Numbers that people use, given one by one: of orders, of tickets. Not in places, whose row others read and change meanwhile.';

INSERT INTO counters (tenant_id, place_id, name, next)
SELECT tenant_id, id, 'order', next_order FROM places UNION ALL SELECT tenant_id, id, 'ticket', next_ticket FROM places;

ALTER TABLE places DROP COLUMN next_order, DROP COLUMN next_ticket;
