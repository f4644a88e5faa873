"""Is a webhook call of the Official Account really Zalo's?

`X-ZEvent-Signature` is the SHA-256 of application id, raw body, timestamp and secret key. Reports
disagree on the first term (application or account), the timestamp (body or header) and the key
(the account's or the application's): all that are attested are tried, and which one matched is
counted, so that a deployment can see it.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import re
from dataclasses import dataclass

WINDOW_S = 300
# Zalo repeats what was not acknowledged for about two hours, with the first timestamp.
RETRIED_WINDOW_S = 2 * 3600
_TIMESTAMP = re.compile(rb'"timestamp"\s*:\s*"?(\d{10,16})')


@dataclass(frozen=True)
class Keys:
    """What may have been signed with; empty strings are left out."""

    app_id: str
    oa_id: str
    oa_secret: str
    app_secret: str


def matching(
    raw: bytes, signature: str, header_timestamp: str | None, keys: Keys
) -> tuple[str, int] | None:
    """Checks a signature over the raw body.

    Args:
        raw: The body as it came, not parsed.
        signature: The header, with or without `mac=`.
        header_timestamp: `X-ZEvent-Timestamp`, if any.
        keys: Ids and secrets.

    Returns:
        Which variant matched, and the timestamp in milliseconds; None: forged.
    """
    given = signature.removeprefix("mac=").strip().lower()
    in_body = _TIMESTAMP.search(raw)
    stamps = {
        "body": in_body.group(1).decode() if in_body else "",
        "header": header_timestamp or "",
    }
    ids = {"app": keys.app_id, "oa": keys.oa_id}
    secrets = {"oa_secret": keys.oa_secret, "app_secret": keys.app_secret}
    found = None
    for (i, ident), (t, stamp), (s, secret) in itertools.product(
        ids.items(), stamps.items(), secrets.items()
    ):
        if not (ident and stamp.isdigit() and secret):
            continue
        mac = hashlib.sha256(ident.encode() + raw + stamp.encode() + secret.encode()).hexdigest()
        if hmac.compare_digest(mac.encode(), given.encode(errors="replace")):
            found = f"{i}+{t}+{s}", int(stamp)
    return found


def fresh(timestamp_ms: int, now_s: float, retried: bool) -> bool:
    """Whether an event is young enough not to be a replay."""
    window = RETRIED_WINDOW_S if retried else WINDOW_S
    return abs(now_s - timestamp_ms / 1000) <= window
