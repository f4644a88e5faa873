"""From understanding and state to what the citizen wants: pure, and decided in one place.

Three bands: an answer; a question back (`clarify`) where the words leave it open; an honest
"chưa rõ". Thresholds were set on the development half of the evaluation messages
(`benchmarks/README.md`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from actions.choices import chosen_option, offered_walk, walk_command
from actions.diagnosis import answered_option
from actions.dossier_words import (
    asks_about_dossier,
    goes_on_about_dossier,
    only_late,
    stops_watching,
)
from actions.message import NONE, OTHER, Message
from actions.place_words import asks_about_place
from actions.spelling import as_spelled, unnamed
from actions.state import ANY, State
from bot.knowledge import links
from bot.knowledge.ambiguities import Ambiguity
from bot.knowledge.links import Link
from bot.knowledge.loader import Knowledge
from bot.replies.emergencies import help_in_emergency
from bot.text import ACCOUNT

Kind = Literal[
    "procedure",
    "guide",
    "clarify",
    "link",
    "registry",
    "pay",
    "account",
    "dossier",
    "dossier_link",
    "option",
    "walk",
    "place",
    "place_link",
    "people",
    "smalltalk",
    "out_of_scope",
    "not_known",
    "secret",
    "photo",
    "back",
]

TOPIC_SURE = 0.30
PROCEDURE_SURE = 0.25
PROCEDURE_POSSIBLE = 0.12
NONE_SURE = 0.75
# How likely "out of scope" must be beside "procedure", and how faint a name, to be believed.
OUTSIDE = 0.1
NAMED = 0.6
# How surely a procedure must be none of the project's own to be looked for among all others.
OTHER_SURE = 0.5
MARGIN = 0.6
EMERGENCY_UNLESS = 0.85
ELSEWHERE = 0.02
ELSEWHERE_SHORT = 0.15
_SHORT_WORDS = 4

_PREFIXES = ("account_", "dossier_", "payment_", "safety_")
_CORRECTION = re.compile(
    r"^(khong|ko|nham|a khong|o khong|y (em|minh|toi|tui|con)|khong phai)\b.*\S{3}"
)
_GOES_ON = re.compile(r"^(the|vay|con|roi|nhung|thi|a|o|uh|u|ma|neu)\b")
_ASKS = re.compile(r"\b(gi|nao|dau|sao|may|bao|nhieu|duoc khong|dc ko|the nao)\b")
# Topic asked in few words while a procedure is spoken about: it is that procedure's facet.
FACET_OF_TOPIC = {
    "dossier_submit": "online",
    "payment_exempt": "fee",
    "payment_how": "fee",
    "place_find": "where",
    "dossier_result": "result",
    "dossier_late": "time",
}
_ELLIPTICAL_WORDS = 6
_PLACE_WORDS = 4
# In so few words a procedure that is named only faintly is the one spoken of.
_FEW_WORDS = 9
# Topics that a few words about the procedure spoken of are easily taken for.
_CODE = re.compile(r"\b(?:qr|quet ma|ma quet)\b")
_TRANSFERS = re.compile(r"\bchuyen (?:tien|khoan)\b")
_NAMES_ONE = ("procedure_overview", "procedure_fee")
_EMPTY = ("out_of_scope", "smalltalk_help", "smalltalk_bot")
FACET_POSSIBLE = 0.03
# What few words after an answer say so faintly is taken for a question about that answer.
FAINT = 0.55


@dataclass(frozen=True)
class Interpretation:
    """What the citizen wants.

    Attributes:
        kind: The capability that answers.
        topic: Topic of the contract.
        procedure: Code of the procedure meant.
        facet: Its facet.
        case: Index of its variant that was asked for.
        candidates: Codes or topics to offer, best first (`clarify`).
        ambiguity: Id of the known open way of speaking (`clarify`).
        link: The payload (`link`).
        option: Index of the answer to the open question (`option`).
        command: What to do with the walk (`walk`): next, back, stuck, stop, again, resume,
            unclear.
        confidence: 0 to 1.
    """

    kind: Kind
    topic: str = ""
    procedure: str | None = None
    facet: str | None = None
    case: int | None = None
    candidates: list[str] = field(default_factory=list)
    ambiguity: str | None = None
    link: Link | None = None
    option: int = 0
    command: str = ""
    confidence: float = 1.0


def interpret(
    message: Message, state: State, knowledge: Knowledge, ambiguities: dict[str, Ambiguity]
) -> Interpretation:
    """Decides what `message` asks for, given what was said before."""
    if message.photo:
        return Interpretation("photo", "payment.check_qr")
    if message.intent == "secret":
        return Interpretation("secret", "safety.scam")
    link = links.parse(message.text)
    if link:
        return _of_link(link)
    chosen = chosen_option(message, state)
    if chosen is not None:
        picked = links.parse(state.options[chosen][1])
        if picked:
            return _of_link(picked)
    told = answered_option(message, state, knowledge)
    if told is not None:
        return Interpretation("option", option=told)
    if message.intent == "walk_back" and not state.walk and len(state.history) > 1:
        return Interpretation("back")
    begun = offered_walk(message, state, knowledge)
    if begun:
        return _of_link(begun)
    if stops_watching(message):
        return _of_link(Link("d", "stop"))
    command = walk_command(message, state)
    if command:
        return Interpretation("walk", state.topic or "", command=command)
    if _in_danger(message):
        return Interpretation("people", "human", confidence=1.0)
    if asks_about_place(message, state) and not _of_procedure(message, state):
        return Interpretation("place", "place.find", confidence=message.confidence)
    if ACCOUNT[:-1] + "-" in message.text and _asks_of_account(message):
        return Interpretation("account", "payment.check_qr", confidence=message.confidence)
    if _pays_by_code(message) or _goes_on_paying(message, state):
        asked = state.paying if state.paying != ANY else None
        code = _named_code(message) or asked or state.procedure
        return Interpretation("pay", "payment.qr", code, confidence=message.confidence)
    if asks_about_dossier(message) or goes_on_about_dossier(message, state):
        return _of_dossier(message, state)
    if message.intent.startswith("procedure_"):
        return _procedure(message, state, knowledge, ambiguities)
    return _of_topic(message.intent, message, state, knowledge)


def _in_danger(message: Message) -> bool:
    """Words of danger, unless they only tell why a procedure is needed or what a swindler says."""
    named = max((p for code, p in message.procedures if code[0].isdigit()), default=0.0)
    if message.intent.startswith("safety_") or named > EMERGENCY_UNLESS:
        return False
    return help_in_emergency(message.text, acute=True) is not None


def _named_code(message: Message) -> str | None:
    """The procedure that the message names for sure."""
    return next((c for c, p in message.procedures if c[0].isdigit() and p > PROCEDURE_SURE), None)


def _pays_by_code(message: Message) -> bool:
    """Pays by scanning; "how to pay" that speaks of a code is the same."""
    how = message.intent == "payment_how" and _CODE.search(message.folded) is not None
    return how or message.intent == "payment_qr"


def _goes_on_paying(message: Message, state: State) -> bool:
    """The dossier's code that was asked for, or the procedure whose fee is to be paid."""
    if state.paying == ANY:
        few = len(message.words) <= _FEW_WORDS
        return few and _named_code(message) is not None and message.intent in _NAMES_ONE
    return bool(state.paying and message.entities.get("dossier"))


