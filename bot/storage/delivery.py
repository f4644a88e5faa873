"""What came in and what goes out: stored once, answered once.

A message is accepted once by (channel, message id). Its answer, the new state of the conversation
and the mark that it was answered are one transaction; so after a crash it was either answered
wholly or not at all. Each send has a row before it happens: what was cut in the middle is known
as such, and never sent again. Who asks to be forgotten leaves nothing but hashed marks of the
messages that were answered, so that none of them is answered again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.storage.conversations import last_heard, save_state
from bot.storage.database import Conversation
from bot.storage.messages import Inbox, Incoming, InStatus, Outbox, OutStatus, Send, Waiting
from bot.storage.visits import count_visit
from bot.storage.watches import Watch

# Longer than any channel lets us write to somebody who was silent.
_LONG_AGO = timedelta(days=8)
# Who writes after such a pause begins a new conversation.
_PAUSE = timedelta(minutes=30)
# A send of which nothing is to be known any more.
_BLANK = {
    "sender": "",
    "recipient": "",
    "body": "{}",
    "error": None,
    "inbox_id": None,
    "status": OutStatus.SENT,
}


class Delivery:
    """The inbox and the outbox. Instants are UTC without a time zone."""

    def __init__(self, engine: Engine) -> None:
        """Uses `engine`."""
        self._engine = engine

    def accept(self, messages: Iterable[Incoming], now: datetime) -> list[Incoming]:
        """Stores messages; returns those that were not there yet."""
        fresh = []
        with self._engine.begin() as connection:
            for message in messages:
                row = {
                    "channel": message.channel,
                    "message_id": message.message_id,
                    "sender": message.sender,
                    "text": message.text,
                    "extra": json.dumps(message.extra),
                    "status": InStatus.WAITING,
                    "received": now,
                }
                try:
                    with connection.begin_nested():
                        connection.execute(insert(Inbox), row)
                except IntegrityError:
                    continue
                fresh.append(message)
        return fresh

    def next_of(self, sender: str) -> Waiting | None:
        """The oldest unanswered message of `sender`; None if all are answered."""
        query = select(Inbox).where(Inbox.sender == sender, Inbox.status == InStatus.WAITING)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(Inbox.id).limit(2)).all()
        if not rows:
            return None
        row = rows[0]
        user = row.sender.removeprefix(f"{row.channel}:")
        extra = json.loads(row.extra)
        message = Incoming(row.channel, row.message_id, user, row.text, extra)
        return Waiting(row.id, message, row.received, more=len(rows) > 1)

    def unanswered(self) -> list[str]:
        """Conversations with unanswered messages, those that wait longest first."""
        query = select(Inbox.sender).where(Inbox.status == InStatus.WAITING)
        with self._engine.connect() as connection:
            rows = connection.execute(query.group_by(Inbox.sender).order_by(func.min(Inbox.id)))
            return list(rows.scalars())

    def answer(
        self,
        inbox_id: int,
        message: Incoming,
        bodies: list[dict[str, Any]],
        now: datetime,
        state: str | None = None,
        out_status: OutStatus = OutStatus.WAITING,
        source: str | None = None,
        received: datetime | None = None,
    ) -> None:
        """Answers a message: state, sends and mark in one transaction.

        Args:
            inbox_id: The message's row.
            message: The message.
            bodies: The sends, in order, rendered for the channel.
            now: The instant.
            state: The new state of the conversation; None: as it was.
            out_status: `sent` where the channel answers within the request itself.
            source: What brought the citizen here, to be counted if a conversation begins with
                it; None: nothing.
            received: When the message came; default: now.
        """
        with self._engine.begin() as connection:
            before = last_heard(connection, message.sender)
            heard = received or now
            if message.extra.get("told"):
                heard = before or now - _LONG_AGO
            if state is not None:
                save_state(connection, message.sender, state, heard)
            if source is not None and (before is None or heard - before > _PAUSE):
                count_visit(connection, message.channel, source, now.date())
            _enqueue(connection, inbox_id, message, bodies, now, out_status, heard)
            values = {"status": InStatus.ANSWERED, "text": "", "extra": "{}"}
            connection.execute(update(Inbox).where(Inbox.id == inbox_id).values(**values))

    def farewell(
        self,
        inbox_id: int,
        message: Incoming,
        bodies: list[dict[str, Any]],
        now: datetime,
        out_status: OutStatus = OutStatus.WAITING,
    ) -> None:
        """Deletes all that is kept about the citizen, and says so, in one transaction.

        What came after the message stays: it begins a new conversation. The last sends go, too,
        once they are sent (see `sent`).
        """
        nobody = replace(message, user="") if out_status == OutStatus.SENT else message
        with self._engine.begin() as connection:
            _forget(connection, message.sender, inbox_id)
            _enqueue(connection, inbox_id, nobody, bodies, now, out_status, now)

    def refuse(self, message: Incoming) -> None:
        """Leaves a message unanswered for good."""
        where = Inbox.channel == message.channel, Inbox.message_id == message.message_id
        values = {"status": InStatus.REFUSED, "text": "", "extra": "{}"}
        with self._engine.begin() as connection:
            connection.execute(update(Inbox).where(*where).values(**values))

    def notify(self, message: Incoming, bodies: list[dict[str, Any]], now: datetime) -> None:
        """Enqueues sends that answer no message in the inbox."""
        with self._engine.begin() as connection:
            _enqueue(connection, None, message, bodies, now, OutStatus.WAITING, now)

    def waiting(self, sender: str) -> int:
        """How many messages of `sender` are unanswered."""
        query = select(func.count()).where(Inbox.sender == sender, Inbox.status == InStatus.WAITING)
        with self._engine.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def due(self, channel: str, now: datetime, limit: int) -> list[Send]:
        """Sends that may happen now: of each conversation only its first, in order."""
        first = (
            select(func.min(Outbox.id))
            .where(Outbox.channel == channel, Outbox.status == OutStatus.WAITING)
            .group_by(Outbox.sender)
        )
        query = select(Outbox).where(Outbox.id.in_(first), Outbox.due <= now)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(Outbox.id).limit(limit)).all()
        return [
            Send(r.id, r.channel, r.sender, r.recipient, json.loads(r.body), r.attempts, r.created)
            for r in rows
        ]

    def sending(self, send: Send) -> bool:
        """Marks that the call is about to leave this machine; False: the citizen is forgotten."""
        return self._set(send, status=OutStatus.SENDING, attempts=send.attempts + 1)

    def sent(self, send: Send) -> None:
        """The channel has taken it: its text goes, and all of it where nothing else is kept."""
        with self._engine.begin() as connection:
            kept = last_heard(connection, send.sender) is not None
            values = {"status": OutStatus.SENT, "body": "{}", "error": None} if kept else _BLANK
            connection.execute(update(Outbox).where(Outbox.id == send.id).values(**values))

    def failed(self, send: Send, error: str, due: datetime) -> None:
        """It was certainly not taken; it is tried again at `due`."""
        self._set(send, status=OutStatus.WAITING, error=error[:255], due=due)

    def gave_up(self, send: Send, error: str, status: OutStatus = OutStatus.DEAD) -> None:
        """It is not tried again: refused for good (`dead`), or its outcome is `unknown`."""
        self._set(send, status=status, error=error[:255])

    def resend(self, ids: Iterable[int], now: datetime) -> int:
        """Puts dead or unknown sends back; returns how many."""
        where = Outbox.id.in_(list(ids)), Outbox.status.in_([OutStatus.DEAD, OutStatus.UNKNOWN])
        values = {"status": OutStatus.WAITING, "due": now, "attempts": 0}
        with self._engine.begin() as connection:
            return connection.execute(update(Outbox).where(*where).values(**values)).rowcount

    def cut(self) -> int:
        """Marks what was being sent when the process died as of unknown outcome; how many."""
        values = {"status": OutStatus.UNKNOWN, "error": "chương trình dừng giữa lúc gửi"}
        with self._engine.begin() as connection:
            return connection.execute(
                update(Outbox).where(Outbox.status == OutStatus.SENDING).values(**values)
            ).rowcount

    def undelivered(self) -> list[Outbox]:
        """Dead sends and those of unknown outcome, oldest first."""
        query = select(Outbox).where(Outbox.status.in_([OutStatus.DEAD, OutStatus.UNKNOWN]))
        with Session(self._engine) as session:
            return list(session.scalars(query.order_by(Outbox.id)))

    def bodies(self, channel: str, message_id: str) -> list[dict[str, Any]] | None:
        """What was answered to a message; None if it is unanswered or not there."""
        query = (
            select(Inbox.id)
            .where(Inbox.channel == channel, Inbox.message_id == message_id)
            .where(Inbox.status != InStatus.WAITING)
        )
        with self._engine.connect() as connection:
            found = connection.execute(query).scalar_one_or_none()
            if found is None:
                return None
            rows = connection.execute(
                select(Outbox.body).where(Outbox.inbox_id == found).order_by(Outbox.id)
            )
            return [json.loads(body) for body in rows.scalars()]

    def forget(self, sender: str) -> int:
        """Deletes all that is kept about a citizen; returns how many rows told of them."""
        with self._engine.begin() as connection:
            return _forget(connection, sender)

    def forget_old(self, now: datetime, days: int) -> int:
        """Deletes what is older than `days` and done with; returns how many rows."""
        limit = now - timedelta(days=days)
        done_in = Inbox.received < limit, Inbox.status != InStatus.WAITING
        done_out = (
            Outbox.created < limit,
            Outbox.status.not_in([OutStatus.WAITING, OutStatus.SENDING]),
        )
        with self._engine.begin() as connection:
            gone = connection.execute(delete(Inbox).where(*done_in)).rowcount
            return gone + connection.execute(delete(Outbox).where(*done_out)).rowcount

    def counts(self) -> dict[str, dict[str, int]]:
        """Sends by channel and status."""
        query = select(Outbox.channel, Outbox.status, func.count()).group_by(
            Outbox.channel, Outbox.status
        )
        found: dict[str, dict[str, int]] = {}
        with self._engine.connect() as connection:
            for channel, status, count in connection.execute(query):
                found.setdefault(channel, {})[status] = count
        return found

    def _set(self, send: Send, **values: Any) -> bool:
        # A row without a sender was the citizen's who has been forgotten since.
        this = Outbox.id == send.id, Outbox.sender == send.sender
        with self._engine.begin() as connection:
            return connection.execute(update(Outbox).where(*this).values(**values)).rowcount == 1


def _enqueue(
    connection: Connection,
    inbox_id: int | None,
    message: Incoming,
    bodies: list[dict[str, Any]],
    now: datetime,
    status: OutStatus,
    heard: datetime,
) -> None:
    rows = [
        {
            "inbox_id": inbox_id,
            "channel": message.channel,
            "sender": message.sender,
            "recipient": message.user,
            "body": json.dumps(body, ensure_ascii=False),
            "status": status,
            "attempts": 0,
            "due": now,
            "created": heard,
        }
        for body in bodies
    ]
    if rows:
        connection.execute(insert(Outbox), rows)


def _forget(connection: Connection, sender: str, up_to: int | None = None) -> int:
    """Deletes what tells of `sender`; of the inbox, what came up to one message.

    Rows of the inbox stay as marks of what was answered, rows of the outbox so that SQLite gives
    their numbers to no other send while one of them is under way.
    """
    theirs = [Inbox.sender == sender]
    if up_to is not None:
        theirs.append(Inbox.id <= up_to)
    blank = {"sender": "", "text": "", "extra": "{}", "status": InStatus.ANSWERED}
    gone = connection.execute(update(Inbox).where(*theirs).values(**blank)).rowcount
    gone += connection.execute(
        update(Outbox).where(Outbox.sender == sender).values(**_BLANK)
    ).rowcount
    return gone + sum(
        connection.execute(delete(table).where(table.sender == sender)).rowcount
        for table in (Conversation, Watch)
    )
