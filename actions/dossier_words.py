"""Whether a message asks about one dossier that was handed in."""

from __future__ import annotations

import re

from actions.message import Message
from actions.state import State
from bot.dossiers.codes import find
from bot.dossiers.mistakes import suspects
from bot.dossiers.received import received
from bot.dossiers.statuses import Explained, statuses

_FOLLOWS = ("dossier_status", "dossier_late", "dossier_result")
_OTHER_GUIDES = ("dossier_", "payment_", "account_", "safety_")
_HANDED_IN = re.compile(r"\b(?:nop|gui|dua|hen|nhan ho so|lam don)\b")
_FEW_WORDS = 8
_LATE = re.compile(r"(?:\w+ )?(?:qua han|tre han|tre|het han|toi han|den han)(?: \w+){0,2}")
_STATUSES = ("dossier_status", "dossier_result", "dossier_withdraw")
_WATCH = re.compile(
    r"\btheo doi\b|\b(?:nhan|bao|thong bao)(?: cho)? (?:toi|em|minh|tui|con|chau) khi\b"
)
_MEANING = re.compile(
    r"\b(?:nghia|la (?:gi|sao|the nao|nhu the nao)|trang thai|tinh trang|hien|ghi|thay"
    r"|bao(?! (?:lau|gio|nhieu|ngay)))\b"
)
_NO_MORE = re.compile(r"\b(?:thoi|ngung|dung|khoi|khong can|huy|bo|tat)\b.*\btheo doi\b")


def wants_watching(message: Message) -> bool:
    """Asks to be told when a dossier's status changes."""
    return _WATCH.search(message.folded) is not None and not stops_watching(message)


def stops_watching(message: Message) -> bool:
    """Wants to be told no more."""
    return len(message.words) <= _FEW_WORDS and _NO_MORE.search(message.folded) is not None


def status_asked(message: Message) -> Explained | None:
    """The status whose meaning is asked: "hồ sơ ghi đang xử lý là sao"."""
    about = message.intent in _STATUSES and _MEANING.search(message.folded)
    return statuses().mentioned(message.text) if about else None


def asks_about_dossier(message: Message) -> bool:
    """A code, a mistyped code, or a day of handing in beside a question for the result."""
    intent = message.intent
    follows = intent in _FOLLOWS
    if status_asked(message) is not None:
        return True
    if any(True for _ in find(message.text)):
        return follows or not intent.startswith(_OTHER_GUIDES)
    if any(True for _ in suspects(message.text)):
        return follows or len(message.text.split()) <= _FEW_WORDS
    if follows or intent == "procedure_time":
        handed_in = _HANDED_IN.search(message.folded) is not None
        return handed_in and received(message.text, message.now) is not None
    return False


def only_late(message: Message) -> bool:
    """Says that something is late, and not what."""
    return _LATE.fullmatch(message.folded.strip(" ?.!")) is not None


def goes_on_about_dossier(message: Message, state: State) -> bool:
    """Names the procedure of the dossier spoken of, so that the due day can be told; or is late.

    "Quá hạn chưa" says of nothing what is late: it is the dossier.
    """
    about = state.dossier and state.topic and state.topic.startswith("dossier.")
    few = len(message.words) <= _FEW_WORDS
    late = message.intent == "dossier_late" and state.procedure is not None
    late = late or only_late(message)
    names = message.intent in ("procedure_overview", "procedure_time")
    return bool(about) and few and (names or late)
