"""Looks a dossier up at a commune's or province's service, over HTTP.

Address and field names are settings; the defaults are the JSON shape observed at one province
(reference: facts.md §6.3, 29/4/2025). What a service calls a status differs from place to place,
so that the words are mapped to the ten statuses by the settings too. The address may hold a key:
it stands in no message.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from pydantic import Field, field_validator
from urllib3.exceptions import HTTPError, ReadTimeoutError

from bot.dossiers.codes import DossierCode, parse
from bot.dossiers.data import Model
from bot.dossiers.guard import Breaker, Memory
from bot.dossiers.lookup import LookupFailedError, Reason, Status
from bot.dossiers.statuses import COUNT, Statuses, plain

_LOCAL = ("localhost", "127.0.0.1", "::1")
_TEMPORARY = ("unreachable", "slow", "server_error")


class HttpService(Model):
    """How to ask one service.

    Attributes:
        address: With `{code}` where the dossier's code goes; https, unless on this machine.
        headers: Sent along, such as a key that the service's owner gave.
        records: Field that holds the list of dossiers; empty: the answer itself is the list or
            the dossier. Fields within fields are written with dots.
        code: Field of the code within a dossier.
        status: Field of the status within a dossier.
        statuses: What the service calls a status → number of one of the ten. Official names need
            no entry.
        connect_s: Seconds to wait for a connection.
        read_s: Seconds to wait for the answer to begin or go on.
        total_s: Seconds for everything, retries included.
        retries: Further tries after one that failed for a moment.
        back_off_s: Pause before the first retry; doubles each time.
        max_bytes: A longer answer is refused.
        failures: Failed look-ups in a row after which the service is left alone.
        rest_s: For so many seconds.
        memory_s: Seconds for which an answer is kept.
    """

    address: str = Field(repr=False)
    headers: dict[str, str] = Field(default_factory=dict, repr=False)
    records: str = "content"
    code: str = "code"
    status: str = "statusCurrentTask"
    statuses: dict[str, int] = Field(default_factory=dict)
    connect_s: float = Field(default=3, gt=0)
    read_s: float = Field(default=5, gt=0)
    total_s: float = Field(default=12, gt=0)
    retries: int = Field(default=2, ge=0, le=5)
    back_off_s: float = Field(default=0.5, ge=0)
    max_bytes: int = Field(default=262_144, gt=0)
    failures: int = Field(default=5, ge=1)
    rest_s: float = Field(default=60, ge=0)
    memory_s: float = Field(default=60, ge=0)

    @field_validator("address")
    @classmethod
    def _usable(cls, address: str) -> str:
        parts = urlsplit(address)
        if address.count("{code}") != 1:
            raise ValueError("địa chỉ cần đúng một chỗ {code}")
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
            raise ValueError("địa chỉ phải bắt đầu bằng https://")
        return address

    @field_validator("statuses")
    @classmethod
    def _of_the_ten(cls, statuses: dict[str, int]) -> dict[str, int]:
        if not all(1 <= number <= COUNT for number in statuses.values()):
            raise ValueError(f"trạng thái là số từ 1 đến {COUNT}")
        return {plain(name): number for name, number in statuses.items()}


class _UnknownError(Exception):
    """The service says that it has no such dossier."""


class HttpProvider:
    """Asks one service; may be used by several threads."""

    def __init__(
        self,
        service: HttpService,
        statuses: Statuses,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        """Asks `service`, which may use the official names of `statuses`."""
        self._service, self._statuses = service, statuses
        self._clock, self._sleep, self._now = clock, sleep, now
        self._memory: Memory[Status | None] = Memory(service.memory_s, clock)
        self._breaker = Breaker(service.failures, service.rest_s, clock)

    def ready(self) -> bool:
        """Always: there is a service to ask."""
        return True

    def find(self, code: DossierCode) -> Status | None:
        """The status of a dossier; None if the service does not know it.

        Raises:
            LookupFailedError: The service did not answer, or not in a way that is understood.
        """
        kept = self._memory.get(str(code))
        if kept is not None:
            return kept[0]
        if not self._breaker.may_pass():
            raise LookupFailedError("resting", "nơi tra cứu đang lỗi, sẽ thử lại sau ít phút")
        try:
            name = self._name(self._ask(code), code)
        except _UnknownError:
            name = None
        except BaseException:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        status = None if name is None else Status(self._number(name), self._instant())
        self._memory.put(str(code), status)
        return status

    def _ask(self, code: DossierCode) -> Any:
        """The JSON that was answered, after as many tries as it takes and is allowed."""
        end = self._clock() + self._service.total_s
        for attempt in range(self._service.retries + 1):
            try:
                return self._try(code, end)
            except LookupFailedError as error:
                pause = self._service.back_off_s * 2**attempt
                last = attempt == self._service.retries or self._clock() + pause >= end
                if last or error.reason not in _TEMPORARY:
                    raise
                self._sleep(pause)
        raise AssertionError("unreachable")

    def _try(self, code: DossierCode, end: float) -> Any:
        service = self._service
        left = max(end - self._clock(), 0.01)
        headers = {"Accept": "application/json", **service.headers, "Accept-Encoding": "identity"}
        try:
            # No session: no cookie of one citizen's look-up goes with the next.
            with requests.get(
                service.address.replace("{code}", quote(str(code), safe="")),
                headers=headers,
                timeout=(min(service.connect_s, left), min(service.read_s, left)),
                allow_redirects=False,
                stream=True,
            ) as answer:
                if _unknown(answer):
                    raise _UnknownError
                _check(answer.status_code)
                body = self._body(answer, end)
        except requests.Timeout:
            raise LookupFailedError("slow", "nơi tra cứu trả lời quá chậm") from None
        except (requests.RequestException, OSError):
            raise LookupFailedError("unreachable", "không nối được nơi tra cứu") from None
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise LookupFailedError("not_json", "nơi tra cứu không trả lời bằng JSON") from None

    def _body(self, answer: requests.Response, end: float) -> bytes:
        """The body, read piece by piece so that neither its length nor its pace is unbounded."""
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise LookupFailedError("not_json", "nơi tra cứu trả lời ở dạng nén, không xin")
        body = b""
        while piece := self._piece(answer):
            body += piece
            if len(body) > self._service.max_bytes:
                raise LookupFailedError("too_big", "nơi tra cứu trả lời quá dài")
            if self._clock() > end:
                raise LookupFailedError("slow", "nơi tra cứu trả lời quá chậm")
        return body

    def _piece(self, answer: requests.Response) -> bytes:
        try:
            piece: bytes = answer.raw.read1(16_384, decode_content=False)
        except ReadTimeoutError:
            raise LookupFailedError("slow", "nơi tra cứu trả lời quá chậm") from None
        except (HTTPError, HTTPException, OSError):
            raise LookupFailedError("unreachable", "nơi tra cứu ngắt giữa chừng") from None
        return piece

    def _name(self, answer: Any, code: DossierCode) -> str | None:
        """What the service calls the status of the dossier; None: it has no such dossier."""
        records = _field(answer, self._service.records)
        if isinstance(records, Mapping) and not self._service.records:
            records = [records]
        if not isinstance(records, list):
            raise _wrong_shape(self._service.records)
        for record in records:
            found = _field(record, self._service.code)
            if not isinstance(found, str):
                raise _wrong_shape(self._service.code)
            if parse(found) == code:
                name = _field(record, self._service.status)
                if not isinstance(name, str):
                    raise _wrong_shape(self._service.status)
                return name
        return None

    def _number(self, name: str) -> int:
        # The words themselves stay here: an officer's name may stand in them.
        number = self._service.statuses.get(plain(name))
        if number is not None:
            return number
        official = self._statuses.named(name)
        if official is None:
            raise LookupFailedError("unknown_status", "trạng thái chưa có trong cấu hình")
        return official.number

    def _instant(self) -> dt.datetime:
        return self._now().astimezone(dt.UTC).replace(tzinfo=None)


def _unknown(answer: requests.Response) -> bool:
    """A 404 in JSON speaks of the dossier; one in HTML says that the address is wrong."""
    return answer.status_code == 404 and "json" in answer.headers.get("Content-Type", "")


def _check(status: int) -> None:
    reason: Reason | None = None
    if status == 429 or status >= 500:
        reason = "server_error"
    elif status != 200:
        reason = "refused"
    if reason is not None:
        raise LookupFailedError(reason, f"nơi tra cứu trả lời HTTP {status}")


def _field(record: Any, path: str) -> Any:
    for name in path.split(".") if path else []:
        record = record.get(name) if isinstance(record, Mapping) else None
    return record


def _wrong_shape(name: str) -> LookupFailedError:
    return LookupFailedError(
        "wrong_shape", f"câu trả lời không có trường '{name or 'gốc'}' đúng mẫu"
    )
