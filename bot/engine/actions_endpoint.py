"""Custom actions inside the Rasa process: no second server, no HTTP between them."""

from __future__ import annotations

import json
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

_SCHEMA = RemoteAction.action_response_format_spec()
_VALIDATOR = validator_for(_SCHEMA)(_SCHEMA)


def _validate_action_result(_: RemoteAction, result: dict[str, Any]) -> bool:
    """The same check as Rasa's, which checks the schema itself anew on every turn (20 ms)."""
    _VALIDATOR.validate(result)
    return True


class InProcessActions(EndpointConfig):  # type: ignore[misc]  # Rasa is untyped
    """An action endpoint whose requests never leave the process."""

    def __init__(self, package: str = "actions") -> None:
        """Registers every action found below `package`."""
        super().__init__(url="in-process")
        RemoteAction._validate_action_result = _validate_action_result
        self._executor = ActionExecutor()
        self._executor.register_package(package)

    async def request(self, *_: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Runs the action that the request body names.

        Raises:
            ClientResponseError: The action refused to run (status 400), as over HTTP.
        """
        try:
            result: dict[str, Any] | None = await self._executor.run(kwargs["json"])
        except ActionExecutionRejection as refusal:
            body = json.dumps({"error": refusal.message, "action_name": refusal.action_name})
            raise ClientResponseError(400, refusal.message, body) from refusal
        return result
