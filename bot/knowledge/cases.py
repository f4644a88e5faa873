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
from functools import cache

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from bot.knowledge.models import Procedure
from bot.text import canonical, fold

# How much a pair of words counts beside a word, and how far ahead of all others a case must be.
_PAIRS, _AHEAD = 0.5, 1.2
_GENERAL = -1


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
        self, procedure: Procedure, general: Iterable[str], bare: tuple[str, ...] = ()
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
        counted = [_grams(text) for _, text in told]
        seen = Counter(gram for grams in counted for gram in grams)
        # Bare questions are compared, but do not say which words are rare here.
        counted += _grams_of(bare)
        self._case_of = np.full(len(counted), _GENERAL)
        self._case_of[: len(told)] = [at for at, _ in told]

        words = {gram for grams in counted for gram in grams if gram in seen or " " not in gram}
        # Kept by their hashes: as text, those of 150 procedures would take 100 MB.
        self._grams, first = np.unique([hash(gram) for gram in words], return_index=True)
        pairs = np.array([" " in gram for gram in words])[first]
        times = np.array([seen[gram] for gram in words])[first]
        self._unseen = math.log(1 + len(told))
        self._rarity = (self._unseen - np.log1p(times)) * np.where(pairs, _PAIRS, 1)
        self._known = sp.csr_matrix([self._weights(grams) for grams in counted], dtype=np.float32)

    def find(self, *readings: str) -> Near | None:
        """The case that is nearest.

        Args:
            readings: The same message as typed, and as repaired; the nearer counts.

        Returns:
            None where another case, or a general question, is about as near.
        """
        asked = [self._weights(_grams(reading)) for reading in readings]
        cosines = np.concatenate([self._known @ weights for weights in asked])
        case_of = np.tile(self._case_of, len(asked))
        best = int(cosines.argmax())
        rival = cosines[case_of != case_of[best]].max(initial=0)
        if case_of[best] == _GENERAL or cosines[best] <= rival * _AHEAD:
            return None
        reading, text = divmod(best, len(self._case_of))
        of_case, of_message = self._known[text].toarray()[0], asked[reading]
        return Near(
            int(case_of[best]),
            float(cosines[best]),
            float(np.sum(of_case[of_message > 0] ** 2)),
            float(np.sum(of_message[of_case > 0] ** 2)),
        )

    def _weights(self, grams: Counter[str]) -> NDArray[np.float64]:
        """What is known here of `grams`, by rarity, as part of a whole of length 1.

        Words that are known nowhere here belong to that whole, pairs of words do not.
        """
        keys = np.array([hash(gram) for gram in grams], np.int64)
        often = 1 + np.log(np.array([*grams.values()], np.float64))
        at = np.minimum(np.searchsorted(self._grams, keys), len(self._grams) - 1)
        known = self._grams[at] == keys
        weights = np.zeros(len(self._grams))
        weights[at[known]] = (often * self._rarity[at])[known]
        lone = np.array([" " not in gram for gram in grams], bool)
        unseen = often[~known & lone] * self._unseen
        return weights / (math.sqrt(weights @ weights + unseen @ unseen) or 1.0)


def words_of(text: str) -> list[str]:
    """The folded words of `text`."""
    return "".join(c if c.isalnum() else " " for c in fold(canonical(text))).split()


def _grams(text: str) -> Counter[str]:
    words = words_of(text)
    return Counter([*words, *map(" ".join, itertools.pairwise(words))])


@cache
def _grams_of(texts: tuple[str, ...]) -> list[Counter[str]]:
    """Of texts that are compared with for every procedure."""
    return [_grams(text) for text in texts]
