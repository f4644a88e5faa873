"""Whether a message asks about a place, or answers the question which place is meant."""

from __future__ import annotations

import re

from actions.message import Message
from actions.state import State
from bot.places.current import places
from bot.places.find import find

_NOW = re.compile(
    r"\b(?:sap nhap|nhap vao|nhap ve|doi ten|ten moi|nay thuoc|gio thuoc|bay gio thuoc|thuoc xa nao"
    r"|thuoc phuong nao|thuoc tinh nao|thuoc dau|ve xa nao|gio la (?:xa|phuong|tinh)|gio o dau"
    r"|con ton tai|gop vao|xa moi|phuong moi)\b"
)
_UNSURE = ("out_of_scope", "affirm", "deny")
_FEW_WORDS = 10
_ALONE_WORDS = 8


def asks_about_place(message: Message, state: State) -> bool:
    """A place is asked about, or named in answer to the question which one."""
    few = len(message.words) <= _FEW_WORDS
    answers = state.place is not None and few
    asks = _NOW.search(message.folded) is not None
    alone = len(message.words) <= _ALONE_WORDS and message.intent.startswith(_UNSURE)
    if not (answers or asks or alone) or message.intent == "place_find":
        return message.intent == "place_find"
    found = find(places(message.day), message.text)
    if answers:
        return bool(found.candidates) or (found.unknown is not None and alone)
    if asks:
        return bool(found.candidates) and not found.faint
    # A province is named in many a message about something else.
    return found.sure and found.unit is not None and found.unit.level != "province"
