"""Which mention explains a message best: its own words, and the district and province beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from bot.places.index import Index
from bot.places.mentions import WORD, Mention
from bot.places.names import STOP, Token
from bot.places.units import Level, Unit

COMPANY = 8.0  # a district or province beside the name, its kind not said
BY_HISTORY = -5.0  # a district or province that the unit lay in, or lies in now, by another name
COMMON = -6.0  # nothing but everyday words, and nothing beside them
IGNORED = -8.0  # a district or province said with its kind that does not fit the unit
OLD_SAID = 5.0  # "cũ", "mới" right behind the name
LEAST = 5.0  # what explains less is no place
NEAR = 3  # words between a bare name and the district or province that counts for it


@dataclass(slots=True)
class Scored:
    """A mention with the district and province that stand beside it.

    Attributes:
        own: The mention.
        beside: District and province named as well.
        score: How much of the message they explain, and how well.
    """

    own: Mention
    beside: list[Mention]
    score: float

    @property
    def edits(self) -> int:
        """Letters changed in all of them."""
        return self.own.edits + sum(mention.edits for mention in self.beside)

    @property
    def bare(self) -> bool:
        """Whether the kind of the unit itself was not said, not even by a letter."""
        return self.own.start == self.own.name

    def covered(self) -> set[int]:
        """Positions of the words that are explained."""
        return {i for m in (self.own, *self.beside) for i in range(m.start, m.end)}


def rank(index: Index, words: list[Token], mentions: list[Mention]) -> list[Scored]:
    """Scores every mention, best first; old before new where they are equal."""
    beside: dict[Unit, list[Mention]] = defaultdict(list)
    demanded: dict[tuple[int, int], Mention] = {}  # districts and provinces, clearly said
    for mention in mentions:
        if mention.unit.level != "commune" and mention.value > 0:
            beside[mention.unit].append(mention)
            if mention.said and mention.value >= WORD * (mention.end - mention.name):
                demanded[mention.name, mention.end] = mention
    scored = [_score(index, words, own, beside, demanded.values()) for own in mentions]
    scored = [item for item in scored if item.score >= LEAST]
    scored.sort(key=lambda item: (-item.score, not item.own.unit.old, item.own.unit.code))
    return scored


def _score(
    index: Index,
    words: list[Token],
    own: Mention,
    beside: dict[Unit, list[Mention]],
    demanded: Iterable[Mention],
) -> Scored:
    company, chosen = _beside(index, words, own, beside)
    score = _alone(words, own, own.value + own.size + company, chosen)
    taken = [own, *chosen]
    for mention in demanded:
        if not any(mention.overlaps(other) for other in taken):
            score += IGNORED
    after = words[own.end].typed if own.end < len(words) else ""
    if after in ("cu", "cũ", "moi", "mới") and own.unit.old == (after in ("cu", "cũ")):
        score += OLD_SAID
    return Scored(own, chosen, score)


def _beside(
    index: Index, words: list[Token], own: Mention, beside: dict[Unit, list[Mention]]
) -> tuple[float, list[Mention]]:
    """The district and province named beside `own`, and what they add."""
    options: dict[Level, list[tuple[float, Mention]]] = {"district": [], "province": []}
    for unit, by_law in index.above(own.unit).items():
        for mention in beside.get(unit, ()):
            value = _company(words, own, mention) + (0.0 if by_law else BY_HISTORY)
            if value > 0:
                options[unit.level].append((value, mention))
    return _best_together(options["district"], options["province"])


def _alone(words: list[Token], own: Mention, score: float, chosen: list[Mention]) -> float:
    """The score, lowered where a name without its kind or its district may be no name at all."""
    if own.unit.level == "province" or any(_gap_between(own, other) == 0 for other in chosen):
        return score
    single = own.end == own.name + 1
    if own.start != own.name:
        return 0.0 if single and own.misread else score
    everyday = all(_everyday(word) for word in words[own.name : own.end])
    if own.misread or (everyday and single):
        return 0.0
    return score + (COMMON if everyday else 0.0)


def _company(words: list[Token], own: Mention, mention: Mention) -> float:
    """What a district or province elsewhere in the message adds; 0: it is not said of this name."""
    if mention.overlaps(own):
        return 0.0
    gap = _gap_between(own, mention)
    if own.start == own.name and gap > NEAR:
        return 0.0
    same = [word.key for word in words[own.name : own.end]] == [
        word.key for word in words[mention.name : mention.end]
    ]
    if same and gap and not mention.said:  # the same place, named twice
        return 0.0
    return mention.value + (COMPANY if mention.size else 0.0) - min(gap // 3, 4)


def _best_together(
    districts: list[tuple[float, Mention]], provinces: list[tuple[float, Mention]]
) -> tuple[float, list[Mention]]:
    """The best district and province that do not claim the same words, or the better alone."""
    best: tuple[float, list[Mention]] = (0.0, [])
    for value, mention in (*districts, *provinces):
        if value > best[0]:
            best = (value, [mention])
    for value, district in districts:
        for more, province in provinces:
            if value + more > best[0] and not district.overlaps(province):
                best = (value + more, [district, province])
    return best


def _everyday(word: Token) -> bool:
    return word.folded in STOP or word.folded.isdigit()


def _gap_between(mention: Mention, other: Mention) -> int:
    return max(other.start - mention.end, mention.start - other.end, 0)
