from __future__ import annotations

import datetime as dt
import re
from typing import Any, get_args

import pytest

from bot.knowledge.links import LIMIT, parse
from bot.knowledge.models import Facet, Procedure
from bot.replies.model import Reply
from bot.replies.procedures import procedure_reply, question_reply, search_link, variant_reply
from tests.builders import CODE, DAY, make_knowledge, make_procedure

FACETS = get_args(Facet)
QUESTION: dict[str, Any] = {
    "id": "ai_nop",
    "ask": "Ai đi nộp?",
    "options": [{"id": "cha_me", "title": "Cha, mẹ"}, {"id": "khac", "title": "Người khác"}],
}
PAPERS: list[dict[str, Any]] = [
    {"name": "Tờ khai", "originals": 1},
    {"name": "Căn cước", "show": True},
    {
        "name": "Giấy ủy quyền",
        "originals": 1,
        "copies": 2,
        "case": "người khác nộp thay",
        "when": {"ai_nop": ["khac"]},
    },
]


def _reply(procedure: Procedure, facet: str, day: dt.date = DAY, **named: Any) -> Reply:
    return procedure_reply(make_knowledge(procedure), procedure, facet, day, **named)


def _dated(text: str, **changes: str) -> dict[str, str]:
    return {"text": text, **changes}


@pytest.mark.parametrize("facet", FACETS)
def test_every_facet_has_an_answer_with_name_source_and_buttons(facet: str) -> None:
    reply = _reply(make_procedure(), facet)
    assert "Đăng ký khai sinh" in reply.text.splitlines()[0]
    assert "Nguồn: Luật Hộ tịch 2014 · đối chiếu 01/11/2026" in reply.text
    assert (reply.procedure, reply.facet, reply.status) == (CODE, facet, "answered")
    assert 1 <= len(reply.buttons) <= 8


@pytest.mark.parametrize("facet", FACETS)
def test_every_button_leads_somewhere_and_fits_a_deep_link(facet: str) -> None:
    for button in _reply(make_procedure(), facet).buttons:
        assert parse(button.payload) is not None
        assert len(button.payload) <= LIMIT


@pytest.mark.parametrize("facet", FACETS)
def test_no_button_leads_to_what_was_just_told(facet: str) -> None:
    told = f"p_1-001193__f_{facet}"
    assert told not in [button.payload for button in _reply(make_procedure(), facet).buttons]


@pytest.mark.parametrize("facet", FACETS)
def test_a_person_is_always_one_button_away(facet: str) -> None:
    assert "m_human" in [button.payload for button in _reply(make_procedure(), facet).buttons]


def test_the_fee_is_told_in_figures_too() -> None:
    procedure = make_procedure(fees=[{"what": "Lệ phí", "amount": 8000, "unit": "đồng/bản"}])
    reply = _reply(procedure, "fee")
    assert reply.data["fee"] == [
        {"amount": 8000, "unit": "đồng/bản", "channel": None, "group": None, "what": "Lệ phí"}
    ]
    assert "8.000 đồng/bản" in reply.text


def test_papers_tell_what_to_hand_in_and_what_only_to_show() -> None:
    reply = _reply(make_procedure(papers=PAPERS, questions=[QUESTION]), "papers")
    assert "1) Tờ khai (1 bản chính)" in reply.text
    assert "2) Căn cước (mang theo để xem)" in reply.text


def test_a_paper_of_the_citizens_case_is_told_with_its_counts() -> None:
    procedure = make_procedure(papers=PAPERS, questions=[QUESTION])
    text = _reply(procedure, "papers", answers={"ai_nop": "khac"}).text
    assert re.search(r"3\) .+: Giấy ủy quyền \(1 bản chính, 2 bản sao\)", text)


def test_a_paper_of_another_case_is_left_out() -> None:
    procedure = make_procedure(papers=PAPERS, questions=[QUESTION])
    text = _reply(procedure, "papers", answers={"ai_nop": "cha_me"}).text
    assert "Giấy ủy quyền" not in text


def test_a_paper_without_a_question_names_its_case() -> None:
    papers = [PAPERS[0], {"name": "Giấy chứng sinh", "case": "sinh ở cơ sở y tế"}]
    text = _reply(make_procedure(papers=papers), "papers").text
    assert "sinh ở cơ sở y tế: Giấy chứng sinh" in text


def test_a_paper_is_told_only_while_it_holds() -> None:
    papers = [PAPERS[0], {"name": "Sổ hộ khẩu", "until": "2026-11-22"}]
    procedure = make_procedure(papers=papers)
    assert "Sổ hộ khẩu" in _reply(procedure, "papers", dt.date(2026, 11, 22)).text
    assert "Sổ hộ khẩu" not in _reply(procedure, "papers", dt.date(2026, 11, 23)).text


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ({"unit": "same_day"}, "Trong ngày làm việc."),
        ({"unit": "at_once"}, "Làm xong ngay."),
        ({"unit": "working_day", "amount": 5}, "5 ngày làm việc."),
        ({"unit": "hour", "amount": 8}, "8 giờ."),
        ({"unit": "month", "amount": 2, "note": "Kể từ ngày nộp."}, "2 tháng. Kể từ ngày nộp."),
        ({"unit": "day", "amount": 3, "case": "phải xác minh"}, "phải xác minh: 3 ngày."),
    ],
)
def test_a_time_is_told_in_words(time: dict[str, Any], words: str) -> None:
    assert f"⏱ {words}" in _reply(make_procedure(time=[time]), "time").text


