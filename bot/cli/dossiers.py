"""`dossiers import`: takes over a commune's list of dossiers, code and status only."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.dossiers.statuses import statuses
from bot.dossiers.table import import_csv
from bot.settings import settings
from bot.storage.database import open_database
from bot.storage.dossiers import Dossiers

_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="việc")
    explained = "nạp danh sách hồ sơ từ tệp CSV (cột: mã hồ sơ, trạng thái)"
    importing = actions.add_parser("import", help=explained, description=explained)
    importing.add_argument("file", type=Path, metavar="TỆP.csv")


def run(arguments: argparse.Namespace) -> int:
    """Imports all or nothing; status 1 if a line cannot be used."""
    found = import_csv(arguments.file, statuses())
    if found.problems:
        for problem in found.problems[:_SHOWN]:
            print(f"{arguments.file}: {problem}", file=sys.stderr)
        if len(found.problems) > _SHOWN:
            print(f"… và {len(found.problems) - _SHOWN} lỗi nữa.", file=sys.stderr)
        print("Chưa nạp gì. Sửa các dòng trên rồi chạy lại.", file=sys.stderr)
        return 1
    store = Dossiers(open_database(settings().database_url))
    count = store.put(
        ((line.code, line.status) for line in found.lines), datetime.now(UTC).replace(tzinfo=None)
    )
    print(f"Đã nạp {count} hồ sơ; danh sách có {store.count()}.")
    if found.left_out:
        print(f"Không đọc các cột: {', '.join(found.left_out)}.")
    return 0
