"""The compact table: facts and figures of every procedure, for an assistant without an import.

`data/registry/procedures.tsv` has one line a record, sorted by code, made by
`scripts/build_registry.py`. It is read as text; a line is taken apart when it is asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from bot.knowledge.current import data_folder
from bot.registry.corpus import Listing
from bot.registry.record import Channel, Charge, Kind, Level, Method, Record, Time, Unit
from bot.registry.stored import phrases
from bot.registry.words import folded

COLUMNS = (
    "code",
    "name",
    "field",
    "kind",
    "province",
    "levels",
    "times",
    "charges",
    "executing",
    "decision",
    "portal_date",
    "words",
)

_CHANNELS: dict[str, Channel] = {"T": "counter", "O": "online", "B": "post"}
_UNITS: dict[str, Unit] = {
    "lv": "working_day",
    "ng": "day",
    "gi": "hour",
    "th": "month",
    "na": "year",
}
_KINDS = {"p": "phí", "l": "lệ phí", "g": "giá"}
_LETTERS = {channel: letter for letter, channel in _CHANNELS.items()}
_SHORT_UNITS = {unit: short for short, unit in _UNITS.items()}
_SHORT_KINDS = {kind: short for short, kind in _KINDS.items()}

# Measured on 540 development questions (same weights, top-1 / top-5): the name alone 76.1 / 96.9,
# with results and cases 78.5 / 96.9, and papers up to 250 letters in all 78.9 / 97.4; the whole
# texts, four times as long, 78.3 / 96.9.
_WORDS = 250
_PHRASE = 20


@dataclass(frozen=True)
class Offer:
    """A way to submit, with every time and charge that the portal gives for it.

    Attributes:
        times: Figures alone; several are several cases.
        charges: Figures alone; one without amount stands for a sentence on the portal.
    """

    channel: Channel
    times: tuple[Time, ...]
    charges: tuple[Charge, ...]


@dataclass(frozen=True)
class Summary:
    """Facts and figures of a procedure.

    Attributes:
        executing: Who handles it; empty where the portal does not say.
        offers: Ways to submit it, as the portal lists them.
        portal_date: The portal's last change.
    """

    code: str
    name: str
    field: str
    kind: Kind
    province: str | None
    levels: tuple[Level, ...]
    executing: tuple[str, ...]
    offers: tuple[Offer, ...]
    decision: str
    portal_date: dt.date | None


class Compact:
    """The table, by code."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Takes the lines of the file; those that begin with `#` are comments.

        Raises:
            ValueError: A line has another number of cells.
        """
        self._rows: dict[str, list[list[str]]] = {}
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or not line.strip():
                continue
            row = line.rstrip("\n").split("\t")
            if len(row) != len(COLUMNS):
                raise ValueError(f"dòng {number}: {len(row)} ô, phải là {len(COLUMNS)}")
            self._rows.setdefault(row[0], []).append(row)

    @classmethod
    def read(cls, folder: Path | None = None) -> Compact:
        """Reads `procedures.tsv` in `folder`; default: the project's.

        Raises:
            OSError: It is not there.
            ValueError: It is damaged.
        """
        path = (folder or data_folder() / "registry") / "procedures.tsv"
        with path.open(encoding="utf-8") as file:
            return cls(file)

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def listings(self) -> list[Listing]:
        """What the search takes of every record."""
        return [_listing(row) for rows in self._rows.values() for row in rows]

    def find(self, code: str) -> list[Summary]:
        """What is known of a code; several where provinces share it."""
        return [_summary(row) for row in self._rows.get(code, ())]


def line_of(record: Record) -> str:
    """The record's line, without the line break."""
    times = {channel: _times(record, channel) for channel in _channels(record)}
    charges = {channel: _charges(record, channel) for channel in times}
    row = (
        record.code,
        record.name,
        record.field,
        record.kind,
        record.province or "",
        ",".join(record.levels),
        _by_channel(times),
        _by_channel(charges),
        "; ".join(record.executing),
        record.decision,
        record.portal_date.isoformat() if record.portal_date else "",
        "|".join(_words(record)),
    )
    return "\t".join(" ".join(cell.split()) for cell in row)


