"""Graph component: sparse features of a message's plain words."""

from __future__ import annotations

from typing import Any

import joblib
import scipy.sparse as sp
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features as RasaFeatures
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.features import Features
from bot.nlu.parts import affirmed, clauses, question, things
from bot.nlu.training import MADE, MADE_ROWS
from bot.text import canonical, fold

# Property of every message: its plain words, typos repaired.
MEANT = "meant"
# Property of a message that asks several things: the features of each part.
CLAUSES = "clause_features"
# Property of a long message: the features of the question that it comes to, and how much they
# count beside the whole.
QUESTION = "question_features"
# Property of a message that says what it is not about: the features of the rest.
AFFIRMED = "affirmed_features"
# Property of a message that lists things: each with its features.
THINGS = "things_features"
_CLAUSE_WORDS = 14
_LONG, _STORY = 14, 30
# How many words of the question are taken, and how much they count; measured on 719 long messages.
_OF_LONG, _OF_STORY = (12, 0.5), (16, 1.0)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):  # type: ignore[misc]  # Rasa is untyped
    """Words and characters of the folded text; abbreviations expanded, typos repaired."""

    def __init__(self, storage: ModelStorage, resource: Resource, features: Features) -> None:
        """Keeps where to persist the trained `features`."""
        self._storage, self._resource, self._features = storage, resource, features

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Creates an untrained component."""
        return cls(model_storage, resource, Features())

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> NgramFeaturizer:
        """Loads what `train` persisted."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, joblib.load(folder / "features.joblib"))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns vocabulary and weights, and leaves each example's row for the next component."""
        examples = training_data.training_examples
        texts = [example.get(TEXT) or "" for example in examples]
        made = [text for example in examples for text, _ in example.get(MADE) or []]
        matrix = self._features.fit([*texts, *made])
        at = len(examples)
        for i, example in enumerate(examples):
            self._attach(example, matrix[i])
            if example.get(MADE):
                end = at + len(example.get(MADE))
                example.set(MADE_ROWS, matrix[at:end])
                at = end
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._features, folder / "features.joblib")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Gives features to examples that `train` has not seen in this process (cached runs)."""
        for example in training_data.training_examples:
            if not example.features:
                self._attach(example, self._features.transform(example.get(TEXT) or ""))
                if example.get(MADE):
                    rows = [self._features.transform(text) for text, _ in example.get(MADE)]
                    example.set(MADE_ROWS, sp.vstack(rows, format="csr"))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Gives each message its features."""
        for message in messages:
            text = message.get(TEXT) or ""
            self._attach(message, self._features.transform(text))
            message.set(MEANT, self._features.read(text), add_to_output=True)
            parts = clauses(text)
            if len(parts) > 1:
                ends = [_ending(part, _CLAUSE_WORDS) for part in parts]
                message.set(CLAUSES, [self._features.transform(end) for end in ends])
            length = len(text.split())
            if length > _LONG:
                taken, counts = _OF_STORY if length > _STORY else _OF_LONG
                asked = _ending(question(text), taken)
                message.set(QUESTION, (self._features.transform(asked), counts))
            listed = [(thing, self._features.transform(thing)) for thing in things(text)]
            message.set(THINGS, listed)
            left = affirmed(text)
            if left != fold(canonical(text)):
                message.set(AFFIRMED, self._features.transform(left))
        return messages

    @staticmethod
    def _attach(message: Message, row: Any) -> None:
        message.add_features(RasaFeatures(row, FEATURE_TYPE_SENTENCE, TEXT, "NgramFeaturizer"))


def _ending(text: str, words: int) -> str:
    return " ".join(text.split()[-words:])
