"""Everything that can be found and told of a procedure: own files, compact table, imports."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

from sqlalchemy import Engine

from bot.knowledge.current import data_folder
from bot.knowledge.loader import Knowledge
from bot.registry.cached import fingerprint, load_or_build
from bot.registry.compact import Compact, Summary
from bot.registry.corpus import entries_of, merge
from bot.registry.everyday import read_everyday
from bot.registry.record import Record
from bot.registry.search import Hit, Search
from bot.registry.stored import listings, records
from bot.registry.words import CODE
from bot.storage.registry import Registry


class Catalog:
    """The search, built when it is first needed (seconds), and what is known of each code."""

    def __init__(self, knowledge: Knowledge, engine: Engine, cache: Path | None = None) -> None:
        """Reads the compact table; the search is built later, see `prepare`.

        Args:
            knowledge: The project's own procedures.
            engine: Where imported records are.
            cache: Folder that keeps the built search for the next start.
        """
        self._knowledge, self._registry, self._cache = knowledge, Registry(engine), cache
        self._compact = Compact.read()
        self._portal_dates = self._registry.portal_dates()
        self._search: Search | None = None
        self._building = threading.Lock()

    def prepare(self) -> Search:
        """Builds the search over everything, once; what was imported goes before the table."""
        with self._building:
            if self._search is None:
                folders = [data_folder() / name for name in ("registry", "words", "procedures")]
                key = fingerprint(folders, self._registry.stamp())
                self._search = load_or_build(self._cache, key, self._build)
            return self._search

    def _build(self) -> Search:
        listed = merge(self._compact.listings(), listings(self._registry))
        return Search(entries_of(self._knowledge, listed, read_everyday()))

    def find(self, text: str, limit: int = 10, province: str | None = None) -> list[Hit]:
        """The procedures that `text` most likely means, best first; see `Search.find`."""
        return self.prepare().find(text, limit, province)

    def of_communes(self) -> list[tuple[str, str]]:
        """Code and name of the ministries' procedures that communes handle."""
        listed = merge(self._compact.listings(), listings(self._registry))
        return [
            (item.code, item.name)
            for item in listed
            if "xã" in item.levels and item.kind == "standard" and CODE.fullmatch(item.code)
        ]

    @property
    def imported(self) -> bool:
        """Whether any record of the portal was imported."""
        return bool(self._portal_dates)

    def changed_since(self, code: str, day: dt.date) -> dt.date | None:
        """The day of the portal's change, if an import shows one after `day`."""
        changed = self._portal_dates.get(code)
        return changed if changed is not None and changed > day else None

    def record(self, code: str) -> Record | None:
        """The portal's record of `code`, if it was imported."""
        return next(iter(records(self._registry, code)), None)

    def summary(self, code: str) -> Summary | None:
        """Facts and figures of `code` as of the compact table's day."""
        return next(iter(self._compact.find(code)), None)


_catalogs: list[Catalog] = []


def use(catalog: Catalog | None) -> None:
    """Sets the catalog of this process; called once at start-up."""
    _catalogs[:] = [] if catalog is None else [catalog]


def catalog() -> Catalog | None:
    """The catalog of this process; None before start-up is done."""
    return _catalogs[0] if _catalogs else None
