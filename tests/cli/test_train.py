from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import train
from bot.cli.train import up_to_date
from bot.settings import settings


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    given = replace(settings(), models=tmp_path)
    monkeypatch.setattr(train, "settings", lambda: given)
    return tmp_path


def test_without_a_model_there_is_something_to_train(models: Path) -> None:
    assert not up_to_date()


def test_a_model_newer_than_all_data_is_kept(models: Path) -> None:
    (models / "motcua.tar.gz").touch()
    assert up_to_date()


def test_a_training_cut_off_halfway_leaves_no_model(models: Path) -> None:
    unfinished = models / "tmp-cut"
    unfinished.mkdir()
    (unfinished / "motcua.tar.gz").write_bytes(b"half")
    assert not up_to_date()


def test_a_model_older_than_the_data_is_trained_again(models: Path) -> None:
    model = models / "motcua.tar.gz"
    model.touch()
    os.utime(model, (time.time(), 1.0))
    assert not up_to_date()


def test_a_data_file_taken_away_is_a_change(
    models: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path_factory.mktemp("root")
    (root / "data").mkdir()
    taken = root / "data" / "a.yml"
    taken.touch()
    for path in (taken, root / "data"):
        os.utime(path, (1.0, 1.0))
    monkeypatch.setattr(train, "ROOT", root)
    monkeypatch.setattr(train, "SOURCES", ("data",))
    (models / "motcua.tar.gz").touch()
    assert up_to_date()
    taken.unlink()
    later = time.time() + 5
    os.utime(root / "data", (later, later))
    assert not up_to_date()
