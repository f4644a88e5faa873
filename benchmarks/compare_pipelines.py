"""Our pipeline and Bürokratt's stock one: `python -m benchmarks.compare_pipelines`.

Both train on the same data and are judged on understanding alone, before any dialogue decides:
the topic, and the facet of a procedure. Which procedure is meant is a search on our side and has
no counterpart in a pipeline that ends in one intent. Made once, the stock environment stays in
`.stock`; one run takes most of an hour, nearly all of it the stock training.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.stock.environment import stock_python
from bot.nlu import examples as made
from bot.settings import ROOT, settings

_STOCK = ROOT / "benchmarks" / "stock"


@dataclass
class Run:
    """What one side answered and what it cost."""

    intents: list[str]
    training_s: float
    parse_ms: list[float]
    resident_mb: float


def examples() -> list[tuple[str, str]]:
    """(text, intent) of everything that trains our own pipeline."""
    from bot.engine.prepare import prepare

    prepare()
    from rasa.shared.importers.importer import TrainingDataImporter

    importer = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")]
    )
    messages = importer.get_nlu_data().intent_examples
    return [(message.get("text"), message.get("intent")) for message in messages]


def ours(texts: list[str]) -> Run:
    """Trains and parses with the project's own configuration."""
    from rasa.core.agent import Agent

    from bot.cli.train import train

    with tempfile.TemporaryDirectory() as models:
        os.environ["MOTCUA_MODELS"] = models
        settings.cache_clear()
        training = train(force=True) or 0.0
        agent: Any = Agent.load(models)
    intents, took = [], []
    for text in texts:
        began = time.perf_counter()
        parsed = asyncio.run(agent.parse_message(text))
        took.append((time.perf_counter() - began) * 1000)
        intents.append(parsed["intent"]["name"])
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    resident = next(int(row.split()[1]) / 1024 for row in status if row.startswith("VmRSS"))
    return Run(intents, training, took, resident)


def stock(texts: list[str], labelled: list[tuple[str, str]]) -> Run:
    """Trains and parses with the stock pipeline."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for text, label in labelled:
        # Rasa reads brackets as annotations of entities.
        by_label[label].append(text.replace("[", "(").replace("]", ")").replace("\n", " "))
    nlu = [
        {"intent": label, "examples": "".join(f"- {text}\n" for text in dict.fromkeys(some))}
        for label, some in by_label.items()
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        training = yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True)
        (folder / "nlu.yml").write_text(training, "utf-8")
        (folder / "texts.json").write_text(json.dumps(texts), "utf-8")
        command: list[str | Path] = [
            stock_python(),
            _STOCK / "train_and_parse.py",
            _STOCK / "pipeline.yml",
            folder / "nlu.yml",
            folder / "texts.json",
            folder / "result.json",
        ]
        subprocess.run(command, check=True, cwd=folder)
        return Run(**json.loads((folder / "result.json").read_text("utf-8")))


def report(sides: dict[str, Run], lines: list[dict[str, Any]]) -> None:
    """Prints both sides beside each other."""
    styles = sorted({line["style"] for line in lines})
    print(f"{'':28}" + "".join(f"{name:>12}" for name in sides))
    for title, judge in (("topic", _topic_right), ("facet", _facet_right)):
        for style in ("all", *styles):
            shares = []
            for run in sides.values():
                rights = [
                    judge(line["gold"], run.intents[i])
                    for i, line in enumerate(lines)
                    if style in ("all", line["style"])
                    and (judge is _topic_right or line["gold"]["topic"] == "procedure")
                ]
                shares.append(f"{sum(rights) / len(rights):11.1%} " if rights else f"{'–':>12}")
            print(f"{title + ', ' + style:28}" + "".join(shares))
    for name, unit in (("training_s", "s"), ("resident_mb", "MB")):
        row = "".join(f"{getattr(run, name):9.0f} {unit:2}" for run in sides.values())
        print(f"{name.split('_')[0]:28}{row}")
    for share in (0.5, 0.99):
        ranked = [sorted(run.parse_ms) for run in sides.values()]
        row = "".join(f"{some[int(len(some) * share)]:9.1f} ms" for some in ranked)
        print(f"{f'parse p{100 * share:.0f}':28}{row}")


def _topic_right(gold: dict[str, Any], intent: str) -> bool:
    return (intent.split("_")[0] if intent.startswith("procedure_") else intent) == gold[
        "topic"
    ].replace(".", "_")


def _facet_right(gold: dict[str, Any], intent: str) -> bool:
    return intent.removeprefix("procedure_") in gold["facet"]


def main() -> None:
    """Runs both sides, or ours alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ours", action="store_true", help="without the stock side")
    parser.add_argument(
        "--phrasings", type=int, help="of each facet, for both sides; fewer: faster stock training"
    )
    arguments = parser.parse_args()
    if arguments.phrasings:
        made.PHRASINGS_PER_FACET = arguments.phrasings
    rows = (ROOT / "tests/evaluation/messages.jsonl").read_text(encoding="utf-8").splitlines()
    # What stays open (`clarify`) is decided in the dialogue, not by a pipeline.
    lines = [line for line in map(json.loads, rows) if line["gold"]["topic"] != "clarify"]
    texts = [line["text"] for line in lines]
    data = examples()
    print(f"{len(data)} training examples, {len(texts)} messages", flush=True)
    sides = {"ours": ours(texts)}
    if not arguments.ours:
        sides["stock"] = stock(texts, data)
    report(sides, lines)


if __name__ == "__main__":
    main()
