"""Is a code genuine? Only an exact match with the commune's own list says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bot.payments.vietqr import PaymentCode, QrError, parse

Kind = Literal["listed", "other", "payment", "link", "identity", "broken", "text"]
# Of several codes in one picture the first of these is told: the most dangerous first.
_ORDER: tuple[Kind, ...] = ("identity", "broken", "other", "payment", "link", "text", "listed")
_IDENTITY = re.compile(
    r"^\d{12}\|(?:\d{9})?\|[^|]+\||^(?=.*<<)[A-Z0-9<]{60,}$|vneid", re.IGNORECASE
)


@dataclass(frozen=True)
class Listed:
    """An account of the commune, as its own file has it."""

    bin: str
    number: str
    name: str
    bank: str


@dataclass(frozen=True)
class Verdict:
    """What a code is.

    Attributes:
        kind: `listed`: on the commune's list; `other`: a VietQR of somebody else; `payment`: a
            payment code that is not VietQR; `link`; `identity`: papers, never read out; `broken`:
            looks like a payment code and breaks its rules; `text`: anything else.
        listed: The account on the list.
        code: What the payment code says.
        host: Where a link leads.
        official: Whether that is within `.gov.vn`.
    """

    kind: Kind
    listed: Listed | None = None
    code: PaymentCode | None = None
    host: str | None = None
    official: bool = False


def judge(texts: Iterable[str], accounts: Iterable[Listed]) -> Verdict | None:
    """Judges the codes of one picture; None without any code."""
    known = list(accounts)
    verdicts = [_one(text.strip(), known) for text in texts]
    return min(verdicts, key=lambda verdict: _ORDER.index(verdict.kind), default=None)


def _one(text: str, accounts: list[Listed]) -> Verdict:
    if _IDENTITY.search(text):
        return Verdict("identity")
    if re.match(r"(?i)https?://", text):
        host = (urlsplit(text).hostname or "").rstrip(".").lower()
        return Verdict("link", host=host, official=_official(host))
    if not text.startswith("000201"):
        return Verdict("text")
    try:
        code = parse(text)
    except QrError:
        return Verdict("broken")
    if code.bin is None:
        return Verdict("payment", code=code)
    same: Callable[[Listed], bool] = lambda a: (a.bin, a.number) == (code.bin, code.account)  # noqa: E731
    listed = next(filter(same, accounts), None)
    return Verdict("listed" if listed else "other", listed=listed, code=code)


def _official(host: str) -> bool:
    return host == "gov.vn" or host.endswith(".gov.vn")
