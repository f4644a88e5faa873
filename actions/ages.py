"""An age that is told decides between procedures that are for certain ages only."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.message import Message
from bot.knowledge.loader import Knowledge

_ONES = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_ONE = "|".join((*_ONES, "lam", "tu"))
_SPELLED = rf"(?:(?:{_ONE}) )?muoi(?: (?:{_ONE}))?|{_ONE}"
# "dưới 14 tuổi", "từ 14 tuổi trở lên" are no age of anybody.
_BOUND = r"(?<!duoi )(?<!tren )(?<!tu )(?<!chua )(?<!chua du )(?<!hon )(?<!qua )"
_AGE = re.compile(
    rf"\b{_BOUND}(?:(?P<digits>\d{{1,3}})\s?t(?:uoi)?|(?P<words>{_SPELLED}) tuoi)\b(?! tro)"
)


def ages_told(folded: str) -> set[int]:
    """The ages in years that a folded text tells: "con em 8t", "bà bảy mươi lăm tuổi"."""
    return {
        int(match["digits"]) if match["digits"] else _number(match["words"])
        for match in _AGE.finditer(folded)
    }


def of_age(message: Message, knowledge: Knowledge) -> Message:
    """The message with a look-alike in place of the likeliest procedure, if the age says so."""
    named = message.named[:1]
    procedure = knowledge.procedure(named[0][0]) if named else None
    if procedure is None or procedure.ages is None:
        return message
    told = ages_told(message.folded)
    if not told or any(map(procedure.ages.holds, told)):
        return message
    alike = (knowledge.procedure(code) for code in procedure.look_alikes)
    right = [p.code for p in alike if p and p.ages and all(map(p.ages.holds, told))]
    if len(right) != 1:
        return message
    swap = {procedure.code: right[0], right[0]: procedure.code}
    swapped = [(swap.get(code, code), p) for code, p in message.procedures]
    return replace(message, procedures=swapped)


def _number(words: str) -> int:
    tens, ten, ones = words.rpartition("muoi") if "muoi" in words else ("", "", words)
    digits = {word: i for i, word in enumerate(_ONES, 1)} | {"lam": 5, "tu": 4, "": 0}
    return (digits[tens.strip()] or 1) * 10 * bool(ten) + digits[ones.strip()]
