"""Runs in the stock environment: trains a pipeline, parses messages, prints what it cost.

`python train_and_parse.py CONFIG NLU_FILE MESSAGES_JSON RESULT_JSON`; the messages are a JSON list
of texts, the result is an object with `intents`, `training_s`, `parse_ms` and `resident_mb`.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["RASA_TELEMETRY_ENABLED"] = "false"


def main(config, nlu, messages, result):
    import psutil
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        model = train_nlu(config, nlu, folder)
        training = time.perf_counter() - began
        agent = Agent.load(model)
        intents, took = [], []
        for text in json.loads(Path(messages).read_text(encoding="utf-8")):
            began = time.perf_counter()
            parsed = asyncio.run(agent.parse_message(text))
            took.append((time.perf_counter() - began) * 1000)
            intents.append(parsed["intent"]["name"])
    found = {
        "intents": intents,
        "training_s": training,
        "parse_ms": took,
        "resident_mb": psutil.Process().memory_info().rss / 2**20,
    }
    Path(result).write_text(json.dumps(found), encoding="utf-8")


main(*sys.argv[1:])
