from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

import actions.dossier
import actions.procedure
from actions.base import Turn, answer
from actions.interpretation import interpret
from actions.state import State
from bot.dossiers import lookup
from bot.dossiers.codes import DossierCode
from bot.dossiers.lookup import LookupFailedError, Status
from bot.knowledge.links import dossier
from bot.registry.search import Hit
from bot.replies.model import Reply
from tests.builders import CODE, make_knowledge, make_message, make_procedure

DOSSIER = "G22.99.08-261109-000123"
NOW = dt.datetime.fromisoformat("2026-11-20T09:00")


class _List:
    """A provider that knows one dossier, or fails."""

    def __init__(self, number: int | None = None, fails: bool = False) -> None:
        self.number, self.fails = number, fails

    def ready(self) -> bool:
        return True

    def find(self, code: DossierCode) -> Status | None:
        if self.fails:
            raise LookupFailedError("slow", "nơi tra cứu trả lời quá chậm")
        return Status(self.number, NOW) if self.number else None


@pytest.fixture(autouse=True)
def _nowhere_to_look() -> Iterator[None]:
    lookup.use([])
    yield
    lookup.use([])


def _ask(text: str, state: State | None = None, **message: Any) -> Reply:
    known = make_knowledge(make_procedure(time=[{"amount": 3, "unit": "working_day"}]))
    said = make_message(text, **{"intent": "dossier_status", "confidence": 0.9, **message})
    state = state or State()
    return answer(Turn(said, state, interpret(said, state, known, {}), known))


def test_a_listed_dossier_is_told_by_its_status_and_what_to_do() -> None:
    lookup.use([_List(5)])
    reply = _ask(f"hồ sơ {DOSSIER} tới đâu rồi")
    assert "Yêu cầu bổ sung giấy tờ" in reply.text
    assert (reply.topic, reply.status) == ("dossier.status", "answered")
    assert reply.data["dossier"] == DOSSIER


def test_without_a_place_to_look_the_citizen_is_shown_how_to() -> None:
    reply = _ask(DOSSIER.lower(), intent="out_of_scope")
    assert reply.topic == "dossier.status"
    assert "Tra cứu hồ sơ" in reply.text
    assert "09/11/2026" in reply.text


def test_a_place_that_does_not_answer_is_said_to_be_so() -> None:
    lookup.use([_List(fails=True)])
    assert "không trả lời" in _ask(DOSSIER).text


def test_a_mistyped_code_is_told_where_it_is_wrong() -> None:
    reply = _ask("ma ho so G22.99.08-261309-000123")
    assert reply.status == "clarified"
    assert "tháng 13" in reply.text


def test_a_code_of_a_day_to_come_is_mistyped() -> None:
    assert "ngày chưa tới" in _ask("G22.99.08-271109-000123").text


def test_with_the_procedure_and_the_day_the_due_day_is_reckoned() -> None:
    named = {"procedures": [(CODE, 0.9)], "intent": "procedure_time"}
    reply = _ask("khai sinh nộp hôm 9/11 bao giờ có", **named)
    assert reply.data["due"] == "2026-11-12"
    assert (reply.topic, reply.procedure, reply.facet) == ("procedure", CODE, "time")


def test_the_code_s_own_day_counts_once_the_procedure_is_named() -> None:
    state = State()
    _ask(f"hồ sơ {DOSSIER}", state)
    state.topic = "dossier.status"
    reply = _ask("khai sinh", state, intent="procedure_overview", procedures=[(CODE, 0.9)])
    assert reply.data == {"due": "2026-11-12", "dossier": DOSSIER}


class _Hears:
    """A catalog whose search finds this, whatever is asked."""

    def __init__(self, alike: float) -> None:
        self.alike = alike

    def find(self, text: str, limit: int = 10, province: str | None = None) -> list[Hit]:
        return [Hit(CODE, "Đăng ký khai sinh", 0.3, own=True, alike=self.alike)]


@pytest.mark.parametrize(("alike", "due"), [(0.55, "2026-11-12"), (0.4, None)])
def test_the_procedure_may_stand_beside_the_code(
    monkeypatch: pytest.MonkeyPatch, alike: float, due: str | None
) -> None:
    monkeypatch.setattr(actions.dossier, "catalog", lambda: _Hears(alike))
    assert _ask(f"hồ sơ {DOSSIER} khai sinh").data.get("due") == due


