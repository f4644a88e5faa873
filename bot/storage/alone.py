"""One server a database: two would send every answer twice."""

from __future__ import annotations

from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.storage.database import open_database

# Any number; the same for all servers of this program on one PostgreSQL database.
_KEY = 20_251_101


class TakenError(Exception):
    """Another server works with this database."""


def hold(url: str) -> Any:
    """Keeps other servers away for as long as the returned object lives.

    The operating system, or PostgreSQL, lets go of it when the process ends, however it ends.

    Args:
        url: SQLAlchemy URL of the database.

    Returns:
        What holds the place.

    Raises:
        TakenError: Another server is there.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            return None
        lock = FileLock(f"{parsed.database}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise TakenError from None
        return lock
    connection = open_database(url).connect()
    if not connection.execute(text(f"SELECT pg_try_advisory_lock({_KEY})")).scalar_one():
        connection.close()
        raise TakenError
    connection.commit()
    return connection
