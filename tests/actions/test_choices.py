from __future__ import annotations

import pytest

from actions.choices import chosen_option, offered_walk, walk_command
from actions.state import State
from bot.knowledge import links
from bot.knowledge.links import Link
from tests.builders import CODE, OTHER, make_knowledge, make_message, make_procedure

KNOWN = make_knowledge(make_procedure(), make_procedure(code=OTHER))
SPEAKING = State(topic="procedure", procedure=CODE, facet="conditions")
WALK = Link("p", CODE, {"w": "counter"})


OPTIONS = [["Trừ tiền, chưa ghi nhận", "o_0"], ["Chưa trừ tiền", "o_1"], ["Trả sai số tiền", "o_2"]]


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("đã trừ tiền", 0),
        ("bị trừ tiền rồi", 0),
        ("chưa trừ tiền", 1),
        ("không trừ tiền", None),
        ("em trả sai số tiền", 2),
        ("tiền", None),
        ("làm sao để trừ tiền trong thẻ", None),
    ],
)
def test_an_option_is_picked_by_its_words(text: str, option: int | None) -> None:
    message = make_message(text, "payment_failed")
    assert chosen_option(message, State(options=OPTIONS)) == option


def _begun(text: str, state: State, *procedures: tuple[str, float]) -> Link | None:
    message = make_message(text, "walk_next", procedures=list(procedures))
    return offered_walk(message, state, KNOWN)


@pytest.mark.parametrize("text", ["làm từng bước", "từng bước đi", "tiếp", "tiep di"])
def test_words_begin_the_steps_of_the_procedure_spoken_of(text: str) -> None:
    assert _begun(text, SPEAKING) == WALK


def test_the_walk_that_was_offered_goes_first() -> None:
    offered = links.guide("account.otp", walk=True)
    state = State(procedure=CODE, options=[["Gặp cán bộ", "m_human"], ["Làm từng bước", offered]])
    assert _begun("tiếp", state) == links.parse(offered)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("tiếp", State()),
        ("tiếp", State(procedure=CODE, walk={"procedure": CODE, "way": "counter", "step": 2})),
        ("từng bước", State(procedure=CODE, walking=True)),
        ("xong", SPEAKING),
        ("tiếp theo cho tôi hỏi chuyện khác", SPEAKING),
    ],
)
def test_nothing_begins_without_a_procedure_within_a_walk_or_in_other_words(
    text: str, state: State
) -> None:
    assert _begun(text, state) is None


def test_another_procedure_named_is_a_question_about_that_one() -> None:
    assert _begun("đăng ký lại từng bước", SPEAKING, (OTHER, 0.9)) is None


def test_stopping_is_understood_without_a_walk() -> None:
    assert walk_command(make_message("thôi", "walk_stop"), State()) == "stop"
    assert walk_command(make_message("tiếp", "walk_next"), State()) is None
