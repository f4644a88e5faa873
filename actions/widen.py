"""Looks among all procedures of the country where the project's own do not fit."""

from __future__ import annotations

from dataclasses import replace

from actions.interpretation import NONE_SURE, Interpretation, topic_of
from actions.message import NONE, OTHER, Message
from bot.knowledge.loader import Knowledge
from bot.registry.catalog import Catalog
from bot.registry.search import Hit

# Below this the linker's word is not taken without looking further.
LINK_SURE = 0.9999
# From here on the search must be surer to find another than the project's own.
LINK_LIKELY = 0.95
FOUND = 0.3
FOUND_SURE = 0.9
# How little the search must think of the linker's procedure beside its own best.
UNLIKELY = 0.1
POSSIBLE = 0.12
# How likely all that are offered must be together.
NEAR = 0.65
# How much of a message's topic must speak for a procedure before "out of scope" is doubted.
PROCEDURE_MASS = 0.15
TOPIC_SURE = 0.5
# How sure the search must be of one procedure, and how like it a message, to be believed against
# "out of scope": so are 0.6 % of what is out of scope and half of what asks for a procedure.
AGAINST, ALIKE = 0.95, 0.6
# The same against a guide: so are 4 of 2,500 questions for guides, and half of what asks for a
# procedure of the registry.
AGAINST_GUIDE = 0.9
# How surely a message must name nothing for the search to be believed only when it is sure.
UNNAMED = 0.95
# How faintly the linker may name a procedure that the search is sure of, too.
FAINTLY = 0.1
# How much the search's word counts beside the linker's, between the project's own.
SEARCHED = 0.7
_DOUBTED = ("out_of_scope", "people", "smalltalk")
_OFFERED = 4
_LOOKED_AT = 8
_FEWEST_WORDS = 3
_FEW_WORDS = 6


def widen(
    meaning: Interpretation, message: Message, knowledge: Knowledge, catalog: Catalog | None
) -> Interpretation:
    """The same meaning, or a procedure (or several to ask about) that the search found.

    Args:
        meaning: What was made of the message with the project's own procedures.
        message: The message.
        knowledge: The project's own procedures.
        catalog: The search over everything; None before start-up is done.
    """
    if catalog is None or len(message.words) < _FEWEST_WORDS:
        return meaning
    away = _turns_away(meaning, message)
    if not away and not _open(meaning, message):
        return meaning
    hits = catalog.find(message.text, _LOOKED_AT)
    if away:
        sure = hits and hits[0].score >= TOPIC_SURE
        agreed = sure and away in (OTHER, hits[0].code)
        return _new(meaning, hits[0], meaning.facet, knowledge) if agreed else meaning
    if meaning.kind == "procedure" or meaning.ambiguity:
        return _rival(meaning, message, hits, knowledge)
    return _found(meaning, message, hits[:_OFFERED], knowledge)


def _turns_away(meaning: Interpretation, message: Message) -> str | None:
    """What a message may turn to, away from the procedure spoken of: a code, or `OTHER`.

    The linker names it faintly, or says that it is none of the project's own.
    """
    spoken_of = meaning.kind == "procedure" and message.named[:1] != [
        (meaning.procedure, meaning.confidence)
    ]
    if not spoken_of:
        return None
    if dict(message.procedures).get(OTHER, 0.0) > TOPIC_SURE:
        return OTHER
    code, sure = message.named[0] if message.named else ("", 0.0)
    turns = len(message.words) > _FEW_WORDS and code != meaning.procedure and sure > FAINTLY
    return code if turns and code[0].isdigit() else None


def _open(meaning: Interpretation, message: Message) -> bool:
    """Whether a procedure is asked for and none of the project's own surely is it."""
    if meaning.kind == "procedure":
        # Otherwise it is the procedure spoken of before, which needs no search.
        named = message.named[:1] == [(meaning.procedure, meaning.confidence)]
        return named and meaning.confidence < LINK_SURE
    best, sure = message.procedures[0] if message.procedures else (NONE, 1.0)
    if best == NONE and sure > NONE_SURE and len(message.words) <= _FEW_WORDS:
        return False  # "nộp ở đâu": nothing to look for
    if meaning.kind in ("clarify", "not_known"):
        asks = message.intent.startswith("procedure_")
        return asks and not (meaning.ambiguity and meaning.confidence > LINK_SURE)
    if meaning.kind == "guide":
        return len(message.words) >= _FEW_WORDS
    return meaning.kind == "out_of_scope" or _doubtful(meaning, message)


