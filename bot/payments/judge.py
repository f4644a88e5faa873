"""Is a code genuine? Only an exact match with the commune's own list says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from bot.payments.vietqr import PaymentCode, QrError, parse

Kind = Literal["listed", "other", "payment", "link", "identity", "broken", "text"]
# Of several codes in one picture the first of these is told: the most dangerous first.
_ORDER: tuple[Kind, ...] = ("identity", "broken", "other", "payment", "link", "text", "listed")
_IDENTITY = re.compile(
    r"^\d{12}\|(?:\d{9}|\d{12})?\|[^|]+\||^(?=.*<<)[A-Z0-9<]{60,}$|vneid", re.IGNORECASE
)
# An address with a scheme, or as people print it: "www.…", "nop-phi.example/x".
_LINK = re.compile(
    r"(?i)^(?:(?P<scheme>[a-z][a-z0-9+.-]*):/[/\\]+|(?=www\.)|(?=[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#]|$)))"
    r"(?P<authority>[^/?#\\\s]*)"
)
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*")
_SHOWN = 60
_VNEID = "vneid.gov.vn"


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
    link = _LINK.match(text)
    if link:
        return _link(link)
    if not text.startswith("000201"):
        return Verdict("identity" if _IDENTITY.search(text) else "text")
    try:
        code = parse(text)
    except QrError:
        return Verdict("broken")
    if code.bin is None:
        return Verdict("payment", code=code)
    same: Callable[[Listed], bool] = lambda a: (a.bin, a.number) == (code.bin, code.account)  # noqa: E731
    listed = next(filter(same, accounts), None)
    return Verdict("listed" if listed else "other", listed=listed, code=code)


def _link(link: re.Match[str]) -> Verdict:
    """Where a link leads. Only a plain address can be official.

    Browsers take a backslash for a slash, and what stands before `@` for a name: both hide the
    true host.
    """
    authority = link["authority"].lower()
    host = re.sub(r":\d+$", "", authority).rstrip(".")
    web = (link["scheme"] or "https").lower() in ("http", "https")
    plain = web and _HOST.fullmatch(host) is not None
    if plain and (host == _VNEID or host.endswith(f".{_VNEID}")):
        return Verdict("identity")
    return Verdict("link", host=host[:_SHOWN], official=plain and _official(host))


def _official(host: str) -> bool:
    return host == "gov.vn" or host.endswith(".gov.vn")
