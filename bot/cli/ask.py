"""`ask`: one question and its answer, or many as JSON Lines (see the answer contract)."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import json
import sys
import time
from collections.abc import Iterable
from typing import IO, Any

from bot.settings import settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("question", nargs="*", help="câu hỏi")
    parser.add_argument("--json", action="store_true", help="đọc và ghi JSON Lines")
    parser.add_argument("--keep", action="store_true", help="nối tiếp các cuộc trò chuyện cũ")


def run(arguments: argparse.Namespace) -> int:
    """Answers; standard output holds answers only."""
    from bot.engine.assistant import Assistant, NoModelError

    if not arguments.json and not arguments.question:
        print('Cần một câu hỏi, ví dụ: ./motcua ask "làm khai sinh cần gì"', file=sys.stderr)
        return 2
    try:
        assistant = Assistant.load(settings())
    except NoModelError as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.json:
        return asyncio.run(answer_lines(assistant, sys.stdin, sys.stdout, arguments.keep))
    return asyncio.run(_answer_one(assistant, " ".join(arguments.question)))


async def _answer_one(assistant: Any, question: str) -> int:
    await assistant.forget("ask:one")
    answer = await assistant.answer("ask:one", question)
    for message in answer.messages:
        print(message.get("text", ""))
        for button in message["buttons"]:
            print(f"▢ {button['title']}")
    return 0


async def answer_lines(assistant: Any, lines: Iterable[str], out: IO[str], keep: bool) -> int:
    """Answers JSON Lines in order; a line that cannot be read gets an error in its place."""
    started: set[str] = set()
    for line in lines:
        if not line.strip():
            continue
        out.write(
            json.dumps(await _answer_line(assistant, line, started, keep), ensure_ascii=False)
            + "\n"
        )
        out.flush()
    return 0


async def _answer_line(assistant: Any, line: str, started: set[str], keep: bool) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except ValueError as error:
        return {"id": None, "error": f"không phải JSON: {error}"}
    if not isinstance(given, dict):
        return {"id": None, "error": "mỗi dòng phải là một đối tượng JSON"}
    ident, text, photo = given.get("id"), given.get("text"), given.get("photo")
    if not isinstance(text, str) and not isinstance(photo, str):
        return {"id": ident, "error": "thiếu 'text' hoặc 'photo'"}
    try:
        at = dt.datetime.fromisoformat(given["at"]) if given.get("at") else None
    except (TypeError, ValueError):
        return {"id": ident, "error": f"'at' không phải thời điểm ISO 8601: {given['at']!r}"}
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=dt.timezone(dt.timedelta(hours=7)))
    sender = str(given.get("sender") or ident or "ask")
    if sender not in started and not keep:
        await assistant.forget(f"ask:{sender}")
    started.add(sender)
    began = time.perf_counter()
    answer = await assistant.answer(f"ask:{sender}", text or "", now=at, photo=photo)
    took = (time.perf_counter() - began) * 1000
    return {
        "id": ident,
        "sender": sender,
        "text": text,
        **answer.turn,
        "messages": answer.messages,
        "ms": round(took, 2),
    }
