"""Indexes for what readers post again and again, and for how an author's last comments were decided."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = """
    CREATE INDEX ix_revisions_copies ON revisions (fingerprint, created_at, author_id)
        WHERE fingerprint IS NOT NULL;
    CREATE INDEX ix_revisions_posted ON revisions (created_at) WHERE fingerprint IS NOT NULL;
    DROP INDEX ix_comments_author_state;
    CREATE INDEX ix_comments_author_state ON comments (author_id, state, id)
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";"):
        op.execute(statement)
