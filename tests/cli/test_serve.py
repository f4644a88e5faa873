from __future__ import annotations

import socket

import pytest

from bot.cli.serve import port_taken

HERE = "127.0.0.1"


def _listener(host: str = HERE, family: int = socket.AF_INET) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.bind((host, 0))
    listener.listen()
    return listener


def test_a_port_that_something_listens_on_is_taken() -> None:
    with _listener() as listener:
        assert port_taken(HERE, listener.getsockname()[1])


def test_a_port_is_free_once_its_listener_is_closed() -> None:
    with _listener() as listener:
        port = listener.getsockname()[1]
    assert not port_taken(HERE, port)


def test_looking_does_not_take_the_port() -> None:
    with _listener() as listener:
        port = listener.getsockname()[1]
    assert [port_taken(HERE, port) for _ in range(3)] == [False] * 3


def test_a_port_taken_on_one_address_is_taken_for_all_of_them() -> None:
    with _listener() as listener:
        assert port_taken("0.0.0.0", listener.getsockname()[1])


def test_an_ipv6_host_is_looked_at_as_such() -> None:
    try:
        listener = _listener("::1", socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listener:
        assert port_taken("::1", listener.getsockname()[1])
