"""Vietnamese text: canonical form, folding, abbreviations, masking of personal numbers.

Nothing here knows of procedures or of Rasa.
"""

from __future__ import annotations

import re
import unicodedata

# Tone marks as combining characters: grave, acute, tilde, hook above, dot below.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_VOWELS = "aăâeêioôơuưy"
_MARKED = "ăâêôơư"


def canonical(text: str) -> str:
    """Returns `text` in NFC, without control and direction marks, tone marks placed one way.

    "hoà" and "hòa", "thuý" and "thúy" become the same string (the old placement: hòa, thúy).

    Args:
        text: Any text; may be decomposed.

    Returns:
        The canonical text; letter case is kept.
    """
    text = unicodedata.normalize("NFC", _NOT_TEXT.sub("", text))
    return _WORD.sub(lambda match: _place_tone(match.group()), text)


def _place_tone(word: str) -> str:
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word)
    tones = _TONE.findall(parts)
    if len(tones) != 1:
        return word
    plain = unicodedata.normalize("NFC", _TONE.sub("", parts))
    at = _tone_position(plain.lower())
    if at is None:
        return word
    return unicodedata.normalize("NFC", plain[: at + 1] + tones[0] + plain[at + 1 :])


def _tone_position(plain: str) -> int | None:
    """Index of the vowel that carries the tone in an undecorated lower-case syllable."""
    start = 0
    if plain.startswith("qu") or (plain.startswith("gi") and len(plain) > 2 and plain[2] in _VOWELS):
        start = 2
    vowels = [i for i in range(start, len(plain)) if plain[i] in _VOWELS]
    if not vowels or vowels[-1] - vowels[0] != len(vowels) - 1:
        return None
    marked = [i for i in vowels if plain[i] in _MARKED]
    if marked:
        return marked[-1]
    if len(vowels) == 1:
        return vowels[0]
    closed = vowels[-1] < len(plain) - 1
    if len(vowels) == 2 and not closed:
        return vowels[0]
    return vowels[1]


def fold(text: str) -> str:
    """Returns `text` in lower case without diacritics ("Đăng ký" → "dang ky").

    SQLite's `remove_diacritics` does not fold đ; this does.
    """
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in parts if unicodedata.category(c) != "Mn").replace("đ", "d")


def has_diacritics(text: str) -> bool:
    """Tells whether any letter of `text` carries a Vietnamese diacritic."""
    return any(ord(c) > 127 for c in text if c.isalpha())
