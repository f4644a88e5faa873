"""Our pipeline and Bürokratt's stock one: `python -m benchmarks.compare_pipelines`.

Both train on the same data. The stock pipeline ends in one intent a message, so it is trained
twice: on topic and facet, and on the procedure. Both sides are judged on understanding alone,
before any dialogue decides: the intent that came first, and the procedure that came first. Made
once, the stock environment stays in `.stock`; one run takes over an hour, nearly all of it the
stock training.
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
    codes: list[str]
    training_s: float
    parse_ms: list[float]
    resident_mb: float


def examples() -> list[tuple[str, str, str]]:
    """(text, intent, procedure or `none`) of everything that trains our own pipeline."""
    from bot.engine.prepare import prepare

    prepare()
    from rasa.shared.importers.importer import TrainingDataImporter

    importer = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), [str(ROOT / "data")]
    )
    found = []
    for message in importer.get_nlu_data().intent_examples:
        codes = [e["value"] for e in message.get("entities") or [] if e["entity"] == "procedure"]
        found.append((message.get("text"), message.get("intent"), codes[0] if codes else "none"))
    return found


def ours(texts: list[str]) -> Run:
    """Trains and parses with the project's own configuration."""
    from rasa.core.agent import Agent

    from bot.cli.train import train

    with tempfile.TemporaryDirectory() as models:
        os.environ["MOTCUA_MODELS"] = models
        settings.cache_clear()
        training = train(force=True) or 0.0
        agent: Any = Agent.load(models)
    intents, codes, took = [], [], []
    for text in texts:
        began = time.perf_counter()
        parsed = asyncio.run(agent.parse_message(text))
        took.append((time.perf_counter() - began) * 1000)
        intents.append(parsed["intent"]["name"])
        codes.append(parsed["procedure_ranking"][0][0])
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    resident = next(int(row.split()[1]) / 1024 for row in status if row.startswith("VmRSS"))
    return Run(intents, codes, training, took, resident)


def stock(texts: list[str], data: list[tuple[str, str, str]]) -> Run:
    """Trains and parses with the stock pipeline, once for the intent, once for the procedure."""
    by_intent = _train_stock(texts, [(text, intent) for text, intent, _ in data])
    by_code = _train_stock(texts, [(text, code) for text, _, code in data])
    both = [a + b for a, b in zip(by_intent["parse_ms"], by_code["parse_ms"], strict=True)]
    return Run(
        by_intent["intents"],
        by_code["intents"],
        by_intent["training_s"] + by_code["training_s"],
        both,
        by_intent["resident_mb"] + by_code["resident_mb"],
    )


def _train_stock(texts: list[str], labelled: list[tuple[str, str]]) -> dict[str, Any]:
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
        result: dict[str, Any] = json.loads((folder / "result.json").read_text("utf-8"))
        return result


def report(sides: dict[str, Run], lines: list[dict[str, Any]]) -> None:
    """Prints both sides beside each other."""
    styles = sorted({line["style"] for line in lines})
    print(f"{'':28}" + "".join(f"{name:>12}" for name in sides))
    for title, judge in (("topic", _topic_right), ("procedure + facet", _procedure_right)):
        for style in ("all", *styles):
            shares = []
            for run in sides.values():
                rights = [
                    judge(line["gold"], run.intents[i], run.codes[i])
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


def _topic_right(gold: dict[str, Any], intent: str, _: str) -> bool:
    return (intent.split("_")[0] if intent.startswith("procedure_") else intent) == gold[
        "topic"
    ].replace(".", "_")


def _procedure_right(gold: dict[str, Any], intent: str, code: str) -> bool:
    return (
        code in gold["procedure"]
        and intent.startswith("procedure_")
        and intent.removeprefix("procedure_") in gold["facet"]
    )


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
