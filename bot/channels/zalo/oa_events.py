"""From an event of the Official Account to a message of ours. Pure: no event makes it raise."""

from __future__ import annotations

from typing import Any

from bot.edge import received
from bot.storage.messages import Incoming

CHANNEL = "zalo_oa"
_KINDS = {
    "user_send_audio": "voice",
    "user_send_sticker": "sticker",
    "user_send_gif": "sticker",
    "user_send_location": "place",
    "user_send_file": "file",
    "user_send_video": "file",
    "user_send_link": "file",
    "user_send_business_card": "file",
}
GREETING = "m_hello"


def read_event(event: Any) -> Incoming | None:
    """Takes an event apart.

    Returns:
        The message, or None for what is not answered: our own echoes (`oa_send_…`), unfollowing,
        forms, tags, groups, and whatever has not the form of an event.
    """
    if not isinstance(event, dict):
        return None
    name, message = event.get("event_name"), event.get("message")
    if name in ("follow", "user_follow"):
        return _of_follow(event)
    user = _text_of(event.get("sender"), "id")
    if not isinstance(name, str) or not isinstance(message, dict) or not user:
        return None
    ident = _text_of(message, "msg_id") or f"{name}:{event.get('timestamp')}:{user}"
    text = received(_text_of(message, "text")).text
    if name == "user_send_image":
        photo = _photo(message)
        return Incoming(CHANNEL, ident, user, text, {"photo": photo} if photo else {})
    if name == "user_send_text":
        return Incoming(CHANNEL, ident, user, text, {}) if text.strip() else None
    kind = _KINDS.get(name)
    return Incoming(CHANNEL, ident, user, "", {"kind": kind}) if kind else None


def _of_follow(event: dict[str, Any]) -> Incoming | None:
    user = _text_of(event.get("follower"), "id")
    if not user:
        return None
    return Incoming(CHANNEL, f"follow:{event.get('timestamp')}:{user}"[:128], user, GREETING, {})


def _photo(message: dict[str, Any]) -> str | None:
    attachments = message.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else []:
        payload = attachment.get("payload") if isinstance(attachment, dict) else None
        url = _text_of(payload, "url")
        if url:
            return url
    return None


def _text_of(holder: Any, key: str) -> str:
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""
