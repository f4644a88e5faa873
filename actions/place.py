"""Places: which commune an old one now is, and where its office is."""

from __future__ import annotations

import re

from actions.base import Turn, capability
from bot.knowledge.models import Commune
from bot.places.convert import Conversion, convert
from bot.places.current import places
from bot.places.find import Found, find
from bot.places.units import Places, Unit
from bot.replies.model import Reply
from bot.replies.places import ask_place_reply, conversion_reply, which_place_reply
from bot.replies.wording import not_known_reply, place_reply

# Words for offices, and "giờ là gì": some are names of places too ("phường Trung Tâm", "La Gi").
_OFFICE = re.compile(
    r"\b(?:(?:gi[oờ]|nay)\s+l[aà]\s+g[iì]|trung\s+t[aâ]m(?:\s+ph[uụ]c\s+v[uụ])?|h[aà]nh\s+ch[ií]nh(?:\s+c[oô]ng)?"
    r"|m[oộ]t\s+c[uử]a|[uủ]y\s+ban(?:\s+nh[aâ]n\s+d[aâ]n)?|ubnd|c[oô]ng\s+an)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(r"^(?P<age>[no])(?P<code>\d{2,5})$")


@capability("place")
def answer_place(turn: Turn) -> Reply:
    """Finds the place that is named, asks where the words leave it open, remembers the commune.

    Without a name: the commune's own address and hours, if it is known and has told them.
    """
    state, known = turn.state, places(turn.message.day)
    text = _OFFICE.sub(" ", turn.message.text)
    found = find(known, text)
    if state.place:
        together = find(known, f"{text} {state.place}")
        if not (found.candidates and _is_another(found, together, find(known, state.place))):
            text, found = f"{text} {state.place}", together
    state.place = None
    if not found.candidates:
        commune = turn.knowledge.communes.get(turn.commune)
        if commune is not None and not found.unknown:
            return place_reply(commune, turn.meaning.confidence)
        settled = known.communes.get(turn.commune)
        if settled is not None and not found.unknown:
            return _told(turn, known, convert(known, settled), [])
        reply = ask_place_reply(found.unknown)
        state.place = ""
    elif found.sure or len(found.candidates) == 1:
        reply = _told(turn, known, found.candidates[0], _same_name(found))
    else:
        reply = which_place_reply(list(found.candidates))
        state.place = text
    reply.confidence = turn.meaning.confidence
    return reply


@capability("place_link")
def open_place(turn: Turn) -> Reply:
    """A button that names one place."""
    link = turn.meaning.link
    assert link is not None  # noqa: S101 (interpret gives one with this kind)
    known = places(turn.message.day)
    called = _CALLED.match(link.target)
    unit = _unit(known, called["code"], called["age"] == "o") if called else None
    turn.state.place = None
    return not_known_reply(1.0) if unit is None else _told(turn, known, convert(known, unit), [])


def _told(turn: Turn, known: Places, found: Conversion, others: list[Conversion]) -> Reply:
    state, settled = turn.state, found.settled
    commune: Commune | None = None
    if settled is not None and settled.level == "commune":
        state.commune = settled.code
        commune = turn.knowledge.communes.get(settled.code)
    elif settled is None:
        state.place = found.unit.full_name if found.change == "district" else None
    return conversion_reply(found, others, commune)


def _is_another(alone: Found, together: Found, before: Found) -> bool:
    """Whether words name a place of their own, which is not in the one spoken of before."""
    if alone.candidates[0].unit.level != "commune":
        return False  # a district or province tells which one is meant
    first = [found.candidates[0].unit for found in (together, before) if found.candidates]
    ignored = len(first) == 2 and first[0] == first[1]
    return ignored or len(together.candidates) > len(alone.candidates)


def _same_name(found: Found) -> list[Conversion]:
    unit = found.candidates[0].unit
    return [other for other in found.others if other.unit.bare == unit.bare]


def _unit(known: Places, code: str, old: bool) -> Unit | None:
    if len(code) == 2:
        return (known.old_provinces if old else known.provinces).get(code)
    if len(code) == 3:
        return known.old_districts.get(code)
    return (known.old_communes if old else known.communes).get(code)
