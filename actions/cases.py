"""Special cases: the one that a message tells, and "nếu … thì sao" about what is spoken of."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import yaml

from actions.interpretation import Interpretation, topic_of
from actions.message import Message
from actions.state import State
from bot.knowledge.cases import Cases, Near
from bot.knowledge.current import data_folder
from bot.knowledge.loader import Knowledge
from bot.knowledge.models import Procedure
from bot.registry.catalog import Catalog

# How near a case must be to answer the facet asked for, beside another one, in "nếu … thì sao".
_NEAR, _NEAR_BESIDE, _NEAR_IF = 0.3, 0.45, 0.4
# How much of the case's question a message must say, and how much of the message must be in it;
# "nếu … thì sao" says little, and nearly all of it must be in the question.
_OF_CASE, _OF_MESSAGE, _OF_IF = 0.4, 0.2, 0.7
# These ask in general, and take an answer about any facet.
_OPEN = ("overview", "conditions", "steps")
_IF = re.compile(
    r"^(?:(?:the|vay|con|ma|nhung|roi|a|da|u) )*(?:neu|lo|truong hop|gia su)\b"
    r"|\b(?:thi|the) (?:sao|the nao|lam sao|nhu nao|ra sao)\b"
)
_IF_WORDS = 10
# How likely the search must find a procedure from what is said and what is spoken of together,
# and how likely from the words alone (and how like them), to be taken for a new subject.
_TOGETHER, _ALONE, _ALIKE = 0.35, 0.5, 0.55
# From here on a case is told whatever else the words may name.
_PLAIN = 0.6
_SURE, _FAINT = 0.9, 0.8
_LOOKED_AT = 4

_known: dict[str, tuple[Procedure, Cases]] = {}


def case_told(
    procedure: Procedure, facet: str, message: Message, knowledge: Knowledge
) -> int | None:
    """Index of the variant that answers the message, asked about `facet`; None: none for sure."""
    found = _nearest(procedure, message, knowledge)
    if found is None or found.of_case < _OF_CASE or found.of_message < _OF_MESSAGE:
        return None
    fits = facet in (procedure.variants[found.case].facet, *_OPEN)
    return found.case if found.cosine >= (_NEAR if fits else _NEAR_BESIDE) else None


def another_case(
    meaning: Interpretation,
    message: Message,
    state: State,
    knowledge: Knowledge,
    catalog: Catalog | None,
) -> Interpretation | None:
    """What a few words ask of the procedure spoken of; None: they ask something else.

    "Nếu … thì sao" most of all. Either a case that the procedure's file answers, or the
    procedure for that case: after "khai sinh", "nếu bố là người Úc" is khai sinh có yếu tố nước
    ngoài.
    """
    spoken_of = knowledge.procedure(state.procedure)
    few = len(message.words) <= _IF_WORDS
    if spoken_of is None or not few or not _may_be_a_case(meaning):
        return None
    says_if = _IF.search(message.folded) is not None
    found = _nearest(spoken_of, message, knowledge, says_if)
    near = found.cosine if found and _says_enough(found, says_if) else 0.0
    if near < _NEAR_BESIDE and not says_if:
        return None
    if near < _PLAIN and catalog is not None and _new_subject(meaning, message, catalog):
        return None
    if found is not None and near >= _NEAR_IF:
        facet = spoken_of.variants[found.case].facet
        return replace(_of(spoken_of, facet, near, knowledge), case=found.case)
    if catalog is None:
        return None
    hits = catalog.find(f"{message.text} {spoken_of.aliases[0]}", _LOOKED_AT)
    own = next((hit for hit in hits if hit.own and hit.score >= _TOGETHER), None)
    other = knowledge.procedure(own.code) if own else None
    if own is None or other is None:
        return None
    if other.code != spoken_of.code:
        return _of(other, "overview", own.score, knowledge)
    outside = meaning.kind == "out_of_scope"
    return None if outside else _of(other, meaning.facet or "conditions", own.score, knowledge)


def _may_be_a_case(meaning: Interpretation) -> bool:
    """Whether something else is not asked for sure: "phí thì sao", "giá vàng thì sao"."""
    if meaning.kind == "out_of_scope":
        return meaning.confidence < _FAINT
    asked = meaning.facet not in (None, *_OPEN) and meaning.confidence > _FAINT
    return meaning.kind in ("procedure", "clarify", "not_known") and not asked


def _of(procedure: Procedure, facet: str, sure: float, knowledge: Knowledge) -> Interpretation:
    topic = topic_of(procedure.code, knowledge)
    return Interpretation("procedure", topic, procedure.code, facet, confidence=sure)


def _new_subject(meaning: Interpretation, message: Message, catalog: Catalog) -> bool:
    """Whether the words alone name a procedure: to the linker and to the search."""
    if meaning.procedure is None or meaning.confidence < _SURE:
        return False
    hits = catalog.find(message.text, 1)
    return any(
        hit.code == meaning.procedure and hit.score >= _ALONE and hit.alike >= _ALIKE
        for hit in hits
    )


def _says_enough(found: Near, says_if: bool) -> bool:
    told = found.of_case >= _OF_CASE and found.of_message >= _OF_MESSAGE
    return told or (says_if and found.of_message >= _OF_IF)


def _nearest(
    procedure: Procedure, message: Message, knowledge: Knowledge, says_if: bool = False
) -> Near | None:
    known = _known.get(procedure.code)
    if known is None or known[0] is not procedure:
        asked = knowledge.questions.get(procedure.code)
        general = [text for texts in asked.asked.values() for text in texts] if asked else []
        known = _known[procedure.code] = procedure, Cases(procedure, general, _bare())
    readings = (message.text, message.meant)
    if says_if:
        readings = (_IF.sub(" ", message.folded), _IF.sub(" ", message.meant))
    found = known[1].find(*readings)
    if found is None or not procedure.variants[found.case].holds_on(message.day):
        return None
    return found


@cache
def _bare() -> tuple[str, ...]:
    """Questions that could be about any procedure, from the phrasings."""
    path = data_folder() / "phrasings" / "facets.yml"
    phrasings: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(text.replace("{x}", " ") for texts in phrasings.values() for text in texts)
