from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select

from bot.storage.registry import FormerContent, Known, Listed, ProcedureRecord, Registry, Row

NOW = datetime(2026, 11, 23, 2)  # noqa: DTZ001 (UTC, as stored)
LATER = NOW + timedelta(days=1)
ROW = Row(
    id="a-1",
    code="1.000001",
    name="Cấp thẻ đọc sách",
    kind="standard",
    levels="xã,tỉnh",
    province=None,
    portal_date=date(2026, 4, 26),
    words="thu vien\nto khai",
    content='{"id":"a-1"}',
)
OTHER = replace(ROW, id="b-2", code="1.000002", name="Cấp lại thẻ", content='{"id":"b-2"}')


@pytest.fixture
def registry(engine: Engine) -> Registry:
    return Registry(engine)


def _seen(engine: Engine, ident: str) -> tuple[datetime, datetime]:
    query = select(ProcedureRecord.first_seen, ProcedureRecord.changed)
    with engine.connect() as connection:
        first, changed = connection.execute(query.where(ProcedureRecord.id == ident)).one()
    return first, changed


def test_a_new_record_is_there_with_its_instant(registry: Registry, engine: Engine) -> None:
    registry.put([ROW, OTHER], NOW)
    assert registry.known() == {"a-1": Known(ROW.hash(), False), "b-2": Known(OTHER.hash(), False)}
    assert [found.content for found in registry.find("1.000001")] == [ROW.content]
    assert registry.find("9.999999") == []
    assert registry.count() == 2
    assert _seen(engine, "a-1") == (NOW, NOW)


def test_of_a_changed_record_the_former_content_is_kept(registry: Registry, engine: Engine) -> None:
    registry.put([ROW], NOW)
    changed = replace(ROW, name="Cấp thẻ", content='{"id":"a-1","name":"Cấp thẻ"}')
    registry.put([changed, OTHER], LATER)
    assert [found.content for found in registry.find("1.000001")] == [changed.content]
    assert registry.former("a-1") == [(LATER, ROW.content)]
    assert registry.former("b-2") == []
    assert _seen(engine, "a-1") == (NOW, LATER)

    registry.put([ROW], LATER + timedelta(days=1))
    assert [content for _, content in registry.former("a-1")] == [changed.content, ROW.content]


def test_words_of_a_newer_program_leave_no_history(registry: Registry) -> None:
    registry.put([ROW], NOW)
    newer = replace(ROW, words="thu vien")
    assert newer.hash() != ROW.hash()
    registry.put([newer], LATER)
    assert registry.former("a-1") == []
    assert [row.words for row in registry.listings()] == ["thu vien"]


def test_one_that_is_gone_is_found_but_not_listed(registry: Registry) -> None:
    registry.put([ROW, OTHER], NOW)
    registry.mark_gone(["a-1"], LATER)
    assert [found.gone for found in registry.find("1.000001")] == [LATER]
    assert [row.code for row in registry.listings()] == ["1.000002"]
    assert registry.portal_dates() == {"1.000002": date(2026, 4, 26)}
    assert registry.count() == 1
    assert registry.known()["a-1"].gone

    registry.put([ROW], LATER)
    assert registry.find("1.000001")[0].gone is None
    assert registry.former("a-1") == []


def test_one_code_of_two_provinces_is_two_records(registry: Registry) -> None:
    registry.put(
        [
            replace(ROW, province="Lào Cai", content="1", portal_date=date(2026, 5, 4)),
            replace(ROW, id="c", province="Tuyên Quang", content="2"),
            replace(ROW, id="d", province="Huế", content="3", portal_date=date(2026, 7, 1)),
        ],
        NOW,
    )
    registry.mark_gone(["d"], NOW)
    assert [found.content for found in registry.find("1.000001")] == ["1", "2", "3"]
    assert registry.portal_dates() == {"1.000001": date(2026, 5, 4)}


def test_a_listing_is_what_the_search_takes(registry: Registry) -> None:
    registry.put([ROW], NOW)
    assert list(registry.listings()) == [
        Listed("1.000001", ROW.name, "standard", "xã,tỉnh", None, ROW.words)
    ]


def test_many_at_once(registry: Registry) -> None:
    rows = [replace(ROW, id=f"{i:04}", code=f"1.{i:06}") for i in range(1200)]
    registry.put(rows, NOW)
    registry.mark_gone([row.id for row in rows[:700]], NOW)
    assert registry.count() == 500
    assert len(registry.codes([row.id for row in rows])) == 1200
    assert registry.codes(["0002", "0001", "none"]) == ["1.000001", "1.000002"]


def test_of_rows_that_fail_nothing_is_stored(registry: Registry, engine: Engine) -> None:
    registry.put([ROW], NOW)
    wrong = replace(OTHER, name=None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match="name"):
        registry.put([replace(ROW, content="neu"), wrong], LATER)
    assert registry.find("1.000001")[0].content == ROW.content
    with engine.connect() as connection:
        former = connection.execute(select(func.count()).select_from(FormerContent)).scalar_one()
    assert former == 0
