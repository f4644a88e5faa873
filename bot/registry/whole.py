"""All words of a procedure taken together: names, everyday names, papers, results."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.registry.postings import Floats


class Whole:
    """Cosines between a question and whole procedures, over folded words and pairs of words.

    A story shares a word with the name, another with a paper, a third with a result: none of
    them alone says much.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Takes the folded text of each entry."""
        self._vectors = TfidfVectorizer(
            token_pattern=r"\S+",  # noqa: S106
            ngram_range=(1, 2),
            sublinear_tf=True,
            lowercase=False,
            dtype=np.float32,
        )
        listed = list(texts)
        self._matrix = self._vectors.fit_transform(listed).T.tocsr() if listed else None

    def match(self, text: str) -> Floats:
        """The cosine of folded `text` with every entry, 0 to 1."""
        if self._matrix is None:
            return np.empty(0, np.float32)
        cosines: Floats = (self._vectors.transform([text]) @ self._matrix).toarray()[0]
        return cosines
