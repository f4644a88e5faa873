"""Whether a message asks about one dossier that was handed in."""

from __future__ import annotations

import re

from actions.message import Message
from bot.dossiers.codes import find
from bot.dossiers.mistakes import suspects
from bot.dossiers.received import received

_FOLLOWS = ("dossier_status", "dossier_late", "dossier_result")
_OTHER_GUIDES = ("dossier_", "payment_", "account_", "safety_")
_HANDED_IN = re.compile(r"\b(?:nop|gui|dua|hen|nhan ho so|lam don)\b")
_FEW_WORDS = 8


def asks_about_dossier(message: Message) -> bool:
    """A code, a mistyped code, or a day of handing in beside a question for the result."""
    intent = message.intent
    follows = intent in _FOLLOWS
    if any(True for _ in find(message.text)):
        return follows or not intent.startswith(_OTHER_GUIDES)
    if any(True for _ in suspects(message.text)):
        return follows or len(message.text.split()) <= _FEW_WORDS
    if follows or intent == "procedure_time":
        handed_in = _HANDED_IN.search(message.folded) is not None
        return handed_in and received(message.text, message.now) is not None
    return False
