from __future__ import annotations

import pytest

from bot.knowledge.links import parse
from bot.replies import wording
from bot.replies.model import BUTTON_TITLE_LIMIT, Button, Reply
from bot.text import canonical, fold
from tests.builders import make_commune

TOPICS = ["hello", "thanks", "bye", "bot", "help"]
REPLIES = [
    *(wording.smalltalk_reply(f"smalltalk.{topic}") for topic in TOPICS),
    wording.out_of_scope_reply(0.9),
    wording.not_known_reply(0.1),
    wording.elliptical_reply("fee", 0.5),
    wording.secret_reply(),
    wording.failure_reply(),
    wording.people_reply("feedback", "cham qua", None, 0.9),
    wording.human_reply(None),
    wording.place_reply(None, 0.9),
]


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: f"{reply.topic}-{reply.status}")
def test_every_fixed_answer_is_canonical_text_with_buttons_that_lead_somewhere(
    reply: Reply,
) -> None:
    assert canonical(reply.text) == reply.text
    assert len(reply.buttons) <= 8
    assert all(parse(button.payload) for button in reply.buttons)


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (wording.out_of_scope_reply(0.9), "out_of_scope"),
        (wording.not_known_reply(0.1), "not_known"),
        (wording.elliptical_reply("fee", 0.5), "clarified"),
        (wording.secret_reply(), "refused"),
        (wording.failure_reply(), "failed"),
        (wording.human_reply(None), "handed_over"),
        (wording.place_reply(None, 0.9), "not_known"),
        (wording.smalltalk_reply("smalltalk.hello"), "answered"),
    ],
)
def test_every_way_of_ending_a_turn_has_its_name(reply: Reply, status: str) -> None:
    assert reply.status == status


@pytest.mark.parametrize("topic", ["hello", "help", "bot"])
def test_who_greets_or_asks_for_help_is_shown_where_to_begin(topic: str) -> None:
    payloads = [b.payload for b in wording.smalltalk_reply(f"smalltalk.{topic}").buttons]
    assert "p_1-001193" in payloads
    assert "m_human" in payloads


@pytest.mark.parametrize("topic", ["thanks", "bye"])
def test_who_says_good_bye_is_not_offered_more(topic: str) -> None:
    assert wording.smalltalk_reply(f"smalltalk.{topic}").buttons == []


def test_a_question_about_nothing_keeps_its_facet() -> None:
    assert wording.elliptical_reply("fee", 0.5).facet == "fee"


def test_a_secret_is_warned_of_and_never_repeated_or_asked_for() -> None:
    text = wording.secret_reply().text
    assert "Đừng gửi cho bất kỳ ai" in text
    assert "Trợ lý không lưu lại" in text


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("Cháy nhà rồi cứu với", "114"),
        ("có người đuối nước", "114"),
        ("ba em bất tỉnh", "115"),
        ("em không muốn sống nữa", "115"),
        ("nhà em bị trộm", "113"),
        ("chồng đánh em", "113"),
    ],
)
def test_an_emergency_is_answered_with_its_number_first(said: str, number: str) -> None:
    reply = wording.people_reply("human", fold(said), make_commune(), 0.9)
    assert f"**{number}**" in reply.text
    assert reply.status == "handed_over"


@pytest.mark.parametrize(
    "said",
    [
        "cho em gặp cán bộ",
        "số điện thoại công an xã",
        "em muốn nói chuyện với người thật",
        "cho gặp người tư vấn",
    ],
)
def test_who_wants_an_officer_is_not_sent_to_an_emergency_number(said: str) -> None:
    text = wording.people_reply("human", fold(said), None, 0.9).text
    assert not any(f"**{number}**" in text for number in ("113", "114", "115"))


@pytest.mark.parametrize(
    "said", ["cho gặp cán bộ ngay", "ngân hàng gọi em", "cho em gặp người doanh nghiệp"]
)
def test_the_beginning_of_another_word_is_no_emergency(said: str) -> None:
    text = wording.people_reply("human", fold(said), None, 0.9).text
    assert not any(f"**{number}**" in text for number in ("113", "114", "115"))


def test_a_complaint_is_taken_up_and_not_handed_over() -> None:
    reply = wording.people_reply("feedback", "lam an cham qua", None, 0.9)
    assert (reply.topic, reply.status) == ("feedback", "answered")
    assert "dichvucong.gov.vn" in reply.text


def test_without_a_commune_no_address_or_number_is_made_up() -> None:
    for reply in (wording.human_reply(None), wording.place_reply(None, 0.9)):
        assert "chưa có địa chỉ" in reply.text
        assert "Điện thoại:" not in reply.text


def test_only_what_the_commune_has_told_is_told() -> None:
    text = wording.human_reply(make_commune(phone="0123 456")).text
    assert "Trung tâm Phục vụ hành chính công xã Thử" in text
    assert "Điện thoại: 0123 456" in text
    assert "📍" not in text
    assert "⏱" not in text
    assert "None" not in text


def test_the_communes_own_words_name_their_source_and_day() -> None:
    assert "Nguồn: UBND xã Thử · 01/11/2026" in wording.human_reply(make_commune()).text


def test_a_known_office_answers_where_it_is() -> None:
    reply = wording.place_reply(make_commune(address="1 Đường Thử", hours="7:00–17:00"), 0.9)
    assert (reply.topic, reply.status) == ("place.find", "answered")
    assert "📍 1 Đường Thử" in reply.text
    assert "⏱ 7:00–17:00" in reply.text


def test_a_button_title_that_no_channel_shows_is_refused() -> None:
    with pytest.raises(ValueError, match=str(BUTTON_TITLE_LIMIT)):
        Button("x" * (BUTTON_TITLE_LIMIT + 1), "m_help")


def test_the_turn_tells_everything_the_contract_names() -> None:
    turn = Reply("a", "clarify", candidates=["1.001193"], confidence=0.123456).turn()
    assert turn == {
        "topic": "clarify",
        "procedure": None,
        "facet": None,
        "candidates": ["1.001193"],
        "confidence": 0.1235,
        "status": "answered",
        "data": {},
    }
