"""What speaks for a procedure beside its words: who handles it, whose own it is."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from bot.knowledge.current import data_folder
from bot.registry.corpus import Entry
from bot.registry.postings import Floats
from bot.registry.question import Question
from bot.registry.record import Level

STANDING_FEATURES = (
    "own",
    "commune",
    "provincial",
    "ministerial",
    "other",
    "internal",
    "level_named",
    "level_missed",
    "province_unnamed",
    "province_named",
    "province_other",
)

_LEVELS: tuple[Level, ...] = ("xã", "tỉnh", "bộ", "khác")


@lru_cache
def read_weights(folder: Path | None = None) -> dict[str, float]:
    """How much each feature counts, from `data/registry/weights.yml`."""
    path = (folder or data_folder() / "registry") / "weights.yml"
    table: dict[str, float] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return table


class Standing:
    """What is known of entries before and beside the words of a question."""

    def __init__(self, entries: list[Entry]) -> None:
        """Notes level, kind and province of each entry."""
        self._at = {
            level: np.array([level in entry.levels for entry in entries], np.float32)
            for level in _LEVELS
        }
        own = np.array([entry.own for entry in entries], np.float32)
        internal = np.array([entry.kind == "internal" for entry in entries], np.float32)
        self._fixed = (own, *self._at.values(), internal)
        self._of_province = np.array([entry.kind == "province" for entry in entries], np.float32)
        self._provinces: dict[str, list[int]] = {}
        for at, entry in enumerate(entries):
            for province in entry.of_province:
                self._provinces.setdefault(province, []).append(at)

    def features(self, question: Question) -> Floats:
        """One row for each of `STANDING_FEATURES`."""
        nothing = np.zeros_like(self._of_province)
        named, missed = nothing, nothing
        if question.levels:
            named = np.maximum.reduce([self._at[level] for level in question.levels])
            missed = 1 - named
        unnamed, here, elsewhere = self._of_province, nothing, nothing
        if question.province is not None:
            here = nothing.copy()
            here[self._provinces.get(question.province, [])] = 1
            unnamed, elsewhere = nothing, self._of_province * (1 - here)
        return np.stack((*self._fixed, named, missed, unnamed, here, elsewhere))
