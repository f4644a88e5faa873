from __future__ import annotations

import socket
from typing import Any, NoReturn

import pytest

from bot.channels.web import TEXT_LIMIT, BadMessageError, reachable_address, read_message

SENDER = "khach_0001"


def test_a_text_is_read_with_its_sender_and_without_an_id() -> None:
    assert read_message({"sender": SENDER, "text": "chào"}) == (SENDER, "chào", None)


def test_the_id_of_a_repeated_request_is_read() -> None:
    body = {"sender": SENDER, "text": "chào", "id": "a1"}
    assert read_message(body) == (SENDER, "chào", "a1")


def test_the_payload_of_a_button_stands_before_the_text() -> None:
    body = {"sender": SENDER, "payload": "p_1-001193__f_fee", "text": "Phí"}
    assert read_message(body) == (SENDER, "p_1-001193__f_fee", None)


def test_a_text_of_exactly_the_limit_is_read() -> None:
    assert read_message({"sender": SENDER, "text": "a" * TEXT_LIMIT})[1] == "a" * TEXT_LIMIT


@pytest.mark.parametrize("body", [None, [], "chào", 5])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    with pytest.raises(BadMessageError, match="đối tượng JSON"):
        read_message(body)


@pytest.mark.parametrize(
    "sender", [None, 12345678, "ngan", "a" * 65, "có dấu cách", "../../etc/passwd", "ask:0001"]
)
def test_a_sender_that_is_not_random_letters_is_refused(sender: Any) -> None:
    with pytest.raises(BadMessageError, match="'sender'"):
        read_message({"sender": sender, "text": "chào"})


def test_a_line_end_behind_the_sender_is_refused() -> None:
    with pytest.raises(BadMessageError, match="'sender'"):
        read_message({"sender": SENDER + "\n", "text": "chào"})


@pytest.mark.parametrize("ident", [5, "a" * 65, ["a"]])
def test_an_id_that_is_no_short_text_is_refused(ident: Any) -> None:
    with pytest.raises(BadMessageError, match="'id'"):
        read_message({"sender": SENDER, "text": "chào", "id": ident})


@pytest.mark.parametrize("payload", ["", "a b", "a" * 65, "<script>", 5])
def test_a_payload_of_another_form_is_refused_and_the_text_does_not_stand_in(payload: Any) -> None:
    with pytest.raises(BadMessageError, match="'payload'"):
        read_message({"sender": SENDER, "payload": payload, "text": "chào"})


@pytest.mark.parametrize("text", [None, "", "  \n", 5, ["chào"]])
def test_a_message_without_words_is_refused(text: Any) -> None:
    with pytest.raises(BadMessageError, match="chưa nhập"):
        read_message({"sender": SENDER, "text": text})


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(BadMessageError, match=str(TEXT_LIMIT)):
        read_message({"sender": SENDER, "text": "a" * (TEXT_LIMIT + 1)})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.1.1", "::1", "localhost"])
def test_a_page_on_loopback_is_reachable_from_nowhere_else(host: str) -> None:
    assert reachable_address(host, 5005, None) is None


def test_a_public_address_stands_before_everything() -> None:
    assert reachable_address("127.0.0.1", 5005, "https://xa.example") == "https://xa.example"


@pytest.mark.parametrize("host", ["192.168.1.7", "may-chu.lan"])
def test_a_named_address_is_the_one_to_reach(host: str) -> None:
    assert reachable_address(host, 8080, None) == f"http://{host}:8080/"


def test_an_ipv6_address_stands_in_brackets() -> None:
    assert reachable_address("fd00::7", 8080, None) == "http://[fd00::7]:8080/"


class _Probe:
    """A socket that would leave by 192.168.1.7; or by no way at all."""

    way_out = True

    def __init__(self, *_: Any) -> None:
        pass

    def __enter__(self) -> _Probe:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def connect(self, _: Any) -> None:
        if not self.way_out:
            raise OSError

    def getsockname(self) -> tuple[str, int]:
        return ("192.168.1.7", 40000)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_listening_everywhere_is_reachable_under_this_machines_address(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "socket", _Probe)
    assert reachable_address(host, 5005, None) == "http://192.168.1.7:5005/"


def test_without_a_network_nothing_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Probe, "way_out", False)
    monkeypatch.setattr(socket, "socket", _Probe)
    assert reachable_address("0.0.0.0", 5005, None) is None


def test_no_socket_is_opened_where_the_address_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", fail)
    assert reachable_address("192.168.1.7", 5005, None) == "http://192.168.1.7:5005/"
