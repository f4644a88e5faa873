"""Few words that leave open what they are about.

"cấp lại" after an answer, "lệ phí?" after a question back, "ngân hàng MB" in a diagnosis.
"""

from __future__ import annotations

from actions.interpretation import FACET_OF_TOPIC, PROCEDURE_SURE, Interpretation, topic_of
from actions.message import Message
from actions.spelling import is_bare
from actions.state import State
from bot.knowledge import links
from bot.knowledge.current import ambiguities
from bot.knowledge.loader import Knowledge
from bot.registry.catalog import Catalog

_FOUND = 0.3
_LOOKED_AT = 4
_FEW_WORDS = 4
_UNCLEAR_WORDS = 6
_UNCLEAR = 0.8


def of_same_subject(
    meaning: Interpretation,
    message: Message,
    state: State,
    knowledge: Knowledge,
    catalog: Catalog | None,
) -> Interpretation | None:
    """The procedure that does what is wished with the subject spoken of; None: not looked for."""
    spoken_of = knowledge.procedure(state.procedure)
    if catalog is None or spoken_of is None or meaning.kind != "procedure" or not is_bare(message):
        return None
    hits = catalog.find(f"{message.text} {spoken_of.aliases[0]}", _LOOKED_AT)
    own = next((hit for hit in hits if hit.own and hit.score >= _FOUND), None)
    if own is None or own.code == spoken_of.code:
        return None
    topic = topic_of(own.code, knowledge)
    return Interpretation("procedure", topic, own.code, "overview", confidence=own.score)


def still_open(meaning: Interpretation, message: Message, state: State) -> Interpretation | None:
    """The question back once more, about the facet now asked for; None: something else is said."""
    facet = FACET_OF_TOPIC.get(message.intent) if meaning.kind == "guide" else meaning.facet
    named = any(p > PROCEDURE_SURE for _, p in message.named)
    few = len(message.words) <= _FEW_WORDS
    open_ = state.topic == "clarify" and meaning.kind in ("guide", "clarify")
    if not (open_ and few and facet) or named or meaning.candidates:
        return None
    offered = [links.parse(payload) for _, payload in state.options]
    codes = [link.target for link in offered if link is not None and link.kind == "p"]
    if len(codes) < 2:
        return None
    alike = (a.id for a in ambiguities().values() if codes == [c.procedure for c in a.choices])
    ambiguity = next(alike, None)
    return Interpretation("clarify", "clarify", facet=facet, candidates=codes, ambiguity=ambiguity)


def unclear_in_walk(
    meaning: Interpretation, message: Message, state: State
) -> Interpretation | None:
    """The step of a guide once more, where a few words after it say nothing that is understood."""
    guided = state.walking and "topic" in (state.walk or {})
    nothing = meaning.kind in ("out_of_scope", "not_known", "clarify") and not meaning.candidates
    if not (guided and nothing) or meaning.confidence > _UNCLEAR:
        return None
    if len(message.words) > _UNCLEAR_WORDS:
        return None
    return Interpretation("walk", state.topic or "", command="unclear")
