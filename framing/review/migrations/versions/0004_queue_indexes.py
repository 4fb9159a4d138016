"""Indexes by which a queue of any length is read from its front."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DOUBT, WEIGHT = sa.text("uncertainty DESC"), sa.text("weight DESC")
FOUND = ("added_by", "grounded")
INDEXES: tuple[tuple[str, str, list[str | sa.TextClause]], ...] = (
    ("ix_items_doubt", "items", [*FOUND, DOUBT, "id"]),
    ("ix_items_weight", "items", [*FOUND, WEIGHT, "id"]),
    ("ix_items_kind_doubt", "items", ["kind", *FOUND, DOUBT, "id"]),
    ("ix_items_kind_weight", "items", ["kind", *FOUND, WEIGHT, "id"]),
    ("ix_assignments_coder", "assignments", ["coder"]),
    ("ix_sessions_expires", "sessions", ["expires"]),
)


def upgrade() -> None:
    """Bring the schema to this revision."""
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Back to the schema before."""
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
