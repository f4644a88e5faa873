"""From a message to the places that it may mean, best first.

Words explain a unit by its name, its kind and by the district and province named beside it; the
unit that explains most words wins. Where several explain them equally well, all are returned and
`Found.sure` is False: the citizen is asked, never guessed for.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.places.convert import Conversion, convert
from bot.places.doubt import crossed, doubtful, unexplained, unknown_name
from bot.places.index import Index, index_of
from bot.places.mentions import mentions_in
from bot.places.names import MARKERS, STOP, Token, marker_meant, untelex, word_key, words_of
from bot.places.rank import Scored, rank
from bot.places.repair import repaired
from bot.places.units import Places, Unit

MARGIN = 4.5  # candidates closer than this to the best are equally good
OTHERS = 8  # so many less good ones are kept
LIKELY = 150  # so many candidates are looked at for a mistyped district or province beside them
MANY_WORDS = 2  # so many other words beside a bare name, and it may be no name at all
LONGEST, LETTERS = 120, 2000  # words and letters of a message that are looked at


@dataclass(frozen=True)
class Found:
    """The places that a message may mean, each with what became of it.

    Attributes:
        candidates: Equally good ones, best first, all of them; two with the same answer (an old
            commune and the new one that it became) are one.
        others: Less good ones, among them places of the same name elsewhere.
        sure: Whether there is one candidate, and the words leave no doubt about it. Into which
            part of a split unit somebody fell is another question: see `Conversion.settled`.
        unknown: Words that name a place not in the tables ("phường Xyz"), else None.
        faint: Only bare names among other words were found, as in "an ninh trật tự": worth asking
            about only where the citizen is known to speak of places.
    """

    candidates: tuple[Conversion, ...] = ()
    others: tuple[Conversion, ...] = ()
    sure: bool = False
    unknown: str | None = None
    faint: bool = False

    @property
    def unit(self) -> Unit | None:
        """The unit meant, where there is no doubt."""
        return self.candidates[0].unit if self.sure else None


def find(places: Places, text: str) -> Found:
    """Finds the places that `text` may mean.

    Args:
        places: The units.
        text: What a citizen wrote, with or without diacritics, kinds, typing slips; may hold
            anything else besides ("nộp ở đâu").

    Returns:
        What was found; empty when no words name a unit.
    """
    index = index_of(places)
    words = [_retyped(index, word) for word in words_of(text[:LETTERS])[:LONGEST]]
    mentions = mentions_in(index, words)
    ranked = rank(index, words, mentions)
    left = unexplained(words, ranked[0].covered() if ranked else set())
    strange = (doubtful(words, ranked[0]) or crossed(mentions, ranked[0])) if ranked else []
    settled = ranked and ranked[0].own.unit.level == "commune" and ranked[0].beside
    if strange or (left and not settled):
        likely = [item.own for item in ranked[:LIKELY]]
        more = repaired(index, words, mentions, left or strange, likely)
        if more:
            ranked = rank(index, words, mentions + more)
    if not ranked:
        return Found()
    return _found(index, words, ranked, bool(crossed(mentions, ranked[0])))


def _retyped(index: Index, word: Token) -> Token:
    """Rights a mistyped word of kind, takes keystrokes of a typing method out of a strange word."""
    if word.key in index.words or word.folded in STOP or word.folded in MARKERS:
        return word
    plain = marker_meant(word.folded) or untelex(word.folded)
    if plain in STOP or plain in MARKERS or word_key(plain) in index.words:
        return Token(word_key(plain), plain, plain, word.cut)
    return word


def _found(index: Index, words: list[Token], ranked: list[Scored], contradicted: bool) -> Found:
    best = ranked[0]
    good: dict[object, Conversion] = {}
    others: dict[object, Conversion] = {}
    for item in ranked:
        equal = item.score > best.score - MARGIN
        if not equal and len(others) == OTHERS:
            break
        candidate = convert(index.places, item.own.unit)
        answer = _answer(candidate)
        if answer not in good:
            (good if equal else others).setdefault(answer, candidate)
    unknown = unknown_name(words, best)
    faint = _faint(words, best)
    right = best.edits == 0 or _surely_meant(words, ranked)
    sure = len(good) == 1 and unknown is None and not (faint or contradicted) and right
    return Found(tuple(good.values()), tuple(others.values()), sure, unknown, faint)


def _answer(conversion: Conversion) -> object:
    """What tells two answers apart: the new communes, or the old district with several."""
    if conversion.unit.level == "district" and len(conversion.new) > 1:
        return conversion.unit
    return frozenset(conversion.codes)


def _faint(words: list[Token], best: Scored) -> bool:
    """Tells whether the words may well be no place: a bare name, and other words around it."""
    own = best.own
    if own.unit.level == "province" and not own.edits:
        return False
    many = len(unexplained(words, best.covered())) >= MANY_WORDS
    if best.beside:
        return best.bare and own.edits > 0 and many
    names = words[own.name : own.end]
    everyday = all(word.folded in STOP for word in names)
    if not best.bare:
        return many and (own.edits > 0 or (everyday and len(names) == 1))
    return many or everyday or own.edits > 0


def _surely_meant(words: list[Token], ranked: list[Scored]) -> bool:
    """A name with one slip is sure beside another name, if the words name nothing exactly."""
    best = ranked[0]
    own = best.own
    if not best.beside or any(mention.edits > 1 for mention in (own, *best.beside)):
        return False
    if not own.edits:
        return True
    if any(r.own.edits == 0 and r.own.name == own.name and r.own.end == own.end for r in ranked):
        return False
    letters = sum(len(word.key) for word in words[own.name : own.end])
    return letters >= (4 if own.said or len(best.beside) > 1 else 7)
