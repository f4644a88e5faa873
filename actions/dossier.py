"""A dossier: its code, its status, when it is due."""

from __future__ import annotations

from dataclasses import replace

from actions.base import Turn, answer, capability
from actions.dossier_words import only_late, status_asked, wants_watching
from actions.interpretation import Interpretation
from actions.state import ANY
from bot.dossiers.calendar import calendar
from bot.dossiers.codes import DossierCode, find, parse
from bot.dossiers.lookup import LookupFailedError, configured, look_up
from bot.dossiers.mistakes import diagnose, suspects
from bot.dossiers.received import at_hour, received
from bot.dossiers.statuses import statuses
from bot.knowledge.models import Procedure
from bot.registry.catalog import catalog
from bot.replies.dossiers import (
    due_reply,
    explained_reply,
    mistake_reply,
    status_reply,
    unlisted_reply,
    unwatched_reply,
    watching_reply,
)
from bot.replies.model import Reply
from bot.replies.procedures import holding

WATCHED_DAYS = 60
# "Hồ sơ khai sinh" is so like its procedure, "hồ sơ của tôi tới đâu rồi" is less like any.
_ALIKE = 0.5
# Channels that can tell something later (the page answers only what is asked), and for how many
# hours after the last message.
SEND_LATER = {"telegram": None, "zalo_oa": 48, "zalo_bot": 48}


@capability("dossier")
def answer_dossier(turn: Turn) -> Reply:
    """Status by code, due day by code or by the day of handing in, or what is wrong in a code."""
    typed = next((item.code for item in find(turn.message.text)), None)
    mistyped = None if typed else next(suspects(turn.message.text), None)
    if typed and typed.received > turn.message.day:
        mistyped = str(typed)
    if mistyped:
        return mistake_reply(diagnose(mistyped, turn.message.day))
    asked = None if typed else status_asked(turn.message)
    if asked is not None:
        return explained_reply(asked, statuses(), turn.meaning.topic)
    found = typed or (parse(turn.state.dossier) if turn.state.dossier else None)
    if typed and wants_watching(turn.message) and configured():
        turn.state.dossier = str(typed)
        return _watching(turn, typed)
    due = _due(turn, found)
    reply = _status(turn, typed) if typed and configured() else due
    if reply is not None and due is not None and _runs(reply):
        reply.add_line(due.body)
        reply.data["due"] = due.data["due"]
    if reply is None and found is not None and (typed or only_late(turn.message)):
        reply = _status(turn, found)
    if reply is None:
        return _without_day(turn)
    if typed is not None:
        turn.state.dossier = str(typed)
    if "due" in reply.data and reply.procedure:
        turn.state.speak_of(reply.procedure, "time")
    reply.topic, reply.facet = turn.meaning.topic, turn.meaning.facet
    reply.confidence = turn.meaning.confidence
    turn.state.walking = False
    return reply


def _without_day(turn: Turn) -> Reply:
    """No procedure whose time could be counted: the guide, or the procedure's own answer."""
    meaning = turn.meaning
    if meaning.topic != "procedure":
        turn.meaning = Interpretation("guide", meaning.topic, confidence=meaning.confidence)
    elif turn.knowledge.procedure(meaning.procedure) is None:
        turn.meaning = Interpretation("clarify", "clarify", facet="time")
    else:
        turn.meaning = replace(meaning, kind="procedure")
    return answer(turn)


@capability("dossier_link")
def open_dossier(turn: Turn) -> Reply:
    """A button about a dossier: its status, or telling of changes."""
    link = turn.meaning.link
    assert link is not None  # noqa: S101 (interpret gives one with this kind)
    if link.target == "stop":
        return unwatched_reply()
    if turn.state.paying not in (None, ANY) and not link.parts:
        # "Đúng mã này", where the code was asked for to pay a fee.
        turn.meaning = replace(turn.meaning, kind="pay", procedure=turn.state.paying)
        return answer(turn)
    code = parse(link.target)
    if code is None:
        return mistake_reply(diagnose(link.target, turn.message.day))
    return _watching(turn, code) if "w" in link.parts else _status(turn, code)


def _watching(turn: Turn, code: DossierCode) -> Reply:
    """The status as it is now, and its changes, where there can be any and the channel can tell."""
    reply = _status(turn, code)
    number = reply.data.get("dossier_status")
    if number is None or statuses().of(number).done:
        return reply  # unknown or finished: nothing is promised
    if turn.message.channel in SEND_LATER:
        watching = watching_reply(code, WATCHED_DAYS, SEND_LATER[turn.message.channel])
        watching.text = f"Hồ sơ **{code}**: **{statuses().of(number).name}**.\n{watching.text}"
        return watching
    reply.add_line("Trang này không nhắn lại sau được. Muốn được báo, hỏi trên Telegram hoặc Zalo.")
    return reply


def _status(turn: Turn, code: DossierCode) -> Reply:
    # `__t`: told because it is watched already.
    told = turn.meaning.link is not None and "t" in turn.meaning.link.parts
    offered = turn.message.channel in SEND_LATER and not told
    try:
        status = look_up(code)
    except LookupFailedError:
        return unlisted_reply(code, looked=True, failed=True)
    if status is None:
        reply = unlisted_reply(code, looked=configured(), failed=False)
        if wants_watching(turn.message) and not configured():
            reply.add_line("Trợ lý chưa nối với nơi tra cứu nào, nên chưa theo dõi giúp được.")
        return reply
    return status_reply(code, status, statuses(), offered)


def _runs(reply: Reply) -> bool:
    """Whether the status looked up is one in which the time limit runs."""
    number = reply.data.get("dossier_status")
    return number is not None and statuses().of(number).clock == "running"


def _due(turn: Turn, code: DossierCode | None) -> Reply | None:
    """The due day, if the procedure and the day of handing in are known."""
    text = turn.message.text.replace(str(code), " ")
    procedure = turn.knowledge.procedure(turn.meaning.procedure) or _found(turn, text)
    if procedure is None:
        return None
    day = received(text, turn.message.now) or (at_hour(text, code.received) if code else None)
    times = [item for item in holding(procedure.time, turn.message.day) if item.amount != 0]
    if day is None or not times:
        return None
    reply = due_reply(procedure, times, day, turn.message.day, calendar(), statuses())
    if code is not None:
        reply.data["dossier"] = str(code)
    return reply


def _found(turn: Turn, text: str) -> Procedure | None:
    """The procedure that the search hears beside the code, where the linker hears the dossier."""
    found = catalog()
    hits = found.find(text, 1) if found is not None and text != turn.message.text else []
    return next(
        (turn.knowledge.procedure(hit.code) for hit in hits if hit.own and hit.alike >= _ALIKE),
        None,
    )
