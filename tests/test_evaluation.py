from __future__ import annotations

from typing import Any

import pytest

from bot.evaluation import Count, accents_gap, is_right, score

GOLD: dict[str, Any] = {"topic": "procedure", "procedure": ["1.1", "1.2"], "facet": ["fee"]}


def _line(gold: dict[str, Any], style: str = "standard") -> dict[str, Any]:
    return {"gold": gold, "style": style}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"topic": "procedure", "procedure": "1.2", "facet": "fee"}, (True, True)),
        ({"topic": "procedure", "procedure": "9.9", "facet": "fee"}, (True, False)),
        ({"topic": "procedure", "procedure": "1.1", "facet": "time"}, (True, False)),
        ({"topic": "clarify"}, (False, False)),
        ({}, (False, False)),
    ],
)
def test_a_procedure_is_right_with_topic_code_and_facet(
    answer: dict[str, Any], expected: tuple[bool, bool]
) -> None:
    assert is_right(GOLD, answer) == expected


def test_where_gold_names_no_facet_any_is_right() -> None:
    gold = {"topic": "procedure", "procedure": ["1.1"]}
    answer = {"topic": "procedure", "procedure": "1.1", "facet": "time"}
    assert is_right(gold, answer) == (True, True)


def test_another_topic_needs_only_the_topic() -> None:
    assert is_right({"topic": "account.otp"}, {"topic": "account.otp"}) == (True, True)


def test_a_line_without_gold_is_context_and_not_scored() -> None:
    report = score([({"text": "chào"}, {"topic": "smalltalk.hello"})])
    assert report.topic.total == 0


def test_a_count_of_nothing_is_all_right() -> None:
    assert Count().share == 1.0


def test_a_count_reads_as_a_share_and_its_parts() -> None:
    assert str(Count(1, 4)) == " 25.0%  (1/4)"


def test_a_good_question_turned_away_is_counted() -> None:
    report = score(
        [
            (_line({"topic": "account.otp"}), {"topic": "clarify", "status": "not_known"}),
            (_line({"topic": "account.otp"}), {"topic": "account.otp", "status": "answered"}),
        ]
    )
    assert (report.turned_away.right, report.turned_away.total) == (1, 2)


@pytest.mark.parametrize("topic", ["out_of_scope", "clarify"])
def test_what_may_be_turned_away_is_not_counted_as_turned_away(topic: str) -> None:
    report = score([(_line({"topic": topic}), {"topic": topic, "status": "out_of_scope"})])
    assert report.turned_away.total == 0


def test_out_of_scope_is_counted_for_itself() -> None:
    gold = {"topic": "out_of_scope"}
    report = score([(_line(gold), {"topic": "out_of_scope"}), (_line(gold), {"topic": "clarify"})])
    assert (report.out_of_scope.right, report.out_of_scope.total) == (1, 2)


@pytest.mark.parametrize(("candidates", "asked"), [(["1.2", "9.9"], 1), (["9.9"], 0), (None, 0)])
def test_a_question_back_with_the_right_one_is_told_from_a_plain_mistake(
    candidates: list[str] | None, asked: int
) -> None:
    report = score([(_line(GOLD), {"topic": "clarify", "candidates": candidates})])
    assert (report.asked.right, report.asked.total) == (asked, 1)


def test_right_and_wrong_are_split_by_style_topic_and_facet() -> None:
    right = {"topic": "procedure", "procedure": "1.1", "facet": "fee"}
    report = score([(_line(GOLD), right), (_line(GOLD, "nodia"), {"topic": "account.otp"})])
    assert report.by_style["standard"].share == 1.0
    assert report.by_style["nodia"].share == 0.0
    assert report.by_topic["procedure"].share == 0.5
    assert report.by_facet["fee"].share == 0.5
    assert (report.procedure.right, report.whole.right) == (1, 1)


def test_confusions_name_gold_and_answer_and_wrong_lines_are_kept() -> None:
    line, answer = _line(GOLD), {"topic": "account.otp"}
    report = score([(line, answer)])
    assert report.confusions == {("procedure", "account.otp"): 1}
    assert report.wrong == [(line, answer)]


def test_a_wrong_facet_is_no_confusion_of_topics() -> None:
    report = score([(_line(GOLD), {"topic": "procedure", "procedure": "1.1", "facet": "time"})])
    assert not report.confusions
    assert len(report.wrong) == 1


def test_the_accents_gap_is_in_points() -> None:
    gold = {"topic": "human"}
    report = score(
        [
            (_line(gold), {"topic": "human"}),
            (_line(gold, "nodia"), {"topic": "human"}),
            (_line(gold, "nodia"), {"topic": "clarify"}),
        ]
    )
    assert accents_gap(report) == 50.0
