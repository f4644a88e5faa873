"""What is kept of messages: the inbox, the outbox, and their rows as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.database import Base


class InStatus(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"


class OutStatus(StrEnum):
    """Where a send stands. `unknown`: cut in the middle; `dead`: given up."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"


class Inbox(Base):
    """A message of a citizen.

    Attributes:
        message_id: Stands for the channel's id of it; names nobody.
        sender: Conversation, `<channel>:<user>`; empty once the citizen is forgotten.
        text: As typed, masked; emptied once it is answered.
        extra: JSON of what else the channel handed on (a photo's file id).
    """

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("channel", "message_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    message_id: Mapped[str] = mapped_column(String(128))
    sender: Mapped[str] = mapped_column(String(255), index=True)
    text: Mapped[str] = mapped_column(Text)
    extra: Mapped[str] = mapped_column(Text, default="{}")
    status: Mapped[str] = mapped_column(String(16), default=InStatus.WAITING, index=True)
    received: Mapped[datetime] = mapped_column(DateTime(timezone=False), index=True)


class Outbox(Base):
    """One send: one call of a channel's API.

    Attributes:
        inbox_id: The message that it answers.
        recipient: The channel's own id of the citizen.
        body: JSON, rendered for the channel; emptied once it is sent.
        due: Not before this instant.
        error: Why the last attempt failed.
        created: When the citizen last wrote, which is what channels count their windows from.
    """

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    inbox_id: Mapped[int | None] = mapped_column(Integer, index=True)
    channel: Mapped[str] = mapped_column(String(32))
    sender: Mapped[str] = mapped_column(String(255), index=True)
    recipient: Mapped[str] = mapped_column(String(255))
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16), default=OutStatus.WAITING, index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    error: Mapped[str | None] = mapped_column(String(255))
    created: Mapped[datetime] = mapped_column(DateTime(timezone=False), index=True)


@dataclass(frozen=True)
class Incoming:
    """A message as a channel hands it over.

    Attributes:
        channel: Name of the channel.
        message_id: What the channel knows it by, unique there.
        user: The channel's id of the citizen (or the group).
        text: Canonical and masked.
        extra: A photo's file id (`photo`), what cannot be read (`kind`), or that it was not the
            citizen who wrote (`told`).
    """

    channel: str
    message_id: str
    user: str
    text: str
    extra: dict[str, Any]

    @property
    def sender(self) -> str:
        """The conversation."""
        return f"{self.channel}:{self.user}"


@dataclass(frozen=True)
class Waiting:
    """An unanswered message.

    Attributes:
        inbox_id: Its row.
        message: The message.
        received: When it came (UTC, without a time zone).
        more: Whether others of the same conversation wait behind it.
    """

    inbox_id: int
    message: Incoming
    received: datetime
    more: bool


@dataclass(frozen=True)
class Send:
    """A send that is due."""

    id: int
    channel: str
    sender: str
    recipient: str
    body: dict[str, Any]
    attempts: int
    created: datetime
