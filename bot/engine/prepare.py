"""Makes the process ready for Rasa: nothing phones home, no TensorFlow, quiet logs.

Must run before the first import of Rasa; importing `bot.engine` does it.
"""

from __future__ import annotations

import logging
import os
import sys
import warnings
from typing import Any

import structlog

from bot.engine import stand_ins


def prepare(level: int = logging.WARNING) -> None:
    """Prepares the process; safe to call again.

    Args:
        level: Level below which Rasa's logs are dropped; our own are written from INFO on.
            Unconfigured, structlog prints every message of a citizen to standard output.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    stand_ins.install()
    _switch_off_error_reporting()
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=FutureWarning)
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _only_ours_below_warning,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(min(level, logging.INFO)),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def _only_ours_below_warning(
    _: Any, name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Drops what Rasa says below a warning; our own loggers carry the name of their room."""
    if name in ("debug", "info") and "room" not in event:
        raise structlog.DropEvent
    return event


def _switch_off_error_reporting() -> None:
    """Keeps Rasa's Sentry client from ever being started, whatever the entry point."""
    import sentry_sdk

    def no_client(*_: object, **__: object) -> None:
        return None

    sentry_sdk.init = no_client