@pytest.mark.parametrize("late", ["quá hạn chưa", "đã trễ hạn chưa vậy"])
def test_too_late_alone_is_asked_of_the_dossier_spoken_of(late: str) -> None:
    state = State(dossier=DOSSIER, topic="dossier.status")
    guess = {"intent": "procedure_conditions", "procedures": [("3.000346", 0.6)]}
    reply = _ask(late, state, **guess)
    assert reply.topic == "dossier.status"
    assert "Cho biết tên thủ tục" in reply.text
    state.procedure = CODE
    assert _ask(late, state, **guess).data["due"] == "2026-11-12"


def test_who_waits_longer_is_told_what_is_owed() -> None:
    named = {"procedures": [(CODE, 0.9)], "intent": "dossier_late"}
    reply = _ask("khai sinh nộp hôm 3/11 mà chưa có", **named)
    assert reply.topic == "dossier.late"
    assert "xin lỗi" in reply.text


def test_telling_of_changes_is_offered_only_where_something_can_be_sent_later() -> None:
    lookup.use([_List(4)])
    offered = [b.payload for b in _ask(DOSSIER, channel="telegram").buttons]
    assert dossier(DOSSIER, watch=True) in offered
    assert dossier(DOSSIER, watch=True) not in [b.payload for b in _ask(DOSSIER).buttons]


def test_pressing_the_button_promises_to_tell() -> None:
    lookup.use([_List(4)])
    reply = _ask(dossier(DOSSIER, watch=True), channel="telegram")
    assert reply.data["watch"] == DOSSIER
    assert _ask(dossier("stop"), channel="telegram").data["watch"] == ""


def test_watching_begins_when_it_is_asked_for_and_ends_so_too() -> None:
    lookup.use([_List(4)])
    assert _ask(f"theo dõi giúp hồ sơ {DOSSIER}", channel="telegram").data["watch"] == DOSSIER
    stopped = _ask("thôi khỏi theo dõi", intent="walk_stop", channel="telegram")
    assert stopped.data["watch"] == ""


def test_where_nothing_can_be_looked_up_it_says_that_it_cannot_watch() -> None:
    assert "chưa theo dõi giúp được" in _ask(f"theo dõi giúp hồ sơ {DOSSIER}").text


def test_the_page_says_that_it_cannot_tell_later() -> None:
    lookup.use([_List(4)])
    reply = _ask(f"báo cho tôi khi hồ sơ {DOSSIER} xong", channel="web")
    assert "Telegram" in reply.text
    assert "watch" not in reply.data


def test_the_procedure_of_a_due_day_is_the_one_spoken_of() -> None:
    state = State()
    _ask(f"hồ sơ {DOSSIER} khai sinh bao giờ có", state, procedures=[(CODE, 0.9)])
    assert (state.procedure, state.facet) == (CODE, "time")
    state.topic = "dossier.status"
    late = _ask("hồ sơ của tôi quá hạn rồi", state, intent="dossier_late")
    assert "12/11/2026" in late.text


@pytest.mark.parametrize("number", [None, 10])
def test_nothing_is_promised_of_a_dossier_that_is_unknown_or_finished(number: int | None) -> None:
    lookup.use([_List(number)])
    reply = _ask(f"báo cho tôi khi hồ sơ {DOSSIER} có kết quả", channel="telegram")
    assert "watch" not in reply.data
    assert "sẽ nhắn" not in reply.text


def test_the_hour_counts_with_the_day_that_the_code_tells() -> None:
    asked = "hồ sơ {} nộp lúc 15h30 khai sinh bao giờ có"
    late = _ask(asked.format(DOSSIER), procedures=[(CODE, 0.9)])
    early = _ask(asked.format(DOSSIER).replace("15h30", "9h"), procedures=[(CODE, 0.9)])
    assert late.data["due"] > early.data["due"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hồ sơ em nó ghi yêu cầu bổ sung giấy tờ là sao", "Thời hạn tạm dừng"),
        ("ho so bao dung xu ly nghia la gi", "Hồ sơ đã dừng"),
        ("trạng thái đã xử lý xong là sao", "Đã có kết quả"),
    ],
)
def test_a_status_that_is_read_somewhere_is_explained(text: str, said: str) -> None:
    reply = _ask(text)
    assert said in reply.text
    assert reply.status == "answered"


def test_a_dossier_that_runs_is_told_with_its_due_day() -> None:
    lookup.use([_List(4)])
    reply = _ask(f"hồ sơ {DOSSIER} tới đâu", procedures=[(CODE, 0.99)])
    assert "Đang xử lý" in reply.text
    assert "12/11/2026" in reply.text
    assert reply.data["due"] == "2026-11-12"


def test_one_that_waits_for_the_citizen_is_told_without() -> None:
    lookup.use([_List(5)])
    assert "due" not in _ask(f"hồ sơ {DOSSIER} tới đâu", procedures=[(CODE, 0.99)]).data
