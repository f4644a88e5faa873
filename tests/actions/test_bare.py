from __future__ import annotations

import pytest

from actions.bare import still_open
from actions.interpretation import Interpretation
from actions.state import State
from tests.builders import CODE, make_message

OTHER = "1.000894"
ASKED = State(topic="clarify", options=[["Một", f"p_{CODE}__f_fee"], ["Hai", f"p_{OTHER}__f_fee"]])
GUIDE = Interpretation("guide", "payment.exempt")


def test_a_few_words_after_a_question_back_are_about_what_was_offered() -> None:
    said = make_message("lệ phí?", intent="payment_exempt", procedures=[("none", 0.9)])
    again = still_open(GUIDE, said, ASKED)
    assert again is not None
    assert (again.kind, again.facet, again.candidates) == ("clarify", "fee", [CODE, OTHER])


@pytest.mark.parametrize(
    ("text", "procedures", "state"),
    [
        ("lệ phí khai sinh", [(CODE, 0.9)], ASKED),
        ("ai được miễn phí khi đi làm giấy tờ", [("none", 0.9)], ASKED),
        ("lệ phí?", [("none", 0.9)], State(topic="procedure")),
    ],
)
def test_what_names_one_says_more_or_follows_no_question_is_left_alone(
    text: str, procedures: list[tuple[str, float]], state: State
) -> None:
    said = make_message(text, intent="payment_exempt", procedures=procedures)
    assert still_open(GUIDE, said, state) is None
