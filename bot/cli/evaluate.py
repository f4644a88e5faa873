"""`evaluate`: accuracy on a set of messages with gold, by topic, facet and style."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.evaluation import Report, accents_gap, score
from bot.settings import settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("files", nargs="+", type=Path, help="tệp JSON Lines theo mẫu đã thống nhất")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="in N câu sai đầu tiên")
    parser.add_argument("--floor-topic", type=float, default=0, metavar="%")
    parser.add_argument("--floor-procedure", type=float, default=0, metavar="%")
    parser.add_argument("--floor-whole", type=float, default=0, metavar="%")
    parser.add_argument("--floor-scope", type=float, default=0, metavar="%")
    parser.add_argument("--most-turned-away", type=float, default=100, metavar="%")


def run(arguments: argparse.Namespace) -> int:
    """Prints the report; status 1 when a figure is under its floor."""
    from bot.engine.assistant import Assistant, NoModelError

    lines = []
    for file in arguments.files:
        try:
            text = file.read_text(encoding="utf-8")
        except OSError as error:
            print(f"{file}: không đọc được: {error.strerror}", file=sys.stderr)
            return 2
        for number, row in enumerate(text.splitlines(), 1):
            try:
                lines.append(json.loads(row))
            except ValueError as error:
                print(f"{file}:{number}: không phải JSON: {error}", file=sys.stderr)
                return 2
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{(Path(folder) / 'evaluation.db').as_posix()}"
        try:
            assistant = Assistant.load(replace(settings(), database_url=database))
        except NoModelError as error:
            print(error, file=sys.stderr)
            return 1
        report = score(asyncio.run(_answer_all(assistant, lines)))
    _print(report, arguments.wrong)
    figures = (
        ("topic", report.topic.share, arguments.floor_topic),
        ("procedure", report.procedure.share, arguments.floor_procedure),
        ("whole", report.whole.share, arguments.floor_whole),
        ("scope", report.out_of_scope.share, arguments.floor_scope),
        ("turned away", 1 - report.turned_away.share, 100 - arguments.most_turned_away),
    )
    low = [
        f"{name}: {share:.1%} < {floor} %" for name, share, floor in figures if 100 * share < floor
    ]
    for text in low:
        print(f"❌ dưới mức sàn: {text}")
    return 1 if low else 0


async def _answer_all(
    assistant: Any, lines: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    pairs = []
    for line in lines:
        sender = str(line.get("sender") or line["id"])
        answer = await assistant.answer(sender, line["text"])
        pairs.append((line, {**answer.turn, "text": line["text"]}))
    return pairs


def _print(report: Report, wrong: int) -> None:
    print(f"topic                  {report.topic}")
    print(f"procedure + facet      {report.procedure}")
    print(f"all that gold names    {report.whole}")
    print(f"out of scope found     {report.out_of_scope}")
    print(f"good ones turned away  {report.turned_away}")
    print(f"wrong, but asked       {report.asked}")
    print(f"standard minus nodia   {accents_gap(report):+.1f} points")
    for title, counts in (
        ("style", report.by_style),
        ("facet", report.by_facet),
        ("topic", report.by_topic),
    ):
        print(f"\nby {title}")
        for name, count in sorted(counts.items(), key=lambda item: item[1].share):
            print(f"  {name:24}{count}")
    print("\nconfusions (gold → answered)")
    for (gold, said), n in report.confusions.most_common(15):
        print(f"  {n:3}  {gold} → {said}")
    for line, answer in report.wrong[:wrong]:
        gold = line["gold"]
        print(
            f"\n[{line['id']}] {line['text']}\n   gold {gold['topic']} {gold.get('procedure', '')} "
            f"{gold.get('facet', '')}\n   said {answer['topic']} {answer['procedure']} "
            f"{answer['facet']} {answer['candidates']} {answer['confidence']:.2f} "
            f"{answer['status']}"
        )
