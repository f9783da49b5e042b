"""The first schema: people, articles, comments with their revisions, judgements and decisions.

Written in SQL, because what matters here are the constraints, and both databases read the same ones.
"""

from alembic import op

revision = "0001"
down_revision = None

TABLES = {
    "accounts": """
        id VARCHAR(26) NOT NULL,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        role VARCHAR(16) NOT NULL,
        password_hash TEXT,
        created_at {moment} NOT NULL,
        CONSTRAINT pk_accounts PRIMARY KEY (id),
        CONSTRAINT uq_accounts_name_key UNIQUE (name_key)
    """,
    "logins": """
        token_hash VARCHAR(64) NOT NULL,
        account_id VARCHAR(26) NOT NULL,
        created_at {moment} NOT NULL,
        last_seen_at {moment} NOT NULL,
        revoked_at {moment},
        CONSTRAINT pk_logins PRIMARY KEY (token_hash),
        CONSTRAINT fk_logins_account_id FOREIGN KEY (account_id) REFERENCES accounts (id)
    """,
    "login_failures": """
        name_key TEXT NOT NULL,
        address TEXT NOT NULL,
        failures INTEGER NOT NULL,
        last_at {moment} NOT NULL,
        CONSTRAINT pk_login_failures PRIMARY KEY (name_key, address)
    """,
    "api_tokens": """
        id VARCHAR(26) NOT NULL,
        name TEXT NOT NULL,
        role VARCHAR(16) NOT NULL,
        token_hash VARCHAR(64) NOT NULL,
        created_at {moment} NOT NULL,
        expires_at {moment},
        revoked_at {moment},
        CONSTRAINT pk_api_tokens PRIMARY KEY (id),
        CONSTRAINT uq_api_tokens_name UNIQUE (name),
        CONSTRAINT uq_api_tokens_token_hash UNIQUE (token_hash)
    """,
    "articles": """
        id VARCHAR(26) NOT NULL,
        key VARCHAR(200) NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        section TEXT,
        state VARCHAR(16) NOT NULL,
        mode VARCHAR(16),
        closes_at {moment},
        created_at {moment} NOT NULL,
        version INTEGER DEFAULT 0 NOT NULL,
        comment_count INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_articles PRIMARY KEY (id),
        CONSTRAINT uq_articles_key UNIQUE (key),
        CONSTRAINT ck_articles_state CHECK (state IN ('open', 'closed')),
        CONSTRAINT ck_articles_comment_count CHECK (comment_count >= 0)
    """,
    "comments": """
        id VARCHAR(26) NOT NULL,
        article_id VARCHAR(26) NOT NULL,
        author_id VARCHAR(26) NOT NULL,
        parent_id VARCHAR(26),
        revision INTEGER NOT NULL,
        state VARCHAR(16) NOT NULL,
        decision_id VARCHAR(26),
        published_revision INTEGER,
        published_decision_id VARCHAR(26),
        published_state VARCHAR(16),
        reaction_count INTEGER DEFAULT 0 NOT NULL,
        created_at {moment} NOT NULL,
        due_at {moment} NOT NULL,
        attempts INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_comments PRIMARY KEY (id),
        CONSTRAINT fk_comments_article_id FOREIGN KEY (article_id) REFERENCES articles (id),
        CONSTRAINT fk_comments_author_id FOREIGN KEY (author_id) REFERENCES accounts (id),
        CONSTRAINT fk_comments_parent_id FOREIGN KEY (parent_id) REFERENCES comments (id),
        CONSTRAINT ck_comments_state
            CHECK (state IN ('pending', 'held', 'approved', 'rejected', 'withdrawn')),
        CONSTRAINT ck_comments_pending_means_undecided
            CHECK ((state = 'pending') = (decision_id IS NULL)),
        CONSTRAINT ck_comments_published_whole
            CHECK ((published_revision IS NULL) = (published_decision_id IS NULL)
                AND (published_revision IS NULL) = (published_state IS NULL)),
        CONSTRAINT ck_comments_published_approved
            CHECK (published_state IS NULL OR published_state = 'approved'),
        CONSTRAINT ck_comments_approved_means_published
            CHECK ((state = 'approved') = (published_revision IS NOT NULL AND published_revision = revision)),
        CONSTRAINT ck_comments_published_not_ahead
            CHECK (published_revision IS NULL OR (published_revision <= revision AND state <> 'withdrawn'))
    """,
    "revisions": """
        comment_id VARCHAR(26) NOT NULL,
        number INTEGER NOT NULL,
        author_id VARCHAR(26) NOT NULL,
        body TEXT NOT NULL,
        fingerprint VARCHAR(32),
        created_at {moment} NOT NULL,
        CONSTRAINT pk_revisions PRIMARY KEY (comment_id, number),
        CONSTRAINT fk_revisions_comment_id FOREIGN KEY (comment_id) REFERENCES comments (id),
        CONSTRAINT fk_revisions_author_id FOREIGN KEY (author_id) REFERENCES accounts (id)
    """,
    "judgements": """
        id VARCHAR(26) NOT NULL,
        comment_id VARCHAR(26) NOT NULL,
        revision INTEGER NOT NULL,
        policy_version TEXT NOT NULL,
        judgement TEXT NOT NULL,
        applied BOOLEAN NOT NULL,
        judged_at {moment} NOT NULL,
        CONSTRAINT pk_judgements PRIMARY KEY (id),
        CONSTRAINT fk_judgements_comment_id_revision
            FOREIGN KEY (comment_id, revision) REFERENCES revisions (comment_id, number)
    """,
    "decisions": """
        id VARCHAR(26) NOT NULL,
        comment_id VARCHAR(26) NOT NULL,
        revision INTEGER NOT NULL,
        action VARCHAR(16) NOT NULL,
        state VARCHAR(16) NOT NULL,
        actor_kind VARCHAR(16) NOT NULL,
        actor_id VARCHAR(26),
        rules TEXT NOT NULL,
        policy_version TEXT,
        judgement_id VARCHAR(26),
        note TEXT,
        replaces VARCHAR(26),
        decided_at {moment} NOT NULL,
        CONSTRAINT pk_decisions PRIMARY KEY (id),
        CONSTRAINT uq_decisions_id_comment_id_revision_state UNIQUE (id, comment_id, revision, state),
        CONSTRAINT fk_decisions_comment_id_revision
            FOREIGN KEY (comment_id, revision) REFERENCES revisions (comment_id, number),
        CONSTRAINT fk_decisions_actor_id FOREIGN KEY (actor_id) REFERENCES accounts (id),
        CONSTRAINT fk_decisions_judgement_id FOREIGN KEY (judgement_id) REFERENCES judgements (id)
            DEFERRABLE INITIALLY DEFERRED,
        CONSTRAINT fk_decisions_replaces FOREIGN KEY (replaces) REFERENCES decisions (id),
        CONSTRAINT ck_decisions_decided CHECK (state <> 'pending'),
        CONSTRAINT ck_decisions_actor CHECK ((actor_kind = 'automation') = (actor_id IS NULL))
    """,
    "decision_reasons": """
        decision_id VARCHAR(26) NOT NULL,
        position INTEGER NOT NULL,
        code VARCHAR(32) NOT NULL,
        message TEXT NOT NULL,
        CONSTRAINT pk_decision_reasons PRIMARY KEY (decision_id, position),
        CONSTRAINT fk_decision_reasons_decision_id FOREIGN KEY (decision_id) REFERENCES decisions (id)
    """,
    "idempotency_keys": """
        account_id VARCHAR(26) NOT NULL,
        key VARCHAR(200) NOT NULL,
        request_hash VARCHAR(64) NOT NULL,
        comment_id VARCHAR(26) NOT NULL,
        created_at {moment} NOT NULL,
        CONSTRAINT pk_idempotency_keys PRIMARY KEY (account_id, key),
        CONSTRAINT fk_idempotency_keys_account_id FOREIGN KEY (account_id) REFERENCES accounts (id),
        CONSTRAINT fk_idempotency_keys_comment_id FOREIGN KEY (comment_id) REFERENCES comments (id)
            DEFERRABLE INITIALLY DEFERRED
    """,
}

