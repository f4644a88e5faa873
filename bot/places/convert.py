"""What became of a place on 1/7/2025: old commune, district or province → new ones.

Everything comes from the conversion table of the statistics office and the resolutions after it
(see `bot.places.units`); where it gives several new communes, all are returned, none is chosen.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from bot.places.units import Places, Share, Source, Successor, Unit

Change = Literal["current", "unchanged", "renamed", "merged", "split", "district", "province"]


@dataclass(frozen=True)
class Conversion:
    """What became of a unit.

    Attributes:
        unit: The unit asked about.
        change: `current` (a unit of today), `unchanged` (same land, same name), `renamed` (same
            land, other name), `merged` (whole, together with others), `split` (into several),
            `district` (ended; its communes went to several), `province`.
        new: The new units, those with the people first, then those that took most communes.
        source: Where this comes from.
    """

    unit: Unit
    change: Change
    new: tuple[Successor, ...]
    source: Source

    @property
    def settled(self) -> Unit | None:
        """The one new unit where all its people now live; None: ask which part is meant."""
        homes = [successor for successor in self.new if successor.share != "land"]
        if len(homes) == 1 and homes[0].share != "part":
            return homes[0].unit
        return None

    @property
    def codes(self) -> list[str]:
        """Codes of the new units, as `data.place` of the answer contract."""
        return [successor.unit.code for successor in self.new]


def convert(places: Places, unit: Unit) -> Conversion:
    """Tells what became of `unit`.

    A new unit answers with itself; an old one with what took its place.
    """
    if not unit.old:
        return Conversion(unit, "current", (Successor(unit, "whole"),), unit.source)
    if unit.level == "province":
        new = places.provinces[places.province_successor[unit.code]]
        return _result(places, unit, "province", (Successor(new, "whole"),))
    if unit.level == "district":
        return _result(places, unit, "district", _of_district(places, unit))
    went = places.successors[unit.code]
    return _result(places, unit, _change(places, unit, went), went)


def _result(places: Places, unit: Unit, change: Change, new: tuple[Successor, ...]) -> Conversion:
    """The latest of the sources is named: a renaming counts more than the table before it."""
    sources = [unit.source, *(successor.unit.source for successor in new)]
    return Conversion(unit, change, new, max(sources, key=lambda source: source.date))


def _change(places: Places, unit: Unit, went: tuple[Successor, ...]) -> Change:
    if len(went) > 1:
        return "split"
    new = went[0].unit
    if went[0].share == "whole" and places.predecessors[new.code] == [unit]:
        return "unchanged" if new.name == unit.name else "renamed"
    return "merged"


def _of_district(places: Places, district: Unit) -> tuple[Successor, ...]:
    """The new communes to which a district's communes went, most communes first."""
    islands = places.islands.get(district.code)
    if islands:
        return tuple(Successor(unit, "whole") for unit in islands)
    people: Counter[Unit] = Counter()
    land: Counter[Unit] = Counter()
    for commune in places.communes_of.get(district.code, ()):
        for successor in places.successors[commune.code]:
            (land if successor.share == "land" else people)[successor.unit] += 1
    share: Share = "whole" if len(people) == 1 else "part"
    found = [Successor(unit, share) for unit, _ in people.most_common()]
    return (*found, *(Successor(unit, "land") for unit in land if unit not in people))
