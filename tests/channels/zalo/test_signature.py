from __future__ import annotations

import hashlib

import pytest

from bot.channels.zalo.signature import Keys, fresh, matching

KEYS = Keys(app_id="4711", oa_id="0815", oa_secret="oa-key", app_secret="app-key")
RAW = (
    '{"event_name":"user_send_text","timestamp":"1763863200000","message":{"text":"chào"}}'.encode()
)
STAMP = "1763863200000"


def _sign(first: str, stamp: str, secret: str, raw: bytes = RAW) -> str:
    return hashlib.sha256(first.encode() + raw + stamp.encode() + secret.encode()).hexdigest()


@pytest.mark.parametrize(
    ("signature", "header", "variant"),
    [
        (_sign("4711", STAMP, "oa-key"), None, "app+body+oa_secret"),
        ("mac=" + _sign("4711", STAMP, "oa-key"), None, "app+body+oa_secret"),
        (_sign("0815", STAMP, "oa-key"), None, "oa+body+oa_secret"),
        (_sign("4711", STAMP, "app-key"), None, "app+body+app_secret"),
        (_sign("4711", "1763863200999", "oa-key"), "1763863200999", "app+header+oa_secret"),
    ],
)
def test_every_attested_form_of_the_signature_is_known_by_its_name(
    signature: str, header: str | None, variant: str
) -> None:
    found = matching(RAW, signature, header, KEYS)
    assert found is not None
    assert found[0] == variant


@pytest.mark.parametrize(
    "signature",
    ["", "mac=", "mac=00", "mac=ữ", _sign("4711", STAMP, "wrong"), _sign("4711", STAMP, "")],
)
def test_any_other_signature_is_forged(signature: str) -> None:
    assert matching(RAW, signature, None, KEYS) is None


def test_one_byte_more_in_the_body_breaks_it() -> None:
    assert matching(RAW + b" ", _sign("4711", STAMP, "oa-key"), None, KEYS) is None


def test_a_secret_that_is_not_set_signs_nothing() -> None:
    bare = Keys(app_id="4711", oa_id="", oa_secret="", app_secret="")
    assert matching(RAW, _sign("4711", STAMP, ""), None, bare) is None


@pytest.mark.parametrize(
    ("age_s", "retried", "good"),
    [
        (0, False, True),
        (299, False, True),
        (301, False, False),
        (3700, True, True),
        (9000, True, False),
    ],
)
def test_old_events_are_replays_unless_zalo_says_that_it_tries_again(
    age_s: int, retried: bool, good: bool
) -> None:
    assert fresh(1_763_863_200_000, 1_763_863_200 + age_s, retried) is good
