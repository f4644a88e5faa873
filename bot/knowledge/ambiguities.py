"""Ways of speaking that fit several procedures: the assistant asks, and never guesses."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import Field

from bot.knowledge.models import CODE, Model


class Choice(Model):
    """One of the procedures that may be meant, and the button for it."""

    title: str = Field(max_length=30)
    procedure: str = Field(pattern=CODE)


class Ambiguity(Model):
    """An open way of speaking.

    Attributes:
        id: Name in the linker's ranking, without the `?`.
        ask: The question to the citizen.
        choices: What may be meant, likeliest first.
        aliases: How people say it.
    """

    id: str
    ask: str
    choices: list[Choice] = Field(min_length=2, max_length=4)
    aliases: list[str] = Field(min_length=3)


def read_ambiguities(data: Path) -> dict[str, Ambiguity]:
    """Reads `words/ambiguities.yml` below `data`.

    Raises:
        pydantic.ValidationError: An entry does not fit the model.
    """
    path = data / "words" / "ambiguities.yml"
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))["ambiguities"]
    return {item["id"]: Ambiguity.model_validate(item) for item in listed}
