"""The database: engine and tables. SQLite by default, PostgreSQL by the same code."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, String, Text, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.storage.migrate import bring_up_to_date

# Worth another try: the database is locked, full or away. Other errors are the data's own.
UNREACHABLE = (OperationalError, InterfaceError, PoolTimeoutError)


class Base(DeclarativeBase):
    """Base of all tables."""


class Conversation(Base):
    """The state of one conversation: enough to go on with it, and no more.

    Attributes:
        sender: `<channel>:<user>`; never a phone number in the clear.
        state: JSON: the slots that are set and the events of the last turns, masked.
        updated: UTC instant of the last turn; rows idle for too long are deleted.
    """

    __tablename__ = "conversations"

    sender: Mapped[str] = mapped_column(String(255), primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    updated: Mapped[datetime] = mapped_column(DateTime(timezone=False), index=True)


@lru_cache(maxsize=8)
def open_database(url: str) -> Engine:
    """Opens the database at `url` and brings its tables to their newest form.

    SQLite runs with a write-ahead log; a commit then costs no disk flush, and a power cut can
    lose the last turns but never corrupts the file.

    Args:
        url: An SQLAlchemy URL.

    Returns:
        The engine, one per URL and process.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: The database cannot be reached or written.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
    bring_up_to_date(engine)
    return engine


def _tune_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
