"""From a Telegram update to a message of ours. Pure: no update makes it raise.

Source of the fields: https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

import re

from telegram import CallbackQuery, Chat, Message, Update

from bot.edge import received
from bot.storage.messages import Incoming

CHANNEL = "telegram"
# Of what Telegram can send, what is asked for; the rest never arrives.
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "channel_post"]
_KINDS = {
    "voice": "voice",
    "audio": "voice",
    "video_note": "voice",
    "video": "file",
    "animation": "sticker",
    "sticker": "sticker",
    "location": "place",
    "venue": "place",
    "document": "file",
    "contact": "file",
    "poll": "file",
    "dice": "sticker",
}


def read_update(update: Update, username: str) -> Incoming | None:
    """Takes an update apart.

    Args:
        update: What Telegram delivered.
        username: The bot's own, without `@`.

    Returns:
        The message, or None for what is not answered: edits (the first version was), channel
        posts, members coming and going, group talk that is not addressed to the bot.
    """
    ident = str(update.update_id)
    if update.callback_query is not None:
        return _of_button(ident, update.callback_query)
    if update.message is not None:
        return _of_message(ident, update.message, username)
    return None


def _of_button(ident: str, query: CallbackQuery) -> Incoming | None:
    if not query.data:
        return None
    chat = query.message.chat if query.message is not None else None
    user = chat.id if chat is not None else query.from_user.id
    return Incoming(CHANNEL, ident, str(user), _clean(query.data), {})


def _of_message(ident: str, message: Message, username: str) -> Incoming | None:
    text = message.text or message.caption or ""
    if message.chat.type != Chat.PRIVATE and not _addressed(message, text, username):
        return None
    text = re.sub(rf"@{re.escape(username)}\b", "", text, flags=re.IGNORECASE).strip()
    user = str(message.chat.id)
    if message.photo:
        photo = max(message.photo, key=lambda size: size.width * size.height)
        return Incoming(CHANNEL, ident, user, _clean(text), {"photo": photo.file_id})
    document = message.document
    if document is not None and (document.mime_type or "").startswith("image/"):
        return Incoming(CHANNEL, ident, user, _clean(text), {"photo": document.file_id})
    if text.strip():
        return Incoming(CHANNEL, ident, user, _clean(text), {})
    kind = next((name for key, name in _KINDS.items() if getattr(message, key, None)), None)
    return Incoming(CHANNEL, ident, user, "", {"kind": kind}) if kind else None


def _addressed(message: Message, text: str, username: str) -> bool:
    if re.search(rf"@{re.escape(username)}\b", text, re.IGNORECASE):
        return True
    replied = message.reply_to_message
    author = replied.from_user if replied is not None else None
    return author is not None and (author.username or "").lower() == username.lower()


def _clean(text: str) -> str:
    return received(text).text