def test_a_time_nobody_knows_is_not_guessed() -> None:
    text = _reply(make_procedure(time=[]), "time").text
    assert "chưa có thời hạn" in text


def test_several_times_are_a_list() -> None:
    times = [{"unit": "day", "amount": 3}, {"unit": "day", "amount": 8, "case": "xác minh"}]
    text = _reply(make_procedure(time=times), "time").text
    assert "• 3 ngày." in text
    assert "• xác minh: 8 ngày." in text


def test_online_tells_the_steps_and_the_one_address_that_works() -> None:
    text = _reply(make_procedure(), "online").text
    assert "1. Đăng nhập.\n2. Nộp." in text
    assert search_link(CODE) in text


def test_what_cannot_be_done_online_says_so_and_where_instead() -> None:
    procedure = make_procedure(channels=["counter"], steps={"counter": ["Nộp."]})
    reply = _reply(procedure, "online")
    assert "chưa nộp trên mạng được" in reply.text
    assert "UBND xã" in reply.text
    assert not [b for b in reply.buttons if "__w_online" in b.payload]


@pytest.mark.parametrize("facet", ["overview", "papers", "fee", "where"])
def test_what_cannot_be_done_online_offers_no_button_for_it(facet: str) -> None:
    procedure = make_procedure(channels=["counter"], steps={"counter": ["Nộp."]})
    payloads = [button.payload for button in _reply(procedure, facet).buttons]
    assert "p_1-001193__f_online" not in payloads


@pytest.mark.parametrize(("facet", "way"), [("online", "online"), ("steps", "counter")])
def test_steps_can_be_walked_one_by_one(facet: str, way: str) -> None:
    assert _reply(make_procedure(), facet).buttons[0].payload == f"p_1-001193__w_{way}"


@pytest.mark.parametrize(
    ("channels", "post", "online"),
    [(["counter"], False, False), (["counter", "post"], True, False), (["online"], False, True)],
)
def test_where_tells_the_other_ways(channels: list[str], post: bool, online: bool) -> None:
    text = _reply(make_procedure(channels=channels), "where").text
    assert ("bưu điện" in text, "trên mạng cũng được" in text) == (post, online)


def test_a_procedure_without_forms_says_so() -> None:
    assert "chưa thấy mẫu đơn" in _reply(make_procedure(), "forms").text


def test_a_form_is_told_with_its_code() -> None:
    procedure = make_procedure(forms=[{"name": "Tờ khai", "code": "CT01"}])
    assert "• Tờ khai (CT01)" in _reply(procedure, "forms").text


def test_a_notice_is_told_only_while_it_holds() -> None:
    notices = [_dated("Hệ thống nâng cấp.", **{"from": "2026-11-20", "until": "2026-11-22"})]
    procedure = make_procedure(notices=notices)
    assert "⚠️ Hệ thống nâng cấp." in _reply(procedure, "fee", dt.date(2026, 11, 22)).text
    assert "⚠️" not in _reply(procedure, "fee", dt.date(2026, 11, 23)).text


def test_from_the_day_the_law_changes_answers_warn_until_the_file_was_checked() -> None:
    review = {"since": "2027-03-01", "text": "Luật Hộ tịch mới.", "source": "Luật"}
    old = make_procedure(review=review)
    new = make_procedure(review=review, checked="2027-03-01")
    assert "⚠️" not in _reply(old, "papers", dt.date(2027, 2, 28)).text
    assert "⚠️ Luật Hộ tịch mới." in _reply(old, "papers", dt.date(2027, 3, 1)).text
    assert "⚠️" not in _reply(new, "papers", dt.date(2027, 3, 1)).text


def test_the_topic_that_goes_before_it_is_told() -> None:
    assert _reply(make_procedure(), "papers", topic="account.level2").topic == "account.level2"


def test_a_question_offers_its_options_in_order() -> None:
    procedure = make_procedure(papers=PAPERS, questions=[QUESTION])
    reply = question_reply(procedure, procedure.questions[0])
    assert "Ai đi nộp?" in reply.text
    assert [(b.title, b.payload) for b in reply.buttons][:2] == [
        ("Cha, mẹ", "o_0"),
        ("Người khác", "o_1"),
    ]
    assert (reply.procedure, reply.facet) == (CODE, "papers")


def test_a_variant_is_answered_with_its_title_facet_and_source() -> None:
    reply = variant_reply(make_procedure(), 1, DAY)
    assert reply.text.startswith("**Trường hợp 1**\nTrả lời 1.")
    assert "Nguồn:" in reply.text
    assert reply.facet == "conditions"
