"""What is counted; no label tells of a person."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

TURNS = Counter("motcua_turns", "Turns by channel and how they ended", ["channel", "status"])
TURN_SECONDS = Histogram(
    "motcua_turn_seconds",
    "From a message's arrival to its stored answer",
    ["channel"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60),
)
SENDS = Counter("motcua_sends", "Sends by channel and outcome", ["channel", "outcome"])
DUPLICATES = Counter("motcua_duplicates", "Messages delivered to us again", ["channel"])
REJECTED = Counter("motcua_rejected", "Requests refused before parsing", ["channel", "reason"])
UNANSWERED = Gauge("motcua_unanswered_conversations", "Conversations being served now")
SIGNATURES = Counter("motcua_zalo_signatures", "Which form of the signature matched", ["variant"])
TOKEN_FAILURES = Counter("motcua_token_failures", "Access tokens that could not be renewed", [])
