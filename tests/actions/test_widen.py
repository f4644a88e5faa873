from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions.interpretation import Interpretation
from actions.widen import LINK_SURE, widen
from bot.registry.search import Hit
from tests.builders import CODE, OTHER, make_knowledge, make_message, make_procedure

KARAOKE = Hit("1.000001", "Cấp giấy phép kinh doanh karaoke", 0.9)
AGAIN = Hit("1.000002", "Cấp lại giấy phép kinh doanh karaoke", 0.28)
OWN = Hit(CODE, "Đăng ký khai sinh", 0.9, own=True)
TEXT = "xin giấy phép mở quán karaoke"


class _Found:
    """A catalog whose search gives these."""

    def __init__(self, *hits: Hit) -> None:
        self.hits, self.asked = list(hits), 0

    def find(self, text: str, limit: int = 10, province: str | None = None) -> list[Hit]:
        self.asked += 1
        return self.hits[:limit]


def _widen(
    meaning: Interpretation, *hits: Hit, text: str = TEXT, **message: Any
) -> tuple[Interpretation, int]:
    fields = {
        "intent": "procedure_papers",
        "intents": [("procedure_papers", 0.8)],
        "topics": [("procedure", 0.8)],
        "procedures": [("other", 0.9)],
        **message,
    }
    found = _Found(*hits)
    said = make_message(text, **fields)
    knowledge = make_knowledge(make_procedure())
    return widen(meaning, said, knowledge, found), found.asked  # type: ignore[arg-type]


def test_what_is_none_of_our_own_is_looked_for_among_all() -> None:
    meaning, _ = _widen(Interpretation("not_known"), KARAOKE)
    assert (meaning.kind, meaning.procedure, meaning.facet) == ("registry", "1.000001", "papers")


def test_our_own_explanation_always_wins() -> None:
    meaning, _ = _widen(Interpretation("not_known"), OWN, KARAOKE)
    assert (meaning.kind, meaning.procedure) == ("procedure", CODE)


def test_what_the_linker_is_sure_of_is_not_looked_up() -> None:
    sure = Interpretation("procedure", "procedure", CODE, "papers", confidence=LINK_SURE)
    meaning, asked = _widen(sure, KARAOKE, procedures=[(CODE, LINK_SURE)])
    assert (meaning, asked) == (sure, 0)


def test_a_faint_link_gives_way_to_a_sure_find() -> None:
    faint = Interpretation("procedure", "procedure", CODE, "papers", confidence=0.3)
    meaning, _ = _widen(faint, KARAOKE, procedures=[(CODE, 0.3)])
    assert meaning.procedure == "1.000001"


@pytest.mark.parametrize("hits", [(KARAOKE, OWN), (AGAIN,), ()])
def test_a_faint_link_stays_where_the_search_doubts(hits: tuple[Hit, ...]) -> None:
    faint = Interpretation("procedure", "procedure", CODE, "papers", confidence=0.3)
    assert _widen(faint, *hits, procedures=[(CODE, 0.3)])[0] == faint


ALIKE = replace(KARAOKE, score=0.95, alike=0.7)


def test_a_guide_gives_way_to_a_find_that_is_sure_and_like_the_message() -> None:
    guide = Interpretation("guide", "payment.how", confidence=0.6)
    assert _widen(guide, ALIKE)[0].procedure == "1.000001"
    assert _widen(guide, replace(ALIKE, alike=0.5))[0] == guide
    assert _widen(guide, replace(ALIKE, score=0.8))[0] == guide
    assert _widen(guide, replace(ALIKE, own=True))[0] == guide


def test_where_several_are_likely_it_asks() -> None:
    rivals = Hit("1.000003", "Khác", 0.25), Hit("1.000004", "Khác nữa", 0.2)
    meaning, _ = _widen(Interpretation("not_known"), AGAIN, *rivals)
    assert meaning.topic == "clarify"
    assert meaning.candidates == ["1.000002", "1.000003", "1.000004"]


