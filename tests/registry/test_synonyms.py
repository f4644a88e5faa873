"""Everyday words of the synonym table lead to what the portal calls them."""

from __future__ import annotations

import json

import pytest

from bot.knowledge.current import knowledge
from bot.registry.compact import Compact
from bot.registry.corpus import entries_of
from bot.registry.everyday import read_everyday
from bot.registry.search import Search
from bot.settings import ROOT
from bot.text import fold

# One point below what benchmarks/README.md reports.
FLOOR_FIRST, FLOOR_ANY = 0.73, 0.93


@pytest.fixture(scope="module")
def search() -> Search:
    return Search(entries_of(knowledge(), Compact.read().listings(), read_everyday()))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("giấy độc thân", "1.004873"),
        ("cắt khẩu", "1.003197"),
        ("làm passport", "1.001456"),
        ("làm sổ đỏ lần đầu", "1.013978"),
        ("cà vẹt xe bị mất", "1.013082"),
        ("tiền đẻ bảo hiểm", "2.000693"),
        ("bằng lái hết hạn đổi", "3.000347"),
        ("giấy chứng tử", "1.000656"),
    ],
)
@pytest.mark.parametrize("spelling", [str, fold])
def test_everyday_words_are_among_the_best(
    search: Search, text: str, code: str, spelling: type[str]
) -> None:
    assert code in [hit.code for hit in search.find(spelling(text), limit=5)]


@pytest.mark.slow
def test_held_out_questions_are_found_as_often_as_was_reported(search: Search) -> None:
    path = ROOT / "tests" / "evaluation" / "search.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    first = any_ = 0
    for row in rows:
        gold = set(row["gold"])
        right = [
            bool(gold & {hit.code, *hit.same, *hit.replaces})
            for hit in search.find(row["text"], limit=5)
        ]
        first += right[0]
        any_ += any(right)
    assert first / len(rows) >= FLOOR_FIRST
    assert any_ / len(rows) >= FLOOR_ANY
