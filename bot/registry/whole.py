"""All words of a procedure taken together: names, everyday names, papers, results."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import scipy.sparse as sp

from bot.ngrams import Ngrams, Words
from bot.registry.mapped import Mapped
from bot.registry.postings import Floats, in_steps

_DIMENSIONS = 300
# Words and pairs that fewer entries have say nothing of what goes with what.
_FEWEST_ENTRIES = 3


class Whole(Mapped):
    """Cosines between a question and whole procedures, over folded words and pairs of words.

    A story shares a word with the name, another with a paper, a third with a result: none of
    them alone says much.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Takes the folded text of each entry."""
        listed = list(texts)
        self._terms = _terms(1)
        self._size = len(listed)
        # From where to where a term's entries are listed; the entries; what it weighs in each.
        matrix = self._terms.fit(listed).tocsc() if listed else sp.csc_matrix((0, 0))
        self._first = matrix.indptr
        self._having = matrix.indices.astype(np.min_scalar_type(len(listed)))
        self._weights, self._step = in_steps(matrix.data)

    def match(self, text: str) -> Floats:
        """The cosine of folded `text` with every entry, 0 to 1."""
        cosines = np.zeros(self._size, np.float32)
        for term, weight in zip(*self._terms.row(text), strict=True):
            begin, end = self._first[term : term + 2]
            # An entry stands once in a term's list: adding in place is safe.
            having = self._having[begin:end].astype(np.int64)
            cosines[having] += self._weights[begin:end] * (weight * self._step)
        return cosines


class Latent(Mapped):
    """Cosines between a question and whole procedures by what words go together (LSA).

    "quán" stands beside "cơ sở kinh doanh" in many procedures, so that one finds the other where
    the procedure itself has only one of them.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Takes the folded text of each entry."""
        listed = list(texts)
        self._terms = _terms(min(_FEWEST_ENTRIES, len(listed)))
        self._entries = np.empty((0, 0), np.float32)
        self._directions, self._steps = np.empty((0, 0), np.int8), np.empty(0, np.float32)
        if not listed:
            return
        matrix = self._terms.fit(listed)
        kept = min(_DIMENSIONS, *(size - 1 for size in matrix.shape))
        if kept < 1:
            return
        from sklearn.decomposition import TruncatedSVD  # 45 MB, for building only

        reduction = TruncatedSVD(kept, n_iter=2, random_state=0)
        self._entries = _unit(reduction.fit_transform(matrix))
        # 255 steps a term are enough for a direction, and take a quarter of the memory.
        directions = reduction.components_.T
        self._steps = (np.abs(directions).max(axis=1) / 127 + 1e-12).astype(np.float32)
        self._directions = np.rint(directions / self._steps[:, np.newaxis]).astype(np.int8)

    def match(self, text: str) -> Floats | None:
        """The cosine of folded `text` with every entry, -1 to 1; None where there is too little."""
        if not self._entries.size:
            return None
        terms, weights = self._terms.row(text)
        asked: Floats = np.dot(weights * self._steps[terms], self._directions[terms])
        cosines: Floats = self._entries @ _unit(asked[np.newaxis])[0]
        return cosines


def _terms(fewest: int) -> Ngrams:
    """Words and pairs of words that at least `fewest` entries have."""
    return Ngrams(Words(1, 2), min_df=fewest)


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Floats = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return found
