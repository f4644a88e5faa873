"""Rasa's built-in Telegram channel, calling a server of ours in the place of Telegram's.

Named in a credentials file as `benchmarks.stock.telegram.LocalTelegram`, with the built-in
channel's keys and `api`, the address of that server. Receiving and sending are the built-in ones.
"""

from __future__ import annotations

from typing import Any

from aiogram import Bot
from aiogram.bot.api import TelegramAPIServer
from rasa.core.channels.telegram import TelegramInput, TelegramOutput


class LocalTelegramOutput(TelegramOutput):  # type: ignore[misc]  # Rasa is untyped
    """Sends to `api`."""

    def __init__(self, token: str, api: str) -> None:
        Bot.__init__(self, token, server=TelegramAPIServer.from_base(api))


class LocalTelegram(TelegramInput):  # type: ignore[misc]  # Rasa is untyped
    """Receives as the built-in channel does."""

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> LocalTelegram:
        """The channel with the keys of the credentials file."""
        given = credentials or {}
        channel = cls(given["access_token"], given["verify"], given["webhook_url"])
        channel.api = given["api"]
        return channel

    def get_output_channel(self) -> LocalTelegramOutput:
        """What sends. The built-in one sets the webhook first, in an event loop that it closes.

        With the aiohttp of today its session then belongs to the closed loop and every message
        fails; nothing here needs the webhook to be set.
        """
        return LocalTelegramOutput(self.access_token, self.api)
