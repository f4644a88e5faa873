"""Finding places: `python -m benchmarks.places [--each N] [--show N] [--assistant N]`.

Every old commune of the conversion table is asked for in several generated spellings; right is
the unit itself, or another with the same answer. `fair` counts, besides what was right at once,
questions back with the right one among the first four buttons where the words truly fit several
units: another one of the same name, without diacritics, in the districts and provinces named.
Time is that of a look-up, index and tables already read.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.places.convert import convert
from bot.places.current import places
from bot.places.find import Found, find
from bot.places.index import Index, index_of
from bot.places.units import Level, Unit, read_places
from bot.text import fold

DATA = Path(__file__).resolve().parents[1] / "data" / "places"
BUTTONS = 4
NEAR = {
    "a": "qs", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "g": "fh", "h": "gj", "i": "uo",
    "k": "jl", "l": "ko", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et",
    "s": "ad", "t": "ry", "u": "yi", "v": "cb", "x": "zc", "y": "tu",
}  # fmt: skip


@dataclass(frozen=True)
class Spelling:
    """A way of asking for an old commune.

    Attributes:
        write: Unit, source of chance → text.
        named: Which levels above the commune the text names.
        aim: Share that must be right or fairly asked about; None: no aim was set.
    """

    write: Callable[[Unit, random.Random], str]
    named: tuple[Level, ...] = ("district", "province")
    aim: float | None = None


def district(unit: Unit) -> str:
    assert unit.district is not None
    return unit.district.bare


def province(unit: Unit) -> str:
    return unit.province.bare


def slip(text: str, chance: random.Random) -> str:
    """One slip of the finger on a letter: left out, doubled, swapped or a neighbour."""
    at = [i for i, c in enumerate(text) if c.isalpha() and i]
    if not at:
        return text
    i = chance.choice(at)
    how = chance.randrange(4)
    if how == 0:
        return text[:i] + text[i + 1 :]
    if how == 1:
        return text[:i] + text[i] + text[i:]
    if how == 2 and i + 1 < len(text) and text[i + 1].isalpha():
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return text[:i] + chance.choice(NEAR.get(fold(text[i]), "e")) + text[i + 1 :]


SPELLINGS = {
    "full name": Spelling(lambda u, _: u.full_name, aim=0.99),
    "full name, in a question": Spelling(
        lambda u, _: f"cho hỏi {u.full_name} cũ giờ thuộc xã nào vậy", aim=0.99
    ),
    "full name, nộp ở đâu": Spelling(
        lambda u, _: f"nhà em ở {u.full_name}, làm khai sinh cho con thì nộp ở đâu ạ", aim=0.99
    ),
    "full name, no diacritics": Spelling(lambda u, _: fold(u.full_name).replace(",", ""), aim=0.99),
    "no kinds, all three names, no diacritics": Spelling(
        lambda u, _: fold(f"{u.bare} {district(u)} {province(u)}"), aim=0.97
    ),
    "no kinds, with district, no diacritics": Spelling(
        lambda u, _: fold(f"{u.bare} {district(u)}"), ("district",), 0.97
    ),
    "no kinds, with province, no diacritics": Spelling(
        lambda u, _: fold(f"{u.bare} {province(u)}"), ("province",), 0.97
    ),
    "no kinds, with province": Spelling(lambda u, _: f"{u.bare} {province(u)}", ("province",)),
    "province first, no diacritics": Spelling(
        lambda u, _: fold(f"{province(u)} {u.bare}"), ("province",), 0.97
    ),
    "kind and name alone": Spelling(lambda u, _: u.name, ()),
    "one slip in the name, with district": Spelling(
        lambda u, c: f"{slip(u.name, c)}, {district(u)}", ("district",)
    ),
    "one slip in the name, all names, no diacritics": Spelling(
        lambda u, c: fold(f"{slip(u.bare, c)} {district(u)} {province(u)}")
    ),
    "one slip in the district, no diacritics": Spelling(
        lambda u, c: fold(f"{u.kind} {u.bare} {slip(district(u), c)}"), ("district",)
    ),
}


def fits_several(index: Index, unit: Unit, named: tuple[Level, ...]) -> bool:
    """Whether another unit of this name, with another answer, lies under the same names."""
    wanted = set(convert(index.places, unit).codes)
    above = {"district": unit.district, "province": unit.province}
    keys = {index.keys[upper] for level in named if (upper := above[level])}
    return any(
        set(convert(index.places, other).codes) != wanted
        and keys <= {index.keys[upper] for upper in (*index.above(other), other)}
        for other, _ in index.names[index.keys[unit]]
    )


def outcome(index: Index, unit: Unit, named: tuple[Level, ...], found: Found) -> str:
    """One of right, fairly asked, asked, asked further down, missed, nothing, wrong."""
    wanted = set(convert(index.places, unit).codes)
    hits = [i for i, c in enumerate(found.candidates) if c.unit is unit or set(c.codes) == wanted]
    if found.sure:
        return "right" if hits else "wrong"
    if not hits:
        return "missed" if found.candidates or found.others else "nothing"
    if hits[0] >= BUTTONS:
        return "asked further down"
    return "fairly asked" if fits_several(index, unit, named) else "asked"


# What citizens type to the assistant, which first has to see that a place is meant.
MESSAGES: dict[str, Callable[[Unit], str]] = {
    "full name": lambda u: u.full_name,
    "full name, no diacritics": lambda u: fold(u.full_name),
    "full name, giờ thuộc đâu": lambda u: f"{u.full_name} giờ thuộc đâu",
    "tôi ở, full name": lambda u: f"tôi ở {u.full_name}",
    "full name, nộp hồ sơ ở đâu": lambda u: f"{u.full_name} nộp hồ sơ ở đâu",
    "three bare names, no diacritics": lambda u: fold(f"{u.bare} {district(u)} {province(u)}"),
    "two bare names, giờ thuộc xã nào": lambda u: (
        f"{fold(u.bare + ' ' + district(u))} thuoc xa nao"
    ),
}


async def through_the_assistant(units: list[Unit], show: int) -> None:
    """Says of how many units the whole assistant names a successor, told or offered."""
    from bot.engine.assistant import Assistant
    from bot.settings import settings

    assistant = Assistant.load(settings())
    at = dt.datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    for name, write in MESSAGES.items():
        missed = []
        for i, unit in enumerate(units):
            sender = f"bench:{name}{i}"
            await assistant.forget(sender)
            turn = (await assistant.answer(sender, write(unit), now=at)).turn
            told = turn["data"].get("place") or []
            right = set(convert(places(at.date()), unit).codes)
            if turn["topic"] != "place.find" or not right & set(told):
                missed.append((write(unit), turn["topic"]))
        print(f"{name:40} {1 - len(missed) / len(units):.1%} of {len(units)}", *missed[:show])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=0, help="units a spelling; 0: all")
    parser.add_argument("--show", type=int, default=0, help="print so many failures a spelling")
    parser.add_argument("--assistant", type=int, help="ask the assistant about so many units")
    arguments = parser.parse_args()
    if arguments.assistant:
        units = list(read_places(DATA).old_communes.values())
        chosen = random.Random(20261124).sample(units, arguments.assistant)
        asyncio.run(through_the_assistant(chosen, arguments.show))
        return
    began = time.perf_counter()
    tables = read_places(DATA)
    print(f"tables read in {(time.perf_counter() - began) * 1000:.0f} ms", end=", ")
    began = time.perf_counter()
    index = index_of(tables)
    print(f"index built in {(time.perf_counter() - began) * 1000:.0f} ms")
    chance = random.Random(20261123)
    everything = list(tables.old_communes.values())
    all_took: list[float] = []
    for name, spelling in SPELLINGS.items():
        units = chance.sample(everything, arguments.each) if arguments.each else everything
        counts: Counter[str] = Counter()
        took = []
        shown = 0
        for unit in units:
            text = spelling.write(unit, chance)
            began = time.perf_counter()
            found = find(tables, text)
            took.append((time.perf_counter() - began) * 1000)
            result = outcome(index, unit, spelling.named, found)
            counts[result] += 1
            if result not in ("right", "fairly asked") and shown < arguments.show:
                shown += 1
                print(f"  {result}: {text!r} ({unit.full_name}) → {found.candidates[:3]}")
        took.sort()
        all_took += took
        fair = (counts["right"] + counts["fairly asked"]) / len(units)
        aim = f"(aim {spelling.aim:.0%})" if spelling.aim else ""
        shares = "  ".join(f"{k} {v / len(units):.2%}" for k, v in counts.most_common())
        p95 = took[int(len(took) * 0.95)]
        print(f"{name:48} p95 {p95:5.2f} ms  fair {fair:.2%} {aim:9} {shares}")
    all_took.sort()
    print(f"{'all':48} p95 {all_took[int(len(all_took) * 0.95)]:5.2f} ms")


if __name__ == "__main__":
    main()
