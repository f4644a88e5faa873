from __future__ import annotations

from typing import Any

import pytest

import actions.place
import actions.procedure  # noqa: F401 (registers the capability)
from actions.base import Turn, answer
from actions.interpretation import interpret
from actions.state import State
from actions.whereabouts import remember_commune
from bot.replies.model import Reply
from tests.builders import CODE, make_commune, make_knowledge, make_message, make_procedure


def _ask(text: str, state: State, intent: str = "place_find", **message: Any) -> Reply:
    known = make_knowledge(make_procedure())
    if message.pop("commune", False):
        place = make_commune(code="25978", address="1 Đường Thử", hours="7:00–17:00")
        known.communes[place.code] = place
    said = make_message(text, intent=intent, **message)
    if said.entities.get("place"):
        remember_commune(said, state)
    return answer(Turn(said, state, interpret(said, state, known, {}), known))


def test_an_old_commune_answers_with_the_one_of_today() -> None:
    state = State()
    reply = _ask("xa thuan hung long my gio thuoc dau", state)
    assert reply.data == {"place": ["31495"]}
    assert "xã Xà Phiên" in reply.text
    assert (reply.topic, reply.status) == ("place.find", "answered")
    assert state.commune == "31495"


def test_a_procedure_named_for_sure_goes_before_the_places_beside_it() -> None:
    text = "khai sinh ở Kon Tum, giờ ở Bình Dương muốn đổi tên thì nộp ở đâu"
    named = {"procedures": [(CODE, 0.99)], "intents": [("procedure_where", 0.9)]}
    reply = _ask(text, State(), intent="procedure_where", **named)
    assert (reply.topic, reply.procedure) == ("procedure", CODE)


def test_one_name_of_several_places_is_asked_about_and_a_district_answers() -> None:
    state = State()
    reply = _ask("xã Thuận Hưng giờ thuộc đâu", state)
    assert reply.status == "clarified"
    assert len(reply.buttons) > 1
    reply = _ask("mỹ tú", state, intent="out_of_scope")
    assert reply.status == "answered"
    assert "Mỹ Tú" in reply.text


def test_a_button_is_enough() -> None:
    state = State()
    button = _ask("xã Thuận Hưng giờ thuộc đâu", state).buttons[0]
    assert _ask(button.payload, state, intent="open").status == "answered"


def test_without_a_name_it_asks_for_the_place() -> None:
    state = State()
    reply = _ask("trung tâm hành chính công ở đâu", state)
    assert "xã, phường nào" in reply.text
    assert reply.status == "clarified"


def test_the_commune_s_own_address_is_told_where_it_is_known() -> None:
    text = _ask("ubnd phường Hưng Định Thuận An mấy giờ mở cửa", State(), commune=True).text
    assert "1 Đường Thử" in text
    assert "7:00–17:00" in text


def test_without_it_no_address_is_made_up() -> None:
    assert "chưa có địa chỉ" in _ask("ubnd phường Hưng Định Thuận An ở đâu", State()).text


def test_an_ended_district_lists_its_successors() -> None:
    reply = _ask("huyện Long Mỹ nay thuộc xã nào", State())
    assert "không còn" in reply.text
    assert "31495" in reply.data["place"]


def test_where_to_hand_in_names_the_citizen_s_own_office() -> None:
    state = State()
    asked = {"procedures": [(CODE, 0.9)], "entities": {"place": ["phuong hung dinh"]}}
    reply = _ask(
        "khai sinh ở phường Hưng Định Thuận An Bình Dương nộp đâu",
        state,
        "procedure_where",
        **asked,
    )
    assert "phường Thuận An" in reply.text
    assert state.commune == "25978"


def test_where_in_a_few_words_after_a_procedure_is_about_that_procedure() -> None:
    state = State(procedure=CODE, topic="procedure")
    assert _ask("nộp ở đâu", state).procedure == CODE


def test_a_place_named_alone_is_asked_about_whatever_it_sounds_like() -> None:
    reply = _ask("thi tran nang mau", State(), intent="procedure_forms", procedures=[("none", 0.9)])
    assert "xã Vị Thủy" in reply.text


def test_a_place_elsewhere_is_another_question() -> None:
    state = State()
    _ask("huyện Bình Chánh bây giờ là gì", state)
    reply = _ask("xã Thuận Hưng Long Mỹ", state)
    assert "xã Xà Phiên" in reply.text


def test_a_place_within_the_one_spoken_of_is_found_there() -> None:
    state = State()
    _ask("huyện Bình Chánh bây giờ là gì", state)
    reply = _ask("vĩnh lộc a", state, intent="out_of_scope")
    assert "huyện Bình Chánh" in reply.text


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("xã Phú Túc Định Quán Đồng Nai", "Phú"),
        ("tôi ở phường Bến Nghé quận 1", "Sài Gòn"),
        ("ba dinh ha noi", "Ba Đình"),
    ],
)
def test_a_message_that_is_all_place_is_about_the_place(text: str, new: str) -> None:
    reply = _ask(text, State(), intent="procedure_overview", procedures=[("1.001193", 0.5)])
    assert reply.topic == "place.find"
    assert new in reply.text


def test_a_province_tells_which_of_the_namesakes_is_meant() -> None:
    state = State()
    _ask("xã Hòa Bình giờ thuộc đâu", state)
    reply = _ask("thái bình", state, intent="out_of_scope")
    assert "Hòa Bình" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "Xã Võ Lao, huyện Văn Bàn, tỉnh Lào Cai nộp hồ sơ ở đâu",
        "tôi ở xã Mỹ An, huyện Tháp Mười, tỉnh Đồng Tháp",
    ],
)
def test_a_message_all_of_a_place_is_about_the_place(text: str) -> None:
    reply = _ask(text, State(), intent="procedure_overview", procedures=[(CODE, 0.99)])
    assert reply.topic == "place.find"


def test_where_after_a_procedure_is_the_procedure_s_own_office() -> None:
    said = "Xã Võ Lao, huyện Văn Bàn nộp hồ sơ ở đâu"
    reply = _ask(said, State(procedure=CODE), intent="procedure_where", procedures=[(CODE, 0.5)])
    assert (reply.topic, reply.facet) == ("procedure", "where")


def test_what_asks_is_no_name() -> None:
    assert "Thủ Đức" in _ask("quan 2 tphcm gio la gi", State()).text
    assert "La Gi" in _ask("thi xa la gi gio la gi", State()).text
