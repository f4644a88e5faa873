"""Which special case of a procedure a message tells, out of those that its file answers.

Nearest neighbour by cosine of rare words: what all questions about a procedure share ("khai sinh",
"được không") says nothing of the case and weighs nothing. Figures: benchmarks/README.md.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.knowledge.models import Procedure
from bot.text import canonical, fold

# How much a pair of words counts beside a word, and how far ahead of all others a case must be.
_PAIRS, _AHEAD = 0.5, 1.2
_GENERAL = -1

Weights = dict[str, float]


@dataclass(frozen=True)
class Near:
    """How near a case is to a message.

    Attributes:
        case: Index of the variant.
        cosine: 0 to 1.
        of_case: Share of what the case's question says that the message says, too.
        of_message: Share of what the message says that the case's question says, too.
    """

    case: int
    cosine: float
    of_case: float
    of_message: float


class Cases:
    """The cases of one procedure, each known by the ways in which people ask about it."""

    def __init__(
        self, procedure: Procedure, general: Iterable[str], bare: Iterable[str] = ()
    ) -> None:
        """Prepares the comparison.

        Args:
            procedure: The procedure.
            general: What people ask about it that is no special case.
            bare: Questions that could be about any procedure: "làm trên mạng được không".
        """
        told = [
            (at, text)
            for at, variant in enumerate(procedure.variants)
            for text in (variant.ask, variant.title, *variant.also)
        ]
        told += [(_GENERAL, text) for text in (*procedure.aliases, *general)]
        counted = [(at, _grams(words_of(text))) for at, text in told]
        self._texts = len(counted)
        self._seen = Counter(gram for _, grams in counted for gram in grams)
        # Bare questions are compared, but do not say which words are rare here.
        counted += [(_GENERAL, _grams(words_of(text))) for text in bare]
        self._known = [(at, self._weights(grams)) for at, grams in counted]

    def find(self, *readings: str) -> Near | None:
        """The case that is nearest.

        Args:
            readings: The same message as typed, and as repaired; the nearer counts.

        Returns:
            None where another case, or a general question, is about as near.
        """
        nearest: dict[int, Near] = {}
        for reading in readings:
            asked = self._weights(_grams(words_of(reading)))
            for at, weights in self._known:
                shared = asked.keys() & weights.keys()
                cosine = sum(asked[gram] * weights[gram] for gram in shared)
                if at not in nearest or cosine > nearest[at].cosine:
                    of_case = sum(weights[gram] ** 2 for gram in shared)
                    of_message = sum(asked[gram] ** 2 for gram in shared)
                    nearest[at] = Near(at, cosine, of_case, of_message)
        best, *others = sorted(nearest.values(), key=lambda near: -near.cosine)
        rival = max((other.cosine for other in others), default=0.0)
        return best if best.case != _GENERAL and best.cosine > rival * _AHEAD else None

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
