"""The assistant of a running server: loads beside the server, is swapped when a new model comes."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import structlog
from rasa.model import get_latest_model

from bot.engine.assistant import Answer, Assistant, NoModelError
from bot.settings import Settings

log = structlog.get_logger(room="engine")
_LOOK_EVERY_S = 10.0


class LiveAssistant:
    """Answers with the newest model; a message that comes before it is loaded waits."""

    def __init__(self, settings: Settings) -> None:
        """Loads nothing yet; see `run`."""
        self._settings = settings
        self._assistant: Assistant | None = None
        self._stamp: tuple[str, float] | None = None
        self._ready = asyncio.Event()

    @property
    def ready(self) -> bool:
        """Whether a model is loaded."""
        return self._ready.is_set()

    async def run(self) -> None:
        """Loads the model, then every newer one; for ever."""
        while True:
            stamp = await asyncio.to_thread(self._newest)
            if stamp is not None and stamp != self._stamp:
                try:
                    self._assistant = await asyncio.to_thread(Assistant.load, self._settings)
                except Exception as error:  # a broken model must not stop the one that works
                    log.error("model.unusable", error=type(error).__name__, exc_info=True)
                else:
                    log.info("model.loaded", swapped=self._stamp is not None)
                    self._ready.set()
                self._stamp = stamp
            await asyncio.sleep(_LOOK_EVERY_S)

    def _newest(self) -> tuple[str, float] | None:
        model = get_latest_model(str(self._settings.models))
        return (model, Path(model).stat().st_mtime) if model else None

    async def answer(self, sender: str, text: str, **options: Any) -> Answer:
        """Answers one message as `Assistant.answer`, once there is a model.

        Raises:
            NoModelError: Never within `run`; the model was taken away.
        """
        await self._ready.wait()
        if self._assistant is None:
            raise NoModelError("Chưa có mô hình.")
        return await self._assistant.answer(sender, text, **options)
