"""All words of a procedure taken together: names, everyday names, papers, results."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.registry.postings import Floats

_DIMENSIONS = 300
# Words and pairs that fewer entries have say nothing of what goes with what.
_FEWEST_ENTRIES = 3


class Whole:
    """Cosines between a question and whole procedures, over folded words and pairs of words.

    A story shares a word with the name, another with a paper, a third with a result: none of
    them alone says much.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Takes the folded text of each entry."""
        listed = list(texts)
        self._vectors = _vectors(1)
        self._matrix = self._vectors.fit_transform(listed).T.tocsr() if listed else None

    def match(self, text: str) -> Floats:
        """The cosine of folded `text` with every entry, 0 to 1."""
        if self._matrix is None:
            return np.empty(0, np.float32)
        cosines: Floats = (self._vectors.transform([text]) @ self._matrix).toarray()[0]
        return cosines


class Latent:
    """Cosines between a question and whole procedures by what words go together (LSA).

    "quán" stands beside "cơ sở kinh doanh" in many procedures, so that one finds the other where
    the procedure itself has only one of them.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Takes the folded text of each entry."""
        listed = list(texts)
        self._vectors = _vectors(min(_FEWEST_ENTRIES, len(listed)))
        self._entries = np.empty((0, 0), np.float32)
        self._terms = np.empty((0, 0), np.float16)
        if not listed:
            return
        matrix = self._vectors.fit_transform(listed)
        kept = min(_DIMENSIONS, *(size - 1 for size in matrix.shape))
        if kept < 1:
            return
        reduction = TruncatedSVD(kept, n_iter=2, random_state=0)
        self._entries = _unit(reduction.fit_transform(matrix))
        self._terms = np.ascontiguousarray(reduction.components_.T, np.float16)

    def match(self, text: str) -> Floats | None:
        """The cosine of folded `text` with every entry, -1 to 1; None where there is too little."""
        if not self._entries.size:
            return None
        row = self._vectors.transform([text])
        asked = row.data @ self._terms[row.indices].astype(np.float32)
        cosines: Floats = self._entries @ _unit(asked[np.newaxis])[0]
        return cosines


def _vectors(fewest: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        token_pattern=r"\S+",  # noqa: S106
        ngram_range=(1, 2),
        min_df=fewest,
        sublinear_tf=True,
        lowercase=False,
        dtype=np.float32,
    )


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Floats = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return found
