"""What looking a dossier up gives, wherever it is looked up.

Whatever a service knows, only the status leaves this room: no names, no identity numbers.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.dossiers.codes import DossierCode

Reason = Literal[
    "unreachable",
    "slow",
    "server_error",
    "refused",
    "too_big",
    "not_json",
    "wrong_shape",
    "unknown_status",
    "resting",
]


@dataclass(frozen=True)
class Status:
    """The status of one dossier.

    Attributes:
        number: One of the ten, see `bot.dossiers.statuses`.
        as_of: UTC instant, without a time zone, at which it was known.
    """

    number: int
    as_of: dt.datetime


class LookupFailedError(Exception):
    """Nobody knows the status now; the dossier may well exist.

    Attributes:
        reason: Why, as counted in metrics; the message says it in Vietnamese, for officers.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason


class Provider(Protocol):
    """Somewhere to look dossiers up."""

    def ready(self) -> bool:
        """Whether it has anything to look in."""
        ...

    def find(self, code: DossierCode) -> Status | None:
        """The status of a dossier; None if it is not known there.

        Blocks; not to be called on an event loop.

        Raises:
            LookupFailedError: It could not be looked up.
        """
        ...


_providers: list[Provider] = []


def use(providers: list[Provider]) -> None:
    """Sets where this process looks dossiers up, in order; called once at start-up."""
    _providers[:] = providers


def configured() -> bool:
    """Whether there is anywhere to look."""
    return any(provider.ready() for provider in _providers)


def look_up(code: DossierCode) -> Status | None:
    """The status from the first provider that knows the dossier; None if none does.

    Blocks.

    Raises:
        LookupFailedError: No provider knows it, and at least one could not be asked.
    """
    failure: LookupFailedError | None = None
    for provider in _providers:
        try:
            status = provider.find(code)
        except LookupFailedError as error:
            failure = error
            continue
        if status is not None:
            return status
    if failure is not None:
        raise failure
    return None
