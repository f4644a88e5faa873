"""`test`: lint, types, data check, all tests, and accuracy over the held-out set."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from bot.settings import ROOT

EVALUATION = "tests/evaluation"
# Title, set, and floors in percent: about one point below what benchmarks/README.md reports, for
# each training run draws its examples a little differently.
MEASURED: list[tuple[str, str, dict[str, str]]] = [
    (
        "Độ chính xác",
        "messages",
        {"topic": "94.5", "procedure": "92.5", "scope": "92"},
    ),
    ("Trò chuyện", "conversations", {"whole": "91"}),
    ("Mọi thủ tục", "registry_and_more", {"topic": "98", "procedure": "88"}),
    ("Nộp tiền, hồ sơ, nơi nộp", "payments_dossiers_places", {"topic": "94"}),
]
MOST_TURNED_AWAY = "2"
# Rasa's progress bars and warnings are thousands of lines; errors are in the exit status.
_QUIET = ("Huấn luyện", *(title for title, _, _ in MEASURED))


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
        steps.append(("Huấn luyện", [*ours, "train"]))
        steps += [(title, [*ours, *_evaluation(name, floors)]) for title, name, floors in MEASURED]
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


def _evaluation(name: str, floors: dict[str, str]) -> list[str]:
    options = [part for what, floor in floors.items() for part in (f"--floor-{what}", floor)]
    return [
        "evaluate",
        f"{EVALUATION}/{name}.jsonl",
        *options,
        "--most-turned-away",
        MOST_TURNED_AWAY,
    ]
