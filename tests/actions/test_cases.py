from __future__ import annotations

from typing import Any

import pytest

from actions.cases import another_case, case_told
from actions.interpretation import Interpretation
from actions.state import State
from tests.builders import CODE, OTHER, make_knowledge, make_message, make_procedure

LATE = {
    "ask": "Quá 60 ngày mới đi khai sinh thì có làm được không?",
    "title": "Làm muộn quá 60 ngày",
    "also": ["khai sinh trễ hạn có sao không"],
    "answer": "Vẫn làm được.",
    "facet": "conditions",
}
BY_POST = {
    "ask": "Gửi giấy khai sinh qua bưu điện thì cần gì?",
    "title": "Gửi qua bưu điện",
    "answer": "Gửi bản sao có chứng thực.",
    "facet": "papers",
    "until": "2026-11-01",
}
MOTHER = {
    "ask": "Mẹ đơn thân khai sinh cho con?",
    "title": "Mẹ đơn thân",
    "answer": "Được.",
}
PROCEDURE = make_procedure(variants=[LATE, BY_POST, MOTHER])
KNOWLEDGE = make_knowledge(PROCEDURE)
SPOKEN_OF = State(procedure=CODE, topic="procedure", facet="overview")


def told(text: str, facet: str) -> int | None:
    return case_told(PROCEDURE, facet, make_message(text), KNOWLEDGE)


def asked(text: str, meaning: Interpretation, state: State = SPOKEN_OF) -> Any:
    return another_case(meaning, make_message(text), state, KNOWLEDGE, None)


def test_a_case_answers_an_open_question_or_one_about_its_facet() -> None:
    assert told("khai sinh trễ hạn rồi", "overview") == 0
    assert told("khai sinh trễ hạn rồi", "conditions") == 0


def test_beside_another_facet_it_must_be_nearer() -> None:
    assert told("trễ nải mãi chưa khai sinh, giờ ra đâu", "where") is None


def test_a_case_that_no_longer_holds_is_not_told() -> None:
    assert told("gửi khai sinh qua bưu điện", "papers") is None


@pytest.mark.parametrize("text", ["nếu quá 60 ngày thì sao", "lỡ trễ hạn thì sao"])
def test_if_is_about_the_procedure_spoken_of(text: str) -> None:
    found = asked(text, Interpretation("procedure", "procedure", OTHER, "time", confidence=0.4))
    assert (found.procedure, found.facet, found.case) == (CODE, "conditions", 0)


def test_a_facet_asked_for_sure_is_no_case() -> None:
    meaning = Interpretation("procedure", "procedure", CODE, "fee", confidence=0.99)
    assert asked("phí thì sao", meaning) is None


def test_what_is_outside_for_sure_is_no_case() -> None:
    meaning = Interpretation("out_of_scope", "out_of_scope", confidence=0.95)
    assert asked("nếu quá 60 ngày thì sao", meaning) is None


def test_without_a_procedure_spoken_of_there_is_no_case() -> None:
    meaning = Interpretation("clarify", "clarify", confidence=0.5)
    assert asked("nếu quá 60 ngày thì sao", meaning, State()) is None


def test_a_few_words_that_tell_a_case_plainly_need_no_if() -> None:
    meaning = Interpretation("procedure", "procedure", OTHER, "overview", confidence=0.6)
    found = asked("khai sinh trễ hạn", meaning)
    assert (found.procedure, found.case) == (CODE, 0)
