"""Administrative units old and new, read from `data/places/`.

The tables come from the conversion table of the statistics office (each file names source and
date); `amendments.yml` holds what has changed since, each change with its resolution.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

Level = Literal["province", "district", "commune"]
Share = Literal["whole", "part", "land", "land_and_people"]

_SHARES: dict[str, Share] = {"": "whole", "p": "part", "l": "land", "r": "land_and_people"}
_PEOPLE_FIRST: tuple[Share, ...] = ("whole", "land_and_people", "part", "land")
_TWO_WORD_KINDS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu")
_YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlacesError(Exception):
    """The files of `data/places/` cannot be used; the message says which and why."""


@dataclass(frozen=True)
class Source:
    """Where a unit's name comes from, and since when it holds.

    Attributes:
        what: The table or resolution.
        date: Its day.
    """

    what: str
    date: dt.date

    def __str__(self) -> str:
        return f"{self.what} · {self.date:%d/%m/%Y}"


@dataclass(eq=False, slots=True)
class Unit:
    """A province, district or commune, of today or of before 1/7/2025; never changed once read.

    Attributes:
        code: The statistics office's code: 2 digits (province), 3 (district), 5 (commune).
            An old and a new unit may share a code.
        name: Official name with its kind, e.g. "Xã Thuận Hưng".
        level: Its tier.
        old: Whether it ended on 1/7/2025.
        parent: Old commune → old district → old province; new commune → new province.
        source: The table or resolution that gives it this name.
        was: Its name before that resolution, else None.
    """

    code: str
    name: str
    level: Level
    old: bool
    parent: Unit | None
    source: Source
    was: str | None = None

    @property
    def kind(self) -> str:
        """The kind, in lower case as within a sentence: "xã", "thị trấn", "thành phố"."""
        return split_kind(self.name)[0].lower()

    @property
    def bare(self) -> str:
        """The name without its kind: "Thuận Hưng"; "1" for "Phường 1"."""
        return split_kind(self.name)[1]

    @property
    def province(self) -> Unit:
        """The province that it belongs to, or itself."""
        return self if self.parent is None else self.parent.province

    @property
    def district(self) -> Unit | None:
        """The old district that it belongs to or is; None for new units and provinces."""
        if self.level == "commune" and self.old:
            return self.parent
        return self if self.level == "district" else None

    @property
    def full_name(self) -> str:
        """As in an address: "Xã Thuận Hưng, huyện Long Mỹ, tỉnh Hậu Giang"."""
        if self.parent is None:
            return self.name
        above = self.parent.full_name
        return f"{self.name}, {above[0].lower()}{above[1:]}"

    def __repr__(self) -> str:
        return f"<{'old' if self.old else 'new'} {self.code} {self.full_name}>"


@dataclass(frozen=True, slots=True)
class Successor:
    """A new unit, and how much of an old one went to it.

    Attributes:
        unit: The new unit.
        share: `whole`, `part` (land and people), `land` (land without people) or
            `land_and_people` (only some land, but all the people).
    """

    unit: Unit
    share: Share


@dataclass(eq=False)
class Places:
    """All units, by code, and what became of the old ones.

    Attributes:
        provinces: Code → province of today.
        communes: Code → commune of today.
        old_provinces: Code → province until 1/7/2025.
        old_districts: Code → district until 1/7/2025.
        old_communes: Code → commune until 1/7/2025.
        successors: Code of an old commune → where it went, the people first.
        province_successor: Code of an old province → code of the new one.
        islands: Code of an old district without communes → its new units.
        aliases: Level → official bare name → what else people call it.
        predecessors: Code of a new commune → the old communes that went into it.
        communes_of: Code of an old district → its communes.
    """

    provinces: dict[str, Unit] = field(default_factory=dict)
    communes: dict[str, Unit] = field(default_factory=dict)
    old_provinces: dict[str, Unit] = field(default_factory=dict)
    old_districts: dict[str, Unit] = field(default_factory=dict)
    old_communes: dict[str, Unit] = field(default_factory=dict)
    successors: dict[str, tuple[Successor, ...]] = field(default_factory=dict)
    province_successor: dict[str, str] = field(default_factory=dict)
    islands: dict[str, tuple[Unit, ...]] = field(default_factory=dict)
    aliases: dict[Level, dict[str, list[str]]] = field(default_factory=dict)
    predecessors: dict[str, list[Unit]] = field(default_factory=dict)
    communes_of: dict[str, list[Unit]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Unit]:
        for units in (
            self.provinces,
            self.old_provinces,
            self.old_districts,
            self.communes,
            self.old_communes,
        ):
            yield from units.values()


class _Amendment(BaseModel):
    """An entry of `amendments.yml`: new names for units that keep their codes."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field(min_length=3)
    date: dt.date
    provinces: dict[str, str] = Field(default_factory=dict)
    communes: dict[str, str] = Field(default_factory=dict)


