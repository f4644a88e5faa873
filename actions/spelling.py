"""Few words typed with diacritics mean what is written: "ít hơn" is no "kết hôn"."""

from __future__ import annotations

from dataclasses import replace

from actions.message import NONE, Message
from bot.knowledge.loader import Knowledge
from bot.text import canonical, fold, has_diacritics

# In more words something else speaks for the procedure, too.
_FEW_WORDS = 4


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
