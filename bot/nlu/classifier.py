"""Graph component: which topic, or which facet of a procedure, a message is about."""

from __future__ import annotations

from typing import Any

import joblib
import scipy.sparse as sp
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import links
from bot.nlu.features import LinearScorer
from bot.nlu.featurizer import NgramFeaturizer, features_of
from bot.text import SECRET

RANKING_KEPT = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):  # type: ignore[misc]  # Rasa is untyped
    """A linear classifier over the intents of the training data.

    Two kinds of message need no classifier: a payload (intent `open`) and one in which a secret
    was masked (intent `secret`).
    """

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        scorer: LinearScorer | None = None,
    ) -> None:
        """Keeps the configuration and where to persist the trained `scorer`."""
        self._config, self._storage, self._resource = config, storage, resource
        self._scorer = scorer

    @classmethod
    def required_components(cls) -> list[type]:
        """The features come from `NgramFeaturizer`."""
        return [NgramFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`c`: regularisation; `temperature`: how sharp the probabilities are."""
        return {"c": 0.5, "temperature": 0.25}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Creates an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> TopicClassifier:
        """Loads what `train` persisted."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / "scorer.joblib"))

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples that carry an intent."""
        examples = training_data.intent_examples
        rows = sp.vstack([features_of(example) for example in examples], format="csr")
        labels = [example.get(INTENT) for example in examples]
        self._scorer = LinearScorer.train(rows, labels, self._config["c"])
        self._scorer.temperature = self._config["temperature"]
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._scorer, folder / "scorer.joblib")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent and the best few of its ranking."""
        for message in messages:
            text = message.get("text") or ""
            if links.parse(text):
                ranking = [("open", 1.0)]
            elif SECRET in text:
                ranking = [("secret", 1.0)]
            elif self._scorer is None:
                continue
            else:
                ranking = self._scorer.rank(features_of(message))
            facets = sum(p for name, p in ranking if name.startswith("procedure_"))
            shown = [{"name": name, "confidence": p} for name, p in ranking[:RANKING_KEPT]]
            message.set(INTENT, shown[0], add_to_output=True)
            message.set("intent_ranking", shown, add_to_output=True)
            message.set("procedure_mass", facets, add_to_output=True)
        return messages
