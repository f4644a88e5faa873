from __future__ import annotations

import subprocess
import sys

import pytest

from bot.settings import ROOT


@pytest.mark.slow
def test_answering_loads_no_library_that_only_training_or_a_channel_needs() -> None:
    code = (
        "import sys, bot.engine.assistant, bot.engine.server;"
        "print(*({'sklearn', 'telegram'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


@pytest.mark.slow
def test_a_neural_component_is_refused_with_the_reason() -> None:
    code = (
        "import bot.engine;"
        "from rasa.utils.tensorflow.model_data import RasaModelData;"
        "RasaModelData(label_key='x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "cần TensorFlow" in done.stderr
