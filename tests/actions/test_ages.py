from __future__ import annotations

import pytest

from actions.ages import ages_told, of_age
from bot.knowledge.loader import Knowledge
from tests.builders import make_knowledge, make_message, make_procedure

GROWN, CHILD = "1.000001", "1.000002"


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("con em 8t lam can cuoc", {8}),
        ("be 8 tuoi", {8}),
        ("ba bay muoi lam tuoi", {75}),
        ("thang ut muoi tuoi", {10}),
        ("chau muoi hai tuoi, chi hai muoi tuoi", {12, 20}),
        ("nguoi duoi 14 tuoi", set()),
        ("tu 14 tuoi tro len", set()),
        ("chua du 14 tuoi", set()),
        ("vua du 14 tuoi", {14}),
        ("nop 3 to", set()),
    ],
)
def test_ages_are_read_as_people_say_them(said: str, ages: set[int]) -> None:
    assert ages_told(said) == ages


def _known() -> Knowledge:
    return make_knowledge(
        make_procedure(code=GROWN, look_alikes=[CHILD], ages={"at_least": 14}),
        make_procedure(code=CHILD, look_alikes=[GROWN], ages={"below": 14}),
    )


@pytest.mark.parametrize(
    ("said", "best"),
    [
        ("con em 8 tuổi làm căn cước", CHILD),
        ("con em 14 tuổi làm căn cước", GROWN),
        ("đứa 8 tuổi, đứa 16 tuổi làm căn cước", GROWN),
        ("làm căn cước", GROWN),
    ],
)
def test_the_age_decides_between_look_alikes(said: str, best: str) -> None:
    message = make_message(said, procedures=[(GROWN, 0.9), (CHILD, 0.05)])
    assert of_age(message, _known()).procedures[0] == (best, 0.9)
