"""Brings a database to the newest form of the tables, one Alembic step after the other."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

# The newest step; kept here so that a database that has it costs no look at the files.
HEAD = "0003"

_FOLDER = Path(__file__).resolve().parent / "migrations"
_LOCK = 7_302_519_448  # of PostgreSQL's advisory locks, any number that nobody else takes


def bring_up_to_date(engine: Engine) -> None:
    """Runs the steps that `engine`'s database lacks: all of them, or none if one fails.

    Several processes may do so at once: one works, the others wait for it.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: The database cannot be reached or written.
        alembic.util.CommandError: A newer version of the program made the tables.
    """
    with engine.connect() as connection:
        if _version(connection) == HEAD:
            return
    from alembic import command  # half a second, for once in the life of a database
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    with engine.begin() as connection:
        _lock(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return found


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # Python's driver begins no transaction for CREATE TABLE by itself.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
