"""Whether a message asks about a place, or answers the question which place is meant."""

from __future__ import annotations

import re

from actions.message import NONE, Message
from actions.state import State
from bot.places.current import places
from bot.places.find import find
from bot.text import fold

_NOW = re.compile(
    r"\b(?:sap nhap|nhap vao|nhap ve|doi ten|ten moi|nay thuoc|gio thuoc|bay gio thuoc|thuoc xa nao"
    r"|thuoc phuong nao|thuoc tinh nao|thuoc dau|ve xa nao|gio la (?:xa|phuong|tinh)|gio o dau"
    r"|con ton tai|gop vao|xa moi|phuong moi)\b"
)
_KIND = re.compile(r"(?:xa|phuong|thi tran|thi xa|huyen|quan|tp|thanh pho)\s+\w")
_MARKERS = frozenset("xa phuong thi tran huyen quan tinh tp thanh pho".split())  # noqa: SIM905
# Words that may stand beside a place and ask nothing else.
_BESIDE = frozenset("toi em minh tui con chau bac o tai nha cu a oi gio nay la gi dau".split())  # noqa: SIM905
# Beside a place, with no procedure spoken of: "Xã Võ Lao, Văn Bàn nộp hồ sơ ở đâu".
_OFFICE = frozenset("nop lam ho so giay to thu tuc ubnd uy ban mot cua cho noi nao".split())  # noqa: SIM905
_WHERE = re.compile(r"\b(?:dau|(?:cho|noi) nao)\b")
_NAMED_SURE = 0.95
_UNSURE = ("out_of_scope", "affirm", "deny")
_FEW_WORDS = 10
_MANY_WORDS = 14
_NONE_SURE = 0.7
_ALONE_WORDS = 8


def asks_about_place(message: Message, state: State) -> bool:
    """A place is asked about, or named in answer to the question which one."""
    few = len(message.words) <= _FEW_WORDS
    answers = state.place is not None and few
    asks = _NOW.search(message.folded) is not None and _named(message) <= _NAMED_SURE
    short = len(message.words) <= _ALONE_WORDS
    bare = short and _KIND.match(message.folded) is not None and _names_nothing_else(message)
    alone = (short and message.intent.startswith(_UNSURE)) or bare
    if message.intent == "place_find":
        return True
    if not (answers or asks or alone):
        return _is_all_place(message, state)
    found = find(places(message.day), message.text)
    if answers:
        return bool(found.candidates) or (found.unknown is not None and alone)
    if asks or bare:
        return bool(found.candidates) and not found.faint
    if _is_all_place(message, state):
        return True
    # A province is named in many a message about something else.
    return found.sure and found.unit is not None and found.unit.level != "province"


def _names_nothing_else(message: Message) -> bool:
    """Whether the linker surely sees no procedure: "thi tran nang mau" alone is a place."""
    best, sure = message.procedures[0] if message.procedures else (NONE, 1.0)
    return best == NONE and sure > _NONE_SURE and not message.intent.startswith(("human", "walk_"))


def _named(message: Message) -> float:
    """How surely a procedure is named: "đổi tên đệm" is about no place."""
    return max((p for code, p in message.named if code[0].isdigit()), default=0.0)


def _is_all_place(message: Message, state: State) -> bool:
    """Whether every word belongs to one place: "ba dinh ha noi", "tôi ở xã Phú Túc Định Quán"."""
    office = state.procedure is None and _WHERE.search(message.folded) is not None
    beside = _BESIDE | _OFFICE if office else _BESIDE
    words = [word for word in message.words if word not in beside]
    told = sum(word in _MARKERS for word in words) > 1  # "xã … huyện …" can be nothing else
    if not 2 <= len(words) <= _MANY_WORDS or (_named(message) > _NAMED_SURE and not told):
        return False
    found = find(places(message.day), message.text)
    if not found.candidates or found.faint:
        return False
    known = set(re.findall(r"\w+", fold(found.candidates[0].unit.full_name)))
    return set(words) <= known and bool(set(words) - _MARKERS)