# A comment refers to tables that refer to it. PostgreSQL adds these when all tables stand; SQLite, which
# cannot add them later, accepts them ahead of what they refer to.
CYCLES = """
    CONSTRAINT fk_comments_id_revision FOREIGN KEY (id, revision)
        REFERENCES revisions (comment_id, number) DEFERRABLE INITIALLY DEFERRED;
    CONSTRAINT fk_comments_decision_id_id_revision_state FOREIGN KEY (decision_id, id, revision, state)
        REFERENCES decisions (id, comment_id, revision, state) DEFERRABLE INITIALLY DEFERRED;
    CONSTRAINT fk_comments_published_decision_id_id_published_revision_published_state
        FOREIGN KEY (published_decision_id, id, published_revision, published_state)
        REFERENCES decisions (id, comment_id, revision, state) DEFERRABLE INITIALLY DEFERRED
"""

INDEXES = """
    CREATE INDEX ix_logins_account_id ON logins (account_id);
    CREATE INDEX ix_comments_published ON comments (article_id, id) WHERE published_revision IS NOT NULL;
    CREATE INDEX ix_comments_published_top ON comments (article_id, reaction_count, id)
        WHERE published_revision IS NOT NULL;
    CREATE INDEX ix_comments_due ON comments (state, due_at);
    CREATE INDEX ix_comments_state ON comments (state, id);
    CREATE INDEX ix_comments_author ON comments (author_id, id);
    CREATE INDEX ix_comments_author_state ON comments (author_id, state);
    CREATE INDEX ix_comments_parent ON comments (parent_id);
    CREATE INDEX ix_revisions_repeat ON revisions (author_id, fingerprint) WHERE fingerprint IS NOT NULL;
    CREATE INDEX ix_judgements_comment ON judgements (comment_id);
    CREATE INDEX ix_decisions_comment ON decisions (comment_id);
    CREATE UNIQUE INDEX uq_decisions_one_automatic ON decisions (comment_id, revision)
        WHERE actor_kind = 'automation';
    CREATE INDEX ix_decision_reasons_code ON decision_reasons (code, decision_id);
    CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at)
"""

