"""`start`: everything that is missing, then `serve`. The environment is the launcher's work."""

from __future__ import annotations

import argparse
import subprocess
import sys

from bot.cli import serve
from bot.cli.train import up_to_date
from bot.settings import ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: everything is a setting (`.env`)."""


def run(arguments: argparse.Namespace) -> int:
    """Trains when data is newer than the model, then serves."""
    if up_to_date():
        print("✅ Mô hình đã mới nhất.", flush=True)
    else:
        print("Đang huấn luyện từ dữ liệu, chừng một phút…", flush=True)
        # In a process of its own: training's memory does not stay with the server.
        log = ROOT / "var" / "train.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("w", encoding="utf-8") as out:
            done = subprocess.run(
                [sys.executable, "-m", "bot.cli.main", "train"],
                cwd=ROOT,
                stdout=out,
                stderr=out,
                check=False,
            )
        if done.returncode:
            tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-15:])
            print(f"Huấn luyện không xong. Chi tiết (var/train.log):\n{tail}", file=sys.stderr)
            return 1
        print("✅ Huấn luyện xong.", flush=True)
    return serve.run(arguments)
