"""A decision may correct lens and frame; an assignment may hide the tool's suggestion."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to this revision."""
    with op.batch_alter_table("decisions") as table:
        table.add_column(sa.Column("lens", sa.String(60), nullable=False, server_default=""))
        table.add_column(sa.Column("frame", sa.String(120), nullable=False, server_default=""))
    with op.batch_alter_table("assignments") as table:
        table.add_column(sa.Column("unaided", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Back to the first schema; corrections of lens and frame are lost."""
    with op.batch_alter_table("decisions") as table:
        table.drop_column("lens")
        table.drop_column("frame")
    with op.batch_alter_table("assignments") as table:
        table.drop_column("unaided")
