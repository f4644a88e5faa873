"""The portal's procedure records: the newest content of each, and what it was before."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import (
    Connection,
    Date,
    DateTime,
    Engine,
    String,
    Text,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database import Base

_AT_ONCE = 500  # below the number of variables that SQLite takes in one statement


class ProcedureRecord(Base):
    """A record of the portal.

    An instant of the last import that saw it is not kept: a second import of the same file writes
    nothing. What the newest complete file did not have carries `gone`.

    Attributes:
        id: The portal's key; codes are not unique.
        levels: Names of the levels that handle it, a comma between them.
        words: What the search indexes beside the name; see `bot.registry.corpus.Listing`.
        content: The clean record as JSON.
        hash: Over everything above; tells whether an import changes anything.
        first_seen: UTC instant of the import that brought it.
        changed: UTC instant of the import that last changed it.
        gone: UTC instant of the complete import that missed it; None while it is there.
    """

    __tablename__ = "procedure_records"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    levels: Mapped[str] = mapped_column(String(32))
    province: Mapped[str | None] = mapped_column(Text)
    portal_date: Mapped[date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    first_seen: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    changed: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    gone: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))


class FormerContent(Base):
    """What a record said until `replaced` (UTC), as JSON."""

    __tablename__ = "procedure_history"

    record_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    replaced: Mapped[datetime] = mapped_column(DateTime(timezone=False), primary_key=True)
    content: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class Row:
    """What an import stores of a record; the attributes are those of `ProcedureRecord`."""

    id: str
    code: str
    name: str
    kind: str
    levels: str
    province: str | None
    portal_date: date | None
    words: str
    content: str

    def hash(self) -> str:
        """Changes whenever anything of the row does (the content holds all but the words)."""
        return hashlib.sha256(f"{self.content}\0{self.words}".encode()).hexdigest()


class Known(NamedTuple):
    """What is stored of a record, in short."""

    hash: str
    gone: bool


class Found(NamedTuple):
    """A stored record: its content as JSON, and since when the portal lists it no more."""

    content: str
    gone: datetime | None


class Listed(NamedTuple):
    """What the search takes from a record that is not gone."""

    code: str
    name: str
    kind: str
    levels: str
    province: str | None
    words: str


class Registry:
    """The tables of the portal's records; instants are UTC without a time zone."""

    def __init__(self, engine: Engine) -> None:
        """Uses `engine`."""
        self._engine = engine

    def known(self) -> dict[str, Known]:
        """Every stored record, by its id."""
        query = select(ProcedureRecord.id, ProcedureRecord.hash, ProcedureRecord.gone)
        with self._engine.connect() as connection:
            return {
                ident: Known(digest, gone is not None)
                for ident, digest, gone in connection.execute(query)
            }

    def put(self, rows: Sequence[Row], now: datetime) -> None:
        """Stores new and changed records, all or none; what a content was before is kept.

        Args:
            rows: No two of one id.
            now: When they came.
        """
        with self._engine.begin() as connection:
            for i in range(0, len(rows), _AT_ONCE):
                _put(connection, rows[i : i + _AT_ONCE], now)

    def mark_gone(self, ids: Collection[str], now: datetime) -> None:
        """Marks records as gone from the portal, all or none; their content stays."""
        listed = list(ids)
        with self._engine.begin() as connection:
            for i in range(0, len(listed), _AT_ONCE):
                some = ProcedureRecord.id.in_(listed[i : i + _AT_ONCE])
                connection.execute(update(ProcedureRecord).where(some).values(gone=now))

    def codes(self, ids: Collection[str]) -> list[str]:
        """Codes of records, sorted."""
        listed = list(ids)
        found: list[str] = []
        with self._engine.connect() as connection:
            for i in range(0, len(listed), _AT_ONCE):
                some = ProcedureRecord.id.in_(listed[i : i + _AT_ONCE])
                found += connection.execute(select(ProcedureRecord.code).where(some)).scalars()
        return sorted(found)

    def find(self, code: str) -> list[Found]:
        """Records with a code: those that are not gone first, the newest of the portal first."""
        query = (
            select(ProcedureRecord.content, ProcedureRecord.gone)
            .where(ProcedureRecord.code == code)
            .order_by(
                ProcedureRecord.gone.is_not(None),
                ProcedureRecord.portal_date.desc(),
                ProcedureRecord.id,
            )
        )
        with self._engine.connect() as connection:
            return [Found(*row) for row in connection.execute(query)]

    def listings(self) -> Iterator[Listed]:
        """What the search takes of every record that is not gone, in the order of codes."""
        query = (
            select(*(getattr(ProcedureRecord, name) for name in Listed._fields))
            .where(ProcedureRecord.gone.is_(None))
            .order_by(ProcedureRecord.code, ProcedureRecord.id)
        )
        with self._engine.connect() as connection:
            for row in connection.execution_options(yield_per=_AT_ONCE).execute(query):
                yield Listed(*row)

    def portal_dates(self) -> dict[str, date | None]:
        """Code → day of the portal's last change, of records that are not gone."""
        query = (
            select(ProcedureRecord.code, func.max(ProcedureRecord.portal_date))
            .where(ProcedureRecord.gone.is_(None))
            .group_by(ProcedureRecord.code)
        )
        with self._engine.connect() as connection:
            return dict(connection.execute(query).tuples().all())

    def former(self, ident: str) -> list[tuple[datetime, str]]:
        """(until when, content) of what a record said before, the newest first."""
        query = (
            select(FormerContent.replaced, FormerContent.content)
            .where(FormerContent.record_id == ident)
            .order_by(FormerContent.replaced.desc())
        )
        with self._engine.connect() as connection:
            return [(replaced, content) for replaced, content in connection.execute(query)]

    def stamp(self) -> str:
        """Changes whenever an import changed anything."""
        last = func.max(ProcedureRecord.changed), func.max(ProcedureRecord.gone)
        query = select(func.count(ProcedureRecord.gone), func.count(), *last)
        with self._engine.connect() as connection:
            return "|".join(map(str, connection.execute(query).one()))

    def count(self) -> int:
        """How many records are there that are not gone."""
        query = select(func.count()).where(ProcedureRecord.gone.is_(None))
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one()


def _put(connection: Connection, rows: Sequence[Row], now: datetime) -> None:
    query = select(ProcedureRecord.id, ProcedureRecord.content).where(
        ProcedureRecord.id.in_([row.id for row in rows])
    )
    before = dict(connection.execute(query).tuples().all())
    # A change of the words alone comes from a newer program, not from the portal.
    former = [
        {"record_id": row.id, "replaced": now, "content": before[row.id]}
        for row in rows
        if before.get(row.id, row.content) != row.content
    ]
    if former:
        connection.execute(insert(FormerContent), former)
    new = [_values(row, now) | {"first_seen": now} for row in rows if row.id not in before]
    if new:
        connection.execute(insert(ProcedureRecord), new)
    for row in rows:
        if row.id in before:
            connection.execute(
                update(ProcedureRecord)
                .where(ProcedureRecord.id == row.id)
                .values(_values(row, now))
            )


def _values(row: Row, now: datetime) -> dict[str, object]:
    return {**vars(row), "hash": row.hash(), "changed": now, "gone": None}
