"""What a channel is to the delivery: how it sends, and in which ways a send can fail."""

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.storage.messages import Incoming

Started = Callable[[], Awaitable[None]]
# Stores messages; when it returns they are safe, and may be acknowledged.
Accept = Callable[[list[Incoming]], Awaitable[Any]]


class NotSentError(Exception):
    """Certainly not taken by the channel; worth another try.

    Attributes:
        after: Seconds that the channel asked to wait, or None.
    """

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class RefusedError(Exception):
    """Refused for good: the citizen blocked us, the message is not allowed."""


class UnknownOutcomeError(Exception):
    """Cut in the middle: the channel may or may not have taken it. Never sent again."""


class Channel(ABC):
    """A channel that messages are sent over."""

    name: str
    # Answers within the request itself: nothing is sent later.
    immediate = False
    # How long after it was written an answer may still be sent; None: always.
    window: timedelta | None = None
    # Tells at first contact what is kept; the page has it in writing.
    tells_privacy = True

    @abstractmethod
    def render(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        """Turns a message of the contract (text, buttons, image, document) into sends, in order.

        Each is one call of the channel's API and JSON.
        """

    @abstractmethod
    async def send(self, recipient: str, body: dict[str, Any], started: Started) -> None:
        """Makes one call.

        Args:
            recipient: The channel's id of the citizen.
            body: As `render` made it.
            started: To be awaited just before the call leaves this machine, after any waiting
                for a rate limit.

        Raises:
            NotSentError: Certainly not taken; try again.
            RefusedError: Refused for good.
            UnknownOutcomeError: Nobody knows.
        """

    async def photo(self, file_id: str, folder: Path) -> Path | None:
        """Fetches a photo into `folder`; None when it is gone or too large."""
        return None

    async def working(self, recipient: str) -> None:  # noqa: B027 (not every channel can)
        """Shows the citizen that an answer is being written; never raises."""

    async def start(self) -> None:  # noqa: B027 (nothing to open in some)
        """Opens connections; called within the event loop."""

    async def stop(self) -> None:  # noqa: B027
        """Closes them."""

    def health(self) -> bool:
        """Whether it works, as far as is known."""
        return True


def decode_uri(uri: str) -> bytes:
    """The bytes of a `data:…;base64,…` URI."""
    return base64.b64decode(uri.partition(",")[2])
