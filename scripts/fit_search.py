"""Fits the weights of the search: `python -m scripts.fit_search`, writes data/registry/weights.yml.

Listwise: for each development question the right procedure is to be likelier than the others
(softmax over the best, L-BFGS). The questions are those of
`tests/evaluation/search_development.jsonl`, and beside them a few of what citizens ask about the
project's own procedures (`data/questions`): with many, everything else is found less well.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.knowledge.current import data_folder, knowledge
from bot.registry.compact import Compact
from bot.registry.corpus import entries_of
from bot.registry.everyday import read_everyday
from bot.registry.index import ROW_FEATURES, TEXT_FEATURES
from bot.registry.ranking import STANDING_FEATURES
from bot.registry.search import Search
from bot.settings import ROOT

NAMES = (*ROW_FEATURES, *TEXT_FEATURES, *STANDING_FEATURES)
DEVELOPMENT = ROOT / "tests" / "evaluation" / "search_development.jsonl"
# A sensible start: words and accents of the name, then the text, then who handles it.
START = {
    "word": 4.0,
    "word_covered": 6.0,
    "word_asked": 6.0,
    "pair": 4.0,
    "accent": 9.0,
    "accent_covered": 10.0,
    "accent_pair": 4.5,
    "text": 4.5,
    "text_asked": 3.0,
    "text_pair": 15.0,
    "whole": 10.0,
    "latent": 10.0,
    "commune": 2.4,
    "province_unnamed": -3.6,
    "province_named": 7.0,
    "internal": -1.2,
}
# Whatever the questions suggest: what a commune handles and what the project explains goes before,
# another province's own and what is internal behind.
FAVOURED, DISFAVOURED = {"own", "commune"}, {"internal", "province_unnamed", "province_other"}
_BEST = 60
_ROUNDS = 4
_L2 = 3e-5
_OWN_TAKEN = 40

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """A question: its features, and the places of the right entries."""

    rows: NDArray[np.float32]
    rest: NDArray[np.float32]
    right: frozenset[int]


def questions() -> list[tuple[str, list[str]]]:
    """Texts and the codes that are right."""
    lines = DEVELOPMENT.read_text(encoding="utf-8").splitlines()
    found = [(row["text"], row["gold"]) for row in map(json.loads, lines)]
    own = [
        (text, [asked.code])
        for asked in knowledge().questions.values()
        for texts in asked.asked.values()
        for text in texts
    ]
    return found + own[::_OWN_TAKEN]


def read(search: Search, asked: list[tuple[str, list[str]]]) -> list[Asked]:
    """Features of each question; those about nothing that can be found are left out."""
    places: dict[str, set[int]] = {}
    for at, entry in enumerate(search.entries):
        for code in (*entry.same, *entry.replaces):
            places.setdefault(code, set()).add(at)
    found = []
    for text, codes in asked:
        right = frozenset().union(*(places.get(code, set()) for code in codes))
        if right:
            found.append(Asked(*search.features(search.read(text)), right))
    return found


def fit(search: Search, asked: list[Asked]) -> Matrix:
    """The weights under which the right ones are likeliest."""
    weights = np.array([START.get(name, 0.0) for name in NAMES])
    bounds = [
        (0 if name in FAVOURED else None, 0 if name in DISFAVOURED else None) for name in NAMES
    ]
    for _ in range(_ROUNDS):
        batch = [_best(search, one, weights) for one in asked]
        weights = minimize(
            _loss, weights, args=(batch,), jac=True, method="L-BFGS-B", bounds=bounds
        ).x
    return weights


def _best(search: Search, one: Asked, weights: Matrix) -> tuple[Matrix, Matrix]:
    """Features of the best entries (each by its best row), and which of them are right."""
    first = search.index.first
    rows = weights[: len(ROW_FEATURES)] @ one.rows
    scores = np.maximum.reduceat(rows, first) + weights[len(ROW_FEATURES) :] @ one.rest
    ends = np.append(first[1:], len(rows))
    taken = sorted({*np.argsort(-scores)[:_BEST].tolist(), *one.right})
    best = [first[i] + int(np.argmax(rows[first[i] : ends[i]])) for i in taken]
    features = np.concatenate((one.rows[:, best], one.rest[:, taken])).T.astype(float)
    return features, np.array([i in one.right for i in taken], float)


def _loss(weights: Matrix, batch: list[tuple[Matrix, Matrix]]) -> tuple[float, Matrix]:
    loss, slope = 0.0, np.zeros(len(weights))
    for features, right in batch:
        scores = features @ weights
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        hit = odds * right
        total = hit.sum() + 1e-12
        loss -= np.log(total)
        slope -= features.T @ (hit / total - odds)
    penalty = _L2 * weights
    return loss / len(batch) + float(weights @ penalty) / 2, slope / len(batch) + penalty


def write(weights: Matrix, path: Path) -> None:
    """Writes the table, one feature a line."""
    lines = ["# Mỗi dấu hiệu nặng bao nhiêu khi tìm thủ tục; do scripts/fit_search.py tính."]
    lines += [f"{name}: {value:.3f}" for name, value in zip(NAMES, weights, strict=True)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Fits and writes."""
    entries = entries_of(knowledge(), Compact.read().listings(), read_everyday())
    search = Search(entries, {})
    asked = read(search, questions())
    print(f"{len(asked)} questions over {len(entries)} entries", file=sys.stderr)
    write(fit(search, asked), data_folder() / "registry" / "weights.yml")
    return 0


if __name__ == "__main__":
    sys.exit(main())
