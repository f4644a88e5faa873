"""Between clean records and the tables that keep them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from bot.registry.corpus import Listing
from bot.registry.record import Kind, Level, Record
from bot.registry.words import folded
from bot.storage.registry import Registry, Row

_CONDITIONS = 800  # characters of the conditions that are searched; the rest is repetition


def row_of(record: Record) -> Row:
    """What the database keeps of a record."""
    return Row(
        id=record.id,
        code=record.code,
        name=record.name,
        kind=record.kind,
        levels=",".join(record.levels),
        province=record.province,
        portal_date=record.portal_date,
        words=words_of(record),
        content=record.to_json(),
    )


def listings(registry: Registry) -> list[Listing]:
    """What the search takes of everything that was imported and is not gone."""
    return [
        Listing(
            code=row.code,
            name=row.name,
            kind=cast(Kind, row.kind),
            levels=cast(tuple[Level, ...], tuple(filter(None, row.levels.split(",")))),
            province=row.province,
            words=row.words,
        )
        for row in registry.listings()
    ]


def records(registry: Registry, code: str) -> list[Record]:
    """Imported records with a code that the portal still lists; the newest first."""
    return [Record.from_json(found.content) for found in registry.find(code) if not found.gone]


def words_of(record: Record) -> str:
    """Folded phrases by which a record is found beside its name, a line for each."""
    papers = (paper.name for group in record.dossiers for paper in group.papers)
    return phrases(
        (
            record.field,
            *record.results,
            *record.executing,
            *(case.name for case in record.cases),
            *papers,
            *(group.name for group in record.dossiers),
            record.conditions[:_CONDITIONS],
            *record.subjects,
        )
    )


def phrases(texts: Iterable[str]) -> str:
    """The texts folded, a line for each, none twice."""
    lines = dict.fromkeys(" ".join(folded(text)) for text in texts)
    return "\n".join(line for line in lines if line)
