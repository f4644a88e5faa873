"""The citizen's message as the actions see it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from bot.knowledge.models import Channel
from bot.text import fold

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

# What the linker calls a message that names no procedure, or none of the project's own.
NONE, OTHER = "none", "other"
_WAYS: dict[Channel, re.Pattern[str]] = {
    "online": re.compile(r"\b(?:online|truc tuyen|tren mang|qua mang)\b"),
    "counter": re.compile(r"\b(?:tai quay|truc tiep|tan noi)\b"),
    "post": re.compile(r"\b(?:buu dien|buu chinh)\b"),
}


@dataclass(frozen=True)
class Message:
    """What was said, and what the NLU made of it.

    Attributes:
        text: As typed, masked.
        folded: The same without diacritics, lower case.
        meant: The folded words as the NLU reads them: abbreviations expanded, typos repaired.
        intent: Best intent; `confidence` its probability.
        intents: The best few, with probabilities.
        procedures: The linker's best few: code, `?ambiguity` or `none`, with probabilities.
        topics: The best few topics, `procedure` for all its facets together.
        further: Facets asked for in further questions of the same message.
        listed: Procedures and ambiguous ways of speaking that it lists, where it lists several.
        entities: Entity name → values.
        now: Instant of the message, in Việt Nam.
        photo: Path of a picture sent with it.
        channel: Name of the channel it came by.
    """

    text: str
    folded: str
    intent: str
    confidence: float
    intents: list[tuple[str, float]]
    procedures: list[tuple[str, float]]
    topics: list[tuple[str, float]] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    entities: dict[str, list[str]] = field(default_factory=dict)
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(VIETNAM))
    photo: str | None = None
    channel: str = ""
    meant: str = ""

    @property
    def day(self) -> dt.date:
        """The day in Việt Nam."""
        return self.now.date()

    @property
    def named(self) -> list[tuple[str, float]]:
        """Procedures and ambiguous ways of speaking that the linker sees, best first."""
        return [(code, p) for code, p in self.procedures if code not in (NONE, OTHER)]

    @property
    def way(self) -> Channel | None:
        """How the citizen says to hand in; None if nothing is said, or several ways are."""
        ways = [way for way, words in _WAYS.items() if words.search(self.folded)]
        return ways[0] if len(ways) == 1 else None

    @property
    def words(self) -> list[str]:
        """The folded words."""
        return re.findall(r"\w+", self.folded)


def read_message(latest: dict[str, Any], channel: str = "") -> Message:
    """Builds the message from the tracker's `latest_message`."""
    metadata = latest.get("metadata") or {}
    now = metadata.get("now")
    text = latest.get("text") or ""
    entities: dict[str, list[str]] = {}
    for entity in latest.get("entities") or []:
        entities.setdefault(entity["entity"], []).append(entity["value"])
    intent = latest.get("intent") or {}
    return Message(
        text=text,
        folded=fold(text).strip(),
        intent=intent.get("name") or "",
        confidence=float(intent.get("confidence") or 0),
        intents=[(i["name"], float(i["confidence"])) for i in latest.get("intent_ranking") or []],
        procedures=[(code, float(p)) for code, p in latest.get("procedure_ranking") or []],
        topics=[(name, float(p)) for name, p in latest.get("topic_ranking") or []],
        further=list(latest.get("further_facets") or []),
        listed=list(latest.get("listed_procedures") or []),
        entities=entities,
        now=dt.datetime.fromisoformat(now).astimezone(VIETNAM) if now else dt.datetime.now(VIETNAM),
        photo=metadata.get("photo"),
        channel=channel,
        meant=latest.get("meant") or "",
    )
