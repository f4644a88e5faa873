"""`test`: lint, types, data check, all tests, and accuracy over the held-out set."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from bot.settings import ROOT

# Rasa's progress bars and warnings are thousands of lines; errors are in the exit status.
_QUIET = ("Huấn luyện", "Độ chính xác", "Trò chuyện", "Mọi thủ tục")
EVALUATION = "tests/evaluation"
# One point below what benchmarks/README.md reports.
FLOORS = ["--floor-topic", "93", "--floor-procedure", "89", "--floor-scope", "90"]
FLOORS += ["--most-turned-away", "2"]
CONVERSATION_FLOORS = ["--floor-whole", "90"]
FURTHER_FLOORS = ["--floor-topic", "93", "--floor-procedure", "74"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--fast", action="store_true", help="bỏ qua phần cần mô hình và trình duyệt"
    )


def run(arguments: argparse.Namespace) -> int:
    """Runs every check; the first that fails gives the exit status."""
    python = sys.executable
    ours = [python, "-m", "bot.cli.main"]
    steps = [
        ("Trình bày mã", [python, "-m", "ruff", "check", "."]),
        ("Định dạng mã", [python, "-m", "ruff", "format", "--check", "."]),
        ("Kiểu dữ liệu", [python, "-m", "mypy", "bot", "actions"]),
        ("Dữ liệu", [*ours, "check", "--quiet"]),
    ]
    if not arguments.fast:
        steps += [
            ("Huấn luyện", [*ours, "train"]),
            ("Độ chính xác", [*ours, "evaluate", f"{EVALUATION}/messages.jsonl", *FLOORS]),
            (
                "Trò chuyện",
                [*ours, "evaluate", f"{EVALUATION}/conversations.jsonl", *CONVERSATION_FLOORS],
            ),
            (
                "Mọi thủ tục",
                [*ours, "evaluate", f"{EVALUATION}/registry_and_more.jsonl", *FURTHER_FLOORS],
            ),
        ]
    marks = ["-m", "not slow"] if arguments.fast else []
    steps.append(("Kiểm tra", [python, "-m", "pytest", "-q", *marks]))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for title, command in steps:
        print(f"── {title}", flush=True)
        quiet = subprocess.DEVNULL if title in _QUIET else None
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, stderr=quiet)
        if done.returncode:
            print(f"❌ {title}: không đạt", flush=True)
            return done.returncode
    return 0
