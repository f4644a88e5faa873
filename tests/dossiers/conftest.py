from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.dossiers.http import HttpProvider, HttpService
from bot.dossiers.statuses import statuses
from tests.dossiers.service import NOW, Service

Make = Callable[..., HttpProvider]


class Clock:
    """Real seconds, and those that were jumped over."""

    def __init__(self) -> None:
        self.jumped = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.jumped


@pytest.fixture
def service() -> Iterator[Service]:
    opened = Service()
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def naps() -> list[float]:
    """The pauses that were made, none of them in earnest."""
    return []


@pytest.fixture
def make(service: Service, clock: Clock, naps: list[float]) -> Make:
    """Makes a provider that asks the service, with other settings where they are given."""

    def of(**changes: Any) -> HttpProvider:
        address = service.url + "/dossier-search?code={code}"
        return HttpProvider(
            HttpService.model_validate({"address": address, "read_s": 0.5, **changes}),
            statuses(),
            clock=clock,
            sleep=naps.append,
            now=lambda: NOW,
        )

    return of


@pytest.fixture
def provider(make: Make) -> HttpProvider:
    return make()
