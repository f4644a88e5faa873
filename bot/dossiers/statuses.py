"""The ten statuses of a dossier, in plain words, with what to do in each.

The names are those of the portal's list (reference: facts.md §2.5), the words the project's own.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Literal

from pydantic import Field, model_validator

from bot.dossiers.data import Model, data_folder, read
from bot.text import fold

Clock = Literal["not_started", "running", "stopped", "ended", "unknown"]
COUNT = 10
_WORD = re.compile(r"\w+")


class Explained(Model):
    """One status.

    Attributes:
        number: 1 to 10, as in the portal's list.
        name: The official name.
        also: What citizens call it besides.
        means: What it means, in plain words.
        do: What the citizen has to do.
        clock: What the time limit does meanwhile; a dossier that waits for the citizen is not
            overdue.
        done: Whether nothing is left to follow.
    """

    number: int = Field(ge=1, le=COUNT)
    name: str
    also: list[str] = Field(default_factory=list)
    means: str = Field(max_length=160)
    do: str = Field(max_length=160)
    clock: Clock
    done: bool = False


class Late(Model):
    """What a citizen whose dossier is overdue is owed, and whom to ask."""

    owed: str = Field(max_length=160)
    ask: str = Field(max_length=160)
    source: str


class Statuses(Model):
    """What stands in `data/dossiers/statuses.yml`."""

    statuses: list[Explained]
    late: Late
    source: str
    checked: dt.date

    @model_validator(mode="after")
    def _all_ten(self) -> Statuses:
        if [status.number for status in self.statuses] != list(range(1, COUNT + 1)):
            raise ValueError(f"cần đủ các trạng thái 1 đến {COUNT}, theo thứ tự")
        return self

    def of(self, number: int) -> Explained:
        """The status of that number."""
        return self.statuses[number - 1]

    def named(self, text: str) -> Explained | None:
        """The status of that name, however capitalised, spaced or accented; or of that number."""
        wanted = plain(text)
        return next(
            (s for s in self.statuses if wanted in (plain(s.name), str(s.number))),
            None,
        )

    def mentioned(self, text: str) -> Explained | None:
        """The status that `text` speaks of; of several names in it the longest."""
        said = f" {' '.join(_WORD.findall(fold(text)))} "
        names = [(plain(name), s) for s in self.statuses for name in (s.name, *s.also)]
        found = [(len(name), s) for name, s in names if f" {name} " in said]
        return max(found, key=lambda pair: pair[0], default=(0, None))[1]

    @property
    def source_line(self) -> str:
        """The small last line of an answer: source and day checked."""
        return f"Nguồn: {self.source} · đối chiếu {self.checked:%d/%m/%Y}"


def plain(text: str) -> str:
    """`text` folded, with single spaces: how names of statuses are compared."""
    return " ".join(fold(text).split())


@lru_cache
def statuses() -> Statuses:
    """The statuses of this process."""
    return read(data_folder() / "statuses.yml", Statuses)
