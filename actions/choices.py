"""Words that pick an option of the last question, or move along a walk."""

from __future__ import annotations

import re

from actions.diagnosis import NEGATIONS
from actions.message import Message
from actions.state import State
from bot.knowledge import links
from bot.knowledge.links import Link
from bot.knowledge.loader import Knowledge
from bot.text import fold

WALK_POSSIBLE = 0.03
_WALKING_WORDS = 3
_WALK_WORDS = 5
# How sure it must be that another procedure is named than the one spoken of.
_NAMED = 0.5
# "cho tôi nộp phí" picks "Nộp phí"; "quét mã qr nộp phí" asks for something else.
_WORDS_BESIDE = 2
_WALK = ("walk_next", "walk_back", "walk_stuck", "walk_stop", "walk_again", "affirm", "deny")


def chosen_option(message: Message, state: State) -> int | None:
    """Index of the option that the words pick, if a question with options is open."""
    words = message.folded.strip(" .!?,")
    if not words or not state.options:
        return None
    if words.isdigit() and 1 <= int(words) <= len(state.options):
        return int(words) - 1
    # Words for the ways on ("tiếp", "gặp cán bộ") are understood without the list.
    titles = [
        "" if payload.startswith(("w_", "m_")) else fold(title) for title, payload in state.options
    ]
    exact = [i for i, title in enumerate(titles) if words == title]
    if exact:
        return exact[0]
    if len(message.words) <= 5 and message.intent not in ("walk_back", "walk_stuck", "walk_stop"):
        if message.intent == "deny" and "khong" in titles:
            return titles.index("khong")
        starts = [i for i, t in enumerate(titles) if re.search(rf"\b{re.escape(words)}\b", t)]
        starts += [i for i, t in enumerate(titles) if t and _said_in_few_words(t, words)]
        if len(set(starts)) == 1 and len(words) > 2:
            return starts[0]
    return None


def _said_in_few_words(title: str, words: str) -> bool:
    """Whether the words say an option's title, or its part before a comma, and little else."""
    for part in {title, title.partition(",")[0]}:
        found = re.search(rf"\b{re.escape(part)}\b", words)
        if found:
            beside = (words[: found.start()] + words[found.end() :]).split()
            return len(beside) <= _WORDS_BESIDE and not NEGATIONS & set(beside)
    return False


def offered_walk(message: Message, state: State, knowledge: Knowledge) -> Link | None:
    """The walk that "từng bước" or "tiếp" begins: the one offered, or that of the procedure."""
    stepwise = "tung buoc" in message.folded
    onward = message.folded.startswith("tiep") and not state.walk
    if state.walking or len(message.words) > _WALK_WORDS or not (stepwise or onward):
        return None
    for _, payload in state.options:
        link = links.parse(payload)
        if link and link.kind in ("p", "g") and "w" in link.parts:
            return link
    procedure = knowledge.procedures.get(state.procedure or "")
    other = any(code != state.procedure and sure > _NAMED for code, sure in message.named)
    if procedure is None or other:
        return None
    way = "counter" if procedure.steps.counter else "online"
    return Link("p", procedure.code, {"w": way}) if getattr(procedure.steps, way) else None


def walk_command(message: Message, state: State) -> str | None:
    """What to do with the walk: next, back, stuck, stop, again, resume; None: it is not meant."""
    intent = message.intent
    if state.walking and len(message.words) <= _WALKING_WORDS:
        # "chả được": in the middle of a walk a few words most likely belong to it.
        intent = next((n for n, p in message.intents if n in _WALK and p > WALK_POSSIBLE), intent)
    if intent == "walk_stop" and not state.walk and len(message.words) <= _WALKING_WORDS:
        return "stop"
    if intent not in _WALK:
        return None
    if state.walk and (state.walking or intent != "affirm"):
        if intent in ("walk_next", "affirm"):
            return "next" if state.walking else "resume"
        if intent == "deny":
            return "stuck"
        return intent.removeprefix("walk_")
    return None
