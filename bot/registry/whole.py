"""All words of a procedure taken together: names, everyday names, papers, results."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import scipy.sparse as sp

from bot.ngrams import Ngrams, Words
from bot.registry.mapped import Mapped
from bot.registry.postings import Floats, in_steps


class Whole(Mapped):
    """Cosines between a question and whole procedures, over folded words and pairs of words.

    A story shares a word with the name, another with a paper, a third with a result: none of
    them alone says much.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Takes the folded text of each entry."""
        listed = list(texts)
        self._terms = terms(1)
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


def terms(fewest: int) -> Ngrams:
    """Words and pairs of words that at least `fewest` entries have."""
    return Ngrams(Words(1, 2), min_df=fewest)
