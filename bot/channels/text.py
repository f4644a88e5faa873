"""Cutting long answers where a reader would pause."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.!?…])\s")


def length(text: str) -> int:
    """Length in UTF-16 code units, as Telegram and Zalo count; never less than in characters."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int) -> list[str]:
    """Splits `text` into parts of at most `limit` units: at line ends, sentence ends, spaces.

    Nothing but the white space at the cuts is lost.
    """
    parts = []
    rest = text.strip()
    while length(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _cut(text: str, limit: int) -> int:
    """Where to cut: the last good place in the second half of what fits, else as late as can be."""
    end = min(limit, len(text))
    while length(text[:end]) > limit:
        end -= 1
    window = text[:end]
    half = end // 2
    line = window.rfind("\n")
    if line >= half:
        return line
    sentences = [match.start() for match in _SENTENCE.finditer(window) if match.start() >= half]
    if sentences:
        return sentences[-1]
    space = window.rfind(" ")
    return space if space >= half else end
