"""Which poster, page or channel brought how many conversations: counts a day, nobody's data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, Date, Engine, Integer, String, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database import Base


class Visit(Base):
    """New conversations of one day (UTC), channel and source; the source is empty if unknown."""

    __tablename__ = "visits"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


def count_visit(connection: Connection, channel: str, source: str, day: date) -> None:
    """Counts one more, within a transaction."""
    key = Visit.day == day, Visit.channel == channel, Visit.source == source
    done = connection.execute(update(Visit).where(*key).values(count=Visit.count + 1))
    if done.rowcount == 0:
        row = {"day": day, "channel": channel, "source": source, "count": 1}
        connection.execute(insert(Visit), row)


class Visits:
    """Reads the counts."""

    def __init__(self, engine: Engine) -> None:
        """Uses `engine`."""
        self._engine = engine

    def counts(self, days: int) -> list[tuple[str, str, int]]:
        """(channel, source, conversations) of the last `days`, most first."""
        since = datetime.now(UTC).date() - timedelta(days=days)
        total = func.sum(Visit.count)
        query = (
            select(Visit.channel, Visit.source, total)
            .where(Visit.day > since)
            .group_by(Visit.channel, Visit.source)
            .order_by(total.desc(), Visit.channel, Visit.source)
        )
        with self._engine.connect() as connection:
            return [(row[0], row[1], int(row[2])) for row in connection.execute(query)]
