from __future__ import annotations

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
    return found[0] if found else None


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


def test_how_near_grows_with_what_is_shared() -> None:
    near, far = CASES.find("mất giấy chứng sinh"), CASES.find("giấy chứng sinh của bé nhà em")
    assert near is not None
    assert far is None or near[1] > far[1]
