"""`check`: validates every data file."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from bot.knowledge.ambiguities import read_ambiguities
from bot.knowledge.check import check
from bot.knowledge.current import data_folder
from bot.knowledge.loader import Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--quiet", action="store_true", help="không in các lưu ý")


def run(arguments: argparse.Namespace) -> int:
    """Prints each problem as `file:line: …`; status 1 if there is an error."""
    knowledge, problems = check(data_folder(), dt.date.today())
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
