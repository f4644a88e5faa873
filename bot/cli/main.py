"""Entry point of every command: `./motcua <command>`."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

# Command → module with `add_arguments(parser)` and `run(arguments) -> exit status`, and its help.
COMMANDS = {
    "start": ("bot.cli.start", "chuẩn bị mọi thứ rồi mở trợ lý"),
    "serve": ("bot.cli.serve", "mở trợ lý (đã chuẩn bị xong)"),
    "chat": ("bot.cli.chat", "trò chuyện ngay trong cửa sổ lệnh"),
    "ask": ("bot.cli.ask", "hỏi một câu, hoặc nhiều câu bằng --json"),
    "train": ("bot.cli.train", "huấn luyện lại khi dữ liệu mới hơn mô hình"),
    "check": ("bot.cli.check", "soát mọi tệp dữ liệu"),
    "evaluate": ("bot.cli.evaluate", "đo độ chính xác trên một bộ câu hỏi"),
    "import": ("bot.cli.import_", "nạp thủ tục của Cổng Dịch vụ công quốc gia từ tệp"),
    "search": ("bot.cli.search", "tìm thủ tục bằng lời thường ngày"),
    "dossiers": ("bot.cli.dossiers", "nạp danh sách hồ sơ của xã, phường"),
    "outbox": ("bot.cli.outbox", "các tin chưa gửi được"),
    "forget": ("bot.cli.forget", "xóa mọi thứ còn giữ về một người"),
    "stats": ("bot.cli.stats", "áp phích, trang, kênh nào đưa người dân đến"),
    "poster": ("bot.cli.poster", "in áp phích, tờ rơi có mã QR mở trợ lý"),
    "doctor": ("bot.cli.doctor", "kiểm tra máy, mô hình, kênh, và nói cần sửa gì"),
    "zalo": ("bot.cli.zalo", "đăng nhập Zalo Official Account"),
    "test": ("bot.cli.test", "chạy mọi kiểm tra"),
    "rasa": ("bot.cli.rasa", "chuyển thẳng tới lệnh của Rasa"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: Without the program's name; default: those of the process.

    Returns:
        The exit status.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["rasa"]:  # everything behind it is Rasa's, also --help
        status: int = importlib.import_module("bot.cli.rasa").run(given[1:])
        return status
    parser = argparse.ArgumentParser(prog="motcua", description="Một Cửa: trợ lý dịch vụ công")
    commands = parser.add_subparsers(dest="command", required=True, metavar="lệnh")
    chosen = next((word for word in given if word in COMMANDS), None)
    for name, (module, explained) in COMMANDS.items():
        sub = commands.add_parser(name, help=explained, description=explained)
        if name == chosen:
            importlib.import_module(module).add_arguments(sub)
    parsed = parser.parse_args(given)
    try:
        status = importlib.import_module(COMMANDS[parsed.command][0]).run(parsed)
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
