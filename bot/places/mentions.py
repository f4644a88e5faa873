"""Names of units within a message, and how well each fits the words."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.places.index import Index, bounds_of
from bot.places.names import COMMUNE_KINDS, MARKERS, STOP, Token, marker_before
from bot.places.units import Level, Unit

# Weights of the evidence; found on generated spellings (`benchmarks/places.py`).
WORD = 10.0  # a word of the name
KIND = 6.0  # "xã", "huyện" said, and right
OTHER_KIND = -4.0  # said, and of the same tier, but another: kinds have changed often
OTHER_LEVEL = -14.0  # said, and of another tier
ACCENTS, OTHER_ACCENTS = 3.0, -4.0
GLUED = -3.0  # written as one word, or split otherwise
ALONE = -5.0  # one syllable without its kind
EDIT = -7.0  # a letter to change
SIZE: dict[Level, float] = {"province": 8.0, "district": 2.0, "commune": 0.0}  # of a bare name

_MOST_WORDS = 7  # of a name
_SHORTEST_GLUED = 5  # letters of a name of several words that may be written as one word
# Behind a bare number: it is no ward.
_COUNTED = frozenset(
    {"gio", "h", "ngay", "thang", "nam", "tuoi", "nguoi", "phut", "tuan", "lan", "trieu", "nghin"}
)
_SAME_Y = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a message that name a unit.

    Attributes:
        start: First word, the kind included.
        name: First word of the name.
        end: Word after the last.
        unit: What they name.
        value: How well they fit.
        size: What is added when the bare name stands alone: larger units are likelier.
        said: Whether the kind was said, and in a full word.
        edits: Letters changed to make them fit.
        misread: Whether the diacritics typed are others than the name's.
    """

    start: int
    name: int
    end: int
    unit: Unit
    value: float
    size: float
    said: bool
    edits: int = 0
    misread: bool = False

    def overlaps(self, other: Mention) -> bool:
        """Tells whether the two share a word of their names (a kind may stand for both)."""
        return self.name < other.end and other.name < self.end


def mentions_in(index: Index, words: list[Token]) -> list[Mention]:
    """All units that some words of the message name exactly, one mention a unit and span."""
    found: list[Mention] = []
    for start in range(len(words)):
        key = ""
        for end in range(start + 1, min(len(words), start + _MOST_WORDS) + 1):
            if words[end - 1].cut and end - 1 > start:
                break
            key += words[end - 1].key
            if len(key) > index.max_length:
                break
            if key in index.names:
                found += mentions_of(index, words, start, end, key)
    return found


def mentions_of(
    index: Index, words: list[Token], start: int, end: int, key: str, edits: int = 0
) -> list[Mention]:
    """Mentions of the units under `key` by the words from `start` to before `end`.

    Args:
        index: All names.
        words: The message.
        start: First word of the name.
        end: Word after its last.
        key: The name that the words spell, or nearly spell.
        edits: Letters changed to make them fit.
    """
    begin, kinds, lone = marker_before(words, start)
    single = end - start == 1
    number = single and words[start].folded.isdigit()
    if kinds is None and number and not _may_be_name(words, end):
        return []
    if number and kinds == MARKERS["q"]:
        lone = False  # "q2" is a district, even one that has become a city
    bounds = bounds_of([word.key for word in words[start:end]])
    typed = " ".join(word.typed for word in words[start:end])
    accents = not all(word.typed.isascii() for word in words)
    found = []
    for unit, own_bounds in index.names[key]:
        same_words = bounds == own_bounds
        if not same_words and not edits and not (bounds <= own_bounds or bounds >= own_bounds):
            continue
        if unit.level == "province" and number:
            continue
        fits = _kind_value(index, unit, kinds, lone)
        if fits == OTHER_LEVEL and _may_end_a_name(words, begin):
            fits = None
        said = fits is not None
        if single and own_bounds and len(key) < _SHORTEST_GLUED and not said:
            continue
        read = 0.0
        if accents and index.keys[unit] == key:
            read = _accent_value(typed, index.bare[unit], edits, single and not said)
            if edits and read < 0:
                continue
        value = WORD * (len(own_bounds) + 1) + EDIT * edits + (0.0 if same_words else GLUED) + read
        if fits is not None:
            value += fits
        elif not own_bounds:
            value += ALONE
        size = 0.0 if said or edits else SIZE[unit.level]
        at = begin if said else start
        full = said and (number or not lone)
        found.append(Mention(at, start, end, unit, value, size, full, edits, read < 0))
    return found


def _may_end_a_name(words: list[Token], begin: int) -> bool:
    """Tells whether "xa" at `begin` may be the end of a name before it ("Trịnh Xá Phủ Lý")."""
    if words[begin].folded != "xa" or begin == 0:
        return False
    before = words[begin - 1].folded
    return before not in STOP and before not in MARKERS


def _may_be_name(words: list[Token], end: int) -> bool:
    """A bare number may be a ward or district, but not an hour, a date or a number of things."""
    after = words[end].folded if end < len(words) else ""
    return len(words[end - 1].folded) <= 2 and after not in _COUNTED


def _kind_value(index: Index, unit: Unit, kinds: frozenset[str] | None, lone: bool) -> float | None:
    """How the announced kind fits; None where none is announced, or a letter means nothing."""
    if kinds is None:
        return None
    if index.kinds[unit] in kinds:
        return KIND
    if lone:
        return None
    if unit.level == "commune":
        return OTHER_KIND if kinds <= COMMUNE_KINDS else OTHER_LEVEL
    if unit.level == "district":
        return OTHER_LEVEL if kinds <= COMMUNE_KINDS or "tỉnh" in kinds else OTHER_KIND
    return OTHER_KIND if kinds & {"tỉnh", "thành phố"} else OTHER_LEVEL


def _accent_value(typed: str, bare: str, edits: int, alone: bool) -> float:
    """How the diacritics fit, in a message that has some."""
    if typed.isascii():  # forgotten on these words
        return OTHER_ACCENTS if alone and not bare.isascii() else 0.0
    typed, bare = typed.translate(_SAME_Y), bare.translate(_SAME_Y)
    if edits:
        slips = OSA.distance(typed.replace(" ", ""), bare.replace(" ", ""))
        return 0.0 if slips <= edits or edits > 2 else OTHER_ACCENTS
    return ACCENTS if typed == bare else OTHER_ACCENTS
