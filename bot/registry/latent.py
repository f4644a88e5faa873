"""Which words mean which procedure, learned from how people ask.

Latent semantic analysis gives a first guess: "quán" stands beside "cơ sở kinh doanh" in many
procedures, so that one finds the other. From there on a softmax over all procedures moves words
towards the procedures that are asked for with them, and away from their neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import scipy.sparse as sp

from bot.registry.mapped import Mapped
from bot.registry.postings import Floats, Ints
from bot.registry.whole import terms

_DIMENSIONS = 300
# Words and pairs that fewer entries have say nothing of what goes with what.
_FEWEST_ENTRIES = 3
# Measured on `tests/evaluation/search_development.jsonl`, see benchmarks/README.md.
_EPOCHS, _BATCH, _RATE = 3, 512, 1e-3
_SHARPNESS = np.float32(30)
# Of more entries than that, so many by chance are learned from at a time.
_RIVALS = 6000
# Share of a phrase's words left out at each turn: people leave words out, too.
_LEFT_OUT = 0.3
_SEED = 20261123


class Latent(Mapped):
    """Cosines between a question and whole procedures, in a space of few dimensions."""

    def __init__(self, texts: Iterable[str], said: Iterable[Iterable[str]]) -> None:
        """Learns the space.

        Args:
            texts: The folded text of each entry.
            said: Its folded names and what people say for it.
        """
        listed = list(texts)
        self._terms = terms(min(_FEWEST_ENTRIES, len(listed)))
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
        entries = unit(reduction.fit_transform(matrix))
        directions = reduction.components_.T.astype(np.float32)
        phrases = [(phrase, at) for at, rows in enumerate(said) for phrase in rows]
        rows = self._rows([phrase for phrase, _ in phrases])
        learn(rows, np.array([at for _, at in phrases], np.int64), directions, entries)
        self._entries = unit(entries)
        # 255 steps a term are enough for a direction, and take a quarter of the memory.
        self._steps = (np.abs(directions).max(axis=1) / 127 + 1e-12).astype(np.float32)
        self._directions = np.rint(directions / self._steps[:, np.newaxis]).astype(np.int8)

    def match(self, text: str) -> Floats | None:
        """The cosine of folded `text` with every entry, -1 to 1; None where there is too little."""
        if not self._entries.size:
            return None
        terms, weights = self._terms.row(text)
        asked: Floats = np.dot(weights * self._steps[terms], self._directions[terms])
        cosines: Floats = self._entries @ unit(asked[np.newaxis])[0]
        return cosines

    def _rows(self, phrases: list[str]) -> Any:
        found = [self._terms.row(phrase) for phrase in phrases]
        ends = np.cumsum([0, *(len(at) for at, _ in found)])
        at = np.concatenate([at for at, _ in found] or [np.empty(0, np.int32)])
        weights = np.concatenate([weights for _, weights in found] or [np.empty(0, np.float32)])
        return sp.csr_matrix((weights, at, ends), (len(phrases), self._terms.size))


def learn(phrases: Any, owners: Ints, directions: Floats, entries: Floats) -> None:
    """Moves `directions` and `entries` (both in place) so that phrases find their owners.

    Args:
        phrases: One row of term weights a phrase.
        owners: The entry that each phrase belongs to.
        directions: One row a term.
        entries: One row of length 1 an entry.
    """
    chance = np.random.default_rng(_SEED)
    directions /= np.sqrt((directions**2).sum(axis=1).mean() + 1e-12)
    for_terms, for_entries = _Adam(directions), _Adam(entries)
    for batch in _batches(len(owners), chance):
        rows, owner = phrases[batch], owners[batch]
        rivals = np.arange(len(entries))
        if len(entries) > _RIVALS:
            rivals = np.union1d(owner, chance.choice(len(entries), _RIVALS, replace=False))
        left = (chance.random(len(rows.data)) > _LEFT_OUT).astype(np.float32)
        # Only the terms that occur are touched: a tenth of all.
        used, at = np.unique(rows.indices, return_inverse=True)
        rows = sp.csr_matrix((rows.data * left, at, rows.indptr), (len(batch), len(used)))
        asked = rows @ directions[used]
        length, sizes = _lengths(asked), _lengths(entries[rivals])
        asked, ends = asked / length, entries[rivals] / sizes
        odds = (_SHARPNESS * asked) @ ends.T
        np.exp(odds - odds.max(axis=1, keepdims=True), out=odds)
        odds /= odds.sum(axis=1, keepdims=True)
        # Slope of the loss: by how much each entry was too likely.
        odds[np.arange(len(batch)), np.searchsorted(rivals, owner)] -= 1
        odds *= _SHARPNESS / len(batch)
        of_asked, of_ends = odds @ ends, odds.T @ asked
        for_entries.step(rivals, _along(of_ends, ends) / sizes)
        for_terms.step(used, rows.T @ (_along(of_asked, asked) / length))


def _batches(count: int, chance: np.random.Generator) -> Iterator[Ints]:
    for _ in range(_EPOCHS):
        order = chance.permutation(count)
        for begin in range(0, count, _BATCH):
            yield order[begin : begin + _BATCH]


def _along(slope: Floats, rows: Floats) -> Floats:
    """The part of a slope that turns `rows` (of length 1), without that which stretches them."""
    found: Floats = slope - rows * (slope * rows).sum(axis=1, keepdims=True)
    return found


class _Adam:
    """Adam's steps (Kingma and Ba, 2015) on some rows of an array, in place."""

    def __init__(self, rows: Floats) -> None:
        self._rows, self._times = rows, 0
        self._mean, self._square = np.zeros_like(rows), np.zeros_like(rows)

    def step(self, at: Ints, slope: Floats) -> None:
        self._times += 1
        mean = self._mean[at] = 0.9 * self._mean[at] + 0.1 * slope
        square = self._square[at] = 0.999 * self._square[at] + 0.001 * slope * slope
        rate = _RATE * np.sqrt(1 - 0.999**self._times) / (1 - 0.9**self._times)
        self._rows[at] -= np.float32(rate) * mean / (np.sqrt(square) + 1e-8)


def unit(rows: Floats) -> Floats:
    """The rows, each of length 1."""
    found: Floats = (rows / _lengths(rows)).astype(np.float32)
    return found


def _lengths(rows: Floats) -> Floats:
    found: Floats = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return found
