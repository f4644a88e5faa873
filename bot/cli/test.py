"""`test`: lint, types, data check, all tests, and accuracy over the held-out set."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from bot.settings import ROOT

EVALUATION = "tests/evaluation"
# One point below what benchmarks/README.md reports.
FLOORS = ["--floor-topic", "93", "--floor-procedure", "88", "--floor-scope", "88"]
CONVERSATION_FLOORS = ["--floor-whole", "84"]


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
        ]
    marks = ["-m", "not slow"] if arguments.fast else []
    steps.append(("Kiểm tra", [python, "-m", "pytest", "-q", *marks]))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for title, command in steps:
        print(f"── {title}", flush=True)
        # Training prints progress bars by the thousand lines; its errors are in the exit status.
        quiet = (
            subprocess.DEVNULL if title in ("Huấn luyện", "Độ chính xác", "Trò chuyện") else None
        )
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False, stderr=quiet)
        if done.returncode:
            print(f"❌ {title}: không đạt", flush=True)
            return done.returncode
    return 0
