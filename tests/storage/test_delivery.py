from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.storage.conversations import Conversations
from bot.storage.database import Base
from bot.storage.delivery import Delivery
from bot.storage.messages import Incoming, OutStatus
from bot.storage.visits import Visit

NOW = datetime(2026, 11, 23, 9)  # noqa: DTZ001 (UTC, as stored)


@pytest.fixture
def store(engine: Engine) -> Delivery:
    return Delivery(engine)


def _message(ident: str = "1", user: str = "7", text: str = "lệ phí") -> Incoming:
    return Incoming("telegram", ident, user, text, {})


def _answer(store: Delivery, message: Incoming, *texts: str) -> None:
    found = store.next_of(message.sender)
    assert found is not None
    store.answer(found.inbox_id, message, [{"text": text} for text in texts], NOW, state="{}")


def test_a_message_is_stored_once_however_often_it_comes(store: Delivery) -> None:
    assert store.accept([_message()], NOW) == [_message()]
    assert store.accept([_message(), _message("2")], NOW) == [_message("2")]


def test_the_same_number_of_another_channel_is_another_message(store: Delivery) -> None:
    other = Incoming("zalo_oa", "1", "7", "lệ phí", {})
    assert len(store.accept([_message(), other], NOW)) == 2


def test_messages_of_a_conversation_come_in_the_order_in_which_they_were_stored(
    store: Delivery,
) -> None:
    store.accept([_message("9", text="một"), _message("3", text="hai")], NOW)
    found = store.next_of("telegram:7")
    assert found is not None
    assert found.message.text == "một"


def test_an_answer_its_sends_and_the_state_are_there_together(
    store: Delivery, engine: Engine
) -> None:
    store.accept([_message()], NOW)
    _answer(store, _message(), "35.000 đồng", "Nguồn")
    assert store.next_of("telegram:7") is None
    assert Conversations(engine).load("telegram:7") == "{}"
    assert store.bodies("telegram", "1") == [{"text": "35.000 đồng"}, {"text": "Nguồn"}]


def test_nothing_of_an_answer_is_there_when_it_cannot_be_stored(
    store: Delivery, engine: Engine
) -> None:
    store.accept([_message()], NOW)
    with pytest.raises(TypeError):
        store.answer(1, _message(), [{"text": object()}], NOW, state="{}")
    assert store.next_of("telegram:7") is not None
    assert Conversations(engine).load("telegram:7") is None


def test_of_each_conversation_only_the_first_send_is_due(store: Delivery) -> None:
    store.accept([_message(), _message("2", user="8")], NOW)
    _answer(store, _message(), "một", "hai")
    _answer(store, _message("2", user="8"), "ba")
    assert [send.body["text"] for send in store.due("telegram", NOW, 9)] == ["một", "ba"]


def test_a_failed_send_holds_back_the_next_until_it_is_due_again(store: Delivery) -> None:
    store.accept([_message()], NOW)
    _answer(store, _message(), "một", "hai")
    [send] = store.due("telegram", NOW, 9)
    store.sending(send)
    store.failed(send, "HTTP 500", NOW + timedelta(seconds=5))
    assert store.due("telegram", NOW, 9) == []
    [again] = store.due("telegram", NOW + timedelta(seconds=5), 9)
    assert (again.id, again.attempts) == (send.id, 1)


def test_what_was_being_sent_when_the_process_died_is_unknown_and_not_due(store: Delivery) -> None:
    store.accept([_message()], NOW)
    _answer(store, _message(), "một", "hai")
    store.sending(store.due("telegram", NOW, 9)[0])
    assert store.cut() == 1
    assert [send.body["text"] for send in store.due("telegram", NOW, 9)] == ["hai"]
    [row] = store.undelivered()
    assert row.status == OutStatus.UNKNOWN


def test_a_dead_send_goes_out_again_on_request(store: Delivery) -> None:
    store.accept([_message()], NOW)
    _answer(store, _message(), "một")
    [send] = store.due("telegram", NOW, 9)
    store.gave_up(send, "403")
    assert store.resend([send.id], NOW) == 1
    assert [again.id for again in store.due("telegram", NOW, 9)] == [send.id]


