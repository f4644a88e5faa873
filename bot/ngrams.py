"""N-grams of a text, weighted by rarity (tf–idf)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Split = Callable[[str], list[str]]


@dataclass(frozen=True)
class Words:
    """Splits a text into runs of words that stand side by side."""

    shortest: int
    longest: int

    def __call__(self, text: str) -> list[str]:
        """All of them, the short ones first."""
        split = text.split()
        return [
            " ".join(split[i : i + n])
            for n in range(self.shortest, self.longest + 1)
            for i in range(len(split) - n + 1)
        ]


@dataclass(frozen=True)
class Characters:
    """Splits a text into runs of characters within a word, whose ends count as a space."""

    shortest: int
    longest: int

    def __call__(self, text: str) -> list[str]:
        """All of them, word by word."""
        return [
            padded[i : i + n]
            for padded in (f" {word} " for word in text.split())
            # A word shorter than that counts once, as a whole.
            for n in range(self.shortest, min(self.longest, max(self.shortest, len(padded))) + 1)
            for i in range(max(1, len(padded) + 1 - n))
        ]


class Ngrams:
    """What scikit-learn's vectoriser learns, applied to one text without scikit-learn.

    Its `transform` is made for many texts: of one, nine tenths of the time go into checks and
    matrices of a single row. Importing it takes 45 MB, which answering does not need.
    """

    def __init__(self, split: Split, **options: Any) -> None:
        """Takes what makes n-grams of a text, and options of `TfidfVectorizer`."""
        self._split = split
        self._options = options
        self._numbers: dict[str, int] = {}
        self._rarity = np.empty(0, np.float32)

    @property
    def size(self) -> int:
        """How many different n-grams count."""
        return len(self._numbers)

    def fit(self, texts: list[str]) -> sp.csr_matrix:
        """Learns n-grams and their rarity from `texts`; returns one row each."""
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectors = TfidfVectorizer(
            analyzer=self._split, sublinear_tf=True, dtype=np.float32, **self._options
        )
        rows: sp.csr_matrix = vectors.fit_transform(texts)
        self._numbers = {gram: int(number) for gram, number in vectors.vocabulary_.items()}
        self._rarity = vectors.idf_.astype(np.float32)
        return rows

    def row(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The numbers of the n-grams in `text`, rising, and their weights (of length 1)."""
        numbers = self._numbers
        found: dict[int, int] = {}
        for gram in self._split(text):
            number = numbers.get(gram)
            if number is not None:
                found[number] = found.get(number, 0) + 1
        order = sorted(found)
        at = np.array(order, np.int32)
        times = np.array([found[number] for number in order], np.float32)
        weights = (1 + np.log(times)) * self._rarity[at]
        return at, weights / max(float(np.linalg.norm(weights)), 1e-9)
