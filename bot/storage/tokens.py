"""Zalo's token pair: stored before it is used, refreshed by one process at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import DateTime, Engine, String, Text, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.storage.database import Base

_LEASE = timedelta(seconds=60)


class ZaloToken(Base):
    """The current pair of one application.

    Attributes:
        expires: UTC instant after which the access token is refused.
        lease: Until then one process is refreshing; no other may.
    """

    __tablename__ = "zalo_tokens"

    app_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    access_token: Mapped[str] = mapped_column(Text)
    refresh_token: Mapped[str] = mapped_column(Text)
    expires: Mapped[datetime] = mapped_column(DateTime(timezone=False))
    lease: Mapped[datetime | None] = mapped_column(DateTime(timezone=False))


@dataclass(frozen=True)
class Pair:
    """An access token, its refresh token, and when the first expires (UTC)."""

    access_token: str
    refresh_token: str
    expires: datetime


class Tokens:
    """The token table; instants are UTC without a time zone."""

    def __init__(self, engine: Engine) -> None:
        """Uses `engine`."""
        self._engine = engine

    def load(self, app_id: str) -> Pair | None:
        """The pair of `app_id`; None before the first login."""
        with Session(self._engine) as session:
            row = session.get(ZaloToken, app_id)
            return Pair(row.access_token, row.refresh_token, row.expires) if row else None

    def save(self, app_id: str, pair: Pair) -> None:
        """Stores a pair and ends the lease; committed when it returns."""
        with Session(self._engine) as session, session.begin():
            session.merge(
                ZaloToken(
                    app_id=app_id,
                    access_token=pair.access_token,
                    refresh_token=pair.refresh_token,
                    expires=pair.expires,
                    lease=None,
                )
            )

    def take_lease(self, app_id: str, refresh_token: str, now: datetime) -> bool:
        """Asks to be the one who spends `refresh_token`; False: another is, or it is spent."""
        query = (
            update(ZaloToken)
            .where(ZaloToken.app_id == app_id, ZaloToken.refresh_token == refresh_token)
            .where(or_(ZaloToken.lease.is_(None), ZaloToken.lease < now))
            .values(lease=now + _LEASE)
        )
        with self._engine.begin() as connection:
            return connection.execute(query).rowcount == 1

    def end_lease(self, app_id: str) -> None:
        """Lets others try: this refresh failed."""
        with self._engine.begin() as connection:
            connection.execute(
                update(ZaloToken).where(ZaloToken.app_id == app_id).values(lease=None)
            )

    def known(self) -> list[str]:
        """Applications that have a pair."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(ZaloToken.app_id)).scalars())
