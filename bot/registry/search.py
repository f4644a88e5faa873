"""One search for every procedure, in process: folded and accented, typos, stories, three words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bot.registry.corpus import Entry
from bot.registry.index import ROW_FEATURES, TEXT_FEATURES, Index
from bot.registry.postings import Floats
from bot.registry.question import Question, Reader
from bot.registry.ranking import STANDING_FEATURES, Standing, read_weights
from bot.registry.spelling import Speller
from bot.registry.words import Actions, Provinces, Synonyms

_CODE_NAMED = 100.0
_ALIKE = TEXT_FEATURES.index("latent")


@dataclass(frozen=True)
class Hit:
    """A procedure that was found.

    Attributes:
        score: How likely it is the one that was meant, 0 to 1, if any was.
        alike: How much it is like the question at all: cosine in the learned space.
        replaces: Codes that it took the place of.
        same: All codes with exactly this name (a ministry's and provinces' own).
        own: Whether the project explains it itself.
    """

    code: str
    name: str
    score: float
    replaces: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    own: bool = False
    alike: float = 0.0


class Search:
    """An index over entries, and the way from a question to the best of them."""

    def __init__(
        self,
        entries: Iterable[Entry],
        weights: dict[str, float] | None = None,
        synonyms: Synonyms | None = None,
        provinces: Provinces | None = None,
    ) -> None:
        """Builds the index.

        Args:
            entries: Everything to find.
            weights: How much each feature counts; default: those of the project.
            synonyms: Default: those of the project.
            provinces: Default: those of the project.
        """
        self.entries = list(entries)
        actions = Actions.read()
        self.index, self._standing = Index(self.entries, actions), Standing(self.entries)
        weights = read_weights() if weights is None else weights
        self._rows, self._rest = (
            np.array([weights.get(name, 0.0) for name in names], np.float32)
            for names in (ROW_FEATURES, (*TEXT_FEATURES, *STANDING_FEATURES))
        )
        self._by_code = {
            code: at
            for at, entry in reversed(list(enumerate(self.entries)))
            for code in (*entry.same, *entry.replaces)
        }
        self._reader = Reader(
            synonyms or Synonyms.read(),
            provinces or Provinces.read(),
            actions,
            Speller(self.index.counts(), self.index.follows),
            self.index.clear,
        )

    def find(self, text: str, limit: int = 10, province: str | None = None) -> list[Hit]:
        """The procedures that `text` most likely means, best first.

        Args:
            text: A question, a story, some words, or a code.
            limit: How many at most.
            province: Name of the citizen's province, where it is known; one named in the text
                goes before it.
        """
        if not self.entries:
            return []
        question = self.read(text, province)
        rows, rest = self.features(question)
        scores = np.maximum.reduceat(self._rows @ rows, self.index.first) + self._rest @ rest
        for code in question.codes:
            if code in self._by_code:
                scores[self._by_code[code]] += _CODE_NAMED
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        # Of all, only the best have to be put in order.
        best = np.sort(np.argpartition(-scores, min(limit, len(scores) - 1))[:limit])
        best = best[np.argsort(-scores[best], kind="stable")]
        alike = rest[_ALIKE]
        return [self._hit(at, float(likely[at]), float(alike[at]), question) for at in best]

    def read(self, text: str, province: str | None = None) -> Question:
        """What `find` takes `text` to ask."""
        return self._reader.read(text, province)

    def features(self, question: Question) -> tuple[Floats, Floats]:
        """What `question` shares with every name and alias, and with every entry."""
        found = self.index.match(question)
        return found.rows, np.concatenate((found.texts, self._standing.features(question)))

    def _hit(self, at: int, score: float, alike: float, question: Question) -> Hit:
        entry = self.entries[at]
        code = entry.of_province.get(question.province or "", entry.code)
        code = next((named for named in question.codes if named in entry.same), code)
        return Hit(code, entry.name, round(score, 4), entry.replaces, entry.same, entry.own, alike)
