"""Text as Zalo shows it: no markup, and a numbered list where there may be no buttons."""

from __future__ import annotations

import re
from typing import Any

from bot.channels.text import split

TEXT_LIMIT = 2000


def plain(text: str) -> str:
    """Drops `**bold**` and `_small lines_`."""
    return re.sub(r"^_(.+)_$", r"\1", text.replace("**", ""), flags=re.MULTILINE)


def parts(message: dict[str, Any]) -> list[str]:
    """The texts of one message; the choices stand under the last as a numbered list."""
    text = plain(message.get("text") or "")
    buttons = message.get("buttons") or []
    if buttons:
        choices = "\n".join(f"{i}. {b['title']}" for i, b in enumerate(buttons, 1))
        text = f"{text}\n\nNhắn số để chọn:\n{choices}"
    return split(text, TEXT_LIMIT)