class _Aliases(BaseModel):
    """`aliases.yml`: official bare name → how else people call it."""

    model_config = ConfigDict(extra="forbid")

    source: str
    date: dt.date
    provinces: dict[str, list[str]] = Field(default_factory=dict)
    districts: dict[str, list[str]] = Field(default_factory=dict)


def split_kind(name: str) -> tuple[str, str]:
    """Splits "Thị trấn Nàng Mau" into its kind and its bare name."""
    for kind in _TWO_WORD_KINDS:
        if name.startswith(kind + " "):
            return kind, name[len(kind) + 1 :]
    kind, _, bare = name.partition(" ")
    return kind, bare


def read_places(folder: Path, day: dt.date | None = None) -> Places:
    """Reads all units.

    Args:
        folder: The project's `data/places`.
        day: Changes that start after this day (in Việt Nam) are left out; None: all are in.

    Returns:
        The units, as they are called on `day`.

    Raises:
        PlacesError: A file is missing or broken.
    """
    places = Places()
    try:
        source, rows = _rows(folder / "provinces.tsv")
        for code, name in rows:
            places.provinces[code] = Unit(code, name, "province", False, None, source)
        source, rows = _rows(folder / "communes.tsv")
        for code, name, province in rows:
            parent = places.provinces[province]
            places.communes[code] = Unit(code, name, "commune", False, parent, source)
        _read_old(folder, places)
        _amend(folder, places, day)
        aliases = _Aliases.model_validate(_yaml(folder / "aliases.yml"))
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise PlacesError(f"{folder}: {error!r}") from error
    places.aliases = {"province": aliases.provinces, "district": aliases.districts}
    return places


def _read_old(folder: Path, places: Places) -> None:
    source, rows = _rows(folder / "old_provinces.tsv")
    for code, name, successor in rows:
        places.old_provinces[code] = Unit(code, name, "province", True, None, source)
        places.province_successor[code] = places.provinces[successor].code
    source, rows = _rows(folder / "old_districts.tsv")
    for code, name, province, *islands in rows:
        parent = places.old_provinces[province]
        places.old_districts[code] = Unit(code, name, "district", True, parent, source)
        if islands:
            places.islands[code] = tuple(places.communes[c] for c in islands[0].split())
    source, rows = _rows(folder / "old_communes.tsv")
    for code, name, district, to in rows:
        parent = places.old_districts[district]
        unit = Unit(code, name, "commune", True, parent, source)
        places.old_communes[code] = unit
        places.communes_of.setdefault(district, []).append(unit)
        parts = [Successor(places.communes[p[:5]], _SHARES[p[5:]]) for p in to.split()]
        places.successors[code] = tuple(sorted(parts, key=_people_first))
        for part in parts:
            places.predecessors.setdefault(part.unit.code, []).append(unit)


def _people_first(successor: Successor) -> int:
    return _PEOPLE_FIRST.index(successor.share)


def amendment_days(folder: Path) -> tuple[dt.date, ...]:
    """The days on which the map has changed since the tables.

    Raises:
        PlacesError: `amendments.yml` is missing or broken.
    """
    try:
        return tuple(item.date for item in _amendments(folder))
    except (OSError, ValueError, TypeError, yaml.YAMLError) as error:
        raise PlacesError(f"{folder}: {error!r}") from error


def _amendments(folder: Path) -> list[_Amendment]:
    listed = _yaml(folder / "amendments.yml")
    return sorted(map(_Amendment.model_validate, listed), key=lambda item: item.date)


def _amend(folder: Path, places: Places, day: dt.date | None) -> None:
    for amendment in _amendments(folder):
        if day is not None and amendment.date > day:
            break
        source = Source(amendment.source, amendment.date)
        for units, names in (
            (places.provinces, amendment.provinces),
            (places.communes, amendment.communes),
        ):
            for code, name in names.items():
                unit = units[code]
                unit.was, unit.name, unit.source = unit.name, name, source


def _rows(path: Path) -> tuple[Source, list[list[str]]]:
    """Source and rows of a table; comment lines stand on top."""
    lines = path.read_text(encoding="utf-8").splitlines()
    heads = [line for line in lines[:10] if line.startswith("#")]
    told = dict(line[2:].split(": ", 1) for line in heads)
    source = Source(told["source"], dt.date.fromisoformat(told["date"]))
    return source, [line.split("\t") for line in lines[len(heads) :]]


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_YamlLoader)  # noqa: S506 (safe)
