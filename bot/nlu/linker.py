"""Graph component: which procedure a message names."""

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.features import LinearScorer
from bot.nlu.featurizer import AFFIRMED, THINGS, NgramFeaturizer
from bot.nlu.naming import Names
from bot.nlu.training import NONE, OTHER, features_of, rows_of

RANKING_KEPT = 5
# Of the examples put together from a name and a phrasing, one in so many: names alone teach as
# well, and each example costs time once a procedure.
_MADE_TAKEN = 7
# How sure a plain name is, and how sure each of several things must be.
_PLAIN = 0.9995
_LISTED = 0.995


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ProcedureLinker(GraphComponent):  # type: ignore[misc]  # Rasa is untyped
    """Ranks procedures, ambiguous ways of speaking (`?id`) and `none`.

    Trained on the same examples as the classifier: those made from a procedure file carry its
    code as a `procedure` entity, all others name none.
    """

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        scorer: LinearScorer | None = None,
        names: Names | None = None,
    ) -> None:
        """Keeps the configuration and where to persist the trained `scorer` and `names`."""
        self._config, self._storage, self._resource = config, storage, resource
        self._scorer, self._names = scorer, names

    @classmethod
    def required_components(cls) -> list[type]:
        """The features come from `NgramFeaturizer`."""
        return [NgramFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Regularisation, weights, sharpness of the probabilities.

        `none` is the weight of what is about something else, `unnamed` that of questions about a
        procedure that do not name it: both little, for there are many of them, and the topic
        decides first.
        """
        return {"c": 1.0, "none": 0.15, "unnamed": 0.3, "temperature": 0.11}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ProcedureLinker:
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
    ) -> ProcedureLinker:
        """Loads what `train` persisted."""
        with model_storage.read_from(resource) as folder:
            scorer, names = joblib.load(folder / "linker.joblib")
            return cls(config, model_storage, resource, scorer, names)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples; those without a `procedure` entity teach `none`."""
        told = rows_of(training_data)
        kinds = enumerate(told.kinds)
        rows = told.take([i for i, kind in kinds if kind != "made" or i % _MADE_TAKEN == 0])
        counts = list(map(self._weight, rows.subjects, rows.intents))
        self._scorer = LinearScorer.train(rows.features, rows.subjects, self._config["c"], counts)
        self._scorer.temperature = self._config["temperature"]
        self._names = Names.of(training_data)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._scorer, self._names), folder / "linker.joblib")
        return self._resource

    def _weight(self, subject: str, intent: str) -> float:
        if subject != NONE:
            return 1.0
        return float(self._config["unnamed" if intent.startswith("procedure_") else "none"])

    def _rank(self, message: Message) -> list[tuple[str, float]]:
        """Subjects with probabilities, best first; one that is plainly named before all others."""
        row = message.get(AFFIRMED)
        return self._rank_words(
            message.get(TEXT) or "", features_of(message) if row is None else row
        )

    def _rank_words(self, text: str, row: Any) -> list[tuple[str, float]]:
        assert self._scorer is not None  # noqa: S101 (asked only after training)
        ranking = self._scorer.rank((row, 1.0))
        named = self._names.find(text) if self._names else None
        if named is None or named.subject is None or ranking[0][1] > _PLAIN:
            return ranking
        others = [(code, p * (1 - _PLAIN)) for code, p in ranking if code != named.subject]
        return [(named.subject, _PLAIN), *others]

    def _listed(self, message: Message) -> list[str]:
        """What a message plainly lists, if several: procedures and ambiguous ways of speaking."""
        best = [self._rank_words(text, row)[0] for text, row in message.get(THINGS) or []]
        codes = [code for code, p in best if p > _LISTED and code not in (NONE, OTHER)]
        return codes if len(set(codes)) > 1 else []

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the ranking, what is listed, and the best procedure as an entity."""
        for message in messages:
            if self._scorer is None:
                continue
            ranking = self._rank(message)[:RANKING_KEPT]
            message.set("procedure_ranking", [list(pair) for pair in ranking], add_to_output=True)
            message.set("listed_procedures", self._listed(message), add_to_output=True)
            code, confidence = ranking[0]
            if code != NONE:
                found = {
                    "entity": "procedure",
                    "value": code,
                    "confidence_entity": confidence,
                    "start": 0,
                    "end": 0,
                    "extractor": "ProcedureLinker",
                }
                entities = [*(message.get(ENTITIES) or []), found]
                message.set(ENTITIES, entities, add_to_output=True)
        return messages
