"""The tables. The migrations create them; a test holds the two against each other.

The publication invariant is part of the schema: a comment's `(decision_id, id, revision, state)` must be
a row of `decisions`, `pending` means that there is none, and what readers see (`published_*`) must be a
revision that a decision approved. No code path, present or future, can publish an unjudged text.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from service.storage.types import UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id(name: str, *args: ForeignKey, nullable: bool = False) -> Column[str]:
    return Column(name, String(26), *args, nullable=nullable)


accounts = Table(
    "accounts",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text),
    Column("created_at", UtcDateTime, nullable=False),
)

logins = Table(
    "logins",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _id("account_id", ForeignKey("accounts.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
    Index("ix_logins_account_id", "account_id"),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("name_key", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("name_key", "address"),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("section", Text),
    Column("state", String(16), nullable=False),
    Column("mode", String(16)),
    Column("closes_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("comment_count", Integer, nullable=False, server_default="0"),
    CheckConstraint("state IN ('open', 'closed')", name="state"),
    CheckConstraint("comment_count >= 0", name="comment_count"),
)

# Comments, revisions, decisions and judgements refer to each other. Those references are deferred: what
# counts is how they stand when the transaction commits.

comments = Table(
    "comments",
    metadata,
    Column("id", String(26), primary_key=True),
    _id("article_id", ForeignKey("articles.id")),
    _id("author_id", ForeignKey("accounts.id")),
    _id("parent_id", ForeignKey("comments.id"), nullable=True),
    Column("revision", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    _id("decision_id", nullable=True),
    Column("published_revision", Integer),
    _id("published_decision_id", nullable=True),
    Column("published_state", String(16)),
    Column("reaction_count", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    ForeignKeyConstraint(
        ["id", "revision"],
        ["revisions.comment_id", "revisions.number"],
        use_alter=True,
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["decision_id", "id", "revision", "state"],
        ["decisions.id", "decisions.comment_id", "decisions.revision", "decisions.state"],
        use_alter=True,
        deferrable=True,
        initially="DEFERRED",
    ),
    ForeignKeyConstraint(
        ["published_decision_id", "id", "published_revision", "published_state"],
        ["decisions.id", "decisions.comment_id", "decisions.revision", "decisions.state"],
        use_alter=True,
        deferrable=True,
        initially="DEFERRED",
    ),
    CheckConstraint("state IN ('pending', 'held', 'approved', 'rejected', 'withdrawn')", name="state"),
    CheckConstraint("(state = 'pending') = (decision_id IS NULL)", name="pending_means_undecided"),
    CheckConstraint(
        "(published_revision IS NULL) = (published_decision_id IS NULL)"
        " AND (published_revision IS NULL) = (published_state IS NULL)",
        name="published_whole",
    ),
    CheckConstraint("published_state IS NULL OR published_state = 'approved'", name="published_approved"),
    CheckConstraint(
        "(state = 'approved') = (published_revision IS NOT NULL AND published_revision = revision)",
        name="approved_means_published",
    ),
    CheckConstraint(
        "published_revision IS NULL OR (published_revision <= revision AND state <> 'withdrawn')",
        name="published_not_ahead",
    ),
    Index(
        "ix_comments_published",
        "article_id",
        "id",
        sqlite_where=text("published_revision IS NOT NULL"),
        postgresql_where=text("published_revision IS NOT NULL"),
    ),
    Index(
        "ix_comments_published_top",
        "article_id",
        "reaction_count",
        "id",
        sqlite_where=text("published_revision IS NOT NULL"),
        postgresql_where=text("published_revision IS NOT NULL"),
    ),
    Index("ix_comments_due", "state", "due_at"),
    Index("ix_comments_state", "state", "id"),
    Index("ix_comments_author", "author_id", "id"),
    Index("ix_comments_author_state", "author_id", "state", "id"),
    Index("ix_comments_parent", "parent_id"),
)

revisions = Table(
    "revisions",
    metadata,
    _id("comment_id", ForeignKey("comments.id")),
    Column("number", Integer, nullable=False),
    _id("author_id", ForeignKey("accounts.id")),
    Column("body", Text, nullable=False),
    Column("fingerprint", String(32)),
    Column("created_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("comment_id", "number"),
    Index(
        "ix_revisions_repeat",
        "author_id",
        "fingerprint",
        sqlite_where=text("fingerprint IS NOT NULL"),
        postgresql_where=text("fingerprint IS NOT NULL"),
    ),
    Index(
        "ix_revisions_copies",
        "fingerprint",
        "created_at",
        "author_id",
        sqlite_where=text("fingerprint IS NOT NULL"),
        postgresql_where=text("fingerprint IS NOT NULL"),
    ),
    Index(
        "ix_revisions_posted",
        "created_at",
        sqlite_where=text("fingerprint IS NOT NULL"),
        postgresql_where=text("fingerprint IS NOT NULL"),
    ),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", String(26), primary_key=True),
    _id("comment_id"),
    Column("revision", Integer, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("judgement", Text, nullable=False),
    Column("applied", Boolean, nullable=False),
    Column("judged_at", UtcDateTime, nullable=False),
    ForeignKeyConstraint(["comment_id", "revision"], ["revisions.comment_id", "revisions.number"]),
    Index("ix_judgements_comment", "comment_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", String(26), primary_key=True),
    _id("comment_id"),
    Column("revision", Integer, nullable=False),
    Column("action", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("actor_kind", String(16), nullable=False),
    _id("actor_id", ForeignKey("accounts.id"), nullable=True),
    Column("rules", Text, nullable=False),
    Column("policy_version", Text),
    _id("judgement_id", ForeignKey("judgements.id", deferrable=True, initially="DEFERRED"), nullable=True),
    Column("note", Text),
    _id("replaces", ForeignKey("decisions.id"), nullable=True),
    Column("decided_at", UtcDateTime, nullable=False),
    UniqueConstraint("id", "comment_id", "revision", "state"),
    ForeignKeyConstraint(["comment_id", "revision"], ["revisions.comment_id", "revisions.number"]),
    CheckConstraint("state <> 'pending'", name="decided"),
    CheckConstraint("(actor_kind = 'automation') = (actor_id IS NULL)", name="actor"),
    Index("ix_decisions_comment", "comment_id"),
    Index(
        "uq_decisions_one_automatic",
        "comment_id",
        "revision",
        unique=True,
        sqlite_where=text("actor_kind = 'automation'"),
        postgresql_where=text("actor_kind = 'automation'"),
    ),
)

decision_reasons = Table(
    "decision_reasons",
    metadata,
    _id("decision_id", ForeignKey("decisions.id")),
    Column("position", Integer, nullable=False),
    Column("code", String(32), nullable=False),
    Column("message", Text, nullable=False),
    PrimaryKeyConstraint("decision_id", "position"),
    Index("ix_decision_reasons_code", "code", "decision_id"),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    _id("account_id", ForeignKey("accounts.id")),
    Column("key", String(200), nullable=False),
    Column("request_hash", String(64), nullable=False),
    _id("comment_id", ForeignKey("comments.id", deferrable=True, initially="DEFERRED")),
    Column("created_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("account_id", "key"),
    Index("ix_idempotency_keys_created_at", "created_at"),
)

published_comments = Table(
    "published_comments",
    MetaData(),  # a view: the migrations make it, and the comparison of tables passes it by
    Column("id", String(26), primary_key=True),
    Column("article_id", String(26)),
    Column("article_key", String(200)),
    Column("parent_id", String(26)),
    Column("author_id", String(26)),
    Column("author_name", Text),
    Column("body", Text),
    Column("revision", Integer),
    Column("reaction_count", Integer),
    Column("created_at", UtcDateTime),
    Column("edited_at", UtcDateTime),
)
"""What readers may see. Public reads go through this view and through nothing else."""
