"""What can be found: the project's own procedures, the compact table, and what was imported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.knowledge.loader import Knowledge
from bot.knowledge.models import CODE, Procedure
from bot.registry.everyday import Everyday
from bot.registry.record import Kind, Level
from bot.registry.words import tokens

_EXCEPTIONS = re.compile(
    r"\s*\((?:trừ|ngoại trừ|không bao gồm|bao gồm|gọi tắt|sau đây|áp dụng|thực hiện theo|kể cả)"
    r"[^()]*(?:\([^()]*\)[^()]*)*\)",
    re.IGNORECASE,
)
_CITATION = re.compile(
    r"(?:,?\s*(?:theo\s+)?(?:quy định\s+)?(?:tại|của))?\s*"
    r"(?:(?:các\s+)?(?:điểm|khoản|Điều)\s+[^;()]*?)?"
    r"(?:Nghị định|Thông tư|Luật số|Nghị quyết|Quyết định|Bộ luật)\s*(?:số\s*)?\d[^\s,;)]*"
    r"(?:\s+ngày\s+[\d/]+(?:\s*tháng\s*\d+\s*năm\s*\d+)?)?"
    r"(?:\s+của\s+(?:Chính phủ|Quốc hội|Bộ trưởng[^,;)]*))?",
    re.IGNORECASE,
)
_KINDS: tuple[Kind, ...] = ("standard", "province", "internal")
_LEVELS: tuple[Level, ...] = ("xã", "tỉnh", "bộ", "khác")


@dataclass(frozen=True)
class Listing:
    """A procedure as the compact table or the database lists it.

    Attributes:
        words: Folded words of its papers, results and the like, a line for each phrase.
    """

    code: str
    name: str
    kind: Kind
    levels: tuple[Level, ...]
    province: str | None
    words: str


@dataclass(frozen=True)
class Entry:
    """One thing to find: a procedure, with all records of exactly the same name.

    Attributes:
        code: The record that speaks for it.
        name: What to call it.
        titles: Official names.
        phrases: How people ask for it.
        words: As in `Listing`.
        of_province: Province → code of its own record; the ministry's is preferred otherwise.
        same: All codes with this name.
        replaces: Codes that it took the place of.
        own: Whether the project explains it itself.
    """

    code: str
    name: str
    titles: tuple[str, ...]
    phrases: tuple[str, ...]
    words: str
    levels: tuple[Level, ...]
    kind: Kind
    of_province: dict[str, str]
    same: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    own: bool = False


def merge(compact: Iterable[Listing], imported: Iterable[Listing]) -> list[Listing]:
    """Listings of both; what was imported wins, code by code (and province by province)."""
    found = {(listing.code, listing.province): listing for listing in compact}
    found.update({(listing.code, listing.province): listing for listing in imported})
    return list(found.values())


def entries_of(
    knowledge: Knowledge,
    listings: Iterable[Listing],
    everyday: Mapping[str, Everyday] | None = None,
) -> list[Entry]:
    """Everything that can be found, same names together, replaced ones under their successors.

    Args:
        knowledge: The project's own procedures.
        listings: What else is listed.
        everyday: Code → how people call it.
    """
    said = everyday or {}
    listings = list(listings)
    successors = knowledge.successors
    replaced = {listing.code: listing for listing in listings if listing.code in successors}
    own = knowledge.procedures
    groups: dict[str, list[Listing]] = {}
    for listing in sorted(listings, key=_rank):
        if listing.code not in successors:
            groups.setdefault(_key(listing.name), []).append(listing)
    entries: list[Entry] = []
    done: set[str] = set()
    for group in groups.values():
        explained = next((own[item.code] for item in group if item.code in own), None)
        if explained is None:
            entries.append(_entry(group, said))
        else:
            done.add(explained.code)
            entries.append(_own(explained, group, replaced))
    entries += [_own(own[code], [], replaced) for code in sorted(own.keys() - done)]
    return entries


def _rank(listing: Listing) -> tuple[int, bool, int, str]:
    level = min((_LEVELS.index(level) for level in listing.levels), default=len(_LEVELS))
    malformed = not re.match(CODE, listing.code)
    return _KINDS.index(listing.kind), malformed, level, listing.code


def _key(name: str) -> str:
    return " ".join(tokens(name))


def _entry(group: list[Listing], everyday: Mapping[str, Everyday]) -> Entry:
    first = group[0]
    said = [everyday[item.code] for item in group if item.code in everyday]
    return Entry(
        code=first.code,
        name=first.name,
        titles=_titles([first.name]),
        phrases=tuple(phrase for item in said for phrase in item.phrases),
        words="\n".join([first.words, *(item.words for item in said)]),
        levels=first.levels,
        kind=first.kind,
        of_province=_provinces(group),
        same=_codes(group),
    )


def _own(procedure: Procedure, group: list[Listing], replaced: dict[str, Listing]) -> Entry:
    older = [replaced[item.code] for item in procedure.replaces if item.code in replaced]
    titles = [procedure.name, procedure.official_name]
    titles += [item.name for item in procedure.replaces]
    titles += [item.name for item in (*group[:1], *older)]
    phrases = [*procedure.aliases, *procedure.situations]
    for variant in procedure.variants:
        phrases += [variant.ask, *variant.also]
    return Entry(
        code=procedure.code,
        name=procedure.name,
        titles=_titles(titles),
        phrases=tuple(dict.fromkeys(phrases)),
        words="\n".join(item.words for item in (*group[:1], *older)),
        levels=tuple(procedure.level),
        kind="standard",
        of_province=_provinces(group),
        same=tuple(dict.fromkeys((procedure.code, *_codes(group)))),
        replaces=tuple(item.code for item in procedure.replaces),
        own=True,
    )


def _titles(names: Iterable[str]) -> tuple[str, ...]:
    """The names, and each without its exceptions and citations."""
    listed = list(dict.fromkeys(names))
    short = [_CITATION.sub("", _EXCEPTIONS.sub("", name)).strip(" ,;.-") for name in listed]
    return tuple(dict.fromkeys([*listed, *(name for name in short if len(name) > 12)]))


def _provinces(group: list[Listing]) -> dict[str, str]:
    own = [item for item in reversed(group) if item.kind == "province" and item.province]
    return {item.province: item.code for item in own if item.province}


def _codes(group: list[Listing]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.code for item in group))