PUBLISHED = """
    CREATE VIEW published_comments AS
    SELECT comments.id, comments.article_id, articles.key AS article_key, comments.parent_id,
        comments.author_id, accounts.name AS author_name, revisions.body, revisions.number AS revision,
        comments.reaction_count, comments.created_at,
        CASE WHEN revisions.number > 1 THEN revisions.created_at END AS edited_at
    FROM comments
    JOIN revisions ON revisions.comment_id = comments.id AND revisions.number = comments.published_revision
    JOIN accounts ON accounts.id = comments.author_id
    JOIN articles ON articles.id = comments.article_id
    WHERE comments.published_revision IS NOT NULL
"""

NEVER_ALTERED = ("revisions", "judgements", "decisions", "decision_reasons")


def upgrade() -> None:
    postgresql = op.get_context().dialect.name == "postgresql"
    moment = "TIMESTAMP WITH TIME ZONE" if postgresql else "DATETIME"
    cycles = [constraint.strip() for constraint in CYCLES.split(";")]
    for table, columns in TABLES.items():
        inline = cycles if table == "comments" and not postgresql else []
        body = ",".join([columns.format(moment=moment), *inline])
        op.execute(f"CREATE TABLE {table} ({body})")
    if postgresql:
        for constraint in cycles:
            op.execute(f"ALTER TABLE comments ADD {constraint}")
    for index in INDEXES.split(";"):
        op.execute(index)
    op.execute(PUBLISHED)
    if postgresql:
        _refuse_changes_on_postgresql()
    else:
        _refuse_changes_on_sqlite()


def _refuse_changes_on_sqlite() -> None:
    for table in NEVER_ALTERED:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} are never altered'); END"
            )


def _refuse_changes_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% are never altered', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in NEVER_ALTERED:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
