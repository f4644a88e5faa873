from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from bot.storage.database import open_database


def test_opening_creates_the_folder_and_the_tables(engine: Engine) -> None:
    assert Path(str(engine.url.database)).is_file()
    assert "conversations" in inspect(engine).get_table_names()


def test_a_conversation_is_keyed_by_its_sender_and_found_by_age(engine: Engine) -> None:
    seen = inspect(engine)
    assert seen.get_pk_constraint("conversations")["constrained_columns"] == ["sender"]
    assert [i["column_names"] for i in seen.get_indexes("conversations")] == [["updated"]]


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 1), ("busy_timeout", 10_000), ("secure_delete", 1)],
)
def test_sqlite_is_tuned_on_every_connection(engine: Engine, pragma: str, value: str | int) -> None:
    with engine.connect() as first, engine.connect() as second:
        found = {c.execute(text(f"PRAGMA {pragma}")).scalar_one() for c in (first, second)}
    assert found == {value}


def test_there_is_one_engine_for_a_url(engine: Engine) -> None:
    assert open_database(engine.url.render_as_string(hide_password=False)) is engine


def test_opening_again_keeps_what_is_stored(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO conversations VALUES ('web:a', '{}', '2026-11-22 00:00:00')")
        )
    url = engine.url.render_as_string(hide_password=False)
    open_database.cache_clear()
    again = open_database(url)
    with again.connect() as connection:
        count = connection.execute(text("SELECT count(*) FROM conversations")).scalar_one()
    again.dispose()
    assert count == 1
