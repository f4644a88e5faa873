"""What is done to every message at the edge, before anything is stored or logged."""

from __future__ import annotations

import re

from bot.settings import keyed_hash
from bot.text import ACCOUNT, Masked, canonical, mask

# Letters only: digits could be taken for a number once more.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def received(text: str) -> Masked:
    """The canonical form of what a citizen typed, without the numbers that name a person.

    An account number becomes its keyed hash and its last three digits, so that it can be compared
    with the commune's own and with nothing else.
    """
    return mask(canonical(text), account_token)


def account_token(number: str) -> str:
    """What stands for an account number; the same for the same digits, however spaced."""
    digits = re.sub(r"\D", "", number)
    return f"{ACCOUNT[:-1]}-{keyed_hash(digits).translate(_LETTERS)}-{digits[-3:]}]"
