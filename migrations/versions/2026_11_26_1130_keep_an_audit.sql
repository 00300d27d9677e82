CREATE TABLE audit (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    what TEXT NOT NULL,
    before JSONB NOT NULL,
    after JSONB NOT NULL,
    CONSTRAINT audit_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT audit_tenant_id_place_id_fkey FOREIGN KEY (tenant_id, place_id)
        REFERENCES places (tenant_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE audit IS 'Every change that a command made, in the transaction that made it; rows are only added. actor is a role and a phone, or timer.';
