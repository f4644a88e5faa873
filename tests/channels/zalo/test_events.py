from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo.bot_updates import read_update
from bot.channels.zalo.oa_events import read_event
from bot.storage.messages import Incoming

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=10,
)
_KEYS = ["event_name", "sender", "message", "follower", "timestamp", "recipient"]


def _event(name: str = "user_send_text", **message: Any) -> dict[str, Any]:
    return {
        "event_name": name,
        "timestamp": "1763863200000",
        "sender": {"id": "u1"},
        "recipient": {"id": "oa"},
        "message": {"msg_id": "m1", **message},
    }


def test_text_of_the_official_account_is_masked() -> None:
    found = read_event(_event(text="số tôi 0912345678"))
    assert found == Incoming("zalo_oa", "m1", "u1", "số tôi [số-điện-thoại]", {})


def test_an_image_is_handed_on_by_its_address() -> None:
    image = {"type": "image", "payload": {"url": "https://photo.zdn.vn/x.jpg"}}
    found = read_event(_event("user_send_image", attachments=[image]))
    assert found is not None
    assert found.extra == {"photo": "https://photo.zdn.vn/x.jpg"}


@pytest.mark.parametrize("name", ["follow", "user_follow"])
def test_who_follows_is_greeted_once(name: str) -> None:
    event = {"event_name": name, "timestamp": "17", "follower": {"id": "u1"}, "oa_id": "oa"}
    found = read_event(event)
    assert found is not None
    assert (found.user, found.text, found.message_id) == ("u1", "m_hello", "follow:17:u1")


@pytest.mark.parametrize(
    "name", ["oa_send_text", "oa_send_image", "unfollow", "user_submit_info", "add_user_to_tag"]
)
def test_echoes_and_what_asks_nothing_are_not_answered(name: str) -> None:
    assert read_event(_event(name, text="xin chào")) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("user_send_audio", "voice"),
        ("user_send_location", "place"),
        ("user_send_sticker", "sticker"),
    ],
)
def test_what_cannot_be_read_is_known_by_its_kind(name: str, kind: str) -> None:
    found = read_event(_event(name))
    assert found is not None
    assert found.extra == {"kind": kind}


@given(st.dictionaries(st.sampled_from(_KEYS), _JSON) | _JSON)
def test_no_event_makes_the_parser_raise(event: Any) -> None:
    found = read_event(event)
    assert found is None or (found.user and found.message_id)


def _update(**message: Any) -> dict[str, Any]:
    content = {"message_id": "b1", "chat": {"id": "u1"}, "from": {"id": "u1", "is_bot": False}}
    return {"event_name": "message.text.received", "message": {**content, **message}}


@pytest.mark.parametrize("wrap", [lambda u: u, lambda u: {"ok": True, "result": u}])
def test_an_update_of_the_bot_is_read_bare_or_wrapped(wrap: Any) -> None:
    found = read_update(wrap(_update(text="lệ phí")))
    assert found == Incoming("zalo_bot", "b1", "u1", "lệ phí", {})


def test_bots_are_not_answered() -> None:
    assert read_update(_update(text="chào", **{"from": {"id": "b", "is_bot": True}})) is None


@given(st.dictionaries(st.sampled_from(["ok", "result", "event_name", "message"]), _JSON) | _JSON)
def test_no_update_makes_the_parser_raise(update: Any) -> None:
    found = read_update(update)
    assert found is None or (found.user and found.message_id)
