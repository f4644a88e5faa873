"""`stats`: how many conversations each poster, page or channel brought; no personal data."""

from __future__ import annotations

import argparse

from bot.settings import settings
from bot.storage.database import open_database
from bot.storage.visits import Visits


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--days", type=int, default=30, help="số ngày gần nhất (30)")


def run(arguments: argparse.Namespace) -> int:
    """Prints a table."""
    rows = Visits(open_database(settings().database_url)).counts(arguments.days)
    print(f"{'kênh':12}{'nguồn':24}{'cuộc trò chuyện':>18}")
    for channel, source, count in rows:
        print(f"{channel:12}{source or '(tự tìm đến)':24}{count:>18}")
    print(f"{'tổng':36}{sum(count for *_, count in rows):>18}")
    return 0
