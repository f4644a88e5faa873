"""The tables of the portal's procedure records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Creates them."""
    op.create_table(
        "procedure_records",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("levels", sa.String(32), nullable=False),
        sa.Column("province", sa.Text),
        sa.Column("portal_date", sa.Date),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("first_seen", sa.DateTime, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("gone", sa.DateTime),
    )
    op.create_index("ix_procedure_records_code", "procedure_records", ["code"])
    op.create_table(
        "procedure_history",
        sa.Column("record_id", sa.String(64), primary_key=True),
        sa.Column("replaced", sa.DateTime, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
    )
