"""What the best reading of a message leaves unexplained: a name unknown, mistyped or elsewhere."""

from __future__ import annotations

from bot.places.mentions import Mention
from bot.places.names import ASKING, COMMUNE_KINDS, MARKERS, STOP, Token
from bot.places.rank import Scored


def unexplained(words: list[Token], covered: set[int]) -> list[int]:
    """Positions of the words that nothing explains and that are not of the question itself."""
    return [
        i
        for i, word in enumerate(words)
        if i not in covered and word.folded not in STOP and word.folded not in MARKERS
    ]


def doubtful(words: list[Token], best: Scored) -> list[int]:
    """Unexplained words that stand where the name does.

    Either between a commune's kind and what is explained, or between the name and the district or
    province behind it: they may be the name, or a part of it, mistyped.
    """
    covered = best.covered()
    for i, word in enumerate(words):
        kinds = MARKERS.get(word.folded)
        if i in covered or len(word.folded) == 1 or not kinds or not kinds <= COMMUNE_KINDS:
            continue
        gap = _gap(words, i + 1, covered)
        if any(words[j].folded not in ASKING for j in gap):
            return gap
    gap = _gap(words, best.own.end, covered)
    return gap if gap and words[gap[0]].folded not in STOP else []


def _gap(words: list[Token], start: int, covered: set[int]) -> list[int]:
    """One to four unexplained words from `start` to the next explained one."""
    end = start
    while end < min(start + 5, len(words)) and end not in covered:
        end += 1
    return list(range(start, end)) if end in covered and end - start < 5 else []


def crossed(mentions: list[Mention], best: Scored) -> list[int]:
    """Words right behind the best name that name a district or province which does not fit it."""
    covered = best.covered()
    for mention in mentions:
        behind = mention.start == best.own.end and mention.end - mention.name > 1
        positions = range(mention.name, mention.end)
        if behind and mention.unit.level != "commune" and covered.isdisjoint(positions):
            return list(positions)
    return []


def unknown_name(words: list[Token], best: Scored) -> str | None:
    """Words that name a place which the best mention does not explain, or None.

    What stands behind "phường", "xã", "thị trấn"; one to three strange words at the beginning,
    right before a bare name; what is `doubtful`.
    """
    positions = _behind_kind(words, best) or _opening(words, best) or doubtful(words, best)
    return " ".join(words[i].typed for i in positions) or None


def _behind_kind(words: list[Token], best: Scored) -> range:
    """Up to four unexplained words behind an unexplained kind of commune."""
    covered = best.covered()
    for i in range(len(words)):
        if i in covered or not _announces_commune(words, i):
            continue
        end = i + 1
        while end < min(len(words), i + 5) and end not in covered:
            if words[end].folded in STOP or words[end].folded in MARKERS or words[end].cut:
                break
            end += 1
        if end > i + 1:
            return range(i + 1, end)
    return range(0)


def _announces_commune(words: list[Token], i: int) -> bool:
    """Whether a commune is announced by the word at `i`; by a letter only before a number."""
    word = words[i].folded
    if i > 0 and f"{words[i - 1].folded} {word}" == "thi tran":
        return True
    if not MARKERS.get(word, frozenset({""})) <= COMMUNE_KINDS:
        return False
    return len(word) > 1 or (i + 1 < len(words) and words[i + 1].folded.isdigit())


def _opening(words: list[Token], best: Scored) -> range:
    """One to three strange words at the beginning, right before a bare name."""
    first = min(mention.start for mention in (best.own, *best.beside))
    if not best.bare or not 0 < first <= 3:
        return range(0)
    mistyped_kind = first == 1 and best.own.unit.level == "commune" and best.beside
    lone_province = best.own.unit.level == "province" and not best.beside
    if mistyped_kind or lone_province or any(word.folded in ASKING for word in words[:first]):
        return range(0)
    return range(first)
