from __future__ import annotations

import pytest

from bot.knowledge.cases import Cases
from tests.builders import make_procedure

VARIANTS = [
    {
        "ask": "Quá 60 ngày mới đi khai sinh thì có làm được không?",
        "title": "Làm muộn quá 60 ngày",
        "also": ["khai sinh trễ hạn có sao không"],
        "answer": "Vẫn làm được.",
    },
    {
        "ask": "Ông bà đi khai sinh thay bố mẹ được không?",
        "title": "Nhờ người đi thay",
        "also": ["bà ngoại đi làm khai sinh cho cháu"],
        "answer": "Được.",
    },
    {"ask": "Mất giấy chứng sinh thì làm sao?", "title": "Mất giấy chứng sinh", "answer": "…"},
]
GENERAL = ["khai sinh cho con cần giấy tờ gì", "khai sinh mấy ngày có", "nộp khai sinh ở đâu"]
CASES = Cases(make_procedure(variants=VARIANTS), GENERAL)


def case(*readings: str) -> int | None:
    found = CASES.find(*readings)
    return found.case if found else None


def test_a_case_is_found_by_the_words_that_only_it_has() -> None:
    assert case("con em trễ hạn rồi, khai sinh có sao không") == 0
    assert case("ba noi di lam khai sinh thay duoc khong") == 1
    assert case("bị mất giấy chứng sinh") == 2


def test_a_general_question_tells_no_case() -> None:
    assert case("khai sinh cần giấy tờ gì") is None
    assert case("khai sinh cho con") is None
    assert case("") is None


def test_of_two_readings_the_nearer_counts() -> None:
    assert case("mat gcs", "mat giay chung sinh") == 2


def test_how_much_is_shared_is_told_of_both_sides() -> None:
    alike = CASES.find("mất giấy chứng sinh")
    story = CASES.find("nhà em lũ cuốn hết sạch, mất giấy chứng sinh của thằng cu út")
    assert alike is not None
    assert story is not None
    assert alike.of_message > story.of_message
    assert alike.of_case == pytest.approx(story.of_case)


def test_a_question_that_could_be_about_anything_is_no_case() -> None:
    bare = Cases(make_procedure(variants=VARIANTS), GENERAL, ("đi thay được không",))
    assert CASES.find("đi thay được không") is not None
    assert bare.find("đi thay được không") is None
