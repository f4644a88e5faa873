"""Rasa itself: start-up, stand-ins, tracker store, in-process actions.

Importing this package prepares the process for Rasa (see `bot.engine.prepare`), so nothing of
Rasa can be imported through it before its telemetry, its error reporting and TensorFlow's
absence have been dealt with.
"""

from bot.engine.prepare import prepare

prepare()