def _asks_of_account(message: Message) -> bool:
    """Whether an account number that was typed is to be checked, not only mentioned."""
    about = message.intent.startswith(("payment_", "safety_")) or len(message.words) <= _FEW_WORDS
    return about or _TRANSFERS.search(message.folded) is not None


def _of_procedure(message: Message, state: State) -> bool:
    """Asks "where" in a few words after a procedure: its own place, not any office's."""
    few = len(message.words) <= _PLACE_WORDS and not message.entities.get("place")
    return bool(state.procedure) and few and message.intent == "place_find"


def _of_dossier(message: Message, state: State) -> Interpretation:
    named = None if only_late(message) else _named_code(message)
    code = named or state.procedure
    topic = "dossier.status"
    if message.intent.startswith("dossier_"):
        topic = message.intent.replace("_", ".", 1)
    elif message.intent == "procedure_time" and not message.entities.get("dossier"):
        return Interpretation("dossier", "procedure", code, "time", confidence=message.confidence)
    return Interpretation("dossier", topic, code, confidence=message.confidence)


def _of_link(link: Link) -> Interpretation:
    if link.kind == "u":
        return Interpretation("place_link", "place.find", link=link)
    if link.kind == "d":
        return Interpretation("dossier_link", "dossier.status", link=link)
    if link.kind == "o":
        return Interpretation("option", option=int(link.target) if link.target.isdigit() else -1)
    if link.kind == "w":
        return Interpretation("walk", command=link.target)
    return Interpretation("link", link=link)


