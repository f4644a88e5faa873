from __future__ import annotations

from bot.payments.banks import banks


def test_banks_are_named_as_the_reference_has_them() -> None:
    named = banks()
    assert (named["970403"], named["970415"], named["970422"]) == (
        "Sacombank",
        "VietinBank",
        "MB Bank",
    )


def test_every_number_has_six_digits_and_a_name() -> None:
    assert all(len(bin_) == 6 and bin_.isdigit() and name for bin_, name in banks().items())
