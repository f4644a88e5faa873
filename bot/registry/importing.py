"""Takes the portal's records over into the database, a line at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.registry.cleaning import RecordError, clean, line
from bot.registry.reading import Problem, read_lines
from bot.registry.stored import row_of
from bot.storage.registry import Known, Registry, Row

_BATCH = 200  # records of a transaction: short enough for citizens' turns to pass between them
_LONGEST_KEY = 64  # as wide as the columns
_MOST_SHOWN = 1000


@dataclass
class Outcome:
    """What an import did, or with a dry run would do.

    Attributes:
        new: Codes of records that were not known.
        changed: Codes of records whose content changed.
        returned: Codes of records that had been marked as gone, and are there again.
        unchanged: How many are as they were.
        missing: Codes of known records that the file does not have, as far as it could be read.
        marked: Whether those were marked as gone (or would be).
        bad: How many lines could not be used.
        problems: The first of them.
        cut: Whether the file breaks off.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    marked: bool = False
    bad: int = 0
    problems: list[Problem] = field(default_factory=list)
    cut: bool = False

    @property
    def read(self) -> int:
        """How many records could be used."""
        return len(self.new) + len(self.changed) + len(self.returned) + self.unchanged


def import_file(
    path: Path,
    registry: Registry,
    now: dt.datetime,
    *,
    dry_run: bool = False,
    complete: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Outcome:
    """Imports a file of the portal's records.

    Records are stored in batches, each a transaction: killed in the middle, those before are
    there, and the next run brings the rest. What did not change is not written.

    A file may be a part of the portal's list, so that what it lacks says nothing; only with
    `complete` is that marked as gone, and only where the whole file could be read: a line whose
    id cannot be read might be any record.

    Args:
        path: JSON Lines, compressed or not; one `get-formality-by-citizen` object a line.
        registry: Where they go.
        now: UTC instant of the import.
        dry_run: Only tell what would change.
        complete: The file holds everything that the portal lists.
        progress: Called with the bytes of the file that were read so far.

    Raises:
        bot.registry.reading.FileError: The file cannot be opened.
        sqlalchemy.exc.SQLAlchemyError: The database fails; the batches before are stored.
    """
    work = _Import(registry, now, dry_run)
    for found in read_lines(path, progress):
        work.take(found)
    work.flush()
    work.look_for_gone(complete)
    return work.outcome


class _Import:
    """An import under way."""

    def __init__(self, registry: Registry, now: dt.datetime, dry_run: bool) -> None:
        self.outcome = Outcome()
        self._registry, self._now, self._dry_run = registry, now, dry_run
        self._known = registry.known()
        self._line_of: dict[str, int] = {}
        self._seen: set[str] = set()  # also ids of bad lines: those records are not gone
        self._unknown_lines = False
        self._batch: list[Row] = []

    def take(self, found: tuple[int, Any] | Problem) -> None:
        """Takes a line: stored with its batch if it is new or changed, told if it is bad."""
        if isinstance(found, Problem):
            self._unknown_lines = True
            self._report(found)
            return
        number, raw = found
        ident = _ident(raw)
        if ident is None:
            self._unknown_lines = True
            self._report(Problem(number, "không có 'id' dùng được"))
            return
        self._seen.add(ident)
        if ident in self._line_of:
            self._report(Problem(number, f"trùng id với dòng {self._line_of[ident]}"))
            return
        try:
            row = row_of(clean(raw))
        except RecordError as error:
            self._report(Problem(number, str(error)))
            return
        if len(row.code) > _LONGEST_KEY:
            self._report(Problem(number, "'code' quá dài"))
            return
        self._line_of[ident] = number
        self._compare(row, self._known.get(ident))

    def _compare(self, row: Row, known: Known | None) -> None:
        if known is None:
            self.outcome.new.append(row.code)
        elif known.hash != row.hash():
            self.outcome.changed.append(row.code)
        elif known.gone:
            self.outcome.returned.append(row.code)
        else:
            self.outcome.unchanged += 1
            return
        if not self._dry_run:
            self._batch.append(row)
            if len(self._batch) == _BATCH:
                self.flush()

    def flush(self) -> None:
        """Stores the batch."""
        if self._batch:
            self._registry.put(self._batch, self._now)
            self._batch = []

    def look_for_gone(self, complete: bool) -> None:
        """Notes what the file does not have, and marks it if the file is complete."""
        missing = [
            ident
            for ident, known in self._known.items()
            if not known.gone and ident not in self._seen
        ]
        self.outcome.missing = self._registry.codes(missing)
        self.outcome.marked = complete and bool(missing) and not self._unknown_lines
        if self.outcome.marked and not self._dry_run:
            self._registry.mark_gone(missing, self._now)

    def _report(self, problem: Problem) -> None:
        self.outcome.bad += 1
        self.outcome.cut |= problem.last
        if len(self.outcome.problems) < _MOST_SHOWN:
            self.outcome.problems.append(problem)


def _ident(raw: Any) -> str | None:
    """The id of a raw object, as `clean` has it; None: none that can be used."""
    ident = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(ident, str) or not 0 < len(line(ident)) <= _LONGEST_KEY:
        return None
    return line(ident)
