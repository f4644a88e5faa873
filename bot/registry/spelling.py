"""Repairs misspelt syllables by what stands beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping

from rapidfuzz.distance import OSA

from bot.registry.words import Word

_TELEX_MARK = re.compile(r"aa|ee|oo|dd|(?<=[aou])w")
_TELEX_TONE = re.compile(r"(?<=[a-z]{2})[sfrxj]$")
_SYLLABLE = re.compile(
    r"(?:ngh?|gh|g[ih]?|ch|kh|nh|ph|qu|t[hr]|[bcdghklmnprstvx])?"
    r"(?:a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|e(?:c|ch|m|n|nh|o|p|t|u)?"
    r"|i(?:a|c|ch|ec|em|en|eng|ep|et|eu|m|n|nh|p|t|u)?"
    r"|o(?:a|ac|ach|ai|an|ang|anh|at|ay|c|e|en|et|i|m|n|ng|p|t)?"
    r"|u(?:a|an|ang|at|ay|c|e|ech|enh|i|m|n|ng|o|oc|oi|om|on|ong|op|ot|ou|p|t|u|y|ya|ych|yen|yet"
    r"|ynh|yt)?|y(?:em|en|et|eu)?)"
)
_EDIT = 4.0  # what a slip of the finger costs, in nats
_WELL_FORMED = 3.0  # and how much more where what was typed can be a syllable
_TELEX = 2.0  # what keystrokes left over from an input method cost
_SPLIT = 3.0  # what a missing blank costs
_UNKNOWN, _UNKNOWN_SYLLABLE = 18.0, 12.0
_RARE, _SEEN = 3, 100


class Speller:
    """A noisy channel over syllables: what was meant, given how often syllables follow another."""

    def __init__(self, counts: Mapping[str, int], follows: Callable[[str, str], int]) -> None:
        """Learns from a corpus.

        Args:
            counts: How often each folded syllable occurs.
            follows: How often one folded syllable stands right behind another.
        """
        self._counts = counts
        self._follows = follows
        self._total = sum(counts.values()) or 1
        self._without: dict[str, list[str]] = {}
        for word, count in counts.items():
            if count >= _RARE and 2 < len(word) < 10 and word.isalpha():
                for shorter in _deletions(word):
                    self._without.setdefault(shorter, []).append(word)

    def repair(self, words: list[Word], sure: Collection[str] = frozenset()) -> list[Word]:
        """Returns `words` with the misspelt ones replaced; a replaced one has no diacritics.

        Args:
            words: As typed.
            sure: Folded words that are right as they are.
        """
        doubtful = [
            word.folded not in sure and self._doubtful(words, at) for at, word in enumerate(words)
        ]
        if not any(doubtful):
            return words
        best: dict[str, tuple[float, list[Word]]] = {"": (0.0, [])}
        for word, doubt in zip(words, doubtful, strict=True):
            options = self._options(word) if doubt else [(0.0, [word])]
            best = self._step(best, options)
        return min(best.values(), key=lambda found: found[0])[1]

    def _step(
        self, best: dict[str, tuple[float, list[Word]]], options: list[tuple[float, list[Word]]]
    ) -> dict[str, tuple[float, list[Word]]]:
        after: dict[str, tuple[float, list[Word]]] = {}
        for cost, reading in options:
            for before, (spent, path) in best.items():
                total, last = spent + cost, before
                for word in reading:
                    total += self._surprise(last, word.folded)
                    last = word.folded
                if last not in after or total < after[last][0]:
                    after[last] = (total, [*path, *reading])
        return after

    def _doubtful(self, words: list[Word], at: int) -> bool:
        word = words[at].folded
        if not word.isalpha() or len(word) < 2:
            return False
        count = self._counts.get(word, 0)
        if count >= _SEEN:
            return False
        left = at > 0 and self._follows(words[at - 1].folded, word)
        right = at + 1 < len(words) and self._follows(word, words[at + 1].folded)
        return count < _RARE or not (left or right)

    def _options(self, word: Word) -> list[tuple[float, list[Word]]]:
        typed = word.folded
        options: list[tuple[float, list[Word]]] = [(0.0, [word])]
        near = {
            known
            for shorter in (typed, *_deletions(typed))
            for known in (shorter, *self._without.get(shorter, ()))
            if known != typed and known in self._counts and len(known) > 1
        }
        slip = _EDIT + (_WELL_FORMED if _SYLLABLE.fullmatch(typed) else 0.0)
        options += [
            (slip + (known[0] != typed[0]), [Word(known, None)])
            for known in sorted(near)
            if OSA.distance(typed, known, score_cutoff=1) <= 1 and len(typed) > 2
        ]
        telex = _TELEX_MARK.sub(lambda mark: mark.group()[0].strip("w"), typed)
        for reading in {telex, _TELEX_TONE.sub("", telex)} - {typed}:
            if self._counts.get(reading, 0) >= _RARE:
                options.append((_TELEX, [Word(reading, None)]))
        if self._counts.get(typed, 0) == 0:
            options += [
                (_SPLIT, [Word(typed[:cut], None), Word(typed[cut:], None)])
                for cut in range(2, len(typed) - 1)
                if min(self._counts.get(typed[:cut], 0), self._counts.get(typed[cut:], 0)) >= _SEEN
            ]
        return options

    def _surprise(self, before: str, word: str) -> float:
        count = self._counts.get(word, 0)
        if not count:
            return _UNKNOWN_SYLLABLE if _SYLLABLE.fullmatch(word) else _UNKNOWN
        chance = 0.3 * count / self._total
        if before in self._counts:
            chance += 0.7 * self._follows(before, word) / self._counts[before]
        return -math.log(chance)


def _deletions(word: str) -> Iterable[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}
