"""`chat`: a conversation in the terminal; buttons are numbered."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
from typing import Any

from bot.settings import settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Talks until an empty line or the end of input."""
    from bot.engine.assistant import Assistant, NoModelError

    try:
        assistant = Assistant.load(settings())
    except NoModelError as error:
        print(error, file=sys.stderr)
        return 1
    print("Gõ câu hỏi, hoặc số của nút; dòng trống để thoát.\n")
    asyncio.run(_talk(assistant))
    return 0


async def _talk(assistant: Any) -> None:
    sender = f"chat:{secrets.token_hex(8)}"
    buttons: list[dict[str, str]] = []
    while True:
        try:
            text = (await asyncio.to_thread(input, "> ")).strip()
        except EOFError:
            break
        if not text:
            break
        if text.isdigit() and 1 <= int(text) <= len(buttons):
            text = buttons[int(text) - 1]["payload"]
        answer = await assistant.answer(sender, text)
        buttons = []
        for message in answer.messages:
            print(message.get("text", ""))
            buttons += message["buttons"]
        for number, button in enumerate(buttons, 1):
            print(f"  [{number}] {button['title']}")
        print()
    await assistant.forget(sender)
