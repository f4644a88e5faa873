from __future__ import annotations

import pytest

from bot.knowledge import links
from bot.knowledge.links import LIMIT, Link, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p_1-001193", Link("p", "1.001193")),
        ("p_1-001193__f_fee", Link("p", "1.001193", {"f": "fee"})),
        ("p_1-001193__v_2", Link("p", "1.001193", {"v": "2"})),
        ("p_1-001193__w_online", Link("p", "1.001193", {"w": "online"})),
        ("g_account-otp", Link("g", "account.otp")),
        ("g_account-otp__w", Link("g", "account.otp", {"w": ""})),
        ("g_payment-check_qr", Link("g", "payment.check_qr")),
        ("o_0", Link("o", "0")),
        ("w_next", Link("w", "next")),
        ("m_help", Link("m", "help")),
        ("p_1-001193__c_25978__s_poster", Link("p", "1.001193", {"c": "25978", "s": "poster"})),
    ],
)
def test_a_payload_is_taken_apart(text: str, expected: Link) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["/start p_1-001193", "/start_p_1-001193", "  p_1-001193 \n"])
def test_a_deep_link_of_telegram_is_the_same_payload(text: str) -> None:
    assert parse(text) == Link("p", "1.001193")


@pytest.mark.parametrize(
    "text", ["", "làm khai sinh cần gì", "p_", "x_1-001193", "/start", "p_1-001193 nhé", "o 0"]
)
def test_what_people_write_is_no_payload(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "payload",
    [
        "p_1-001193",
        "p_1-001193__f_fee",
        "g_account-new_phone__w",
        "g_payment-check_qr",
        "o_3",
        "w_stuck",
        "m_human__c_25978",
    ],
)
def test_a_link_read_and_written_is_the_same_payload(payload: str) -> None:
    assert str(parse(payload)) == payload


def test_a_procedure_payload_names_its_facet() -> None:
    assert links.procedure("1.001193") == "p_1-001193"
    assert links.procedure("1.001193", "papers") == "p_1-001193__f_papers"


def test_a_guide_payload_tells_a_walk_from_the_answer() -> None:
    assert links.guide("account.new_phone") == "g_account-new_phone"
    assert links.guide("account.new_phone", walk=True) == "g_account-new_phone__w"


def test_a_payload_that_telegram_would_refuse_is_never_written() -> None:
    with pytest.raises(ValueError, match=str(LIMIT)):
        str(Link("g", "account." + "x" * LIMIT))


def test_a_payload_of_exactly_the_limit_is_written() -> None:
    assert len(str(Link("m", "x" * (LIMIT - 2)))) == LIMIT


def test_a_long_line_that_is_almost_a_payload_is_refused_quickly() -> None:
    assert parse("p_" + "a_" * 2000 + "!") is None
