from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.storage.dossiers import Dossiers

NOW = datetime(2026, 11, 23, 2)  # noqa: DTZ001 (UTC, as stored)
CODE = "H29.101-260508-0001"


@pytest.fixture
def store(engine: Engine) -> Dossiers:
    return Dossiers(engine)


def test_a_listed_dossier_has_its_status_and_the_instant_of_the_import(store: Dossiers) -> None:
    assert store.put([(CODE, 4)], NOW) == 1
    assert store.status_of(CODE) == (4, NOW)
    assert store.status_of("H29.101-260508-0002") is None


def test_a_later_import_brings_up_to_date_and_leaves_the_rest(store: Dossiers) -> None:
    store.put([(CODE, 4), ("H29.101-260508-0002", 2)], NOW)
    later = NOW + timedelta(days=1)
    store.put([(CODE, 9)], later)
    assert store.status_of(CODE) == (9, later)
    assert store.status_of("H29.101-260508-0002") == (2, NOW)
    assert store.count() == 2


def test_a_long_list_is_stored_whole(store: Dossiers) -> None:
    listed = [(f"H29.101-260508-{i:06}", 4) for i in range(2500)]
    assert store.put(listed, NOW) == 2500
    assert store.put(listed, NOW) == 2500
    assert store.count() == 2500


def test_of_an_import_that_fails_nothing_is_stored(store: Dossiers) -> None:
    listed = [(f"H29.101-260508-{i:06}", 4) for i in range(600)]

    with pytest.raises(Exception, match="status"):
        store.put([*listed, ("hong", None)], NOW)  # type: ignore[list-item]
    assert store.count() == 0


def test_what_no_import_mentions_any_more_is_forgotten(store: Dossiers) -> None:
    store.put([("H29.101-260508-0002", 10)], NOW - timedelta(days=60))
    store.put([(CODE, 4)], NOW)
    assert store.forget_old(NOW - timedelta(days=30)) == 1
    assert store.count() == 1
