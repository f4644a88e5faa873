from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bot.cli.search import search_lines
from bot.registry.catalog import Catalog
from bot.storage.database import open_database
from tests.builders import make_knowledge, make_procedure


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    folder: Path = tmp_path_factory.mktemp("search")
    engine = open_database(f"sqlite:///{(folder / 'a.db').as_posix()}")
    return Catalog(make_knowledge(make_procedure()), engine)


def _search(catalog: Catalog, *lines: str) -> list[dict[str, object]]:
    out = io.StringIO()
    assert search_lines(catalog, lines, out) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_gives_the_ten_best(catalog: Catalog) -> None:
    (found,) = _search(catalog, '{"id": "a", "text": "giấy phép kinh doanh karaoke"}')
    candidates = found["candidates"]
    assert found["id"] == "a"
    assert isinstance(candidates, list)
    assert len(candidates) == 10
    assert set(candidates[0]) == {"code", "name", "score", "replaces"}
    assert "karaoke" in candidates[0]["name"]


def test_a_bad_line_gets_an_error_in_its_place(catalog: Catalog) -> None:
    found = _search(catalog, "no json", "[]", '{"id": "b"}', '{"id": "c", "text": "cắt khẩu"}')
    assert ["error" in line for line in found] == [True, True, True, False]
    assert found[2]["id"] == "b"
