"""The conversations of the design, end to end: what happens, not the words."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import segno

from bot.payments.vietqr import build
from tests.end_to_end.conftest import TODAY

Talk = Callable[..., Any]


def about(answer: Any) -> tuple[str, str | None, str | None]:
    return answer.turn["topic"], answer.turn["procedure"], answer.turn["facet"]


def titles(answer: Any) -> list[str]:
    return [button["title"] for message in answer.messages for button in message["buttons"]]


def press(talk: Talk, answer: Any, title: str) -> Any:
    for message in answer.messages:
        for button in message["buttons"]:
            if title in button["title"]:
                return talk(button["payload"])
    raise AssertionError(f"no button {title!r} among {titles(answer)}")


def test_without_diacritics_then_elliptical_follow_ups_then_online(talk: Talk) -> None:
    first = talk("lam giay khai sinh cho con can gi")
    assert first.turn["procedure"] == "1.001193"
    assert first.turn["facet"] in ("papers", "overview")
    assert "Nguồn" in first.messages[0]["text"]
    assert about(talk("the le phi")) == ("procedure", "1.001193", "fee")
    assert about(talk("may ngay co")) == ("procedure", "1.001193", "time")
    online = talk("con tren mang thi sao")
    assert about(online) == ("procedure", "1.001193", "online")
    step = press(talk, online, "Làm từng bước")
    assert "Bước 1/" in step.messages[0]["text"]


def test_the_fee_of_a_birth_names_the_copies_and_the_exempt(talk: Talk) -> None:
    answer = talk("khai sinh cho con mất bao nhiêu tiền")
    amounts = {line["amount"] for line in answer.turn["data"]["fee"]}
    assert {0, 8000} <= amounts


def test_look_alikes_are_asked_about_not_guessed(talk: Talk) -> None:
    answer = talk("xin lại giấy khai sinh")
    assert answer.turn["topic"] == "clarify"
    assert answer.turn["status"] == "clarified"
    assert {"2.000635", "1.004884"} <= set(answer.turn["candidates"])
    assert press(talk, answer, "Đăng ký lại").turn["procedure"] == "1.004884"


def test_walked_through_stuck_and_back_again(talk: Talk) -> None:
    assert about(talk("ko nhận được otp"))[0] == "account.otp"
    step = talk("g_account-otp__w")
    assert "Bước 1/" in step.messages[0]["text"]
    stuck = talk("bị kẹt ở bước này")
    assert about(stuck)[0] == "account.otp"
    between = talk("à cho hỏi làm tạm trú mất bao nhiêu tiền")
    assert about(between) == ("procedure", "1.004194", "fee")
    back = press(talk, between, "Quay lại bước")
    assert about(back)[0] == "account.otp"
    assert "Bước 1/" in back.messages[0]["text"]
    assert about(talk("thôi"))[0] == "account.otp"


def test_the_fee_of_the_day(talk: Talk) -> None:

    def amounts(now: dt.datetime) -> set[int]:
        answer = talk("làm lại căn cước bị mất bao nhiêu", now)
        assert about(answer) == ("procedure", "1.014064", "fee")
        return {line["amount"] for line in answer.turn["data"]["fee"]}

    assert 35000 in amounts(TODAY)
    assert 70000 in amounts(TODAY.replace(year=2027, month=1, day=1))


def test_the_waiver_for_digital_citizens_ends_on_the_first_of_march(talk: Talk) -> None:
    before = talk("làm lại căn cước bị mất bao nhiêu", TODAY.replace(year=2027, month=2, day=28))
    after = talk("làm lại căn cước bị mất bao nhiêu", TODAY.replace(year=2027, month=3, day=1))
    assert "28/02/2027" in before.messages[0]["text"]
    assert "28/02/2027" not in after.messages[0]["text"]


def test_civil_status_answers_say_that_the_law_has_changed(talk: Talk) -> None:
    after = talk("đăng ký kết hôn cần giấy tờ gì", TODAY.replace(year=2027, month=3, day=1))
    assert "Luật Hộ tịch" in after.messages[0]["text"]


def test_a_payment_code_of_somebody_else_is_warned_of(assistant: Any, tmp_path: Path) -> None:
    photo = tmp_path / "qr.png"
    code = segno.make(build("970403", "0011012345678", 50_000, "le phi"), micro=False)
    code.save(str(photo), scale=6, border=4)
    answer = asyncio.run(assistant.answer("test:photo", "", photo=str(photo), now=TODAY))
    assert answer.turn["topic"] == "payment.check_qr"
    assert answer.turn["data"] == {"qr": "other"}
    assert "Đừng chuyển tiền" in answer.messages[0]["text"]
    assert "0011012345678" not in answer.messages[0]["text"]


def test_outside_its_field(talk: Talk) -> None:
    answer = talk("mai mưa không để tôi phơi lúa")
    assert answer.turn["topic"] == answer.turn["status"] == "out_of_scope"


def test_anger_then_a_person(talk: Talk) -> None:
    angry = talk("đi 3 lần rồi vẫn thiếu giấy, làm ăn kiểu gì vậy")
    assert about(angry)[0] == "feedback"
    person = press(talk, angry, "Gặp cán bộ")
    assert about(person)[0] == "human"
    assert person.turn["status"] == "handed_over"


def test_a_correction_keeps_the_question(talk: Talk) -> None:
    talk("phí đăng ký khai sinh cho con bao nhiêu")
    corrected = talk("không, đăng ký LẠI khai sinh cơ")
    assert about(corrected)[1:] == ("1.004884", "fee")


def test_an_elliptical_question_with_nothing_before_it(talk: Talk) -> None:
    answer = talk("bao nhiêu tiền")
    assert answer.turn["topic"] == "clarify"
    assert answer.turn["candidates"] == []


def test_an_old_conversation_is_not_continued(talk: Talk) -> None:
    talk("đăng ký kết hôn cần gì")
    assert talk("thế lệ phí", TODAY + dt.timedelta(days=2)).turn["topic"] == "clarify"


def test_papers_are_asked_for_by_case(talk: Talk) -> None:
    first = talk("giấy tờ đăng ký khai sinh cho con")
    assert first.messages[0]["buttons"][0]["payload"] == "o_0"
    assert about(talk("o_0")) == ("procedure", "1.001193", "papers")


def test_a_typed_secret_is_refused_and_not_kept(talk: Talk) -> None:
    answer = talk("mã otp của tôi là 482913")
    assert answer.turn["status"] == "refused"
    assert "482913" not in answer.text


def test_an_emergency_gets_the_number_first(talk: Talk) -> None:
    answer = talk("cháy nhà rồi cứu với")
    assert about(answer)[0] == "human"
    assert answer.messages[0]["text"].startswith("Gọi **114**")


def test_deep_links_open_straight_on_the_subject(talk: Talk) -> None:
    assert about(talk("/start p_1-001193"))[1] == "1.001193"
    assert about(talk("/start g_account-otp"))[0] == "account.otp"
    assert about(talk("/start p_1.001193__c_25978__s_poster"))[1] == "1.001193"
    assert talk("/start p_9-999999").turn["status"] == "not_known"


def test_every_button_of_every_answer_leads_somewhere(talk: Talk) -> None:
    answer = talk("làm khai sinh cho con")
    for message in answer.messages:
        for button in message["buttons"]:
            assert talk(button["payload"]).turn["status"] in ("answered", "handed_over")


def test_going_back_returns_to_the_answer_before(talk: Talk) -> None:
    talk("đăng ký kết hôn cần giấy tờ gì")
    talk("mấy ngày có")
    assert about(talk("quay lại")) == ("procedure", "1.000894", "papers")


def test_a_new_procedure_changes_the_thread(talk: Talk) -> None:
    talk("đăng ký kết hôn cần giấy tờ gì")
    assert about(talk("đăng ký khai tử cho bố thì sao"))[1] == "1.000656"
    assert about(talk("mấy ngày có")) == ("procedure", "1.000656", "time")


def test_of_several_things_one_is_answered_and_the_others_offered(talk: Talk) -> None:
    answer = talk("mat bang lai voi ca vet xe thi nop o dau")
    assert about(answer) == ("procedure", "3.000348", "where")
    other = next(
        button["payload"]
        for m in answer.messages
        for button in m["buttons"]
        if "xe" in button["title"]
    )
    assert about(talk(other)) == ("procedure", "1.013082", "where")


def test_an_old_place_answers_with_the_one_of_today(talk: Talk) -> None:
    answer = talk("xa thuan hung long my gio thuoc dau")
    assert answer.turn["data"]["place"] == ["31495"]
    other = press(talk, answer, "Thuận Hưng,")
    assert about(other)[0] == "place.find"
    assert other.turn["data"]["place"] != ["31495"]


def test_the_commune_is_remembered_for_where_to_hand_in(talk: Talk) -> None:
    talk("phường Hưng Định Thuận An Bình Dương giờ thuộc đâu")
    answer = talk("làm khai sinh nộp ở đâu")
    assert "phường Thuận An" in answer.messages[0]["text"]


def test_a_dossier_is_followed_from_its_code_to_its_due_day(talk: Talk) -> None:
    answer = talk("ho so g22.99.08 - 261110 - 000123 cua toi toi dau roi")
    assert answer.turn["data"]["dossier"] == "G22.99.08-261110-000123"
    due = talk("thủ tục khai tử")
    assert due.turn["data"]["due"] == "2026-11-10"


def test_a_procedure_that_is_only_in_the_registry_is_told_by_figures(talk: Talk) -> None:
    answer = talk("cấp giấy phép kinh doanh dịch vụ karaoke cần giấy tờ gì")
    code = answer.turn["procedure"] or answer.turn["candidates"][0]
    assert answer.turn["topic"] in ("procedure", "clarify")
    told = talk(f"p_{code.replace('.', '-')}")
    assert "dichvucong.gov.vn" in told.messages[0]["text"]
    assert about(talk("mất bao lâu"))[:2] == ("procedure", code)


@pytest.mark.parametrize(
    ("trouble", "answers", "advice"),
    [
        (
            "ngân hàng trừ tiền mà hồ sơ báo chưa nộp phí",
            ("chưa ghi nhận", "vẫn chưa"),
            "chụp màn hình",
        ),
        ("bi tru tien 2 lan", ("hai mã khác nhau",), "hoàn phí"),
        ("nop le phi bi sai so tien", ("trả thiếu",), "đừng chuyển bù"),
        ("muốn lấy lại tiền phí đã nộp", ("hồ sơ bị từ chối", "doanh nghiệp"), "được trả lại"),
        ("nộp tiền rồi lấy biên lai ở đâu", ("tại quầy", "không được đưa"), "người phụ trách"),
    ],
)
def test_trouble_with_a_payment_is_a_few_questions_then_the_advice_for_that_case(
    talk: Talk, trouble: str, answers: tuple[str, ...], advice: str
) -> None:
    reply = talk(trouble)
    for answer in answers:
        assert "?" in reply.messages[-1]["text"].splitlines()[-1]
        reply = talk(answer)
    assert advice in reply.messages[-1]["text"].lower()


def test_a_guide_asked_for_again_goes_on_with_its_steps_then_with_what_goes_wrong(
    talk: Talk,
) -> None:
    talk("nộp hồ sơ rồi mà nó báo cần bổ sung")
    assert "Bước 1/" in talk("bổ sung ở đâu").messages[0]["text"]
    assert "hay vướng" in talk("bổ sung ở đâu vậy").messages[0]["text"]


def test_words_that_answer_nothing_leave_the_diagnosis_open(talk: Talk) -> None:
    talk("ck xong mà hs vẫn báo chưa thanh toán")
    unclear = talk("dùng ngân hàng mb")
    assert unclear.turn["topic"] == "payment.failed"
    assert "Bị trừ hai lần" in titles(unclear)
    assert talk("hôm nay trời mưa không").turn["topic"] == "out_of_scope"


def test_a_special_case_is_answered_first(talk: Talk) -> None:
    answer = talk("me don than lam khai sinh cho con duoc khong")
    assert answer.turn["procedure"] == "1.001193"
    assert "Vẫn làm được" in answer.messages[0]["text"]
    assert about(press(talk, answer, "Đăng ký khai sinh kết hợp"))[1] == "1.000689"


def test_if_after_an_answer_is_about_what_was_spoken_of(talk: Talk) -> None:
    talk("làm hộ chiếu")
    lost = talk("nếu bị mất thì sao")
    assert lost.turn["procedure"] == "1.001456"
    assert "báo mất" in lost.messages[0]["text"]
    talk("làm khai sinh")
    assert talk("còn nếu bố là người úc thì sao").turn["procedure"] == "2.000528"
    assert talk("nếu mất hộ chiếu thì sao").turn["procedure"] == "1.010386"
