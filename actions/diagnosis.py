"""Answers to the questions of a diagnosis, in the citizen's own words."""

from __future__ import annotations

import re

from actions.message import Message
from actions.state import State
from bot.knowledge.guides import Guide, GuideStep
from bot.knowledge.loader import Knowledge
from bot.text import fold

# "không trừ tiền" is not "Trừ tiền, chưa ghi nhận".
NEGATIONS = frozenset({"khong", "chua", "chang", "cha", "ko", "hong"})
_BEFORE = 2
_ALONE = 8
_FEW_WORDS = 12


def answered_option(message: Message, state: State, knowledge: Knowledge) -> int | None:
    """The option of the diagnosis under way that the words say; None: they say none, or several."""
    guide = knowledge.guides.get((state.walk or {}).get("topic", ""))
    if not state.walking or guide is None or len(message.words) > _FEW_WORDS:
        return None
    step = next((s for s in guide.steps if s.id == (state.walk or {}).get("step")), None)
    return option_said(message.folded, step) if step is not None else None


def begun_at(message: Message, guide: Guide) -> int | None:
    """The first question's answer, if the message that began the diagnosis gave it already."""
    return option_said(message.folded, guide.steps[0]) if guide.asks else None


def option_said(folded: str, step: GuideStep) -> int | None:
    """The one option of `step` whose everyday words stand in `folded`, not denied."""
    said = [
        index
        for index, option in enumerate(step.options)
        if any(_says(folded, fold(words)) for words in option.also)
    ]
    return said[0] if len(said) == 1 else None


def _says(folded: str, words: str) -> bool:
    if " " not in words and len(folded.split()) > _ALONE:
        return False  # "rồi" answers a question alone, and says little within a sentence
    found = re.search(rf"\b{re.escape(words)}\b", folded)
    if found is None:
        return False
    denied = words.split()[0] not in NEGATIONS and NEGATIONS & set(
        folded[: found.start()].split()[-_BEFORE:]
    )
    return not denied
