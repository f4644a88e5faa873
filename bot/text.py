"""Vietnamese text: canonical form, folding, abbreviations, masking of personal numbers.

Nothing here knows of procedures or of Rasa.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

# Tone marks as combining characters: grave, acute, tilde, hook above, dot below.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_TEXT = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    r"\ud800-\udfff]"  # half of a character, which no file and no database can hold
)
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


@lru_cache(maxsize=16_384)  # syllables are few, and come again and again
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
    if plain.startswith("qu") or (
        plain.startswith("gi") and len(plain) > 2 and plain[2] in _VOWELS
    ):
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


# What must survive masking because answers depend on it and it names no person.
_CODE_DAY = r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_KEEP = re.compile(
    r"[A-Za-z]\d{2}(?:[-–—.]\d{2,3}){1,4}\s*[-–—]\s*\d{6}\s*[-–—]\s*\d{4,6}"  # dossier code
    # divided by spaces, without its dots, or without its letter:
    r"|\b(?:[A-Za-z]\d{2}(?:[ .-]{1,3}\d{2,3}){1,4}|\d{3}(?:[ .-]\d\d){2}[ .-][A-Za-z]\d\d)"
    rf"[ -]{{1,3}}{_CODE_DAY}[ -]{{1,3}}\d{{4,6}}\b"
    rf"|\b[A-Za-z]\d{{2}}[.\d]{{2,14}}\s?[-–—]\s?{_CODE_DAY}(?:\s?[-–—]\s?)?\d{{4,6}}\b"
    rf"|\b\d{{2,3}}(?:\.\d{{2,3}}){{1,4}}\s?[-–—]\s?{_CODE_DAY}\s?[-–—]\s?\d{{4,6}}\b"
    # its older form:
    r"|\d{3}[-–—.]\d{2}[-–—.]\d{2}[-–—.][A-Za-z]\d{2}\s*[-–—.]\s*\d{6}\s*[-–—.]\s*\d{4,6}"
    # a dossier code with a slip in it: what is wrong can be told only while it is there
    r"|\b[A-Za-z][0-9OoIl]{2}(?:\s?[.,]\s?[0-9OoIl]{1,4}|-[0-9OoIl]{2,3}(?=[.,-])){1,5}"
    r"\s?[-–—., ]\s?\d{4,8}(?:\s?[-–—., ]\s?\d{1,8})?\b"
    r"|\b\d\.\d{6}\b"  # procedure code
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b"  # date
    r"|(?<![\d.,])\b[1-9]\d{0,2}(?:[.,]\d{3})+\s*(?:đồng|dong|đ|d|vnd|vnđ|k|tr|triệu)?(?!\w)"
    # ^ an amount; also without dots:
    r"|\b\d{4,12}\s*(?:đồng|dong|vnd|vnđ|đ)(?!\w)",
    re.IGNORECASE,
)
_SECRETS_NAMED = (
    r"(?:otp|m[aã]\s*(?:otp|x[aá]c\s*(?:th[uự]c|nh[aậ]n|minh)|b[ií]\s*m[aậ]t)|passcode|pass\s*code"
    r"|m[aậ]t\s*kh[aẩ]u|mk|password|pass|m[aã]\s*pin|\bpin)"
)
_SECRET = re.compile(
    rf"(?P<word>{_SECRETS_NAMED}(?:\s+(?:vneid|passcode|otp|t[oô]i|c[uủ]a|em|m[iì]nh|con|t[uui]+|[eê]m"
    r"|anh|ch[iị]|b[aá]c|t[aà]i|kho[aả]n|dv?c|6|s[oố])){0,5}\s*(?:(?:l[aà]|:|=|n[eè]|n[aà]y)\s*){1,2})"
    r"(?P<secret>[^\s,;]{4,})",
    re.IGNORECASE,
)
_SECRET_NUMBER = re.compile(
    rf"(?P<word>\b{_SECRETS_NAMED}\s+(?:\w+\s+){{0,3}}?)(?P<secret>\d{{4,8}})(?!\d)", re.IGNORECASE
)
_NUMBER_FIRST = re.compile(
    rf"(?<![\w.])(?P<secret>\d{{4,8}})(?P<word>\s+(?:l[aà]|n[aà]y|ch[ií]nh\s+l[aà])\s+{_SECRETS_NAMED})",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?P<word>(?:\bstk|s[oố]\s*t[aà]i\s*kho[aả]n|t[aà]i\s*kho[aả]n|\btk|s[oố]\s*th[eẻ])\D{0,20}?)"
    r"(?P<number>\d(?:[ .-]?\d){5,18})(?!\d)",
    re.IGNORECASE,
)
# An account though nobody calls it one: money goes there, or it is asked whose it is.
_PAID_TO = re.compile(
    r"(?P<word>\bchuy[eể]n\s*(?:kho[aả]n|ti[eề]n)\b\D{0,25}?)"
    r"(?P<number>\d(?:[ -]?\d){7,18}+)(?!\s*(?:đồng|dong|đ|d|vnd|vnđ|k)\b)",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"(?P<word>)(?P<number>(?<![\w.])\d(?:[ .-]?\d){7,18}+)"
    r"(?=\s*(?:n[aà]y\s*)?(?:c[oó]\s+)?(?:ph[aả]i|đúng|dung)\b(?:\s+\w+){0,4}?\s+"
    r"(?:x[aã]|ph[uư][oờ]ng|[uủ]y\s+ban|ubnd|m[oộ]t\s+c[uử]a|nh[aà]\s+n[uư][oớ]c)\b)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w.])(?:\+?84|0)(?:[ .-]?\d){9}(?![\w])")
_IDENTITY = re.compile(r"(?<![\w.])\d(?:[ .-]?\d){11}(?!\w)|(?<![\w.])\d(?:[ .-]?\d){8}(?!\w)")
_LONG_NUMBER = re.compile(r"(?<![\w.])\d(?:[ .-]?\d){8,18}(?!\w)")

SECRET = "[mã-bí-mật]"  # noqa: S105 (what stands in its place)
ACCOUNT = "[số-tài-khoản]"
PHONE = "[số-điện-thoại]"
IDENTITY = "[số-định-danh]"


@dataclass(frozen=True)
class Masked:
    """A message without the numbers that name a person.

    Attributes:
        text: The message; each number replaced by what it was.
        secret: Whether a password, passcode or OTP stood in it.
        personal: Whether anything was replaced.
    """

    text: str
    secret: bool
    personal: bool


def mask(text: str, account: Callable[[str], str] = lambda _: ACCOUNT) -> Masked:
    """Replaces secrets, identity, phone and account numbers by what they are.

    Args:
        text: Any text.
        account: What to put in the place of an account number.

    Dossier codes, procedure codes, dates and amounts stay. Runs at the edge of every channel,
    before anything is stored or logged (Decree 13/2023 asks to keep no more than is needed).
    """
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"\x00{len(kept) - 1}\x00"

    masked = re.sub(r"\x00", "", text)
    masked = _SECRET.sub(_hide_secret, masked)
    masked = _SECRET_NUMBER.sub(_hide_secret, masked)
    masked = _NUMBER_FIRST.sub(rf"{SECRET}\g<word>", masked)
    secret = SECRET in masked
    for accounts in (_ACCOUNT, _PAID_TO, _WHOSE):
        masked = accounts.sub(lambda m: m["word"] + account(m["number"]), masked)
    masked = _KEEP.sub(keep, masked)
    masked = _PHONE.sub(PHONE, masked)
    masked = _IDENTITY.sub(IDENTITY, masked)
    masked = _LONG_NUMBER.sub(lambda m: account(m.group()), masked)
    masked = re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])], masked)
    return Masked(masked, secret, masked != text)


def _hide_secret(match: re.Match[str]) -> str:
    secret = match["secret"]
    # "mật khẩu là gì", "otp là sao": a question, not a secret. A secret holds a digit or stands
    # behind "là"/":" and looks unlike a word of the language.
    if not any(c.isdigit() for c in secret) and not re.search(r"[^\w?!.]", secret.strip("?!.")):
        return match.group()
    return match["word"] + SECRET
