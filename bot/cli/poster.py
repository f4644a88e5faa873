"""`poster`: a page to print, with a QR code that opens the assistant straight on a subject."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import requests

from bot.knowledge.current import knowledge
from bot.knowledge.links import Link, parse
from bot.posters.addresses import Addresses
from bot.posters.draw import SIZES, Poster, draw
from bot.registry.compact import Compact
from bot.settings import settings

_TIMEOUT_S = 10
# Telegram takes no other characters in a start link.
_SOURCE = re.compile(r"[A-Za-z0-9-]{1,24}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    subject = parser.add_mutually_exclusive_group()
    subject.add_argument("--procedure", metavar="MÃ", help="mở thẳng thủ tục, ví dụ 1.001193")
    subject.add_argument("--guide", metavar="CHỦ_ĐỀ", help="mở thẳng hướng dẫn: account.level2")
    parser.add_argument("--channel", choices=["telegram", "zalo", "web"], help="kênh của mã QR")
    parser.add_argument("--size", choices=sorted(SIZES), default="A4")
    parser.add_argument("--source", default="poster", help="tên để đếm trong ./motcua stats")
    parser.add_argument("--commune", help="tên trung tâm in ở chân trang")
    parser.add_argument("--telegram-bot", metavar="TÊN", help="tên bot, khi chưa có mạng để hỏi")
    parser.add_argument("--output", type=Path, default=Path("ap-phich.pdf"))


def run(arguments: argparse.Namespace) -> int:
    """Writes the PDF; status 2 when something needed is missing."""
    try:
        link, subject, words = _subject(arguments)
        channel, address = _address(arguments, link)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    how = "Quét mã bằng máy ảnh điện thoại"
    if channel == "zalo":
        how = f"Quét mã bằng Zalo, rồi nhắn: “{words}”"
    communes = knowledge().communes
    commune = communes.get(settings().commune or "")
    poster = Poster(
        headline="Hỏi trước,\nđi một lần",
        subject=subject,
        how=how,
        address=address,
        shown=address.removeprefix("https://").removeprefix("http://").split("?")[0].rstrip("/"),
        commune=arguments.commune or (commune.centre if commune else None),
    )
    draw(poster, arguments.size, arguments.output)
    print(f"✅ {arguments.output} ({arguments.size}): {address}")
    return 0


def _subject(arguments: argparse.Namespace) -> tuple[Link, str, str]:
    """The link, what stands above the code, and the words to send where links open nothing."""
    if not _SOURCE.fullmatch(arguments.source):
        raise ValueError(f"--source {arguments.source!r}: chỉ dùng chữ không dấu, số, gạch ngang.")
    if arguments.procedure:
        code, subject, words = _procedure(arguments.procedure)
        payload = f"p_{code.replace('.', '-')}"
    elif arguments.guide:
        guide = knowledge().guides.get(arguments.guide)
        if guide is None:
            raise ValueError(f"Không có hướng dẫn {arguments.guide}.")
        payload, subject = f"g_{guide.topic.replace('.', '-')}", guide.title
        words = guide.title.lower()
    else:
        payload, subject, words = "m_help", "Thủ tục ở xã, phường", "xin chào"
    link = parse(f"{payload}__s_{arguments.source}")
    assert link is not None  # noqa: S101 (put together from good parts)
    return link, subject, words


def _procedure(code: str) -> tuple[str, str, str]:
    """Code, name and everyday words of a procedure, ours or known from the portal alone."""
    procedure = knowledge().procedure(code)
    if procedure is not None:
        return procedure.code, procedure.name, procedure.aliases[0]
    summary = next(iter(Compact.read().find(code)), None)
    if summary is None:
        raise ValueError(f"Không có thủ tục {code}. Xem: ./motcua check")
    return code, summary.name, f"thủ tục {code}"


def _address(arguments: argparse.Namespace, link: Link) -> tuple[str, str]:
    chosen = settings()
    bot = arguments.telegram_bot
    if bot is None and chosen.telegram_token and arguments.channel in (None, "telegram"):
        bot = _bot_name(f"{chosen.telegram_api.rstrip('/')}/bot{chosen.telegram_token}")
    addresses = Addresses(telegram=bot, zalo=chosen.zalo_oa_id, web=chosen.public_url)
    for channel in [arguments.channel] if arguments.channel else ["telegram", "zalo", "web"]:
        address = addresses.of(channel, link)
        if address:
            return channel, address
    raise ValueError(
        "Chưa biết mở trợ lý ở đâu. Đặt MOTCUA_TELEGRAM_TOKEN, MOTCUA_ZALO_OA_ID hoặc "
        "MOTCUA_PUBLIC_URL trong .env, hoặc dùng --telegram-bot."
    )


def _bot_name(base: str) -> str | None:
    try:
        body = requests.get(f"{base}/getMe", timeout=_TIMEOUT_S).json()
    except (requests.RequestException, ValueError):
        return None
    name = body.get("result", {}).get("username") if body.get("ok") else None
    return name if isinstance(name, str) else None