def _procedure(
    message: Message, state: State, knowledge: Knowledge, ambiguities: dict[str, Ambiguity]
) -> Interpretation:
    facet = message.intent.removeprefix("procedure_")
    message = unnamed(as_spelled(message, knowledge))
    best, sure = message.procedures[0] if message.procedures else (NONE, 1.0)
    named = message.named
    if best == OTHER and sure > OTHER_SURE:
        return Interpretation("not_known", facet=facet, confidence=sure)
    if not state.procedure and _outside(message):
        sure = dict(message.topics)["out_of_scope"]
        return Interpretation("out_of_scope", "out_of_scope", confidence=sure)
    if state.facet and _keeps_facet(message, state, facet):
        facet = state.facet
    if not named or named[0][1] < PROCEDURE_POSSIBLE or (best == NONE and sure > NONE_SURE):
        if state.procedure and _goes_on(message, facet, sure):
            return _found(state.procedure, facet, message.confidence, knowledge)
        elsewhere = _elsewhere(message)
        if elsewhere:
            return _of_topic(elsewhere, message, state, knowledge)
        if not named or sure > NONE_SURE:
            return Interpretation("clarify", "clarify", facet=facet, confidence=sure)
    if state.procedure and named[0][1] < FAINT and len(message.words) <= _FEW_WORDS:
        return _found(state.procedure, facet, message.confidence, knowledge)
    return _named(named, facet, message, state, knowledge, ambiguities)


def _outside(message: Message) -> bool:
    """Whether it may as well be out of scope, and names no procedure well enough."""
    if _only_lacks_the_name(message):
        return False
    topics = dict(message.topics)
    outside, mass = topics.get("out_of_scope", 0.0), topics.get("procedure", 0.0)
    named = max((p for code, p in message.procedures if code[0].isdigit()), default=0.0)
    return outside > OUTSIDE * mass and named < NAMED


def _goes_on(message: Message, facet: str, unnamed: float) -> bool:
    """Whether a question without a name is about the procedure spoken of.

    A wish of many words ("chồng tôi mới mất thì phải làm gì") is a new one.
    """
    few = len(message.words) <= _ELLIPTICAL_WORDS
    asks = facet != "overview" or _GOES_ON.match(message.folded) is not None
    return few or (unnamed > NONE_SURE and asks)


def _keeps_facet(message: Message, state: State, facet: str) -> bool:
    """Names another procedure and asks nothing new: a correction, or the answer to "which one"."""
    if state.topic == "clarify":
        return facet == "overview"
    return bool(_CORRECTION.match(message.folded)) and not _ASKS.search(message.folded)


def _asked_of(message: Message) -> str | None:
    """The facet that the message asks for, should it be about a procedure."""
    for name, p in message.intents:
        if name.startswith("procedure_") and p > FACET_POSSIBLE:
            return name.removeprefix("procedure_")
    return None


def _elsewhere(message: Message) -> str | None:
    """The topic that a message is about which sounds like a procedure's but names none."""
    least = ELSEWHERE_SHORT if len(message.words) <= _SHORT_WORDS else ELSEWHERE
    none = ["procedure", "out_of_scope"] if _only_lacks_the_name(message) else ["procedure"]
    return next(
        (
            name
            for name, p in message.topics
            if p > least and name not in none and not name.startswith("smalltalk_")
        ),
        None,
    )


def _only_lacks_the_name(message: Message) -> bool:
    """Whether it asks a facet in so few words that the name is all that is missing: "phí sao"."""
    return len(message.words) <= _SHORT_WORDS and message.intent != "procedure_overview"


