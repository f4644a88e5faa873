"""Where a name is looked up: every unit under the key of its name, built once for each `Places`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from bot.places.names import arabic, folding_table, name_words, words_of
from bot.places.units import Places, Unit, split_kind


class Index:
    """Units by the key of their bare name: its folded words written together.

    Attributes:
        places: What is indexed.
        names: Key → units so named, each with the places where the words end in the key
            ("cong an" is not "Cô Ngân").
        words: All words of all names.
        keys: Unit → key of its own name.
        bare: Unit → its bare name in lower case, without marks.
        kinds: Unit → its kind in lower case.
        by_length: All keys by their length.
        max_length: Length of the longest key.
    """

    def __init__(self, places: Places) -> None:
        self.places = places
        self.names: dict[str, list[tuple[Unit, frozenset[int]]]] = {}
        self.words: set[str] = set()
        self.keys: dict[Unit, str] = {}
        self.bare: dict[Unit, str] = {}
        self.kinds: dict[Unit, str] = {}
        self._above: dict[Unit, dict[Unit, bool]] = {}
        self._under: dict[Unit, dict[int, list[str]]] = {}
        official: dict[Unit, str] = {}
        for unit in places:
            kind, name = split_kind(unit.name)
            official[unit] = name
            self.bare[unit] = name.lower().replace("'", "").replace(" - ", " ")
            self.kinds[unit] = kind.lower()
        table = folding_table(official.values())
        words_by_name = {name: name_words(name, table) for name in set(official.values())}
        for unit, name in official.items():
            words = words_by_name[name]
            self.keys[unit] = self._add(words, unit)
            digits = arabic(words)
            if digits:
                self._add(digits, unit)
        self._add_halves(official, table)
        self._add_aliases(official)
        self.by_length = by_length(self.names)
        self.max_length = max(self.by_length)

    def _add(self, words: list[str], unit: Unit) -> str:
        key = "".join(words)
        self.names.setdefault(key, []).append((unit, bounds_of(words)))
        self.words.update(words)
        return key

    def _add_halves(self, official: dict[Unit, str], table: dict[int, str]) -> None:
        """Also by half of its name: "Văn Miếu - Quốc Tử Giám"; not by what is another's name."""
        taken = {name for unit, name in official.items() if unit.level != "commune"}
        for unit, name in official.items():
            if unit.level == "commune" and " - " in name:
                for half in name.split(" - "):
                    if half not in taken:
                        self._add(name_words(half, table), unit)

    def _add_aliases(self, official: dict[Unit, str]) -> None:
        for unit, name in official.items():
            for alias in self.places.aliases.get(unit.level, {}).get(name, ()):
                self._add([word.key for word in words_of(alias)], unit)

    def above(self, unit: Unit) -> dict[Unit, bool]:
        """Districts and provinces above a unit → whether by law or only by history (`_above`)."""
        found = self._above.get(unit)
        if found is None:
            found = self._above[unit] = _above(self.places, unit)
        return found

    def keys_under(self, unit: Unit) -> dict[int, list[str]]:
        """Keys of the communes and districts in a district or province, by their length."""
        found = self._under.get(unit)
        if found is None:
            keys = {self.keys[below] for below in _below(self.places, unit)}
            found = self._under[unit] = by_length(sorted(keys))
        return found


def by_length(keys: Iterable[str]) -> dict[int, list[str]]:
    """The same keys, length → keys."""
    found: dict[int, list[str]] = {}
    for key in keys:
        found.setdefault(len(key), []).append(key)
    return found


def bounds_of(words: list[str]) -> frozenset[int]:
    """Where the words end when they are written together, but for the last."""
    return frozenset(accumulate(map(len, words[:-1])))


@lru_cache(maxsize=4)
def index_of(places: Places) -> Index:
    """The index of `places`, built at the first look-up."""
    return Index(places)


def _above(places: Places, unit: Unit) -> dict[Unit, bool]:
    """What lies above a unit → whether by law (its own district, province) or by history.

    By history: for an old unit, the province of today; for a new one, the districts and provinces
    of the old communes that went into it. People mix both.
    """
    if unit.level == "province":
        return {}
    found: dict[Unit, bool] = {}
    if unit.old:
        province = unit.province
        if unit.parent is not None and unit.level == "commune":
            found[unit.parent] = True
        found[province] = True
        new = places.provinces[places.province_successor[province.code]]
        found.setdefault(new, new.bare == province.bare)
        return found
    if unit.parent is not None:
        found[unit.parent] = True
    for old in places.predecessors.get(unit.code, ()):
        if old.parent is not None:
            found.setdefault(old.parent, False)
            found.setdefault(old.province, old.province.bare == unit.province.bare)
    return found


def _below(places: Places, unit: Unit) -> list[Unit]:
    """What lies in a district or province, or lay there: the old units and their successors."""
    if unit.level == "district":
        old = places.communes_of.get(unit.code, [])
        new = [s.unit for commune in old for s in places.successors[commune.code]]
        return [*old, *new, *places.islands.get(unit.code, ())]
    if unit.old:
        districts = [u for u in places.old_districts.values() if u.parent is unit]
        return districts + [below for u in districts for below in _below(places, u)]
    earlier = [
        u for u in places.old_provinces.values() if places.province_successor[u.code] == unit.code
    ]
    return [below for u in earlier for below in _below(places, u)]
