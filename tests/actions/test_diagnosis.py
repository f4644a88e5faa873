from __future__ import annotations

from typing import Any

import pytest

import actions.guide
import actions.open  # noqa: F401 (registers the capability)
from actions.base import Turn, answer
from actions.interpretation import interpret
from actions.state import State
from bot.replies.model import Reply
from tests.builders import make_guide, make_knowledge, make_message

STEPS = [
    {
        "id": "what",
        "text": "Anh/chị gặp chuyện nào?",
        "options": [
            {"title": "Bị trừ hai lần", "also": ["hai lần", "2 lần"], "say": "Chụp cả hai."},
            {"title": "Trả sai số tiền", "also": ["nhầm số tiền", "thiếu"], "next": "amount"},
        ],
    },
    {
        "id": "amount",
        "text": "Thiếu hay thừa?",
        "options": [
            {"title": "Trả thiếu", "also": ["thiếu", "ít hơn"], "say": "Hỏi nơi thu tiền."},
            {"title": "Trả thừa", "also": ["thừa", "dư"], "say": "Giữ mã giao dịch."},
        ],
    },
]
KNOWN = make_knowledge(guides=[make_guide(topic="payment.failed", asks=True, steps=STEPS)])


def _say(text: str, state: State, intent: str = "payment_failed", **message: Any) -> Reply:
    said = make_message(text, intent=intent, **message)
    return answer(Turn(said, state, interpret(said, state, KNOWN, {}), KNOWN))


def test_a_diagnosis_asks_its_first_question() -> None:
    assert "Anh/chị gặp chuyện nào?" in _say("nộp tiền không được", State()).text


def test_what_was_told_at_the_beginning_is_not_asked_again() -> None:
    assert "Thiếu hay thừa?" in _say("chuyển nhầm số tiền rồi", State()).text


@pytest.mark.parametrize("words", ["ít hơn", "tôi chuyển thiếu 2 nghìn"])
def test_an_answer_in_everyday_words_is_an_answer(words: str) -> None:
    state = State()
    _say("chuyển nhầm số tiền rồi", state)
    reply = _say(words, state, intent="procedure_overview", procedures=[("1.000894", 0.7)])
    assert "Hỏi nơi thu tiền." in reply.text


@pytest.mark.parametrize("words", ["không thiếu", "vừa thiếu vừa thừa"])
def test_what_is_denied_or_says_two_things_answers_nothing(words: str) -> None:
    state = State()
    _say("chuyển nhầm số tiền rồi", state)
    assert "Hỏi nơi thu tiền." not in _say(words, state).text
