from __future__ import annotations

from bot.engine.prepare import prepare

prepare()

from bot.nlu.classifier import how_first  # noqa: E402


def test_how_goes_first_when_its_two_facets_together_are_likeliest() -> None:
    ranking = [("procedure_conditions", 0.4), ("procedure_overview", 0.3), ("procedure_steps", 0.2)]
    assert how_first(ranking)[0] == ("procedure_overview", 0.3)
    sure = [("procedure_fee", 0.8), ("procedure_overview", 0.1), ("procedure_steps", 0.1)]
    assert how_first(sure) == sure
