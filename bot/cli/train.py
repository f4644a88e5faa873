"""`train`: trains a model when the data is newer than the last one."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from pathlib import Path

from bot.settings import ROOT, settings

# What a model is made from; a change in any of these makes it old.
SOURCES = (
    "config.yml",
    "domain.yml",
    "data",
    "bot/nlu",
    "bot/knowledge",
    "bot/ngrams.py",
    "bot/text.py",
)
_NAME = "motcua"


class TrainingError(Exception):
    """Rasa ended without a model."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--force", action="store_true", help="huấn luyện dù dữ liệu không đổi")


def newest_source() -> float:
    """Time of the last change in what a model is made from (seconds since the epoch)."""
    newest = 0.0
    for name in SOURCES:
        path = ROOT / name
        for file in (path, *path.rglob("*")):
            # A folder changes when a file in it is taken away.
            folder = name.startswith("data") and file.is_dir()
            if folder or file.suffix in (".py", ".yml"):
                newest = max(newest, file.stat().st_mtime)
    return newest


def up_to_date() -> bool:
    """Whether a model exists that is newer than all data."""
    trained = [model.stat().st_mtime for model in Path(settings().models).glob("*.tar.gz")]
    return bool(trained) and max(trained) > newest_source()


def train(force: bool = False) -> float | None:
    """Trains if needed.

    Returns:
        Seconds it took; None if the model was up to date.

    Raises:
        bot.knowledge.loader.KnowledgeError: A data file is wrong.
        TrainingError: Rasa ended without a model.
    """
    if not force and up_to_date():
        return None
    from bot.engine.prepare import prepare
    from bot.knowledge.current import knowledge

    knowledge()
    prepare()  # must come before Rasa
    from rasa.model_training import train as rasa_train

    began = time.monotonic()
    models = Path(settings().models)
    models.mkdir(parents=True, exist_ok=True)
    # A training cut off halfway must not leave half a file where a model is looked for.
    with tempfile.TemporaryDirectory(dir=models) as unfinished:
        # Rasa's progress bars and hints belong on the error stream; answers own the other.
        with contextlib.redirect_stdout(sys.stderr), contextlib.chdir(ROOT):
            trained = rasa_train(
                domain="domain.yml",
                config="config.yml",
                training_files=["data/nlu", "data/rules"],
                output=unfinished,
                fixed_model_name=_NAME,
                force_training=force,
            )
        if not trained.model:
            raise TrainingError(f"Rasa không làm ra mô hình (mã {trained.code}).")
        Path(trained.model).replace(models / f"{_NAME}.tar.gz")
    return time.monotonic() - began


def run(arguments: argparse.Namespace) -> int:
    """Trains and says how long it took."""
    from bot.knowledge.loader import KnowledgeError

    print("Đang huấn luyện, chừng một phút…", file=sys.stderr)
    try:
        seconds = train(arguments.force)
    except (KnowledgeError, TrainingError) as error:
        print(error, file=sys.stderr)
        return 1
    print(
        "Mô hình đã mới nhất." if seconds is None else f"✅ Huấn luyện xong sau {seconds:.0f} giây."
    )
    return 0
