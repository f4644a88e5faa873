"""`import`: takes the National Public Service Portal's own procedure records over."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.registry.importing import Outcome, import_file
from bot.registry.reading import FileError
from bot.settings import settings
from bot.storage.database import open_database
from bot.storage.registry import Registry

_SHOWN = 10
_WIDTH = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="TỆP",
        help="tệp .jsonl hoặc .jsonl.gz, mỗi dòng là một thủ tục do Cổng trả về",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="chỉ cho biết mới, thay đổi, không còn; không ghi gì",
    )
    parser.add_argument(
        "--complete",
        action="store_true",
        help="tệp là toàn bộ danh mục: đánh dấu thủ tục không còn trong tệp là đã bị gỡ khỏi Cổng",
    )


def run(arguments: argparse.Namespace) -> int:
    """Imports; bad lines are told and passed over.

    Returns:
        0; 1 if the file cannot be read, breaks off, holds nothing that can be used, or the
        database fails.
    """
    bar = _Bar(arguments.file)
    try:
        outcome = import_file(
            arguments.file,
            Registry(open_database(settings().database_url)),
            datetime.now(UTC).replace(tzinfo=None),
            dry_run=arguments.dry_run,
            complete=arguments.complete,
            progress=bar.show if sys.stderr.isatty() else None,
        )
    except FileError as error:
        print(f"{arguments.file}: {error}", file=sys.stderr)
        return 1
    except SQLAlchemyError as error:
        bar.end()
        print(
            "Cơ sở dữ liệu báo lỗi; những gì đã nạp vẫn còn, chạy lại lệnh này để nạp tiếp. "
            f"{str(error).splitlines()[0][:200]}",
            file=sys.stderr,
        )
        return 1
    bar.end()
    _tell_problems(arguments.file, outcome)
    _tell(outcome, dry_run=arguments.dry_run, complete=arguments.complete)
    return 0 if outcome.read and not outcome.cut else 1


def _tell_problems(file: Path, outcome: Outcome) -> None:
    for problem in outcome.problems:
        print(f"{file}: {problem}", file=sys.stderr)
    if outcome.bad > len(outcome.problems):
        print(f"… và {outcome.bad - len(outcome.problems)} dòng lỗi nữa.", file=sys.stderr)


def _tell(outcome: Outcome, *, dry_run: bool, complete: bool) -> None:
    counts = [
        f"{len(outcome.new)} mới",
        f"{len(outcome.changed)} thay đổi",
        f"{outcome.unchanged} giữ nguyên",
        f"{outcome.bad} dòng lỗi",
    ]
    if outcome.returned:
        counts.insert(2, f"{len(outcome.returned)} có lại")
    begun = "Chạy thử, chưa ghi gì" if dry_run else f"Đã đọc {outcome.read} thủ tục"
    print(f"{begun}: {', '.join(counts)}.")
    if dry_run:
        for title, codes in (("Mới", outcome.new), ("Thay đổi", outcome.changed)):
            if codes:
                print(f"{title}: {_some(codes)}.")
    if outcome.missing:
        _tell_missing(outcome, dry_run=dry_run, complete=complete)
    if outcome.cut:
        print("Tệp bị cắt ngang: tải lại tệp rồi nạp lần nữa.")


def _tell_missing(outcome: Outcome, *, dry_run: bool, complete: bool) -> None:
    gone = f"{len(outcome.missing)} thủ tục đã nạp trước đây không có trong tệp"
    if outcome.marked:
        then = "sẽ được" if dry_run else "đã được"
        print(f"{gone}, {then} đánh dấu là không còn trên Cổng: {_some(outcome.missing)}.")
    elif complete:
        print(f"{gone}; chưa đánh dấu, vì có dòng không đọc được: {_some(outcome.missing)}.")
    else:
        print(f"{gone}: {_some(outcome.missing)}. Nếu tệp là toàn bộ danh mục, thêm --complete.")


def _some(codes: list[str]) -> str:
    more = f", … và {len(codes) - _SHOWN} mã nữa" if len(codes) > _SHOWN else ""
    return ", ".join(codes[:_SHOWN]) + more


class _Bar:
    """A progress bar on standard error, one line."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._percent = -1

    def show(self, done: int) -> None:
        """Draws it when it has grown."""
        percent = min(100, 100 * done // max(1, self._file.stat().st_size))
        if percent > self._percent:
            self._percent = percent
            full = _WIDTH * percent // 100
            drawn = "█" * full + "░" * (_WIDTH - full)
            print(f"\rĐang nạp {drawn} {percent:3} %", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leaves its line, if it was drawn."""
        if self._percent >= 0:
            print(file=sys.stderr)
            self._percent = -1
