"""From an update of the Bot Platform to a message of ours. Pure: no update makes it raise."""

from __future__ import annotations

from typing import Any

from bot.edge import received
from bot.storage.messages import Incoming

CHANNEL = "zalo_bot"


def read_update(update: Any) -> Incoming | None:
    """Takes an update apart; bare `{event_name, message}` or wrapped in `{ok, result}`.

    Returns:
        The message, or None for bots, and whatever has not the form of a message.
    """
    if isinstance(update, dict) and isinstance(update.get("result"), dict):
        update = update["result"]
    message = update.get("message") if isinstance(update, dict) else None
    if not isinstance(message, dict):
        return None
    chat, author = message.get("chat"), message.get("from")
    user = chat.get("id") if isinstance(chat, dict) else None
    ident = message.get("message_id")
    if not isinstance(user, str) or not user or not isinstance(ident, str | int) or ident == "":
        return None
    if isinstance(author, dict) and author.get("is_bot"):
        return None
    said = message.get("text") or message.get("caption")
    text = received(said).text if isinstance(said, str) else ""
    photo = message.get("photo_url") or message.get("photo")
    if isinstance(photo, str) and photo:
        return Incoming(CHANNEL, str(ident), user, text, {"photo": photo})
    if text.strip():
        return Incoming(CHANNEL, str(ident), user, text, {})
    kind = "sticker" if message.get("sticker") else "other"
    return Incoming(CHANNEL, str(ident), user, "", {"kind": kind})