def test_between_our_own_linker_and_search_decide_together() -> None:
    faint = Interpretation("procedure", "procedure", OTHER, "papers", confidence=0.5)
    linked = [(OTHER, 0.5), (CODE, 0.4)]
    assert _widen(faint, OWN, procedures=linked)[0].procedure == CODE
    doubtful = Hit(CODE, "Đăng ký khai sinh", 0.05, own=True)
    assert _widen(faint, doubtful, procedures=linked)[0].procedure == OTHER


def test_a_follow_up_about_the_procedure_spoken_of_is_left_alone() -> None:
    follow = Interpretation("procedure", "procedure", OTHER, "fee", confidence=0.4)
    assert _widen(follow, KARAOKE, procedures=[("none", 0.9)]) == (follow, 0)


def test_a_few_words_that_name_nothing_are_not_looked_for() -> None:
    open_ = Interpretation("clarify", "clarify")
    assert _widen(open_, KARAOKE, text="nộp ở đâu", procedures=[("none", 0.95)]) == (open_, 0)


def test_out_of_scope_is_doubted_only_where_a_procedure_is_likely_too() -> None:
    outside = Interpretation("out_of_scope", "out_of_scope", confidence=0.45)
    assert _widen(outside, KARAOKE)[0].procedure == "1.000001"
    assert _widen(outside, KARAOKE, topics=[("out_of_scope", 0.9)])[0] == outside
    assert _widen(outside, AGAIN)[0].kind == "out_of_scope"


@pytest.mark.parametrize(
    ("score", "alike", "found"), [(0.99, 0.7, True), (0.99, 0.4, False), (0.9, 0.7, False)]
)
def test_against_out_of_scope_a_find_must_be_sure_and_like_the_message(
    score: float, alike: float, found: bool
) -> None:
    outside = Interpretation("out_of_scope", "out_of_scope", confidence=0.9)
    hit = replace(KARAOKE, score=score, alike=alike)
    meaning, _ = _widen(outside, hit, topics=[("out_of_scope", 0.9)])
    assert (meaning.procedure == "1.000001") is found


@pytest.mark.parametrize(
    ("hit", "text", "turns"),
    [
        (Hit(OTHER, "Trợ cấp", 0.8, own=True), "tôi già rồi 80 tuổi có được tiền gì không", True),
        (Hit(OTHER, "Trợ cấp", 0.3, own=True), "tôi già rồi 80 tuổi có được tiền gì không", False),
        (KARAOKE, "tôi già rồi 80 tuổi có được tiền gì không", False),
        (Hit(OTHER, "Trợ cấp", 0.8, own=True), "có được tiền không", False),
    ],
)
def test_a_long_message_turns_to_what_linker_and_search_both_see(
    hit: Hit, text: str, turns: bool
) -> None:
    spoken_of = Interpretation("procedure", "procedure", CODE, "conditions", confidence=0.8)
    meaning, _ = _widen(spoken_of, hit, text=text, procedures=[("none", 0.85), (OTHER, 0.13)])
    assert meaning.procedure == (OTHER if turns else CODE)


def test_what_is_none_of_our_own_turns_away_from_the_procedure_spoken_of() -> None:
    spoken_of = Interpretation("procedure", "procedure", CODE, "overview", confidence=0.8)
    meaning, _ = _widen(spoken_of, KARAOKE, procedures=[("other", 0.58), ("none", 0.4)])
    assert (meaning.kind, meaning.procedure) == ("registry", KARAOKE.code)
    faint, _ = _widen(spoken_of, AGAIN, procedures=[("other", 0.58), ("none", 0.4)])
    assert faint == spoken_of


@pytest.mark.parametrize(("score", "other"), [(0.55, False), (0.95, True)])
def test_a_likely_procedure_gives_way_only_to_a_sure_other(score: float, other: bool) -> None:
    likely = Interpretation("procedure", "procedure", CODE, "papers", confidence=0.99)
    hit = Hit("1.000001", "Cấp lại thẻ (cấp trung ương)", score)
    meaning, _ = _widen(likely, hit, procedures=[(CODE, 0.99)])
    assert (meaning.procedure != CODE) == other
