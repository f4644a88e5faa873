"""Names with a slip of the finger, or with a word missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.places.index import Index, by_length
from bot.places.mentions import Mention, mentions_of
from bot.places.names import COMMUNE_KINDS, MARKERS, STOP, Token
from bot.places.units import Unit

_SHORTEST = 3  # letters; shorter names have too many neighbours
_SHORTEST_ALONE = 6  # the same where nothing beside it tells the district or province
_LONG = 11  # letters from which two slips are allowed
_MISSING = 3  # a missing word counts as so many slips: asked about, never taken for sure
_LONGEST = 4  # words of a mistyped name
_FEW = 4  # unexplained words, up to which a name without its kind is searched among all

Span = tuple[int, int]


def repaired(
    index: Index,
    words: list[Token],
    mentions: list[Mention],
    left: list[int],
    likely: list[Mention],
) -> list[Mention]:
    """Finds names that some unexplained words nearly spell.

    First among what lies in the districts and provinces that the message names, and among the
    districts and provinces of the likely communes; among all names only when nothing was found.

    Args:
        index: All names.
        words: The message.
        mentions: What it names exactly.
        left: Positions of the words that nothing explains, at least one.
        likely: What explains most so far, best first.

    Returns:
        More mentions, each with the number of letters changed.
    """
    marked = set(_behind_markers(words))
    within = _around(index, words, mentions, marked, few=len(left) <= _FEW)
    larger = _larger(index, words, left, likely)
    return within + larger or _anywhere(index, words, mentions, left, marked)


def _around(
    index: Index, words: list[Token], mentions: list[Mention], marked: set[int], few: bool
) -> list[Mention]:
    """Names that lie in the districts, else in the provinces, that the message names."""
    found: list[Mention] = []
    for level in ("district", "province"):
        named: dict[Unit, Mention] = {}
        for mention in mentions:
            if mention.unit.level == level and mention.value > 0:
                named.setdefault(mention.unit, mention)
        for unit, mention in named.items():
            spans = _beside(words, mention, marked)
            if level == "province" and not few:
                spans = [span for span in spans if span[0] in marked]
            found += _nearly(index, words, spans, index.keys_under(unit), shortened=True)
        if found:
            break
    return found


def _anywhere(
    index: Index, words: list[Token], mentions: list[Mention], left: list[int], marked: set[int]
) -> list[Mention]:
    """Names of the whole country, behind a word of kind or where only few words are left."""
    spans = [span for start in marked for span in _from(words, start)]
    if not spans and len(left) <= _FEW:
        spans = [span for span in _from(words, left[0]) if span[1] > left[-1]]
    # Right before a known district it was looked for there: what is not in it is unknown.
    known = {m.start for m in mentions if m.unit.level != "commune" and m.end - m.name > 1}
    spans = [
        span
        for span in spans
        if span[1] not in known and len(_typed(words, span)) >= _SHORTEST_ALONE
    ]
    return _nearly(index, words, spans, index.by_length)


def _larger(
    index: Index, words: list[Token], left: list[int], likely: list[Mention]
) -> list[Mention]:
    """Mistyped districts and provinces beside likely communes."""
    unexplained = set(left)
    marked = set(_behind_markers(words, larger=True))
    likely = [own for own in likely if own.unit.level != "province"]
    keys = by_length(sorted({index.keys[unit] for own in likely for unit in index.above(own.unit)}))
    spans = {
        span
        for own in {(own.start, own.end): own for own in likely}.values()
        for span in _beside(words, own, marked)
        if not unexplained.isdisjoint(range(*span))
    }
    return _nearly(index, words, sorted(spans), keys)


def _behind_markers(words: list[Token], larger: bool = False) -> Iterator[int]:
    """Positions right behind a word of kind, of a commune or of something larger."""
    for i in range(1, len(words)):
        two = f"{words[i - 2].folded} {words[i - 1].folded}" if i > 1 else ""
        kinds = MARKERS.get(two) or MARKERS.get(words[i - 1].folded)
        lone = len(words[i - 1].folded) == 1
        if kinds and not lone and larger != (kinds <= COMMUNE_KINDS):
            yield i


def _from(words: list[Token], start: int) -> list[Span]:
    """Runs of words that start at `start`, up to the next word of kind."""
    spans = []
    for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
        if not _may_be_inside(words[end - 1], end - 1 == start):
            break
        spans.append((start, end))
    return spans


def _may_be_inside(word: Token, first: bool) -> bool:
    """Words of kind do not stand within a name, but for "quan" and "xa", which may be syllables."""
    if word.cut and not first:
        return False
    return word.folded not in MARKERS or (not first and word.folded in ("quan", "xa"))


def _beside(words: list[Token], mention: Mention, marked: set[int]) -> list[Span]:
    """Runs of words right before or behind a mention, or behind a word of kind."""
    spans = [
        (start, mention.start)
        for start in range(max(mention.start - _LONGEST, 0), mention.start)
        if all(_may_be_inside(words[i], i == start) for i in range(start, mention.start))
    ]
    spans += _from(words, mention.end)
    for start in marked:
        spans += [s for s in _from(words, start) if s[1] <= mention.start or start >= mention.end]
    return [
        (start, end)
        for start, end in dict.fromkeys(spans)
        if start in marked or any(word.folded not in STOP for word in words[start:end])
    ]


def _typed(words: list[Token], span: Span) -> str:
    return "".join(word.key for word in words[span[0] : span[1]])


def _nearly(
    index: Index,
    words: list[Token],
    spans: list[Span],
    keys: Mapping[int, list[str]],
    shortened: bool = False,
) -> list[Mention]:
    """Mentions of the names that the spans spell but for a slip; `shortened`: or for a word."""
    found: list[Mention] = []
    for start, end in spans:
        typed = _typed(words, (start, end))
        if len(typed) < _SHORTEST:
            continue
        allowed = 2 if len(typed) >= _LONG else 1
        for length in range(len(typed) - allowed, len(typed) + allowed + 1):
            for key, edits, _ in process.extract(
                typed, keys.get(length, ()), scorer=OSA.distance, score_cutoff=allowed, limit=6
            ):
                if edits:
                    found += mentions_of(index, words, start, end, key, int(edits))
        if shortened and end - start >= 2:
            for length, names in keys.items():
                if length > len(typed):
                    for key in names:
                        if key.startswith(typed) or key.endswith(typed):
                            found += mentions_of(index, words, start, end, key, _MISSING)
    return found
