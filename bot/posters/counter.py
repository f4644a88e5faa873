"""What the officer's screen at the counter lists: every subject with its papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from bot.knowledge import links
from bot.knowledge.loader import Knowledge
from bot.text import fold


def subjects(
    knowledge: Knowledge, day: dt.date, others: Iterable[tuple[str, str]] = ()
) -> list[dict[str, Any]]:
    """Procedures and guides, by name.

    Args:
        knowledge: What the project explains itself.
        day: The day that the papers are shown for.
        others: Code and name of what else a commune handles; their papers stand on the portal.

    Returns:
        For each: `payload`, `name`, `words` to find it by (folded), and `papers` as shown to the
        citizen on `day`: text and, where it is not always needed, when.
    """
    found = [
        {
            "payload": links.procedure(procedure.code),
            "name": procedure.name,
            "words": fold(" ".join([procedure.name, *procedure.aliases, procedure.code])),
            "papers": [
                {"name": paper.name, "case": paper.case}
                for paper in procedure.papers
                if paper.holds_on(day)
            ],
        }
        for procedure in knowledge.procedures.values()
    ]
    found += [
        {
            "payload": links.guide(guide.topic),
            "name": guide.title,
            "words": fold(guide.title),
            "papers": [],
        }
        for guide in knowledge.guides.values()
    ]
    found += [
        {
            "payload": links.procedure(code),
            "name": name,
            "words": fold(f"{name} {code}"),
            "papers": [],
        }
        for code, name in others
        if code not in knowledge.procedures and code not in knowledge.successors
    ]
    return sorted(found, key=lambda subject: fold(str(subject["name"])))
