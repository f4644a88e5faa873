from __future__ import annotations

from bot.failures import where


def test_a_failure_is_told_by_its_place_and_not_by_what_was_written() -> None:
    try:
        int("tôi tên là Nguyễn Văn A")
    except ValueError as error:
        told = where(error)
    assert "test_failures.py:" in told
    assert "Nguyễn" not in told