def _named(
    named: list[tuple[str, float]],
    facet: str,
    message: Message,
    state: State,
    knowledge: Knowledge,
    ambiguities: dict[str, Ambiguity],
) -> Interpretation:
    code, sure = named[0]
    open_ways = [c for c, p in named if c.startswith("?") and p > sure * MARGIN]
    if code.startswith("?") or (sure < PROCEDURE_SURE and open_ways):
        ambiguity = ambiguities[open_ways[0][1:]]
        codes = [choice.procedure for choice in ambiguity.choices]
        if (
            state.procedure in codes
            and len(message.words) <= _ELLIPTICAL_WORDS
            and facet != "overview"
        ):
            return _found(state.procedure, facet, sure, knowledge)
        return Interpretation(
            "clarify",
            "clarify",
            facet=facet,
            candidates=codes,
            ambiguity=ambiguity.id,
            confidence=sure,
        )
    rivals = [c for c, p in named[1:] if p > sure * MARGIN and not c.startswith("?")]
    if sure < PROCEDURE_SURE and (rivals or sure < PROCEDURE_POSSIBLE):
        codes = [c for c, p in named if p >= sure * 0.3 and not c.startswith("?")][:4]
        if sure < PROCEDURE_POSSIBLE and len(codes) < 2:
            return Interpretation("not_known", confidence=sure)
        return Interpretation("clarify", "clarify", facet=facet, candidates=codes, confidence=sure)
    return _found(code, facet, sure, knowledge)


def _found(code: str, facet: str, confidence: float, knowledge: Knowledge) -> Interpretation:
    return Interpretation(
        "procedure", topic_of(code, knowledge), procedure=code, facet=facet, confidence=confidence
    )


def topic_of(code: str, knowledge: Knowledge) -> str:
    """`procedure`, or the account topic that goes before it (answer contract)."""
    for guide in knowledge.guides.values():
        if guide.procedure == code and guide.topic.startswith("account."):
            return guide.topic
    return "procedure"


def _of_topic(intent: str, message: Message, state: State, knowledge: Knowledge) -> Interpretation:
    if intent.startswith(_PREFIXES):
        return _guide(intent, message, state, knowledge)
    return _other(intent, message, state)


def _guide(intent: str, message: Message, state: State, knowledge: Knowledge) -> Interpretation:
    facet = FACET_OF_TOPIC.get(intent)
    if facet and state.procedure and len(message.words) <= _ELLIPTICAL_WORDS and state.topic:
        return Interpretation(
            "procedure", "procedure", state.procedure, facet, confidence=message.confidence
        )
    asked = _asked_of(message)
    few = len(message.words) <= _ELLIPTICAL_WORDS
    if state.procedure and asked and few and message.confidence < FAINT:
        return _found(state.procedure, asked, message.confidence, knowledge)
    topic = intent.replace("_", ".", 1)
    if message.confidence < TOPIC_SURE:
        topics = [
            name.replace("_", ".", 1)
            for name, p in message.intents
            if name.startswith(_PREFIXES) and p > message.confidence * MARGIN
        ]
        if len(topics) > 1 and message.confidence < TOPIC_SURE / 2:
            return Interpretation(
                "clarify", "clarify", candidates=topics[:4], confidence=message.confidence
            )
    return Interpretation("guide", topic, confidence=message.confidence)


def _other(intent: str, message: Message, state: State) -> Interpretation:
    sure = message.confidence
    asked = _asked_of(message)
    if intent in _EMPTY and state.procedure and asked and len(message.words) <= _ELLIPTICAL_WORDS:
        return Interpretation("procedure", "procedure", state.procedure, asked, confidence=sure)
    if intent == "place_find":
        return Interpretation("procedure", "procedure", state.procedure, "where", confidence=sure)
    if intent in ("human", "feedback"):
        return Interpretation("people", intent, confidence=sure)
    if intent.startswith("smalltalk_"):
        return Interpretation("smalltalk", intent.replace("_", "."), confidence=sure)
    if intent == "out_of_scope":
        return Interpretation("out_of_scope", "out_of_scope", confidence=sure)
    return Interpretation("clarify", "clarify", confidence=sure)
