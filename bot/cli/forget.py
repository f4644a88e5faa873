"""`forget`: deletes all that is kept about one citizen."""

from __future__ import annotations

import argparse

from bot.settings import settings
from bot.storage.database import open_database
from bot.storage.delivery import Delivery

_CHANNELS = ("telegram", "zalo_oa", "zalo_bot", "web")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("channel", choices=_CHANNELS, help="kênh")
    parser.add_argument("user", help="số của người đó trên kênh (không phải số điện thoại)")


def run(arguments: argparse.Namespace) -> int:
    """Deletes; says how many rows."""
    store = Delivery(open_database(settings().database_url))
    gone = store.forget(f"{arguments.channel}:{arguments.user}")
    print(f"Đã xóa {gone} dòng." if gone else "Không giữ gì về người này.")
    return 0
