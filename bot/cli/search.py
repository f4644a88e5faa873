"""`search`: finds procedures by everyday words, over everything that is known (answer contract)."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable
from typing import IO, Any

from bot.knowledge.current import knowledge
from bot.registry.catalog import Catalog
from bot.settings import ROOT, settings
from bot.storage.database import open_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("words", nargs="*", help="lời cần tìm")
    parser.add_argument("--json", action="store_true", help="đọc và ghi JSON Lines")


def run(arguments: argparse.Namespace) -> int:
    """Searches; standard output holds results only."""
    if not arguments.json and not arguments.words:
        print('Cần lời để tìm, ví dụ: ./motcua search "cắt khẩu"', file=sys.stderr)
        return 2
    catalog = Catalog(knowledge(), open_database(settings().database_url), ROOT / "var")
    catalog.prepare()
    if arguments.json:
        return search_lines(catalog, sys.stdin, sys.stdout)
    for hit in catalog.find(" ".join(arguments.words)):
        print(f"{hit.code}  {hit.score:5.2f}  {hit.name}")
    return 0


def search_lines(catalog: Catalog, lines: Iterable[str], out: IO[str]) -> int:
    """Answers JSON Lines in order; a line that cannot be read gets an error in its place."""
    for line in lines:
        if line.strip():
            out.write(json.dumps(_search_line(catalog, line), ensure_ascii=False) + "\n")
            out.flush()
    return 0


def _search_line(catalog: Catalog, line: str) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except ValueError as error:
        return {"id": None, "error": f"không phải JSON: {error}"}
    if not isinstance(given, dict):
        return {"id": None, "error": "mỗi dòng phải là một đối tượng JSON"}
    if not isinstance(given.get("text"), str):
        return {"id": given.get("id"), "error": "thiếu 'text'"}
    began = time.perf_counter()
    hits = catalog.find(given["text"])
    took = (time.perf_counter() - began) * 1000
    found = [
        {"code": h.code, "name": h.name, "score": h.score, "replaces": list(h.replaces)}
        for h in hits
    ]
    return {"id": given.get("id"), "candidates": found, "ms": round(took, 2)}
