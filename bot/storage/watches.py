"""Dossiers that citizens asked to be told about: code and status, until done, stop or a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import DateTime, Engine, Integer, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database import Base


class Watch(Base):
    """A dossier watched for one conversation.

    Attributes:
        sender: The conversation.
        code: The dossier's code in its normal form.
        channel: Name of the channel.
        user: The channel's id of the citizen.
        status: Number last told; None: not looked up yet.
        due: UTC instant of the next look-up.
        until: UTC instant at which the watch ends.
    """

    __tablename__ = "dossier_watches"

    sender: Mapped[str] = mapped_column(String(255), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    user: Mapped[str] = mapped_column(String(255))
    status: Mapped[int | None] = mapped_column(Integer)
    due: Mapped[datetime] = mapped_column(DateTime(timezone=False), index=True)
    until: Mapped[datetime] = mapped_column(DateTime(timezone=False))


@dataclass(frozen=True)
class Watched:
    """A watch whose look-up is due."""

    sender: str
    code: str
    channel: str
    user: str
    status: int | None
    until: datetime


class Watches:
    """The table of watches. Instants are UTC without a time zone."""

    def __init__(self, engine: Engine) -> None:
        """Uses `engine`."""
        self._engine = engine

    def put(self, watched: Watched, now: datetime) -> None:
        """Starts a watch, or starts it anew."""
        key = Watch.sender == watched.sender, Watch.code == watched.code
        row = {
            "sender": watched.sender,
            "code": watched.code,
            "channel": watched.channel,
            "user": watched.user,
            "status": watched.status,
            "due": now,
            "until": watched.until,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(Watch).where(*key))
            connection.execute(insert(Watch), row)

    def stop(self, sender: str) -> None:
        """Ends all watches of a conversation."""
        with self._engine.begin() as connection:
            connection.execute(delete(Watch).where(Watch.sender == sender))

    def due(self, now: datetime, limit: int) -> list[Watched]:
        """The watches to look up, the longest due first; those past their end are deleted."""
        query = select(Watch).where(Watch.due <= now).order_by(Watch.due).limit(limit)
        with self._engine.begin() as connection:
            connection.execute(delete(Watch).where(Watch.until <= now))
            rows = connection.execute(query.with_only_columns(*Watch.__table__.columns)).all()
        return [Watched(r.sender, r.code, r.channel, r.user, r.status, r.until) for r in rows]

    def looked_up(self, watched: Watched, status: int | None, due: datetime) -> None:
        """Keeps the status that was found, and when to look again."""
        key = Watch.sender == watched.sender, Watch.code == watched.code
        with self._engine.begin() as connection:
            connection.execute(update(Watch).where(*key).values(status=status, due=due))

    def end(self, watched: Watched) -> None:
        """Ends one watch."""
        key = Watch.sender == watched.sender, Watch.code == watched.code
        with self._engine.begin() as connection:
            connection.execute(delete(Watch).where(*key))
