"""Sparse n-gram features of plain words (see `bot.nlu.words.plain`)."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from bot.ngrams import Characters, Ngrams, Words
from bot.nlu.words import Vocabulary, plain

# How much characters count beside words; measured in benchmarks/README.md.
_CHARACTERS = np.float32(0.5)


class Features:
    """Word 1–3-grams beside character 2–5-grams, each weighted by rarity."""

    def __init__(self) -> None:
        """Starts untrained; `fit` first."""
        self.vocabulary = Vocabulary({})
        self._words = Ngrams(Words(1, 3), min_df=2, max_features=60_000)
        self._characters = Ngrams(Characters(2, 5), min_df=3, max_features=60_000)

    def fit(self, texts: list[str]) -> sp.csr_matrix:
        """Learns the vocabulary and weights of `texts` (as typed); returns their features."""
        once = [plain(text) for text in texts]
        self.vocabulary = Vocabulary.of(once)
        repaired = [plain(text, self.vocabulary) for text in once]
        words, characters = self._words.fit(repaired), self._characters.fit(repaired)
        return sp.hstack([words, characters * _CHARACTERS], format="csr")

    def read(self, text: str) -> str:
        """The plain words of a message, with typos repaired by what the training data say."""
        return plain(text, self.vocabulary)

    def transform(self, text: str) -> sp.csr_matrix:
        """Features of one message, as typed: a matrix of one row."""
        repaired = self.read(text)
        (words, word_weights), (characters, weights) = (
            self._words.row(repaired),
            self._characters.row(repaired),
        )
        found = np.concatenate((words, characters + np.int32(self._words.size)))
        values = np.concatenate((word_weights, weights * _CHARACTERS))
        width = self._words.size + self._characters.size
        return sp.csr_matrix((values, found, (0, len(found))), (1, width))


class LinearScorer:
    """A linear model: one weight row a class, turned into probabilities by a temperature."""

    def __init__(
        self, labels: list[str], weights: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> None:
        """Takes the labels, weights (features × classes) and biases."""
        self.labels = labels
        # Half the memory; what is lost lies far below the differences between classes, and
        # whole numbers are read thirty times as fast as half-precision floats.
        self._steps = (np.abs(weights).max(axis=0) / 32_767 + 1e-12).astype(np.float32)
        self._weights = np.ascontiguousarray(np.rint(weights / self._steps), np.int16)
        self._bias = bias
        self.temperature = 1.0

    @classmethod
    def train(
        cls, features: sp.csr_matrix, labels: list[str], c: float, weights: list[float]
    ) -> LinearScorer:
        """Fits one-against-rest linear support vector machines.

        Args:
            features: One row an example.
            labels: The class of each row.
            c: Inverse strength of regularisation.
            weights: How much each row counts.
        """
        from joblib import Parallel, delayed
        from sklearn.svm import LinearSVC

        classes = sorted(set(labels))
        features.sum_duplicates()
        given, counts = np.array(labels), np.array(weights)

        def one(name: str) -> tuple[NDArray[np.float32], float]:
            model = LinearSVC(C=c, dual=True, tol=1e-3, random_state=0, max_iter=2000)
            # A view of its own: SciPy's format checks write to the matrix object.
            own = sp.csr_matrix((features.data, features.indices, features.indptr), features.shape)
            model.fit(own, given == name, sample_weight=counts)
            return model.coef_[0].astype(np.float32), float(model.intercept_[0])

        # liblinear releases the interpreter lock, so threads share the features and the cores.
        rows = Parallel(n_jobs=-1, prefer="threads")(delayed(one)(name) for name in classes)
        biases = np.array([bias for _, bias in rows], dtype=np.float32)
        return cls(classes, np.stack([row for row, _ in rows], axis=1), biases)

    def scores(self, row: sp.csr_matrix) -> NDArray[np.float32]:
        """Distance from each class's border; positive: inside."""
        weights = self._weights[row.indices].astype(np.float32)
        found: NDArray[np.float32] = (row.data @ weights) * self._steps + self._bias
        return found

    def rank(self, *rows: tuple[sp.csr_matrix, float]) -> list[tuple[str, float]]:
        """Labels with probabilities, best first; of several rows the scores are added.

        Args:
            rows: Rows of features, and how much each counts.
        """
        scores = np.sum([self.scores(row) * counts for row, counts in rows], axis=0)
        scores /= self.temperature
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        order = np.argsort(-odds)
        return [(self.labels[i], float(odds[i])) for i in order]
