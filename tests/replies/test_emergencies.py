from __future__ import annotations

import pytest

from bot.replies.emergencies import help_in_emergency
from bot.text import fold


@pytest.mark.parametrize(
    ("said", "number"),
    [("nó cầm dao rượt mẹ con em", "113"), ("nhà cháy rồi", "114"), ("mẹ em ngất xỉu", "115")],
)
def test_danger_of_the_moment_is_seen_even_where_nobody_asks_for_help(
    said: str, number: str
) -> None:
    assert number in (help_in_emergency(said, acute=True) or "")
    assert number in (help_in_emergency(fold(said), acute=True) or "")


def test_under_water_is_no_drowning() -> None:
    assert help_in_emergency("phương tiện vui chơi dưới nước") is None
    assert help_in_emergency("con em bị đuối nước", acute=True)
    assert help_in_emergency("con em bi duoi nuoc", acute=True)


@pytest.mark.parametrize("said", ["tai nạn giao thông được bồi thường không", "xe máy bị trộm"])
def test_words_that_may_tell_of_the_past_are_an_emergency_only_to_who_asks_for_help(
    said: str,
) -> None:
    assert help_in_emergency(said, acute=True) is None
    assert help_in_emergency(said)