def _channels(record: Record) -> list[Channel]:
    return [channel for channel in _LETTERS if any(m.channel == channel for m in record.methods)]


def _methods(record: Record, channel: Channel) -> list[Method]:
    return [method for method in record.methods if method.channel == channel]


def _times(record: Record, channel: Channel) -> list[str]:
    """Figures of the way itself, or where it has none those of the procedure's cases."""
    found = [_short_time(method.time) for method in _methods(record, channel)]
    if not any(found):
        found = [_short_time(case.time) for case in record.cases]
    return list(dict.fromkeys(filter(None, found)))


def _short_time(time: Time) -> str:
    return (
        "" if time.amount is None or not time.unit else f"{time.amount:g}{_SHORT_UNITS[time.unit]}"
    )


def _charges(record: Record, channel: Channel) -> list[str]:
    found = (
        ("?" if charge.amount is None else str(charge.amount))
        + ("$" if charge.currency == "USD" else "")
        + _SHORT_KINDS[charge.kind]
        for method in _methods(record, channel)
        for charge in method.charges
    )
    return list(dict.fromkeys(found))


def _by_channel(values: dict[Channel, list[str]]) -> str:
    """Channels with the same values together: "TO:35000l B:?l"."""
    together: dict[str, str] = {}
    for channel, found in values.items():
        key = "/".join(found)
        together[key] = together.get(key, "") + _LETTERS[channel]
    return " ".join(f"{letters}:{found}" for found, letters in together.items())


def _words(record: Record) -> list[str]:
    """Folded phrases of results, cases and papers that say more than the name, cut short."""
    name = set(folded(record.name))
    papers = (paper.name for group in record.dossiers for paper in group.papers)
    texts = phrases((*record.results, *(case.name for case in record.cases), *papers))
    found, room = [], _WORDS
    for text in texts.split("\n"):
        words = text.split()[:_PHRASE]
        if set(words) <= name:
            continue
        if len(" ".join(words)) > room:
            break
        found.append(" ".join(words))
        room -= len(found[-1]) + 1
    return found


def _listing(row: list[str]) -> Listing:
    code, name, field, kind, province, levels, _, _, executing, *_, words = row
    lines = (_folded(field), _folded(name), *map(_folded, executing.split("; ")))
    return Listing(
        code=code,
        name=name,
        kind=cast(Kind, kind),
        levels=_levels(levels),
        province=province or None,
        # The texts mostly hold the name again; so does what stands in their place.
        words="\n".join(filter(None, (*lines, *words.split("|")))),
    )


@cache
def _folded(text: str) -> str:
    return " ".join(folded(text))


@cache
def _levels(levels: str) -> tuple[Level, ...]:
    return cast(tuple[Level, ...], tuple(filter(None, levels.split(","))))


def _summary(row: list[str]) -> Summary:
    code, name, field, kind, province, levels, times, charges, executing, decision, day, _ = row
    times_of, charges_of = _read_channels(times), _read_channels(charges)
    return Summary(
        code=code,
        name=name,
        field=field,
        kind=cast(Kind, kind),
        province=province or None,
        levels=_levels(levels),
        executing=tuple(filter(None, executing.split("; "))),
        offers=tuple(
            Offer(
                channel=channel,
                times=tuple(map(_read_time, times_of.get(letter, ()))),
                charges=tuple(map(_read_charge, charges_of.get(letter, ()))),
            )
            for letter, channel in _CHANNELS.items()
            if letter in times_of
        ),
        decision=decision,
        portal_date=dt.date.fromisoformat(day) if day else None,
    )


def _read_channels(cell: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in cell.split():
        letters, _, values = part.partition(":")
        for letter in letters:
            found[letter] = [value for value in values.split("/") if value]
    return found


def _read_time(text: str) -> Time:
    return Time(amount=float(text[:-2]), unit=_UNITS[text[-2:]])


def _read_charge(text: str) -> Charge:
    amount, kind = text[:-1], _KINDS[text[-1]]
    figure = amount.removesuffix("$")
    return Charge.model_validate(
        {
            "kind": kind,
            "amount": None if figure == "?" else int(figure),
            "currency": "USD" if amount.endswith("$") else "VND",
        }
    )
