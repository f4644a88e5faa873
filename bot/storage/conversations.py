"""Reading, writing and forgetting conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, Engine, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert

from bot.storage.database import Conversation

# A conversation in which nothing has been said that has to be remembered.
EMPTY = '{"slots":{},"events":[]}'
_table = Conversation.__table__
_SELECT = select(_table.c.state).where(_table.c.sender == bindparam("who"))


@cache
def _upsert(dialect: str) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    row = insert(Conversation)
    return row.on_conflict_do_update(
        index_elements=["sender"],
        set_={"state": row.excluded.state, "updated": row.excluded.updated},
    )


def save_state(connection: Connection, sender: str, state: str, now: datetime) -> None:
    """Writes the state of `sender` within a transaction; `now` is UTC without a time zone."""
    values = {"sender": sender, "state": state, "updated": now}
    connection.execute(_upsert(connection.dialect.name), values)


def last_heard(connection: Connection, sender: str) -> datetime | None:
    """When the citizen last wrote (UTC, without a time zone); None if nothing is kept."""
    query = select(_table.c.updated).where(_table.c.sender == sender)
    return connection.execute(query).scalar_one_or_none()


@dataclass
class Kept:
    """The state of one conversation during a turn whose caller loads and stores it itself.

    Attributes:
        state: As it was before the turn, then as the turn left it; None: there is none.
        changed: Whether the turn has left one.
    """

    state: str | None
    changed: bool = False


class Conversations:
    """The conversations table, one statement a call."""

    def __init__(self, engine: Engine) -> None:
        """Uses `engine`."""
        self._engine = engine

    def load(self, sender: str) -> str | None:
        """Returns the state of `sender`, or None if there is none."""
        with self._engine.connect() as connection:
            return connection.execute(_SELECT, {"who": sender}).scalar_one_or_none()

    def save(self, sender: str, state: str, now: datetime) -> None:
        """Writes the state of `sender`; `now` is UTC without a time zone."""
        with self._engine.begin() as connection:
            save_state(connection, sender, state, now)

    def forget(self, sender: str) -> bool:
        """Deletes everything kept about `sender`; tells whether there was anything."""
        with self._engine.begin() as connection:
            gone = connection.execute(delete(Conversation).where(Conversation.sender == sender))
            return gone.rowcount > 0

    def forget_idle(self, now: datetime, days: int) -> int:
        """Deletes conversations idle for more than `days`; returns how many."""
        limit = now - timedelta(days=days)
        with self._engine.begin() as connection:
            return connection.execute(
                delete(Conversation).where(Conversation.updated < limit)
            ).rowcount

    def senders(self) -> list[str]:
        """All senders that have a state."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(Conversation.sender)).scalars())
