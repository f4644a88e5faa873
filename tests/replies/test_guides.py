from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.replies.guides import guide_reply, procedure_step_reply, step_reply, stuck_reply
from bot.replies.model import Reply
from tests.builders import CODE, DAY, make_guide, make_procedure

GUIDE = make_guide(
    steps=[
        {
            "id": "song",
            "text": "Máy có sóng không?",
            "options": [
                {"title": "Có", "next": "cho"},
                {"title": "Không", "say": "Ra chỗ có sóng."},
            ],
        },
        {
            "id": "cho",
            "text": "Chờ hai phút.",
            "snags": [
                {"problem": "Hết hai phút chưa có", "fix": "Bấm gửi lại"},
            ],
        },
        {"id": "xong", "text": "Nhập mã."},
    ]
)


def _payloads(reply: Reply) -> list[str]:
    return [button.payload for button in reply.buttons]


def test_a_guide_answers_shortly_with_its_source_and_the_way_into_its_steps() -> None:
    reply = guide_reply(GUIDE, DAY)
    assert reply.text.startswith("Mã OTP tới qua tin nhắn.")
    assert GUIDE.source_line in reply.text
    assert _payloads(reply) == ["g_account-otp__w", "m_human"]
    assert (reply.topic, reply.procedure) == ("account.otp", None)


def test_a_guide_of_a_procedure_offers_its_papers() -> None:
    reply = guide_reply(make_guide(procedure=CODE), DAY)
    assert "p_1-001193__f_papers" in _payloads(reply)
    assert reply.procedure == CODE


def test_a_step_is_shown_alone_with_its_number() -> None:
    reply = step_reply(GUIDE, GUIDE.steps[1])
    assert reply.text == "Bước 2/3: Chờ hai phút."


def test_the_answer_to_the_step_before_stands_first() -> None:
    reply = step_reply(GUIDE, GUIDE.steps[1], "Tốt rồi.")
    assert reply.text == "Tốt rồi.\nBước 2/3: Chờ hai phút."


def test_a_step_that_asks_offers_its_options_and_no_next() -> None:
    assert _payloads(step_reply(GUIDE, GUIDE.steps[0])) == ["o_0", "o_1", "w_stuck", "w_stop"]


def test_a_middle_step_goes_on_and_back() -> None:
    assert _payloads(step_reply(GUIDE, GUIDE.steps[1])) == ["w_next", "w_back", "w_stuck", "w_stop"]


def test_the_last_step_says_whom_to_ask_and_goes_no_further() -> None:
    reply = step_reply(GUIDE, GUIDE.steps[2])
    assert "Hỏi công an xã." in reply.text
    assert GUIDE.source_line in reply.text
    assert "w_next" not in _payloads(reply)


@pytest.mark.parametrize("step", GUIDE.steps, ids=lambda step: step.id)
def test_every_step_has_a_way_out(step: object) -> None:
    assert {"w_stuck", "w_stop"} <= set(_payloads(step_reply(GUIDE, step)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("way", "facet", "first"), [("online", "online", "Đăng nhập."), ("counter", "steps", "Nộp")]
)
def test_the_steps_of_a_procedure_are_walked_too(way: str, facet: str, first: str) -> None:
    reply = procedure_step_reply(make_procedure(), way, 1)
    assert f"Bước 1/2: {first}" in reply.text
    assert (reply.procedure, reply.facet) == (CODE, facet)
    assert "w_next" in _payloads(reply)
    assert "w_back" not in _payloads(reply)


def test_the_last_step_of_a_procedure_goes_no_further() -> None:
    payloads = _payloads(procedure_step_reply(make_procedure(), "online", 2))
    assert "w_next" not in payloads
    assert "w_back" in payloads


def test_who_is_stuck_is_told_what_commonly_goes_wrong_here() -> None:
    reply = stuck_reply(GUIDE, GUIDE.steps[1])
    assert "• Hết hai phút chưa có: Bấm gửi lại" in reply.text
    assert "m_human" in _payloads(reply)


def test_who_is_stuck_where_nothing_is_known_is_told_whom_to_ask() -> None:
    assert "Hỏi công an xã." in stuck_reply(GUIDE, GUIDE.steps[2]).text


def test_a_diagnosis_asks_its_first_question_at_once_and_counts_no_steps() -> None:
    asking = GUIDE.model_copy(update={"asks": True})
    reply = guide_reply(asking, DAY)
    assert reply.text.endswith("Máy có sóng không?")
    assert _payloads(reply) == ["o_0", "o_1", "m_human"]
    assert "Bước" not in step_reply(asking, asking.steps[1]).text


def test_a_diagnosis_without_answers_to_choose_from_is_refused() -> None:
    with pytest.raises(ValidationError, match="options"):
        make_guide(asks=True, steps=[{"id": "a", "text": "Chờ."}, {"id": "b", "text": "Xong."}])
