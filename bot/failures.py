"""Tells where something failed without repeating what a citizen wrote."""

from __future__ import annotations

import traceback
from pathlib import Path

_FRAMES = 4


def where(error: BaseException) -> str:
    """The last places in the program that `error` passed, innermost last.

    An exception's own words may quote a message; its kind and place never do.
    """
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return " → ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)