def test_a_sent_one_does_not(store: Delivery) -> None:
    store.accept([_message()], NOW)
    _answer(store, _message(), "một")
    [send] = store.due("telegram", NOW, 9)
    store.sent(send)
    assert store.resend([send.id], NOW) == 0


def _rows_of(engine: Engine, user: str) -> list[tuple[str, ...]]:
    """Every row of every table in which the citizen's id stands anywhere."""
    found = []
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                if any(user in str(cell) for cell in row):
                    found.append((table.name, *map(str, row)))
    return found


def test_a_citizen_is_forgotten_wholly_and_nobody_else(store: Delivery, engine: Engine) -> None:
    store.accept([_message(user="4711"), _message("2", user="8")], NOW)
    _answer(store, _message(user="4711"), "một")
    assert store.forget("telegram:4711") == 3
    assert _rows_of(engine, "4711") == []
    assert store.next_of("telegram:8") is not None


def test_what_was_answered_before_is_not_answered_again_after_forgetting(store: Delivery) -> None:
    store.accept([_message()], NOW)
    _answer(store, _message(), "một")
    store.forget("telegram:7")
    assert store.accept([_message()], NOW) == []


def test_the_farewell_is_sent_and_leaves_nothing(store: Delivery, engine: Engine) -> None:
    store.accept([_message(user="4711")], NOW)
    _answer(store, _message(user="4711"), "một")
    bye = _message("2", user="4711", text="/xoa")
    store.accept([bye], NOW)
    found = store.next_of("telegram:4711")
    assert found is not None
    store.farewell(found.inbox_id, bye, [{"text": "Đã xóa"}], NOW)
    [send] = store.due("telegram", NOW, 9)
    assert send.body == {"text": "Đã xóa"}
    store.sending(send)
    store.sent(send)
    assert _rows_of(engine, "4711") == []
    assert store.accept([bye], NOW) == []


def test_what_comes_behind_the_farewell_begins_a_new_conversation(store: Delivery) -> None:
    bye, more = _message("1", text="/xoa"), _message("2", text="lệ phí khai sinh")
    store.accept([bye, more], NOW)
    found = store.next_of("telegram:7")
    assert found is not None
    store.farewell(found.inbox_id, bye, [{"text": "Đã xóa"}], NOW)
    left = store.next_of("telegram:7")
    assert left is not None
    assert left.message.text == "lệ phí khai sinh"


def test_a_send_tells_when_the_citizen_last_wrote_not_when_it_was_answered(
    store: Delivery,
) -> None:
    store.accept([_message()], NOW)
    later = NOW + timedelta(days=3)
    store.answer(1, _message(), [{"text": "một"}], later, state="{}", received=NOW)
    assert store.due("telegram", later, 9)[0].created == NOW


def test_news_that_nobody_asked_for_now_counts_from_the_citizens_last_message(
    store: Delivery, engine: Engine
) -> None:
    store.accept([_message()], NOW)
    store.answer(1, _message(), [], NOW, state="{}", received=NOW)
    told = Incoming("telegram", "watch:1", "7", "d_x", {"told": True})
    later = NOW + timedelta(days=3)
    store.accept([told], later)
    store.answer(2, told, [{"text": "đã xong"}], later, state="{}", received=later)
    assert store.due("telegram", later, 9)[0].created == NOW


def test_a_conversation_counts_once_for_the_poster_that_brought_it(
    store: Delivery, engine: Engine
) -> None:
    for number, after in enumerate((0, 5, 120)):
        message, then = _message(str(number)), NOW + timedelta(minutes=after)
        store.accept([message], then)
        store.answer(number + 1, message, [], then, state="{}", source="cho", received=then)
    with engine.connect() as connection:
        assert connection.execute(select(Visit.source, Visit.count)).all() == [("cho", 2)]


def test_old_rows_go_but_never_what_still_waits(store: Delivery) -> None:
    store.accept([_message(), _message("2", user="8")], NOW)
    _answer(store, _message(), "một")
    store.sent(store.due("telegram", NOW, 9)[0])
    assert store.forget_old(NOW + timedelta(days=31), 30) == 2
    assert store.next_of("telegram:8") is not None
