from __future__ import annotations

import pytest

from bot.knowledge.links import Link
from bot.posters.addresses import Addresses

LINK = Link("p", "1.001193", {"s": "poster"})
ALL = Addresses(telegram="xa_bot", zalo="0815", web="https://xa.example/")


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("telegram", "https://t.me/xa_bot?start=p_1-001193__s_poster"),
        ("web", "https://xa.example/?open=p_1-001193__s_poster"),
        ("zalo", "https://zalo.me/0815"),
    ],
)
def test_each_channel_has_its_address(channel: str, address: str) -> None:
    assert ALL.of(channel, LINK) == address


def test_a_channel_that_opens_on_the_subject_is_preferred() -> None:
    assert (ALL.best(LINK) or "").startswith("https://t.me/")
    assert (Addresses(zalo="0815", web="http://1.2.3.4:5005/").best(LINK) or "").startswith("http:")
    assert Addresses(zalo="0815").best(LINK) == "https://zalo.me/0815"


def test_without_any_channel_there_is_no_address() -> None:
    assert Addresses().best(LINK) is None
