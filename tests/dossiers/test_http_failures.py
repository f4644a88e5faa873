"""The service misbehaves in every way that is known."""

from __future__ import annotations

import gzip
import json
import time
from typing import Any

import pytest

from bot.dossiers.http import HttpProvider
from tests.dossiers.conftest import Clock, Make
from tests.dossiers.service import (
    ANSWER,
    CODE,
    DOSSIER,
    NAME,
    Act,
    Service,
    cuts,
    drips,
    failure_of,
    floods,
    says,
    waits,
)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_service_that_fails_for_a_moment_is_asked_again_after_growing_pauses(
    service: Service, provider: HttpProvider, naps: list[float], status: int
) -> None:
    service.acts = [says("", status), says("", status), says(ANSWER)]
    assert provider.find(DOSSIER) is not None
    assert naps == [0.5, 1.0]


def test_it_is_not_asked_for_ever(service: Service, provider: HttpProvider) -> None:
    service.acts = [says("", 500)]
    error = failure_of(provider)
    assert (error.reason, service.calls) == ("server_error", 3)
    assert "HTTP 500" in str(error)


_NOT_JSON = "<!doctype html><title>Đăng nhập</title>"


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (says("", 404), "refused"),
        (says("", 403), "refused"),
        (says("", 302, Location="http://127.0.0.1:1/"), "refused"),
        (says(ANSWER, 201), "refused"),
        (says(_NOT_JSON, Content_Type="text/html"), "not_json"),
        (says(""), "not_json"),
        (says("[" * 100_000), "not_json"),
        (says("null"), "wrong_shape"),
        (says([]), "wrong_shape"),
        (says({"content": "không"}), "wrong_shape"),
        (says({"content": None}), "wrong_shape"),
        (says({"items": ANSWER["content"]}), "wrong_shape"),
        (says({"content": ["không"]}), "wrong_shape"),
        (says({"content": [{"code": 5}]}), "wrong_shape"),
        (says({"content": [{"dossierCode": CODE}]}), "wrong_shape"),
        (says({"content": [{"code": CODE, "statusCurrentTask": None}]}), "wrong_shape"),
        (says({"content": [{"code": CODE, "statusCurrentTask": {"a": 1}}]}), "wrong_shape"),
    ],
)
def test_an_answer_that_cannot_be_used_is_a_failure_and_not_asked_for_again(
    service: Service, provider: HttpProvider, act: Act, reason: str
) -> None:
    service.acts = [act]
    assert failure_of(provider).reason == reason
    assert service.calls == 1


def test_a_status_that_is_not_in_the_settings_is_not_shown(
    service: Service, provider: HttpProvider
) -> None:
    record = {"code": CODE, "statusCurrentTask": f"{NAME} đang xem"}
    service.acts = [says({"content": [record]})]
    error = failure_of(provider)
    assert error.reason == "unknown_status"
    assert NAME not in str(error)


def test_an_unknown_status_does_not_close_the_service(service: Service, make: Make) -> None:
    service.acts = [says({"content": [{"code": CODE, "statusCurrentTask": "?"}]})]
    provider = make(failures=1)
    assert [failure_of(provider).reason for _ in range(3)] == ["unknown_status"] * 3


def test_a_slow_service_is_not_waited_for(service: Service, make: Make) -> None:
    service.acts = [waits(3, says(ANSWER))]
    provider = make(read_s=0.1, retries=1)
    start = time.monotonic()
    assert failure_of(provider).reason == "slow"
    assert time.monotonic() - start < 1
    assert service.calls == 2


def test_a_service_that_never_comes_to_an_end_is_cut_off(service: Service, make: Make) -> None:
    service.acts = [drips(0.02)]
    provider = make(total_s=0.3, retries=0)
    start = time.monotonic()
    assert failure_of(provider).reason == "slow"
    assert time.monotonic() - start < 1.5


def test_a_huge_answer_is_not_read(service: Service, provider: HttpProvider) -> None:
    sent: list[int] = []
    service.acts = [floods(sent)]
    assert failure_of(provider).reason == "too_big"
    assert sum(sent) < 50_000_000


def test_a_packed_answer_that_was_not_asked_for_is_not_unpacked(
    service: Service, provider: HttpProvider
) -> None:
    def packed(handler: Any) -> None:
        raw = gzip.compress(json.dumps(ANSWER).encode())
        handler.send_response(200)
        handler.send_header("Content-Encoding", "gzip")
        handler.end_headers()
        handler.wfile.write(raw)

    service.acts = [packed]
    assert failure_of(provider).reason == "not_json"
    assert service.headers[0]["Accept-Encoding"] == "identity"


def test_an_answer_cut_off_half_way_is_asked_for_again(
    service: Service, provider: HttpProvider
) -> None:
    service.acts = [cuts, says(ANSWER)]
    assert provider.find(DOSSIER) is not None


def test_retries_end_with_the_time_allowed(service: Service, make: Make, naps: list[float]) -> None:
    service.acts = [says("", 500)]
    provider = make(total_s=0.4)
    failure_of(provider)
    assert (service.calls, naps) == (1, [])


def test_where_nobody_listens_it_fails(service: Service, provider: HttpProvider) -> None:
    service.close()
    assert failure_of(provider).reason == "unreachable"


def test_a_broken_service_is_left_alone_for_a_while_and_then_tried_again(
    service: Service, make: Make, clock: Clock
) -> None:
    service.acts = [says(_NOT_JSON)]
    provider = make(failures=3, rest_s=60)
    reasons = [failure_of(provider).reason for _ in range(5)]
    assert reasons == ["not_json"] * 3 + ["resting"] * 2
    assert service.calls == 3
    clock.jumped = 61
    service.acts = [says(ANSWER)]
    assert provider.find(DOSSIER) is not None
    assert service.calls == 4