def _doubtful(meaning: Interpretation, message: Message) -> bool:
    """Whether a topic that needs no procedure is not much likelier than one."""
    mass = dict(message.topics).get("procedure", 0.0)
    doubtful = meaning.confidence < min(TOPIC_SURE, 2 * mass)
    return meaning.kind in _DOUBTED and mass > PROCEDURE_MASS and doubtful


def _rival(
    meaning: Interpretation, message: Message, hits: list[Hit], knowledge: Knowledge
) -> Interpretation:
    """Another procedure, if the search is sure of it and thinks next to nothing of the linker's.

    Between the project's own, linker and search decide together.
    """
    if not hits:
        return meaning
    best = hits[0]
    if not best.own:
        meant = [code for code in (meaning.procedure, *meaning.candidates) if code]
        known = max((_score(hits, code) for code in meant), default=0.0)
        least = FOUND if meaning.confidence < LINK_LIKELY else FOUND_SURE
        sure = best.score >= least and known < UNLIKELY * best.score
        return _told(meaning, best) if sure else meaning
    if meaning.kind != "procedure":
        return meaning
    linked = {code: p for code, p in message.procedures if code[0].isdigit()}
    own = sorted({*linked, *(hit.code for hit in hits if hit.own)})
    code = max(own, key=lambda code: linked.get(code, 0.0) + SEARCHED * _score(hits, code))
    return replace(meaning, procedure=code, topic=topic_of(code, knowledge))


def _score(hits: list[Hit], code: str) -> float:
    """What the search thinks of `code`."""
    found = (hit.score for hit in hits if code in (hit.code, *hit.same, *hit.replaces))
    return max(found, default=0.0)


def _found(
    meaning: Interpretation, message: Message, hits: list[Hit], knowledge: Knowledge
) -> Interpretation:
    facet = meaning.facet or _facet(message)
    if meaning.kind == "guide":
        like = [hit for hit in hits[:1] if hit.score >= AGAINST_GUIDE and hit.alike >= ALIKE]
        return (
            _told(replace(meaning, facet=facet), like[0]) if like and not like[0].own else meaning
        )
    if meaning.kind == "out_of_scope" and not _doubtful(meaning, message):
        sure = hits and hits[0].score >= AGAINST and hits[0].alike >= ALIKE
        return _new(meaning, hits[0], facet, knowledge) if sure else meaning
    meaning = replace(meaning, facet=facet)
    unnamed = dict(message.procedures).get(NONE, 0.0) > UNNAMED
    least = TOPIC_SURE if meaning.kind in _DOUBTED or unnamed else FOUND
    if hits and hits[0].score >= least:
        return _new(meaning, hits[0], facet, knowledge)
    near = [hit for hit in hits if hit.score >= POSSIBLE]
    likely = [hit.code for hit in near] if sum(hit.score for hit in near) > NEAR else []
    if meaning.kind in _DOUBTED or meaning.candidates or len(likely) < 2:
        return meaning
    return Interpretation(
        "registry", "clarify", facet=facet, candidates=likely, confidence=hits[0].score
    )


def _new(
    meaning: Interpretation, hit: Hit, facet: str | None, knowledge: Knowledge
) -> Interpretation:
    if not hit.own:
        return _told(meaning, hit)
    topic = topic_of(hit.code, knowledge)
    return Interpretation("procedure", topic, hit.code, facet, confidence=hit.score)


def _told(meaning: Interpretation, hit: Hit) -> Interpretation:
    facet = meaning.facet or "overview"
    return Interpretation("registry", "procedure", hit.code, facet, confidence=hit.score)


def _facet(message: Message) -> str:
    asked = (name for name, _ in message.intents if name.startswith("procedure_"))
    return next(asked, "procedure_overview").removeprefix("procedure_")
