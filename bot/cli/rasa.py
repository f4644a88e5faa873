"""`rasa`: passes on to Rasa's own command line, with our actions and nothing that phones home."""

from __future__ import annotations

import sys


def run(arguments: list[str]) -> int:
    """Runs `rasa <arguments>` in this process."""
    from bot.engine.prepare import prepare

    prepare()  # must come before Rasa
    import rasa.core.utils
    from rasa.__main__ import main as rasa_main

    from bot.engine.actions_endpoint import InProcessActions

    read = rasa.core.utils.AvailableEndpoints.read_endpoints

    def with_actions(endpoint_file: str) -> object:
        endpoints = read(endpoint_file)
        endpoints.action = endpoints.action or InProcessActions()
        return endpoints

    rasa.core.utils.AvailableEndpoints.read_endpoints = staticmethod(with_actions)
    sys.argv = ["rasa", *arguments]
    try:
        rasa_main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    return 0
