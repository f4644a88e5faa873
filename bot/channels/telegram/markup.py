"""From a message of the contract to calls of the Bot API."""

from __future__ import annotations

import html
import re
from typing import Any

from bot.channels.text import split

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
# Titles up to this length share a row with another; longer ones stand alone.
_SHORT = 14
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_SMALL_LINE = re.compile(r"^_(.+)_$", re.MULTILINE)


def to_html(text: str) -> str:
    """Escapes `text`; `**bold**` becomes bold, a line in underscores italic."""
    escaped = html.escape(text, quote=False)
    return _SMALL_LINE.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", escaped))


def keyboard(buttons: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Rows of buttons: two short ones beside each other, long ones alone."""
    rows: list[list[dict[str, str]]] = []
    for button in buttons:
        last = rows[-1] if rows else []
        short = len(button["title"]) <= _SHORT
        if short and len(last) == 1 and len(last[0]["title"]) <= _SHORT:
            last.append(button)
        else:
            rows.append([button])
    return rows


def render(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The calls that show one message; the buttons are under the last.

    Args:
        message: Text, buttons, image and document (data URIs).

    Returns:
        Calls as JSON: `method` and what it needs.
    """
    calls: list[dict[str, Any]] = []
    if message.get("image"):
        calls.append({"method": "sendPhoto", "file": message["image"]})
    if message.get("document"):
        calls.append({"method": "sendDocument", "file": message["document"]})
    calls += [
        {"method": "sendMessage", "text": to_html(part)}
        for part in split(message.get("text") or "", TEXT_LIMIT)
    ]
    if calls and message.get("buttons"):
        calls[-1]["keyboard"] = keyboard(message["buttons"])
    return calls
