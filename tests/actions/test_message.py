from __future__ import annotations

import datetime as dt

import pytest

from actions.message import VIETNAM, read_message
from tests.builders import CODE, NOW, make_message


def test_the_understanding_of_the_nlu_is_taken_over() -> None:
    message = read_message(
        {
            "text": " Lệ phí KHAI SINH? ",
            "intent": {"name": "procedure_fee", "confidence": 0.8},
            "intent_ranking": [
                {"name": "procedure_fee", "confidence": 0.8},
                {"name": "procedure_time", "confidence": 0.1},
            ],
            "procedure_ranking": [[CODE, 0.7], ["none", 0.2]],
            "topic_ranking": [["procedure", 0.9]],
            "metadata": {"now": NOW.isoformat(), "photo": "qr.png"},
        }
    )
    assert message.folded == "le phi khai sinh?"
    assert (message.intent, message.confidence) == ("procedure_fee", 0.8)
    assert message.intents == [("procedure_fee", 0.8), ("procedure_time", 0.1)]
    assert message.procedures == [(CODE, 0.7), ("none", 0.2)]
    assert message.topics == [("procedure", 0.9)]
    assert message.now == NOW
    assert message.photo == "qr.png"


def test_several_entities_of_one_name_are_kept_in_order() -> None:
    entities = [
        {"entity": "group", "value": "ho_ngheo"},
        {"entity": "place", "value": "xa thu"},
        {"entity": "group", "value": "tre_em"},
    ]
    message = read_message({"entities": entities, "metadata": {"now": NOW.isoformat()}})
    assert message.entities == {"group": ["ho_ngheo", "tre_em"], "place": ["xa thu"]}


def test_a_message_that_nothing_is_known_of_is_an_empty_one() -> None:
    message = read_message({"text": None, "intent": None, "metadata": {"now": NOW.isoformat()}})
    assert (message.text, message.intent, message.confidence) == ("", "", 0.0)
    assert message.procedures == []
    assert message.words == []
    assert message.photo is None


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-12-31T16:59:59+00:00", dt.date(2026, 12, 31)),
        ("2026-12-31T17:00:00+00:00", dt.date(2027, 1, 1)),
        ("2027-01-01T00:00:00+07:00", dt.date(2027, 1, 1)),
    ],
)
def test_the_day_is_the_day_in_vietnam(now: str, day: dt.date) -> None:
    assert read_message({"metadata": {"now": now}}).day == day


def test_without_a_given_instant_it_is_one_in_vietnam() -> None:
    assert read_message({"text": "chào"}).now.tzinfo is VIETNAM


def test_words_are_folded_and_without_marks() -> None:
    assert make_message("Lệ phí, bao nhiêu?").words == ["le", "phi", "bao", "nhieu"]
