-- Everything that the first version stores. storage/tables.py says what the columns mean.

CREATE TABLE tenants (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT tenants_pkey PRIMARY KEY (id),
    CONSTRAINT tenants_name_key UNIQUE (name)
);

CREATE TABLE persons (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT,
    name TEXT,
    locale TEXT,
    seen_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT persons_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT persons_locale_check CHECK (locale IN ('fr', 'ar', 'arq'))
);
CREATE INDEX persons_phone_ix ON persons (tenant_id, phone);
COMMENT ON TABLE persons IS 'Somebody on one channel account. address is the scoped id that we send to; locale is an explicit choice.';

CREATE TABLE raw_inbound (
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    channel TEXT NOT NULL,
    reason TEXT NOT NULL,
    body BYTEA NOT NULL,
    CONSTRAINT raw_inbound_pkey PRIMARY KEY (id)
);
CREATE INDEX raw_inbound_at_ix ON raw_inbound (at);
COMMENT ON TABLE raw_inbound IS 'What was signed but could not be understood or belongs to nobody here, kept as it came.';

CREATE TABLE security_events (
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    event_type TEXT NOT NULL,
    severity TEXT NOT NULL,
    channel TEXT,
    ip TEXT,
    route TEXT,
    trace_id TEXT,
    details JSONB DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT security_events_pkey PRIMARY KEY (id),
    CONSTRAINT security_events_severity_check CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH'))
);
CREATE INDEX security_events_at_ix ON security_events (at);

CREATE TABLE ops_kv (
    key TEXT NOT NULL,
    value JSONB NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT ops_kv_pkey PRIMARY KEY (key)
);
COMMENT ON TABLE ops_kv IS 'Heartbeats and counters of the operation itself; no tenant''s data.';

CREATE TABLE places (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    timezone TEXT DEFAULT 'Africa/Algiers' NOT NULL,
    locale TEXT DEFAULT 'fr' NOT NULL,
    settings JSONB DEFAULT '{}'::jsonb NOT NULL,
    revision BIGINT DEFAULT 1 NOT NULL,
    next_order INTEGER DEFAULT 1001 NOT NULL,
    next_ticket INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT places_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT places_tenant_id_fkey FOREIGN KEY (tenant_id)
        REFERENCES tenants (id) ON DELETE CASCADE,
    CONSTRAINT places_tenant_id_name_key UNIQUE (tenant_id, name),
    CONSTRAINT places_locale_check CHECK (locale IN ('fr', 'ar', 'arq'))
);
COMMENT ON TABLE places IS 'Where a business serves people: in our application, a restaurant. revision grows with every change of what its sessions see (menu, settings).';

