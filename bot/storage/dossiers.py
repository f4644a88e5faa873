"""The dossiers of communes that keep a list: code and status, and nobody's data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import DateTime, Engine, Integer, String, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database import Base

_AT_ONCE = 500  # below the number of variables that SQLite takes in one statement


class ListedDossier(Base):
    """A dossier on a list.

    Attributes:
        code: In its normal form.
        status: Number of one of the ten statuses.
        updated: UTC instant of the import it came with.
    """

    __tablename__ = "dossiers"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[int] = mapped_column(Integer)
    updated: Mapped[datetime] = mapped_column(DateTime(timezone=False), index=True)


class Dossiers:
    """The table of listed dossiers."""

    def __init__(self, engine: Engine) -> None:
        """Uses `engine`."""
        self._engine = engine

    def status_of(self, code: str) -> tuple[int, datetime] | None:
        """Number of the status and the instant of its import; None if it is not listed."""
        query = select(ListedDossier.status, ListedDossier.updated).where(
            ListedDossier.code == code
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
            return None if row is None else (row[0], row[1])

    def put(self, dossiers: Iterable[tuple[str, int]], now: datetime) -> int:
        """Stores (code, status) pairs, all or none; those listed before are brought up to date.

        Returns:
            How many were stored.
        """
        rows = [
            {"code": code, "status": status, "updated": now}
            for code, status in dict(dossiers).items()
        ]
        with self._engine.begin() as connection:
            for i in range(0, len(rows), _AT_ONCE):
                some = rows[i : i + _AT_ONCE]
                codes = [row["code"] for row in some]
                connection.execute(delete(ListedDossier).where(ListedDossier.code.in_(codes)))
                connection.execute(insert(ListedDossier), some)
        return len(rows)

    def forget_old(self, before: datetime) -> int:
        """Deletes what no import has brought up to date since `before`; returns how many."""
        with self._engine.begin() as connection:
            return connection.execute(
                delete(ListedDossier).where(ListedDossier.updated < before)
            ).rowcount

    def count(self) -> int:
        """How many dossiers are listed."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(ListedDossier)).scalar_one()
