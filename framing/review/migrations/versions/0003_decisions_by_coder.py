"""An index for the questions that every page asks: what has this coder decided?"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    op.create_index("ix_decisions_coder", "decisions", ["coder", "item"])


def downgrade() -> None:
    """Back to the schema before."""
    op.drop_index("ix_decisions_coder", "decisions")
