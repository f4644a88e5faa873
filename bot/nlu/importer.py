"""Training-data importer: adds what the knowledge files teach to Rasa's own files."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.examples import Example, examples
from bot.nlu.training import BARE, MADE


class KnowledgeImporter(TrainingDataImporter):  # type: ignore[misc]  # Rasa is untyped
    """Named in `config.yml` beside `RasaFileImporter`, which reads the rest."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: Any = None,
        **_: Any,
    ) -> None:
        """Needs none of what Rasa offers: the data folder is known."""

    def get_nlu_data(self, language: str | None = "vi") -> TrainingData:
        """One message an example that stands in a file; what is made of them travels along."""
        told = examples()
        made: dict[str, list[tuple[str, str]]] = {}
        for example in told:
            if example.made:
                made.setdefault(str(example.subject), []).append((example.text, example.intent))
        messages = []
        for example in told:
            if not example.made:
                along = made.pop(str(example.subject), None) if example.bare else None
                messages.append(_message(example, along))
        return TrainingData(training_examples=messages)

    def get_domain(self) -> Domain:
        """Nothing: `domain.yml` has it all."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Nothing: rules stand in `data/rules`."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Nothing."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Nothing: `config.yml` has it all."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """None: nothing here is configured by Rasa."""
        return None


def _message(example: Example, made: list[tuple[str, str]] | None) -> Message:
    data: dict[str, Any] = {TEXT: example.text, INTENT: example.intent}
    if example.bare:
        data[BARE] = True
    if made:
        data[MADE] = made
    if example.subject:
        entity = {
            "entity": "procedure",
            "value": example.subject,
            "start": 0,
            "end": len(example.text),
        }
        data[ENTITIES] = [entity]
    return Message(data=data)