CREATE TABLE identities (
    tenant_id UUID NOT NULL,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    scoped_id TEXT NOT NULL,
    person_id UUID NOT NULL,
    CONSTRAINT identities_pkey PRIMARY KEY (tenant_id, channel, account, scoped_id),
    CONSTRAINT identities_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id)
        REFERENCES persons (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX identities_person_ix ON identities (tenant_id, person_id);

CREATE TABLE outbox (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    position BIGINT GENERATED ALWAYS AS IDENTITY,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    person_id UUID NOT NULL,
    recipient TEXT NOT NULL,
    session_id UUID,
    payload JSONB NOT NULL,
    dedupe_key TEXT NOT NULL,
    status TEXT DEFAULT 'pending' NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE NOT NULL,
    locked_until TIMESTAMP WITH TIME ZONE,
    provider_id TEXT,
    receipt TEXT,
    error_code INTEGER,
    error TEXT,
    possible_duplicate BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT outbox_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT outbox_tenant_id_dedupe_key_key UNIQUE (tenant_id, dedupe_key),
    CONSTRAINT outbox_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id)
        REFERENCES persons (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT outbox_status_check CHECK (status IN ('pending', 'sending', 'unknown', 'sent', 'dead', 'dropped')),
    CONSTRAINT outbox_receipt_check CHECK (receipt IN ('sent', 'delivered', 'read', 'failed'))
);
CREATE INDEX outbox_person_ix ON outbox (tenant_id, person_id, position)
    WHERE status IN ('pending', 'sending', 'unknown');
CREATE INDEX outbox_due_ix ON outbox (tenant_id, next_at)
    WHERE status IN ('pending', 'sending', 'unknown');
CREATE INDEX outbox_provider_ix ON outbox (tenant_id, provider_id)
    WHERE provider_id IS NOT NULL;
CREATE INDEX outbox_dead_ix ON outbox (tenant_id, created_at)
    WHERE status = 'dead';
COMMENT ON TABLE outbox IS 'One row is one send of one platform message. position keeps the order of each person.';

CREATE TABLE channel_accounts (
    tenant_id UUID NOT NULL,
    channel TEXT NOT NULL,
    account TEXT NOT NULL,
    place_id UUID NOT NULL,
    token TEXT DEFAULT '' NOT NULL,
    paused_until TIMESTAMP WITH TIME ZONE,
    paused_why TEXT DEFAULT '' NOT NULL,
    CONSTRAINT channel_accounts_pkey PRIMARY KEY (tenant_id, channel, account),
    CONSTRAINT channel_accounts_tenant_id_place_id_fkey FOREIGN KEY (tenant_id, place_id)
        REFERENCES places (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX channel_accounts_lookup_ix ON channel_accounts (channel, account);

CREATE TABLE sessions (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    place_id UUID NOT NULL,
    person_id UUID NOT NULL,
    state TEXT NOT NULL,
    memory JSONB NOT NULL,
    offer JSONB DEFAULT '{}'::jsonb NOT NULL,
    prompt_no INTEGER DEFAULT 0 NOT NULL,
    locale TEXT NOT NULL,
    arabic_run INTEGER DEFAULT 0 NOT NULL,
    machine TEXT NOT NULL,
    version BIGINT DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT sessions_tenant_id_kind_place_id_person_id_key UNIQUE (tenant_id, kind, place_id, person_id),
    CONSTRAINT sessions_tenant_id_place_id_fkey FOREIGN KEY (tenant_id, place_id)
        REFERENCES places (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT sessions_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id)
        REFERENCES persons (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT sessions_locale_check CHECK (locale IN ('fr', 'ar', 'arq'))
) WITH (fillfactor = 70);
CREATE INDEX sessions_person_ix ON sessions (tenant_id, person_id);
COMMENT ON TABLE sessions IS 'One actor. offer is the list of choices last shown; prompt_no counts the prompts, so that an old button is told from a live one; machine is the version of the machine that wrote state and memory.';

CREATE TABLE staff (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    phone TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    locale TEXT DEFAULT 'fr' NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT staff_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT staff_tenant_id_place_id_phone_key UNIQUE (tenant_id, place_id, phone),
    CONSTRAINT staff_tenant_id_place_id_fkey FOREIGN KEY (tenant_id, place_id)
        REFERENCES places (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT staff_role_check CHECK (role IN ('owner', 'admin', 'kitchen')),
    CONSTRAINT staff_locale_check CHECK (locale IN ('fr', 'ar', 'arq'))
);

CREATE TABLE menu_categories (
    tenant_id UUID NOT NULL,
    place_id UUID NOT NULL,
    code TEXT NOT NULL,
    position INTEGER NOT NULL,
    fr TEXT NOT NULL,
    ar TEXT NOT NULL,
    arq TEXT NOT NULL,
    CONSTRAINT menu_categories_pkey PRIMARY KEY (tenant_id, place_id, code),
    CONSTRAINT menu_categories_tenant_id_place_id_fkey FOREIGN KEY (tenant_id, place_id)
        REFERENCES places (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE mailbox (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    session_id UUID NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    kind TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    payload JSONB NOT NULL,
    dedupe_key TEXT NOT NULL,
    status TEXT DEFAULT 'waiting' NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    retry_at TIMESTAMP WITH TIME ZONE,
    error TEXT,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT mailbox_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT mailbox_tenant_id_dedupe_key_key UNIQUE (tenant_id, dedupe_key),
    CONSTRAINT mailbox_tenant_id_session_id_fkey FOREIGN KEY (tenant_id, session_id)
        REFERENCES sessions (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT mailbox_kind_check CHECK (kind IN ('said', 'event', 'timer')),
    CONSTRAINT mailbox_status_check CHECK (status IN ('waiting', 'done', 'parked', 'dropped'))
);
CREATE INDEX mailbox_due_ix ON mailbox (tenant_id, due_at)
    WHERE status = 'waiting';
CREATE INDEX mailbox_waiting_ix ON mailbox (tenant_id, session_id, due_at, id)
    WHERE status = 'waiting';
CREATE INDEX mailbox_parked_ix ON mailbox (tenant_id, created_at)
    WHERE status = 'parked';
COMMENT ON TABLE mailbox IS 'Everything that can happen to a session, once. dedupe_key makes a redelivery do nothing.';

CREATE TABLE turns (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    session_id UUID NOT NULL,
    mailbox_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    message_key TEXT DEFAULT '' NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    locale TEXT NOT NULL,
    why JSONB NOT NULL,
    events JSONB NOT NULL,
    effects JSONB NOT NULL,
    replies JSONB NOT NULL,
    machine TEXT NOT NULL,
    CONSTRAINT turns_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT turns_tenant_id_session_id_fkey FOREIGN KEY (tenant_id, session_id)
        REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX turns_message_ix ON turns (tenant_id, message_key);
CREATE INDEX turns_session_ix ON turns (tenant_id, session_id, id);
COMMENT ON TABLE turns IS 'The journal: what woke the session, what it understood and why, where it went, what it asked and said.';

CREATE TABLE menu_items (
    tenant_id UUID NOT NULL,
    place_id UUID NOT NULL,
    code TEXT NOT NULL,
    category TEXT NOT NULL,
    position INTEGER NOT NULL,
    fr TEXT NOT NULL,
    ar TEXT NOT NULL,
    arq TEXT NOT NULL,
    aliases TEXT[] DEFAULT '{}'::text[] NOT NULL,
    price_cents INTEGER NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    sold_out BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT menu_items_pkey PRIMARY KEY (tenant_id, place_id, code),
    CONSTRAINT menu_items_tenant_id_place_id_fkey FOREIGN KEY (tenant_id, place_id)
        REFERENCES places (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT menu_items_tenant_id_place_id_category_fkey FOREIGN KEY (tenant_id, place_id, category)
        REFERENCES menu_categories (tenant_id, place_id, code),
    CONSTRAINT menu_items_price_check CHECK (price_cents >= 0)
);

CREATE TABLE orders (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    number INTEGER NOT NULL,
    person_id UUID NOT NULL,
    session_id UUID NOT NULL,
    channel TEXT NOT NULL,
    status TEXT NOT NULL,
    mode TEXT NOT NULL,
    table_label TEXT,
    address TEXT,
    phone TEXT,
    latitude FLOAT,
    longitude FLOAT,
    items_cents INTEGER NOT NULL,
    delivery_fee_cents INTEGER DEFAULT 0 NOT NULL,
    total_cents INTEGER NOT NULL,
    nonce TEXT NOT NULL,
    version INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT orders_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT orders_tenant_id_place_id_number_key UNIQUE (tenant_id, place_id, number),
    CONSTRAINT orders_tenant_id_session_id_nonce_key UNIQUE (tenant_id, session_id, nonce),
    CONSTRAINT orders_tenant_id_place_id_fkey FOREIGN KEY (tenant_id, place_id)
        REFERENCES places (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT orders_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id)
        REFERENCES persons (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT orders_tenant_id_session_id_fkey FOREIGN KEY (tenant_id, session_id)
        REFERENCES sessions (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT orders_status_check CHECK (status IN ('PENDING_PAYMENT', 'NEW', 'ACCEPTED', 'IN_PROGRESS', 'READY', 'OUT_FOR_DELIVERY', 'DELIVERED', 'DONE', 'CANCELLED')),
    CONSTRAINT orders_mode_check CHECK (mode IN ('dine_in', 'pickup', 'delivery')),
    CONSTRAINT orders_total_check CHECK (total_cents = items_cents + delivery_fee_cents)
);
CREATE INDEX orders_person_ix ON orders (tenant_id, person_id, created_at);
CREATE INDEX orders_open_ix ON orders (tenant_id, place_id, created_at)
    WHERE status NOT IN ('DELIVERED', 'DONE', 'CANCELLED');
COMMENT ON TABLE orders IS 'nonce is the basket''s own number: a basket becomes one order, however often it is confirmed.';

CREATE TABLE tickets (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    number INTEGER NOT NULL,
    person_id UUID NOT NULL,
    session_id UUID NOT NULL,
    status TEXT DEFAULT 'open' NOT NULL,
    reason TEXT NOT NULL,
    said TEXT DEFAULT '' NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT tickets_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT tickets_tenant_id_place_id_number_key UNIQUE (tenant_id, place_id, number),
    CONSTRAINT tickets_tenant_id_place_id_fkey FOREIGN KEY (tenant_id, place_id)
        REFERENCES places (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT tickets_tenant_id_session_id_fkey FOREIGN KEY (tenant_id, session_id)
        REFERENCES sessions (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT tickets_status_check CHECK (status IN ('open', 'closed'))
);
CREATE UNIQUE INDEX tickets_open_key ON tickets (tenant_id, session_id)
    WHERE status = 'open';

CREATE TABLE misses (
    tenant_id UUID NOT NULL,
    id UUID NOT NULL,
    session_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    context TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT misses_pkey PRIMARY KEY (tenant_id, id),
    CONSTRAINT misses_tenant_id_session_id_fkey FOREIGN KEY (tenant_id, session_id)
        REFERENCES sessions (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE menu_options (
    tenant_id UUID NOT NULL,
    place_id UUID NOT NULL,
    code TEXT NOT NULL,
    item_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    fr TEXT NOT NULL,
    ar TEXT NOT NULL,
    arq TEXT NOT NULL,
    aliases TEXT[] DEFAULT '{}'::text[] NOT NULL,
    price_cents INTEGER DEFAULT 0 NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT menu_options_pkey PRIMARY KEY (tenant_id, place_id, code),
    CONSTRAINT menu_options_tenant_id_place_id_item_code_fkey FOREIGN KEY (tenant_id, place_id, item_code)
        REFERENCES menu_items (tenant_id, place_id, code) ON DELETE CASCADE,
    CONSTRAINT menu_options_kind_check CHECK (kind IN ('extra', 'remove'))
);

CREATE TABLE order_lines (
    tenant_id UUID NOT NULL,
    order_id UUID NOT NULL,
    position INTEGER NOT NULL,
    item_code TEXT NOT NULL,
    fr TEXT NOT NULL,
    ar TEXT NOT NULL,
    arq TEXT NOT NULL,
    qty INTEGER NOT NULL,
    options JSONB DEFAULT '[]'::jsonb NOT NULL,
    unit_price_cents INTEGER NOT NULL,
    line_total_cents INTEGER NOT NULL,
    CONSTRAINT order_lines_pkey PRIMARY KEY (tenant_id, order_id, position),
    CONSTRAINT order_lines_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id)
        REFERENCES orders (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT order_lines_qty_check CHECK (qty > 0),
    CONSTRAINT order_lines_line_total_check CHECK (line_total_cents = unit_price_cents * qty)
);
COMMENT ON TABLE order_lines IS 'options: [{"code", "fr", "ar", "arq", "price_cents"}] as they were when ordered.';

CREATE TABLE order_history (
    tenant_id UUID NOT NULL,
    order_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    status TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT,
    CONSTRAINT order_history_pkey PRIMARY KEY (tenant_id, order_id, seq),
    CONSTRAINT order_history_tenant_id_order_id_fkey FOREIGN KEY (tenant_id, order_id)
        REFERENCES orders (tenant_id, id) ON DELETE CASCADE,
    CONSTRAINT order_history_status_check CHECK (status IN ('PENDING_PAYMENT', 'NEW', 'ACCEPTED', 'IN_PROGRESS', 'READY', 'OUT_FOR_DELIVERY', 'DELIVERED', 'DONE', 'CANCELLED'))
);
