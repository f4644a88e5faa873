from __future__ import annotations

import pytest

from bot.engine.prepare import prepare

prepare()

from bot.nlu.naming import Named, Names, name_alone, ways  # noqa: E402

SUBJECTS = {
    "giấy độc thân": "A",
    "đăng ký khai sinh": "B",
    "sổ đỏ": None,
    "lệ phí trước bạ": "C",
    "làm căn cước cho con": "D",
}
NAMES = Names(
    {name_alone(name): subject for name, subject in SUBJECTS.items()},
    {
        "overview": ["{x}", "thủ tục {x}", "{x} như thế nào"],
        "papers": ["giấy tờ {x}", "{x} cần giấy tờ gì"],
        "fee": ["lệ phí {x}", "phí {x} là bao nhiêu ạ"],
        "where": ["{x} ở đâu"],
    },
)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("giấy độc thân", Named("A", "overview")),
        ("cho em hỏi về giấy độc thân ạ", Named("A", "overview")),
        ("thủ tục giấy độc thân", Named("A", "overview")),
        ("giấy tờ đăng ký khai sinh cho con", Named("B", "papers")),
        ("le phi giay doc than", Named("A", "fee")),
        ("phí giấy độc thân là bao nhiêu", Named("A", "fee")),
        ("đăng ký khai sinh ở đâu vậy em", Named("B", "where")),
        ("lệ phí trước bạ", Named("C", "overview")),
        ("làm căn cước cho con", Named("D", "overview")),
        ("cho con hỏi giấy độc thân ạ", Named("A", "overview")),
    ],
)
def test_a_name_in_a_plain_frame_needs_no_guess(said: str, named: Named) -> None:
    assert NAMES.find(said) == named


def test_a_name_that_several_bear_tells_the_facet_only() -> None:
    assert NAMES.find("sổ đỏ ở đâu") == Named(None, "where")


@pytest.mark.parametrize("said", ["giấy độc thân để làm gì", "ở đâu", "lệ phí", "", "giấy tờ"])
def test_what_says_more_or_less_is_left_to_the_classifiers(said: str) -> None:
    assert NAMES.find(said) is None


def test_whom_a_name_is_about_belongs_to_it() -> None:
    assert NAMES.find("làm căn cước") is None


def test_a_frame_may_hold_several_ways_of_saying_it() -> None:
    assert ways("{x} (thì|) (mất|hết) mấy ngày") == [
        "{x} thì mất mấy ngày",
        "{x} thì hết mấy ngày",
        "{x}  mất mấy ngày",
        "{x}  hết mấy ngày",
    ]
    assert ways("{x} (lần đầu)") == ["{x} (lần đầu)"]
