"""Answers about procedures, and questions back where the words leave open which one."""

from __future__ import annotations

import re

from actions.base import MotCuaAction, Turn, capability
from actions.cases import case_told
from actions.registry import told
from bot.knowledge import links
from bot.knowledge.current import ambiguities
from bot.knowledge.models import Procedure
from bot.places.current import places
from bot.registry.catalog import catalog
from bot.replies.model import BUTTON_TITLE_LIMIT, Button, Reply
from bot.replies.places import office_line
from bot.replies.procedures import FACET_BUTTONS, procedure_reply, question_reply, variant_reply
from bot.replies.wording import elliptical_reply, not_known_reply

_CODE = re.compile(r"\b\d\.\d{6}\b")


class ActionProcedure(MotCuaAction):
    """A facet of a procedure."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_procedure"


class ActionNotUnderstood(MotCuaAction):
    """What no rule fits. Never reverts the message: Rasa would replay the whole session."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_not_understood"


@capability("procedure")
def answer_procedure(turn: Turn) -> Reply:
    """Answers the facet asked for; papers that depend on the case are asked about first."""
    meaning, state = turn.meaning, turn.state
    procedure = turn.knowledge.procedure(meaning.procedure)
    if procedure is None:
        facet = meaning.facet or "overview"
        return told(catalog(), meaning.procedure or "", facet, meaning.confidence)
    if procedure.code != state.procedure:
        state.answers = {}
    state.walking = False
    reply = _case_or_facet(turn, procedure, meaning.facet or "overview")
    if reply.facet == "where":
        _add_office(turn, reply)
    reply.confidence = meaning.confidence
    offer_further(turn, procedure, reply)
    _offer_listed(turn, procedure, reply)
    return reply


def _case_or_facet(turn: Turn, procedure: Procedure, facet: str) -> Reply:
    """The facet asked for, led by the answer for the citizen's case; that alone if it says all."""
    topic = turn.meaning.topic or "procedure"
    if turn.meaning.case is not None:
        return case_reply(turn, procedure, turn.meaning.case, topic)
    case = case_told(procedure, facet, turn.message, turn.knowledge)
    goes_on = turn.state.procedure == procedure.code
    if case is None or not (facet == "conditions" or (facet == "overview" and goes_on)):
        return facet_reply(turn, procedure, facet, topic, case=case)
    reply = case_reply(turn, procedure, case, topic)
    reply.facet = facet
    return reply


def case_reply(turn: Turn, procedure: Procedure, case: int, topic: str) -> Reply:
    """The answer for a special case; procedures that it sends to are offered first."""
    told = turn.state.procedure == procedure.code
    reply = variant_reply(procedure, case, turn.message.day, topic, told)
    codes = dict.fromkeys(_CODE.findall(procedure.variants[case].answer))
    buttons = [
        Button(_short_name(turn, code), links.procedure(code, "overview"))
        for code in codes
        if code in turn.knowledge.procedures and code != procedure.code
    ]
    reply.offer_first(buttons)
    return reply


def _offer_listed(turn: Turn, procedure: Procedure, reply: Reply) -> None:
    """One thing of a list is answered; the others are offered as the first buttons."""
    codes = [
        ambiguities()[name[1:]].choices[0].procedure if name.startswith("?") else name
        for name in turn.message.listed
    ]
    others = [code for code in dict.fromkeys(codes) if code != procedure.code]
    if others:
        buttons = [Button(_short_name(turn, c), _payload(c, reply.facet)) for c in others]
        reply.add_line("Việc còn lại anh/chị bấm bên dưới.")
        reply.offer_first(buttons)


def _add_office(turn: Turn, reply: Reply) -> None:
    """Names the office of the citizen's commune, once that is known."""
    unit = places(turn.message.day).communes.get(turn.commune)
    if unit is not None:
        reply.add_line(office_line(unit, police="Công an xã" in reply.text))


def offer_further(turn: Turn, procedure: Procedure, reply: Reply) -> None:
    """The first question is answered; the others are offered as the first buttons."""
    asked = [
        Button(FACET_BUTTONS[facet], links.procedure(procedure.code, facet))
        for facet in turn.message.further
        if facet != reply.facet
    ]
    if asked:
        reply.add_line("Anh/chị còn hỏi thêm, bấm bên dưới.")
        reply.offer_first(asked)


def facet_reply(
    turn: Turn,
    procedure: Procedure,
    facet: str,
    topic: str,
    full: bool = False,
    case: int | None = None,
) -> Reply:
    """One facet for this citizen; offers the question that would make the list exact."""
    state = turn.state
    reply = procedure_reply(
        turn.knowledge,
        procedure,
        facet,
        turn.message.day,
        state.answers,
        tuple(state.groups),
        turn.message.way,
        topic,
        told=state.procedure == procedure.code and state.topic == topic,
        full=full,
        case=case,
    )
    found = catalog()
    changed = found.changed_since(procedure.code, procedure.checked) if found else None
    if changed:
        note = f"⚠️ Cổng đã sửa thủ tục này ngày {changed:%d/%m/%Y}, trợ lý chưa đối chiếu lại."
        reply.add_line(note)
    state.asking = None
    if facet == "papers" and not full:
        question = next((q for q in procedure.questions if q.id not in state.answers), None)
        if question:
            state.asking = question.id
            asked = question_reply(procedure, question)
            reply.add_line(question.ask)
            reply.offer_first(asked.buttons)
    if state.walk and not state.walking:
        reply.buttons = [*reply.buttons[:7], Button("Quay lại bước đang làm", "w_resume")]
    return reply


@capability("clarify")
def ask_back(turn: Turn) -> Reply:
    """Offers what may be meant, at most four; nothing to offer: asks which procedure."""
    meaning = turn.meaning
    turn.state.walking = False
    if meaning.ambiguity:
        ambiguity = ambiguities()[meaning.ambiguity]
        text = ambiguity.ask
        pairs = [
            (choice.title, choice.procedure)
            for choice in ambiguity.choices
            if turn.knowledge.procedure(choice.procedure)
        ]
    elif meaning.candidates:
        text = "Ý anh/chị là:"
        pairs = [(_short_name(turn, candidate), candidate) for candidate in meaning.candidates]
    else:
        return elliptical_reply(meaning.facet, meaning.confidence)
    buttons = [Button(title, _payload(target, meaning.facet)) for title, target in pairs]
    return Reply(
        text,
        "clarify",
        [*buttons, Button("Chưa rõ, gặp cán bộ", "m_human")],
        status="clarified",
        facet=meaning.facet,
        candidates=[target for _, target in pairs],
        confidence=meaning.confidence,
    )


def _short_name(turn: Turn, candidate: str) -> str:
    procedure, guide = turn.knowledge.procedure(candidate), turn.knowledge.guides.get(candidate)
    name = procedure.name if procedure else guide.title if guide else candidate
    return (
        name if len(name) <= BUTTON_TITLE_LIMIT else name[: BUTTON_TITLE_LIMIT - 1].rstrip() + "…"
    )


def _payload(target: str, facet: str | None) -> str:
    if target[0].isdigit():
        return links.procedure(target, facet or "overview")
    return links.guide(target)


@capability("not_known")
def say_not_known(turn: Turn) -> Reply:
    """Says honestly that it is not clear what was meant."""
    return not_known_reply(turn.meaning.confidence)
