"""From what people type to the words that were meant: abbreviations, Telex remains, typos.

Everything works on folded text (no diacritics), because half of the citizens type none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import yaml
from rapidfuzz.distance import OSA

from bot.knowledge.current import data_folder
from bot.text import canonical, fold

_TOKEN = re.compile(r"\[\w[\w-]*\]|[^\W_]+(?:[./-][^\W_]+)*")
# An account number stands in the text as a hash (`bot.edge`): to be compared, not understood.
_ACCOUNT = re.compile(r"(\[so-tai-khoan)-[\w-]+\]")
_SPLIT = re.compile(r"[./-]")
_CODE_LIKE = re.compile(r"\d")
_TELEX_TONE = re.compile(r"[sfrxj]$")
_TELEX_INNER = re.compile(r"[sfrxj](?=[a-z]{1,2}$)")
_TELEX_MARK = re.compile(r"(aa|ee|oo|dd|[aou]w|w)")
_VNI = re.compile(r"(?<=[a-z])[0-9]+")


@lru_cache
def abbreviations(folder: Path | None = None) -> dict[str, str]:
    """Abbreviation → words, both folded, from `data/words/abbreviations.yml`."""
    path = (folder or data_folder() / "words") / "abbreviations.yml"
    table = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return {fold(str(short)): fold(str(words)) for short, words in table.items()}


def tokens(text: str) -> list[str]:
    """Splits into folded words; codes such as `1.001193` and `h29.101-260508-0001` stay whole."""
    found = []
    for token in _TOKEN.findall(_ACCOUNT.sub(r"\1]", fold(canonical(text)))):
        if not token.startswith("[") and _SPLIT.search(token) and not _CODE_LIKE.search(token):
            found += _SPLIT.split(token)
        else:
            found.append(token)
    return found


def expand(words: Iterable[str]) -> list[str]:
    """Replaces abbreviations by the words they stand for."""
    table = abbreviations()
    return [part for word in words for part in table.get(word, word).split()]


class Vocabulary:
    """The words of the training data; repairs words that are not among them."""

    def __init__(self, counts: dict[str, int]) -> None:
        """Takes how often each folded word occurs."""
        self.counts = counts
        self._by_length: dict[int, list[str]] = {}
        for word in counts:
            self._by_length.setdefault(len(word), []).append(word)
        self._repaired: dict[str, tuple[str, ...]] = {}

    @classmethod
    def of(cls, texts: Iterable[str]) -> Vocabulary:
        """Counts the words of `texts` (already plain); those seen twice or more are kept."""
        counts = Counter(word for text in texts for word in text.split())
        return cls({word: n for word, n in counts.items() if n > 1 and not word.isdigit()})

    def repair(self, word: str) -> tuple[str, ...]:
        """Returns what `word` most likely stands for; one word, several, or itself."""
        if word in self.counts or len(word) < 2 or word.startswith("["):
            return (word,)
        if word not in self._repaired:
            if len(self._repaired) > 20_000:  # bound on what strangers can make us remember
                self._repaired.clear()
            self._repaired[word] = self._repair(word)
        return self._repaired[word]

    def _repair(self, word: str) -> tuple[str, ...]:
        for candidate in _without_telex(word):
            if candidate in self.counts:
                return (candidate,)
        if any(c.isdigit() for c in word):
            return (word,)
        parts = self._split(word)
        if parts:
            return parts
        return (self._nearest(word) or word,)

    def _split(self, word: str) -> tuple[str, ...]:
        """Splits stuck words ("giaykhaisinh") into the fewest, most frequent known ones."""
        if not 5 <= len(word) <= 40:
            return ()
        best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 7), end):
                before, part = best[start], word[start:end]
                if before is None or len(part) < 2 or self.counts.get(part, 0) < 5:
                    continue
                cost = before[0] + 1 + 1 / self.counts[part]
                now = best[end]
                if now is None or cost < now[0]:
                    best[end] = (cost, (*before[1], part))
        found = best[len(word)]
        return found[1] if found else ()

    def _nearest(self, word: str) -> str | None:
        if len(word) < 4:
            return None
        near = [
            known
            for length in (len(word) - 1, len(word), len(word) + 1)
            for known in self._by_length.get(length, ())
            if OSA.distance(word, known, score_cutoff=1) <= 1
        ]
        return max(near, key=lambda known: self.counts[known], default=None)


def _without_telex(word: str) -> list[str]:
    """Readings of `word` as keystrokes of the Telex or VNI input method."""
    plain = _VNI.sub("", word)
    found = [plain] if plain != word else []
    for tone in (_TELEX_TONE, _TELEX_INNER):
        toneless = tone.sub("", word)
        for reading in (
            toneless,
            _TELEX_MARK.sub(lambda m: m.group()[0].strip("w") or "u", toneless),
        ):
            if reading != word and len(reading) > 1:
                found.append(reading)
    marks = _TELEX_MARK.sub(lambda m: m.group()[0].strip("w") or "u", word)
    return [*found, marks] if marks != word else found


def plain(text: str, vocabulary: Vocabulary | None = None) -> str:
    """The folded, expanded, repaired words of `text`, joined by blanks."""
    words = expand(tokens(text))
    if vocabulary is not None:
        repaired = (part for word in words for part in vocabulary.repair(word))
        words = expand(repaired)
    return " ".join(words)
