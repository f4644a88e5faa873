"""N-grams of a text, weighted by rarity (tf–idf)."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer


class Ngrams:
    """What scikit-learn's vectoriser learns, applied to one text without its overhead.

    Its `transform` is made for many texts: of one, nine tenths of the time go into checks and
    matrices of a single row.
    """

    def __init__(self, **options: Any) -> None:
        """Takes options of `TfidfVectorizer`, beside those that are the same everywhere here."""
        self._options = {"sublinear_tf": True, "lowercase": False, "dtype": np.float32, **options}
        self._numbers: dict[str, int] = {}
        self._rarity = np.empty(0, np.float32)

    @property
    def size(self) -> int:
        """How many different n-grams count."""
        return len(self._numbers)

    def fit(self, texts: list[str]) -> sp.csr_matrix:
        """Learns n-grams and their rarity from `texts`; returns one row each."""
        vectors = TfidfVectorizer(**self._options)
        rows: sp.csr_matrix = vectors.fit_transform(texts)
        self._numbers = {gram: int(number) for gram, number in vectors.vocabulary_.items()}
        self._rarity = vectors.idf_.astype(np.float32)
        return rows

    def row(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The numbers of the n-grams in `text`, rising, and their weights (of length 1)."""
        numbers = self._numbers
        found = Counter(numbers[gram] for gram in self._analyse(text) if gram in numbers)
        order = sorted(found)
        at = np.array(order, np.int32)
        times = np.array([found[number] for number in order], np.float32)
        weights = (1 + np.log(times)) * self._rarity[at]
        return at, weights / max(float(np.linalg.norm(weights)), 1e-9)

    @cached_property
    def _analyse(self) -> Any:
        return TfidfVectorizer(**self._options).build_analyzer()

    def __getstate__(self) -> dict[str, Any]:
        """What is learnt; the analyser is made again."""
        return {name: value for name, value in vars(self).items() if name != "_analyse"}
