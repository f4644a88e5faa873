"""`zalo login`: takes the first pair of tokens of the Official Account."""

from __future__ import annotations

import argparse
import sys

import requests

from bot.channels.channel import NotSentError, UnknownOutcomeError
from bot.channels.zalo.tokens import LoginNeededError, TokenKeeper
from bot.settings import settings
from bot.storage.database import open_database
from bot.storage.tokens import Tokens


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("action", choices=["login"], help="login: nhận cặp mã đầu tiên")
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument("--code", help="mã cấp quyền Zalo gửi về địa chỉ callback (dùng một lần)")
    how.add_argument("--refresh-token", help="refresh token lấy từ API Explorer")
    parser.add_argument("--verifier", help="code verifier đi cùng --code (PKCE)")


def run(arguments: argparse.Namespace) -> int:
    """Stores the pair; status 1 when Zalo does not accept it."""
    chosen = settings()
    if not chosen.zalo_oa_app_id or not chosen.zalo_oa_app_secret:
        print("Cần MOTCUA_ZALO_OA_APP_ID và MOTCUA_ZALO_OA_APP_SECRET trong .env", file=sys.stderr)
        return 2
    tokens = Tokens(open_database(chosen.database_url))
    keeper = TokenKeeper(chosen, tokens, requests.Session())
    try:
        if arguments.code:
            keeper.login(arguments.code, arguments.verifier)
        else:
            keeper.keep("", arguments.refresh_token)
            keeper.access_token()
    except (LoginNeededError, NotSentError, UnknownOutcomeError) as error:
        print(f"Chưa đăng nhập được: {error}", file=sys.stderr)
        return 1
    print("✅ Đã đăng nhập Zalo OA. Trợ lý tự đổi mã mới trước khi hết hạn.")
    return 0
