"""The table of dossiers that citizens asked to be told about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Creates it."""
    op.create_table(
        "dossier_watches",
        sa.Column("sender", sa.String(255), primary_key=True),
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("user", sa.String(255), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_dossier_watches_due", "dossier_watches", ["due"], if_not_exists=True)
