from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.channels.telegram.updates import read_update
from bot.storage.messages import Incoming

BOT = "motcua_bot"
PERSON = {"id": 7, "is_bot": False, "first_name": "Bà"}


def _read(**content: Any) -> Incoming | None:
    update = Update.de_json({"update_id": 5, **content}, None)
    return read_update(update, BOT)


def _message(text: str | None = None, chat: str = "private", **more: Any) -> dict[str, Any]:
    message = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": chat}, "from": PERSON}
    return {**message, **({"text": text} if text is not None else {}), **more}


def test_text_is_canonical_and_masked_before_it_goes_any_further() -> None:
    found = _read(message=_message("Hoà giải, số của tôi 0912345678"))
    assert found == Incoming("telegram", "5", "7", "Hòa giải, số của tôi [số-điện-thoại]", {})


def test_of_a_photo_the_largest_is_taken_with_its_caption() -> None:
    sizes = [
        {"file_id": f"f{i}", "file_unique_id": "u", "width": i, "height": i} for i in (90, 800, 320)
    ]
    found = _read(message=_message(photo=sizes, caption="mã này thật không"))
    assert found == Incoming("telegram", "5", "7", "mã này thật không", {"photo": "f800"})


def test_a_picture_sent_as_a_file_is_a_photo() -> None:
    document = {"file_id": "d", "file_unique_id": "d", "mime_type": "image/jpeg"}
    found = _read(message=_message(document=document))
    assert found is not None
    assert found.extra == {"photo": "d"}


def test_a_button_speaks_for_its_chat_even_when_its_message_is_gone() -> None:
    query = {"id": "9", "from": PERSON, "chat_instance": "1", "data": "m_help"}
    assert _read(callback_query=query) == Incoming("telegram", "5", "7", "m_help", {})


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (f"@{BOT} lệ phí khai sinh", "lệ phí khai sinh"),
        (f"lệ phí khai sinh @{BOT.upper()}", "lệ phí khai sinh"),
        (f"/start@{BOT} p_1-001193", "/start p_1-001193"),
        ("mai họp tổ lúc mấy giờ", None),
        (f"@{BOT}_khac lệ phí", None),
    ],
)
def test_a_group_is_heard_only_when_it_speaks_to_the_bot(text: str, heard: str | None) -> None:
    found = _read(message=_message(text, chat="supergroup"))
    assert (found.text if found else None) == heard


def test_a_reply_to_the_bot_in_a_group_speaks_to_it() -> None:
    ours = {
        **_message("Lệ phí…", chat="group"),
        "from": {**PERSON, "is_bot": True, "username": BOT},
    }
    assert _read(message=_message("còn online?", chat="group", reply_to_message=ours)) is not None


def test_a_command_addressed_to_the_bot_is_the_same_command_in_a_private_chat() -> None:
    found = _read(message=_message(f"/xoa@{BOT}"))
    assert found is not None
    assert found.text == "/xoa"


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "edited_channel_post"])
def test_edits_and_channel_posts_are_not_answered(kind: str) -> None:
    assert _read(**{kind: _message("lệ phí khai sinh")}) is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.text(max_size=200), st.sampled_from(["private", "group", "supergroup", "channel"]))
def test_no_text_makes_the_parser_raise(text: str, chat: str) -> None:
    found = _read(message=_message(text, chat=chat))
    assert found is None or found.message_id == "5"


@given(st.sampled_from(["message", "edited_message", "callback_query", "channel_post"]), _JSON)
def test_an_update_is_either_refused_as_such_or_read(kind: str, content: Any) -> None:
    try:
        update = Update.de_json({"update_id": 5, kind: content}, None)
    except Exception:
        return  # the webhook answers 400, see `TelegramChannel.blueprint`
    read_update(update, BOT)


@given(st.dictionaries(st.sampled_from(["data", "inline_message_id", "message"]), _JSON))
def test_no_button_makes_the_parser_raise(query: dict[str, Any]) -> None:
    query.pop("message", None)
    query = {k: v for k, v in query.items() if isinstance(v, str)}
    found = _read(callback_query={"id": "9", "from": PERSON, "chat_instance": "1", **query})
    assert (found is None) == (not query.get("data"))
