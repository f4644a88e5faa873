"""Whether a message asks about a place, or answers the question which place is meant."""

from __future__ import annotations

import re

from actions.message import NONE, Message
from actions.state import State
from bot.places.current import places
from bot.places.find import find

_NOW = re.compile(
    r"\b(?:sap nhap|nhap vao|nhap ve|doi ten|ten moi|nay thuoc|gio thuoc|bay gio thuoc|thuoc xa nao"
    r"|thuoc phuong nao|thuoc tinh nao|thuoc dau|ve xa nao|gio la (?:xa|phuong|tinh)|gio o dau"
    r"|con ton tai|gop vao|xa moi|phuong moi)\b"
)
_KIND = re.compile(r"(?:xa|phuong|thi tran|thi xa|huyen|quan|tp|thanh pho)\s+\w")
_UNSURE = ("out_of_scope", "affirm", "deny")
_FEW_WORDS = 10
_NONE_SURE = 0.7
_ALONE_WORDS = 8


def asks_about_place(message: Message, state: State) -> bool:
    """A place is asked about, or named in answer to the question which one."""
    few = len(message.words) <= _FEW_WORDS
    answers = state.place is not None and few
    asks = _NOW.search(message.folded) is not None
    short = len(message.words) <= _ALONE_WORDS
    bare = short and _KIND.match(message.folded) is not None and _names_nothing_else(message)
    alone = (short and message.intent.startswith(_UNSURE)) or bare
    if not (answers or asks or alone) or message.intent == "place_find":
        return message.intent == "place_find"
    found = find(places(message.day), message.text)
    if answers:
        return bool(found.candidates) or (found.unknown is not None and alone)
    if asks or bare:
        return bool(found.candidates) and not found.faint
    # A province is named in many a message about something else.
    return found.sure and found.unit is not None and found.unit.level != "province"


def _names_nothing_else(message: Message) -> bool:
    """Whether the linker surely sees no procedure: "thi tran nang mau" alone is a place."""
    best, sure = message.procedures[0] if message.procedures else (NONE, 1.0)
    return best == NONE and sure > _NONE_SURE and not message.intent.startswith(("human", "walk_"))
