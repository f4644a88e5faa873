"""Scoring of answers against gold, by the rules of the answer contract."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

TURNED_AWAY = ("out_of_scope", "not_known")


@dataclass
class Count:
    """How many of how many."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        """Counts one more."""
        self.right += right
        self.total += 1

    @property
    def share(self) -> float:
        """Share that is right, 0 to 1; 1 of nothing."""
        return self.right / self.total if self.total else 1.0

    def __str__(self) -> str:
        return f"{self.share:6.1%}  ({self.right}/{self.total})"


@dataclass
class Report:
    """Everything counted over one set.

    Attributes:
        topic: Topic right.
        procedure: Procedure and facet both right, where gold names a procedure topic.
        asked: Wrong answers that were a question back with the right one among the candidates.
        turned_away: Good questions (gold neither out of scope nor clarify) turned away.
        out_of_scope: Out-of-scope messages recognised.
        whole: Everything that gold names is right.
        by_style: `whole`, by style of writing.
        by_topic: `topic`, by gold topic.
        by_facet: `procedure`, by first gold facet.
        confusions: (gold, answered) topic pairs.
        wrong: Lines that were not right: (line, answer).
    """

    topic: Count = field(default_factory=Count)
    procedure: Count = field(default_factory=Count)
    asked: Count = field(default_factory=Count)
    turned_away: Count = field(default_factory=Count)
    out_of_scope: Count = field(default_factory=Count)
    whole: Count = field(default_factory=Count)
    by_style: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_topic: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_facet: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=list)


def is_right(gold: dict[str, Any], answer: dict[str, Any]) -> tuple[bool, bool]:
    """Tells whether the topic, and whether everything that gold names, is right."""
    topic = answer.get("topic") == gold["topic"]
    whole = topic
    if gold["topic"] == "procedure":
        whole = (
            topic
            and answer.get("procedure") in gold.get("procedure", [])
            and (not gold.get("facet") or answer.get("facet") in gold["facet"])
        )
    return topic, whole


def score(pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> Report:
    """Scores (line, answer) pairs; lines without gold are context and not scored."""
    report = Report()
    for line, answer in pairs:
        gold = line.get("gold")
        if not gold:
            continue
        topic, whole = is_right(gold, answer)
        report.topic.add(topic)
        report.whole.add(whole)
        report.by_topic[gold["topic"]].add(topic)
        report.by_style[line.get("style", "?")].add(whole)
        if gold["topic"] == "procedure":
            report.procedure.add(whole)
            report.by_facet[(gold.get("facet") or ["?"])[0]].add(whole)
        if gold["topic"] == "out_of_scope":
            report.out_of_scope.add(topic)
        elif gold["topic"] != "clarify":
            report.turned_away.add(answer.get("status") in TURNED_AWAY)
        if not whole:
            report.wrong.append((line, answer))
            wanted = {*gold.get("procedure", []), gold["topic"]}
            report.asked.add(bool(wanted & set(answer.get("candidates") or [])))
        if not topic:
            report.confusions[(gold["topic"], str(answer.get("topic")))] += 1
    return report


def accents_gap(report: Report) -> float:
    """Standard style's share minus that of messages without diacritics, in points."""
    return 100 * (report.by_style["standard"].share - report.by_style["nodia"].share)
