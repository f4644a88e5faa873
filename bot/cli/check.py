"""`check`: validates every data file."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from bot.knowledge.ambiguities import read_ambiguities
from bot.knowledge.check import check
from bot.knowledge.current import data_folder
from bot.knowledge.loader import Knowledge, Problem
from bot.registry.catalog import Catalog
from bot.settings import settings
from bot.storage.database import open_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--quiet", action="store_true", help="không in các lưu ý")
    parser.add_argument(
        "--against-registry",
        action="store_true",
        help="liệt kê thủ tục mà bản ghi đã nạp của Cổng mới hơn ngày đối chiếu",
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints each problem as `file:line: …`; status 1 if there is an error."""
    knowledge, problems = check(data_folder(), dt.date.today())
    if arguments.against_registry:
        return _compare(knowledge)
    problems += [
        Problem(
            Path("data/words/ambiguities.yml"),
            1,
            f"'{a.id}': không có thủ tục {c.procedure}",
        )
        for a in read_ambiguities(data_folder()).values()
        for c in a.choices
        if knowledge.procedure(c.procedure) is None
    ]
    errors = [problem for problem in problems if not problem.warning]
    for problem in problems:
        if not (problem.warning and arguments.quiet):
            print(problem)
    print(
        f"{len(knowledge.procedures)} thủ tục, {len(knowledge.guides)} hướng dẫn: "
        f"{len(errors)} lỗi, {len(problems) - len(errors)} lưu ý"
    )
    return 1 if errors else 0


def _compare(knowledge: Knowledge) -> int:
    """Lists what the portal changed since it was checked; status 1 if there is any."""
    catalog = Catalog(knowledge, open_database(settings().database_url))
    if not catalog.imported:
        print("Chưa nạp bản ghi nào của Cổng. Chạy: ./motcua import TỆP")
        return 2
    newer = 0
    for procedure in sorted(knowledge.procedures.values(), key=lambda p: p.code):
        changed = catalog.changed_since(procedure.code, procedure.checked)
        if changed is not None:
            newer += 1
            checked = f"{procedure.checked:%d/%m/%Y}"
            print(f"{procedure.code} {procedure.name}: Cổng sửa {changed:%d/%m/%Y}, ta {checked}")
    print(f"{newer} thủ tục cần đối chiếu lại trên {len(knowledge.procedures)}.")
    return 1 if newer else 0
