"""Dossier codes: found in free text, written one way, explained.

Two forms are in use (reference: facts.md §2.6):

- the current one, `G22.99.08-260921-000123`: the agency's identification code first. Its groups
  are divided by dots and the first is a letter A to Y with two digits (Decision
  20/2020/QĐ-TTg, article 4); the day and a number of up to six digits follow, as observed on
  the portal on 21/9/2026. The exact rule of Circular 03/2025/TT-VPCP was not found;
- the former one, `000.00.12.H62-201105-0034`: `V1V2V3.Z1Z2.Y1Y2.MX1X2-YYMMDD-XXXX` of Circular
  01/2018/TT-VPCP, article 19, where the last four digits count the dossiers of the day.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Hyphens, dashes, minus and underscore: whatever a keyboard or a copy puts in a hyphen's place.
DASHES = "-_\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
# Spaces alone divide too: read out or copied from a photo, a code often has nothing else.
_DASH = rf"(?:\s{{0,3}}[{DASHES}]\s{{0,3}}|[ ]{{1,3}})"
# Within the agency's code people also write hyphens: the day's six digits tell where it ends.
_DOT = rf"(?:\s{{0,2}}[{DASHES}.]\s{{0,2}}|[ ]{{1,2}})"
_CODE = re.compile(
    r"(?<![0-9A-Z])(?<!\d\.)"
    rf"(?P<agency>[A-Y]\d{{2}}(?:{_DOT}\d{{2,3}}){{1,4}}"
    rf"|\d{{3}}{_DOT}\d{{2}}{_DOT}\d{{2}}{_DOT}[A-Y]\d{{2}})"
    rf"{_DASH}(?P<day>\d{{6}}){_DASH}(?P<number>\d{{4,6}})"
    rf"(?![0-9A-Z])(?![{DASHES}]\d)",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class DossierCode:
    """A well-formed code.

    Attributes:
        agency: Code of the agency, e.g. `G22.99.08`, or `000.00.12.H62` in the former form.
        received: The day within the code.
        number: The last part, zeros kept.
    """

    agency: str
    received: dt.date
    number: str

    def __str__(self) -> str:
        return f"{self.agency}-{self.received:%y%m%d}-{self.number}"

    @property
    def former(self) -> bool:
        """Whether it has the form of Circular 01/2018/TT-VPCP."""
        return self.agency[0].isdigit()

    def explain(self) -> str:
        """What the parts of the code say, for the citizen, in one line."""
        number = "số thứ tự trong ngày" if self.former else "số"
        day = f"nhận ngày {self.received:%d/%m/%Y}"
        return f"Mã **{self}**: cơ quan {self.agency}, {day}, {number} {self.number}."


@dataclass(frozen=True)
class Found:
    """A code within a text; `start` and `end` are positions in the text's NFC form."""

    code: DossierCode
    start: int
    end: int


def find(text: str) -> Iterator[Found]:
    """Yields the codes of `text`, however they are spaced, dashed or capitalised.

    What has the form of a code but no day of the calendar in it is not one; see
    `bot.dossiers.mistakes`.
    """
    for match in _CODE.finditer(unicodedata.normalize("NFC", text)):
        received = day_of(match["day"])
        if received is not None:
            agency = re.sub(_DOT, ".", match["agency"]).upper()
            yield Found(DossierCode(agency, received, match["number"]), match.start(), match.end())


def parse(text: str) -> DossierCode | None:
    """The one code that `text` consists of; None if it is not well-formed."""
    text = unicodedata.normalize("NFC", text).strip()
    found = next(find(text), None)
    return found.code if found and (found.start, found.end) == (0, len(text)) else None


def day_of(digits: str) -> dt.date | None:
    """The day of six digits, year first (YYMMDD); None if the calendar has no such day."""
    try:
        return dt.date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None
