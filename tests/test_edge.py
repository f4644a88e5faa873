from __future__ import annotations

from bot.edge import account_token, received
from bot.text import mask


def test_an_account_number_becomes_something_that_can_only_be_compared() -> None:
    said = received("số tài khoản 0011 0123 45678 có đúng của xã không").text
    assert account_token("0011012345678") in said
    assert "0011" not in said
    assert said.endswith("-678] có đúng của xã không")


def test_spaces_make_no_difference() -> None:
    assert account_token("0011 0123 45678") == account_token("0011.0123.45678")


def test_another_number_becomes_something_else() -> None:
    assert account_token("0011012345678") != account_token("0011012345679")


def test_masking_again_changes_nothing() -> None:
    once = received("stk 1234567890123 với cccd 079123456789").text
    assert received(once).text == once
    assert mask(once).text == once


def test_other_numbers_leave_no_trace() -> None:
    said = received("cccd 079123456789, điện thoại 0912345678").text
    assert not any(c.isdigit() for c in said)
