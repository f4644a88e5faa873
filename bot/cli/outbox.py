"""`outbox`: sends that did not arrive, or of which nobody knows; sends them again on request."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from bot.settings import settings
from bot.storage.database import open_database
from bot.storage.delivery import Delivery


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--resend", nargs="+", metavar="SỐ", help="gửi lại: số của tin, hoặc 'all'")


def run(arguments: argparse.Namespace) -> int:
    """Lists, or puts back; the running assistant does the sending."""
    store = Delivery(open_database(settings().database_url))
    rows = store.undelivered()
    if arguments.resend:
        known = {str(row.id): row.id for row in rows}
        wanted = list(known) if arguments.resend == ["all"] else arguments.resend
        unknown = [number for number in wanted if number not in known]
        if unknown:
            print(f"Không có tin chưa gửi số {', '.join(unknown)}.", file=sys.stderr)
            return 1
        now = datetime.now(UTC).replace(tzinfo=None)
        count = store.resend([known[number] for number in wanted], now)
        print(f"{count} tin sẽ được gửi lại khi trợ lý chạy.")
        return 0
    meaning = {"unknown": "không rõ đã tới chưa", "dead": "không gửi được"}
    for row in rows:
        print(
            f"{row.id:>8}  {row.channel:10} {row.created:%d/%m/%Y %H:%M}  "
            f"{meaning[row.status]}: {row.error or ''}"
        )
    print(f"{len(rows)} tin. Gửi lại: ./motcua outbox --resend SỐ…")
    return 0
