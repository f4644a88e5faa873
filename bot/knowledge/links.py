"""Payloads of buttons and deep links: one small language for both.

    p_1-001193              a procedure
    p_1-001193__f_fee       one facet of it
    p_1-001193__v_2         its variant number 2 (from 0)
    p_1-001193__w_online    walk through its online steps
    g_account-otp           a guide
    g_account-otp__w        walk through it
    o_0                     option 0 of what was just asked
    w_next                  walk on; also back, stuck, stop, resume
    d_<dossier's code>      its status; `__w`: tell of changes, `__t`: one is told; d_stop: no more
    u_o31495                a place: o old, n new, then its unit code
    m_help                  menus: help, procedures, human, feedback, back, commune…

then optionally `__c_<commune's unit code>` and `__s_<source>`. At most 64 characters of
`A-Z a-z 0-9 _ -`, as Telegram allows in deep links and callback data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_LINK = re.compile(
    r"^(?:/start[ _]+)?(?P<kind>[pgowmdu])_"
    r"(?P<target>[A-Za-z0-9.-]+(?:_[A-Za-z0-9.-]+)*?)"
    r"(?P<rest>(?:__[a-z](?:_[A-Za-z0-9.-]+(?:_[A-Za-z0-9.-]+)*?)?)*)$"
)
LIMIT = 64


@dataclass(frozen=True)
class Link:
    """A payload, taken apart.

    Attributes:
        kind: One of `p g o w m d u`.
        target: Code (`1.001193`), topic (`account.otp`), or word.
        parts: Letter → value of the parts after `__`.
    """

    kind: str
    target: str
    parts: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        target = self.target.replace(".", "-") if self.kind in "pg" else self.target
        rest = "".join(
            f"__{key}_{value}" if value else f"__{key}" for key, value in self.parts.items()
        )
        text = f"{self.kind}_{target}{rest}"
        if len(text) > LIMIT:
            raise ValueError(f"payload dài quá {LIMIT} ký tự: {text}")
        return text


def parse(text: str) -> Link | None:
    """Takes a payload or `/start <payload>` apart; None if `text` is neither."""
    match = _LINK.match(text.strip())
    if match is None:
        return None
    kind, target = match["kind"], match["target"]
    if kind == "p":
        target = re.sub(r"^(\d)-(\d{6})$", r"\1.\2", target)
    elif kind == "g":
        target = target.replace("-", ".", 1)
    parts = {}
    for part in filter(None, match["rest"].split("__")):
        key, _, value = part.partition("_")
        parts[key] = value
    return Link(kind, target, parts)


def procedure(code: str, facet: str | None = None) -> str:
    """Payload that opens a procedure, or one facet of it."""
    return str(Link("p", code, {"f": facet} if facet else {}))


def guide(topic: str, walk: bool = False) -> str:
    """Payload that opens a guide, or starts walking through it."""
    return str(Link("g", topic, {"w": ""} if walk else {}))


def dossier(code: str, watch: bool = False, told: bool = False) -> str:
    """Payload that tells a dossier's status (`told`: its change), or starts to tell of changes."""
    return str(Link("d", code, {"w": ""} if watch else {"t": ""} if told else {}))


def place(code: str, level: str, old: bool) -> str:
    """Payload that names a place; codes of provinces, districts and communes differ in length."""
    lengths = {"province": 2, "district": 3, "commune": 5}
    if len(code) != lengths[level]:
        raise ValueError(f"mã đơn vị không đúng độ dài: {code}")
    return str(Link("u", f"{'o' if old else 'n'}{code}"))
