CREATE TABLE templates (
    tenant_id UUID NOT NULL,
    key TEXT NOT NULL,
    locale TEXT NOT NULL,
    version INTEGER NOT NULL,
    forms JSONB,
    updated_by TEXT NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT templates_pkey PRIMARY KEY (tenant_id, key, locale, version),
    CONSTRAINT templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE,
    CONSTRAINT templates_locale_check CHECK (locale IN ('fr', 'ar', 'arq')),
    CONSTRAINT templates_version_check CHECK (version > 0)
);
COMMENT ON TABLE templates IS 'Own wordings; every change stays, with who made it and when. The highest version of a text counts. forms are its plural forms, {other: text} when it has none; NULL is the built-in wording again.';
