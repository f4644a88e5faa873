"""What few words do not say: "ít hơn" is no "kết hôn", and "cấp lại" names nothing."""

from __future__ import annotations

from dataclasses import replace

from actions.message import NONE, Message
from bot.knowledge.loader import Knowledge
from bot.text import canonical, fold, has_diacritics

# In more words something else speaks for the procedure, too.
_FEW_WORDS = 4
# Wishes that say of nothing what is to be done with it.
_WISHES = frozenset(
    {
        "cap lai",
        "lam lai",
        "xin lai",
        "cap doi",
        "doi",
        "doi lai",
        "gia han",
        "dang ky lai",
        "lam moi",
        "xin moi",
        "cap moi",
        "lan dau",
        "sua",
        "sua lai",
        "dinh chinh",
        "mat",
        "bi mat",
        "lam mat",
        "hong",
        "bi hong",
        "bi rach",
        "het han",
        "bi sai",
    }
)
_FILLERS = frozenset(
    "a oi da vang em toi minh chau con bac anh chi muon xin can thi the vay roi duoc cho".split()  # noqa: SIM905
)


def as_spelled(message: Message, knowledge: Knowledge) -> Message:
    """The message without procedures of which no word is written as it stands in the message."""
    if len(message.words) > _FEW_WORDS or not has_diacritics(message.text):
        return message
    words = canonical(message.text).lower().split()
    kept = [
        (code, p)
        for code, p in message.procedures
        if code not in knowledge.procedures or _speaks_of(words, knowledge.spelled(code))
    ]
    lost = sum(p for _, p in message.procedures) - sum(p for _, p in kept)
    if not lost:
        return message
    none = dict(kept).get(NONE, 0.0) + lost
    others = [(code, p) for code, p in kept if code != NONE]
    return replace(message, procedures=sorted([(NONE, none), *others], key=lambda pair: -pair[1]))


def _speaks_of(words: list[str], known: frozenset[str]) -> bool:
    """Whether a word stands there as typed; one typed without diacritics, in any spelling."""
    folded = {fold(word) for word in known}
    return any(word in known or (word.isascii() and word in folded) for word in words)


def is_bare(message: Message) -> bool:
    """Whether the message is no more than a wish, without what is wished."""
    words = " ".join(message.words)
    return words in _WISHES or " ".join(w for w in message.words if w not in _FILLERS) in _WISHES


def unnamed(message: Message) -> Message:
    """A bare wish names no procedure, however much it sounds like one."""
    return replace(message, procedures=[(NONE, 1.0)]) if is_bare(message) else message
