from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from bot.storage.conversations import Conversations

NOW = datetime(2026, 11, 22, 2, 0)  # noqa: DTZ001 (UTC without a time zone, as the table has it)


@pytest.fixture
def kept(engine: Engine) -> Conversations:
    return Conversations(engine)


def test_a_stranger_has_no_state(kept: Conversations) -> None:
    assert kept.load("web:a") is None


def test_what_is_saved_is_loaded(kept: Conversations) -> None:
    kept.save("web:a", '{"tên": "Đượm"}', NOW)
    assert kept.load("web:a") == '{"tên": "Đượm"}'


def test_saving_again_replaces_the_state(kept: Conversations) -> None:
    kept.save("web:a", "1", NOW)
    kept.save("web:a", "2", NOW)
    assert kept.load("web:a") == "2"
    assert kept.senders() == ["web:a"]


def test_conversations_do_not_mix(kept: Conversations) -> None:
    kept.save("web:a", "a", NOW)
    kept.save("telegram:a", "b", NOW)
    assert (kept.load("web:a"), kept.load("telegram:a")) == ("a", "b")


def test_a_sender_is_data_and_never_sql(kept: Conversations) -> None:
    name = "web:'; DROP TABLE conversations; --"
    kept.save(name, "1", NOW)
    assert kept.senders() == [name]


def test_forgetting_leaves_nothing_of_the_sender_and_all_of_the_others(
    kept: Conversations,
) -> None:
    kept.save("web:a", "a", NOW)
    kept.save("web:b", "b", NOW)
    assert kept.forget("web:a")
    assert kept.senders() == ["web:b"]


def test_forgetting_a_stranger_tells_that_there_was_nothing(kept: Conversations) -> None:
    assert not kept.forget("web:a")


def test_idle_conversations_are_forgotten_after_the_days_and_not_before(
    kept: Conversations,
) -> None:
    kept.save("web:cu", "1", NOW - timedelta(days=30, seconds=1))
    kept.save("web:vua", "1", NOW - timedelta(days=30))
    kept.save("web:moi", "1", NOW)
    assert kept.forget_idle(NOW, 30) == 1
    assert sorted(kept.senders()) == ["web:moi", "web:vua"]


def test_another_turn_keeps_a_conversation_from_being_idle(kept: Conversations) -> None:
    kept.save("web:a", "1", NOW - timedelta(days=40))
    kept.save("web:a", "2", NOW)
    assert kept.forget_idle(NOW, 30) == 0
    assert kept.load("web:a") == "2"


def test_one_row_is_kept_for_a_sender_however_often_it_is_saved(
    kept: Conversations, engine: Engine
) -> None:
    for turn in range(20):
        kept.save("web:a", str(turn), NOW)
    with engine.connect() as connection:
        count = connection.execute(text("SELECT count(*) FROM conversations")).scalar_one()
    assert count == 1
