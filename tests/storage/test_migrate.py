from __future__ import annotations

import importlib
import pkgutil
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, inspect, text

import bot.storage
from bot.storage.database import Base
from bot.storage.migrate import HEAD, bring_up_to_date

MIGRATIONS = Path(bot.storage.__file__).parent / "migrations"

WITHOUT_ALEMBIC = ("conversations", "dossiers", "inbox", "outbox", "visits", "zalo_tokens")


def _all_tables() -> None:
    for module in pkgutil.iter_modules(bot.storage.__path__):
        importlib.import_module(f"bot.storage.{module.name}")


def _empty(tmp_path: Path) -> Engine:
    return create_engine(f"sqlite:///{(tmp_path / 'x.db').as_posix()}")


def test_the_newest_step_is_the_one_that_is_named() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_the_steps_make_just_the_tables_that_the_program_uses(engine: Engine) -> None:
    _all_tables()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_from_before_the_first_step_keeps_what_it_has(tmp_path: Path) -> None:
    _all_tables()
    old = _empty(tmp_path)
    Base.metadata.create_all(old, [Base.metadata.tables[name] for name in WITHOUT_ALEMBIC])
    with old.begin() as connection:
        connection.execute(
            text("INSERT INTO conversations VALUES ('web:a', '{}', '2026-11-22 00:00:00')")
        )
    bring_up_to_date(old)
    with old.connect() as connection:
        assert connection.execute(text("SELECT sender FROM conversations")).scalars().all() == [
            "web:a"
        ]
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    old.dispose()


def test_one_that_is_up_to_date_is_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE visits"))
    bring_up_to_date(engine)
    assert not inspect(engine).has_table("visits")


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    engine = _empty(tmp_path)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE procedure_history (other TEXT)"))
    with pytest.raises(Exception, match="procedure_history"):
        bring_up_to_date(engine)
    assert inspect(engine).get_table_names() == ["procedure_history"]
    engine.dispose()


def test_tables_of_a_newer_program_are_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CommandError):
        bring_up_to_date(engine)


def test_several_that_open_it_at_once_wait_for_each_other(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def opening() -> None:
        engine = _empty(tmp_path)
        try:
            bring_up_to_date(engine)
        except BaseException as error:
            failures.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=opening) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert inspect(_empty(tmp_path)).has_table("procedure_records")
