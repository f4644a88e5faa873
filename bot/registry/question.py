"""What a question asks for: its words, what the portal calls them, province, level, codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from bot.registry.record import Level
from bot.registry.spelling import Speller
from bot.registry.words import CODE, Actions, Provinces, Synonyms, Word, fillers, words_of
from bot.text import fold

_OFFICIAL = 0.5  # what official words count that stand for everyday ones
_PLACE = 0.3
_CAPITALS = re.compile(r"\b[A-ZĐ]{2,7}\b")
_LONGEST = 120  # words; a story says what it is about within them
_BEFORE = {
    "cap",
    "o",
    "ubnd",
    "ra",
    "len",
    "tai",
    "an",
    "dan",
}  # "công an xã", "ủy ban nhân dân xã"
_AUTHORITIES: dict[str, tuple[str, Level]] = {
    "xa": ("xã", "xã"),
    "phuong": ("phường", "xã"),
    "tinh": ("tỉnh", "tỉnh"),
    "bo": ("bộ", "bộ"),
}


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side, each with how much it counts."""

    words: tuple[Word, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Question:
    """A question, read.

    Attributes:
        phrases: The words as meant, then official words for what was said.
        province: Province that is named or known.
        levels: Levels of authority that are named.
        codes: Codes of procedures that stand in it.
        actions: What is to be done, as bits (see `Actions`).
    """

    phrases: tuple[Phrase, ...]
    province: str | None
    levels: frozenset[Level]
    codes: tuple[str, ...]
    actions: int = 0


class Reader:
    """Reads questions."""

    def __init__(
        self,
        synonyms: Synonyms,
        provinces: Provinces,
        actions: Actions,
        speller: Speller,
        clear: Callable[[str], bool],
    ) -> None:
        """Takes the tables, and whether a word is clear without its diacritics."""
        self._synonyms = synonyms
        self._provinces = provinces
        self._actions = actions
        self._speller = speller
        self._clear = clear
        listed = (*synonyms.words(), *provinces.words(), *fillers())
        self._sure = frozenset(map(fold, listed))

    def read(self, text: str, province: str | None = None) -> Question:
        """Reads `text`; `province` is the one known otherwise."""
        codes = tuple(dict.fromkeys(CODE.findall(text)))
        words = words_of(CODE.sub(" ", text))[:_LONGEST]
        words = self._speller.repair(words, self._sure | _acronyms(text))
        weights = [1.0] * len(words)
        place = self._provinces.find(words)
        if place is not None:
            province, where = place
            for at in where:
                weights[at] = _PLACE
        official: list[Phrase] = []
        for _, phrases in self._synonyms.find(words, self._clear):
            for words_meant in phrases:
                meant = tuple(words_of(words_meant))
                share = _OFFICIAL / len(phrases) ** 0.5
                official.append(Phrase(meant, (share,) * len(meant)))
        said = Phrase(tuple(words), tuple(weights))
        actions = self._actions.find(words)
        for phrase in official:
            actions |= self._actions.find(phrase.words)
        return Question((said, *official), province, _levels(words), codes, actions)


def _acronyms(text: str) -> frozenset[str]:
    """Words in capitals, unless everything is."""
    return frozenset() if text.isupper() else frozenset(map(fold, _CAPITALS.findall(text)))


def _levels(words: list[Word]) -> frozenset[Level]:
    found: set[Level] = set()
    for before, word in pairwise(words):
        written, level = _AUTHORITIES.get(word.folded, (None, None))
        if level and before.folded in _BEFORE and word.accented in (None, written):
            found.add(level)
        if (before.folded, word.folded) == ("trung", "uong"):
            found.add("bộ")
    return frozenset(found)
