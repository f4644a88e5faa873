"""Which special case of a procedure a message tells, out of those that its file answers.

Nearest neighbour by cosine of rare words: what all questions about a procedure share ("khai sinh",
"được không") says nothing of the case and weighs nothing. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from bot.knowledge.models import Procedure
from bot.text import canonical, fold

# How much a pair of words counts beside a word, and how far ahead of all others a case must be.
_PAIRS, _AHEAD = 0.5, 1.2
_GENERAL = -1

Weights = dict[str, float]


class Cases:
    """The cases of one procedure, each known by the ways in which people ask about it."""

    def __init__(self, procedure: Procedure, general: Iterable[str]) -> None:
        """Takes the procedure and what people ask about it in general."""
        told = [
            (at, text)
            for at, variant in enumerate(procedure.variants)
            for text in (variant.ask, variant.title, *variant.also)
        ]
        told += [(_GENERAL, text) for text in (*procedure.aliases, *general)]
        counted = [(at, _grams(words_of(text))) for at, text in told]
        self._texts = len(counted)
        self._seen = Counter(gram for _, grams in counted for gram in grams)
        self._known = [(at, self._weights(grams)) for at, grams in counted]

    def find(self, *readings: str) -> tuple[int, float] | None:
        """The case that is nearest, and how near (0 to 1).

        Args:
            readings: The same message as typed, and as repaired; the nearer counts.

        Returns:
            Index of the variant and the cosine; None where another case, or a general question,
            is about as near.
        """
        nearest: defaultdict[int, float] = defaultdict(float)
        for reading in readings:
            asked = self._weights(_grams(words_of(reading)))
            for at, weights in self._known:
                cosine = sum(asked[gram] * weights[gram] for gram in asked.keys() & weights.keys())
                nearest[at] = max(nearest[at], cosine)
        (at, cosine), *others = sorted(nearest.items(), key=lambda pair: -pair[1])
        rival = max((near for _, near in others), default=0.0)
        return (at, cosine) if at != _GENERAL and cosine > rival * _AHEAD else None

    def _weights(self, grams: Counter[str]) -> Weights:
        """Each word and pair by its rarity among all texts, of length 1; unknown pairs are none."""
        weights = {
            gram: (1 + math.log(times))
            * math.log((1 + self._texts) / (1 + self._seen[gram]))
            * (_PAIRS if " " in gram else 1)
            for gram, times in grams.items()
            if self._seen[gram] or " " not in gram
        }
        length = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}


def words_of(text: str) -> list[str]:
    """The folded words of `text`."""
    return "".join(c if c.isalnum() else " " for c in fold(canonical(text))).split()


def _grams(words: list[str]) -> Counter[str]:
    return Counter(words) + Counter(map(" ".join, itertools.pairwise(words)))
