"""`serve`: starts the assistant and prints the address of its page."""

from __future__ import annotations

import argparse
import socket
import sys

from bot.settings import SettingError, settings
from bot.storage.alone import TakenError, hold
from bot.storage.database import open_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: everything is a setting (`.env`)."""


def port_taken(host: str, port: int) -> bool:
    """Whether something listens on the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def run(arguments: argparse.Namespace) -> int:
    """Loads the assistant and serves until it is stopped."""
    try:
        chosen = settings()
    except SettingError as error:
        print(error, file=sys.stderr)
        return 2
    if port_taken(chosen.host, chosen.port):
        print(
            f"Cổng {chosen.port} đang có chương trình khác dùng. "
            "Đóng nó lại, hoặc chọn cổng khác:\n"
            f"  MOTCUA_PORT={chosen.port + 1} ./motcua start",
            file=sys.stderr,
        )
        return 1
    open_database(chosen.database_url)  # makes the folder, too
    try:
        alone = hold(chosen.database_url)
    except TakenError:
        print(
            "Một trợ lý khác đang chạy trên cơ sở dữ liệu này; hai trợ lý sẽ gửi mỗi câu hai lần.\n"
            "Dừng trợ lý kia, hoặc đặt MOTCUA_DATABASE_URL khác.",
            file=sys.stderr,
        )
        return 1
    print("Đang mở trợ lý…", flush=True)
    from rasa.model import get_latest_model

    from bot.channels.web import reachable_address
    from bot.engine.live import LiveAssistant
    from bot.engine.server import build

    if get_latest_model(str(chosen.models)) is None:
        print("Chưa có mô hình. Chạy: ./motcua train", file=sys.stderr)
        return 1
    app = build(chosen, LiveAssistant(chosen))
    here = "127.0.0.1" if chosen.host in ("0.0.0.0", "::") else chosen.host  # noqa: S104

    @app.after_server_start  # type: ignore[untyped-decorator]  # Sanic is untyped
    async def tell(*_: object) -> None:
        print(f"✅ Trợ lý đã sẵn sàng: http://{here}:{chosen.port}/", flush=True)
        outside = reachable_address(chosen.host, chosen.port, chosen.public_url)
        if outside:
            print(f"   Trên điện thoại cùng mạng: {outside}", flush=True)
        print("   Dừng: Ctrl+C", flush=True)

    app.ctx.alone = alone  # held until the server ends
    app.run(host=chosen.host, port=chosen.port, access_log=False, motd=False, debug=False)
    return 0
