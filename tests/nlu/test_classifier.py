from __future__ import annotations

import pytest

from bot.engine.prepare import prepare

prepare()

from bot.nlu.classifier import facet_beside_name, how_first, name_alone  # noqa: E402

NAMES = frozenset(name_alone(name) for name in ("giấy độc thân", "đăng ký khai sinh"))


@pytest.mark.parametrize(
    ("said", "facet"),
    [
        ("giấy độc thân", "overview"),
        ("cho em hỏi về giấy độc thân ạ", "overview"),
        ("giấy tờ đăng ký khai sinh cho con", "papers"),
        ("le phi giay doc than", "fee"),
        ("đăng ký khai sinh ở đâu vậy em", None),
        ("đăng ký khai sinh mấy ngày", "time"),
        ("giấy độc thân để làm gì", None),
        ("", None),
    ],
)
def test_a_name_with_at_most_the_plain_word_for_a_facet_needs_no_guess(
    said: str, facet: str | None
) -> None:
    assert facet_beside_name(said, NAMES) == facet


def test_how_goes_first_when_its_two_facets_together_are_likeliest() -> None:
    ranking = [("procedure_conditions", 0.4), ("procedure_overview", 0.3), ("procedure_steps", 0.2)]
    assert how_first(ranking)[0] == ("procedure_overview", 0.3)
    sure = [("procedure_fee", 0.8), ("procedure_overview", 0.1), ("procedure_steps", 0.1)]
    assert how_first(sure) == sure
