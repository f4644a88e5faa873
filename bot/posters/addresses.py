"""The address behind a QR code: where a channel's chat opens, straight on a subject.

Telegram: `t.me/<bot>?start=<payload>` (https://core.telegram.org/bots/features#deep-linking).
Zalo documents no start payload: its address opens the chat only.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from bot.knowledge.links import Link


@dataclass(frozen=True)
class Addresses:
    """Where the assistant is reached; None: not on that channel.

    Attributes:
        telegram: The bot's user name, without `@`.
        zalo: Id of the Official Account.
        web: Address of the page.
    """

    telegram: str | None = None
    zalo: str | None = None
    web: str | None = None

    def of(self, channel: str, link: Link) -> str | None:
        """The address of `link` on `channel` (`telegram`, `zalo`, `web`); None: not there."""
        if channel == "telegram" and self.telegram:
            return f"https://t.me/{self.telegram}?start={link}"
        if channel == "zalo" and self.zalo:
            return f"https://zalo.me/{self.zalo}"
        if channel == "web" and self.web:
            return f"{self.web.rstrip('/')}/?open={quote(str(link))}"
        return None

    def best(self, link: Link) -> str | None:
        """The first channel that opens straight on the subject."""
        return self.of("telegram", link) or self.of("web", link) or self.of("zalo", link)
