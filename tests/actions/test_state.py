from __future__ import annotations

import datetime as dt

import pytest

from actions.state import FORGOTTEN_AFTER, State
from tests.builders import CODE, NOW, OTHER


def _said(before: dt.timedelta) -> dict[str, object]:
    return {
        "topic": "procedure",
        "procedure": CODE,
        "commune": "25978",
        "at": (NOW - before).isoformat(),
    }


def test_a_new_conversation_knows_nothing_but_its_instant() -> None:
    assert State.of(None, NOW) == State(at=NOW.isoformat())


def test_what_was_said_is_remembered() -> None:
    state = State.of(_said(dt.timedelta(hours=1)), NOW)
    assert (state.procedure, state.topic) == (CODE, "procedure")
    assert state.at == NOW.isoformat()


@pytest.mark.parametrize(
    ("before", "procedure"),
    [(FORGOTTEN_AFTER, CODE), (FORGOTTEN_AFTER + dt.timedelta(seconds=1), None)],
)
def test_a_conversation_that_is_too_old_starts_afresh(
    before: dt.timedelta, procedure: str | None
) -> None:
    assert State.of(_said(before), NOW).procedure == procedure


def test_the_commune_outlives_a_conversation() -> None:
    assert State.of(_said(dt.timedelta(days=3)), NOW).commune == "25978"


def test_a_field_of_an_older_version_is_left_out_and_no_crash() -> None:
    state = State.of({"procedure": CODE, "truong_cu": 1}, NOW)
    assert state.procedure == CODE


def test_the_value_holds_only_what_is_set() -> None:
    assert State(procedure=CODE, walking=False).value() == {"procedure": CODE}


def test_a_state_written_and_read_is_the_same() -> None:
    state = State(
        topic="procedure",
        procedure=CODE,
        facet="fee",
        answers={"ai_nop": "cha"},
        groups=["ho_ngheo"],
        options=[["Cha", "o_0"]],
        walk={"guide": "account.otp", "step": "song"},
        walking=True,
        history=["m_help"],
        at=NOW.isoformat(),
    )
    assert State.of(state.value(), NOW) == state


def test_two_conversations_share_nothing() -> None:
    State().answers["ai_nop"] = "cha"
    assert State().answers == {}


def test_another_procedure_drops_the_old_case() -> None:
    state = State(procedure=CODE, answers={"ai_nop": "cha"})
    state.speak_of(OTHER, "papers")
    assert (state.procedure, state.facet, state.answers) == (OTHER, "papers", {})


def test_another_facet_of_the_procedure_keeps_the_case() -> None:
    state = State(procedure=CODE, answers={"ai_nop": "cha"})
    state.speak_of(CODE, "fee")
    assert (state.facet, state.answers) == ("fee", {"ai_nop": "cha"})
