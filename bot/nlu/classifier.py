"""Graph component: which topic, or which facet of a procedure, a message is about."""

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge import links
from bot.nlu.endings import asked_last
from bot.nlu.features import LinearScorer
from bot.nlu.featurizer import CLAUSES, MEANT, QUESTION, NgramFeaturizer
from bot.nlu.naming import Names
from bot.nlu.training import Rows, features_of, rows_of
from bot.text import SECRET

RANKING_KEPT = 5
PROCEDURE = "procedure"
_CLAUSE_SURE = 0.55
_OVERVIEW, _STEPS = f"{PROCEDURE}_overview", f"{PROCEDURE}_steps"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent):  # type: ignore[misc]  # Rasa is untyped
    """Two linear classifiers: which topic, and, for a procedure, which facet of it.

    They are apart because the words that name a procedure must not speak for a facet.
    Two kinds of message need no classifier: a payload (intent `open`) and one in which a secret
    was masked (intent `secret`).
    """

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        scorers: tuple[LinearScorer, LinearScorer] | None = None,
        names: Names | None = None,
    ) -> None:
        """Keeps the configuration and where to persist the trained `scorers` and `names`."""
        self._config, self._storage, self._resource = config, storage, resource
        self._scorers, self._names = scorers, names

    def _facets(self, message: Message) -> list[tuple[str, float]]:
        """Facets with probabilities; of several questions in one message, the first counts.

        Of a single one, how it ends goes before what its words speak for.
        """
        assert self._scorers is not None  # noqa: S101 (asked only after training)
        last = () if message.get(CLAUSES) else asked_last(message.get(MEANT) or "")
        named = self._names.find(message.get(TEXT) or "") if self._names else None
        if named and (not last or named.facet in last):
            return [(f"{PROCEDURE}_{named.facet}", 1.0)]
        for row in message.get(CLAUSES) or []:
            ranking = self._scorers[1].rank((row, 1.0))
            if ranking[0][1] > _CLAUSE_SURE and ranking[0][0] != _OVERVIEW:
                return ranking
        rows = [(features_of(message), 1.0)]
        if message.get(QUESTION) is not None:
            rows.append(message.get(QUESTION))
        ranking = self._scorers[1].rank(*rows)
        if last:
            asked = {f"{PROCEDURE}_{facet}" for facet in last}
            return [(next(name for name, _ in ranking if name in asked), 1.0)]
        return how_first(ranking)

    def _further_facets(self, message: Message, first: str) -> list[str]:
        """Facets asked for in the other questions of the same message."""
        rows: list[Any] = message.get(CLAUSES) or []
        if self._scorers is None or _topic(first) != PROCEDURE:
            return []
        asked = [self._scorers[1].rank((row, 1.0))[0] for row in rows]
        names = [name for name, p in asked if p > _CLAUSE_SURE and name not in (first, _OVERVIEW)]
        return [name.removeprefix(f"{PROCEDURE}_") for name in dict.fromkeys(names)]

    @classmethod
    def required_components(cls) -> list[type]:
        """The features come from `NgramFeaturizer`."""
        return [NgramFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Regularisation, weights, sharpness of the probabilities.

        `c`, `written` (what people wrote) and `bare` are pairs, for topics and for facets;
        what was put together from a name and a phrasing weighs 1, the names of procedures that
        are not explained here `other`: they are many, and near to what is out of scope.
        """
        return {
            "c": (1.0, 0.15),
            "written": (3.0, 3.0),
            "bare": (3.0, 0.5),
            "other": 0.3,
            "temperature": 0.25,
        }

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
            scorers, names = joblib.load(folder / "scorers.joblib")
            return cls(config, model_storage, resource, scorers, names)

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples that carry an intent."""
        rows = rows_of(training_data)
        topics = [_topic(intent) for intent in rows.intents]
        kinds = enumerate(rows.kinds)
        asking = rows.take([i for i, k in kinds if topics[i] == PROCEDURE and k != "other"])
        self._scorers = (self._fit(rows, topics, 0), self._fit(asking, asking.intents, 1))
        self._names = Names.of(training_data)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((self._scorers, self._names), folder / "scorers.joblib")
        return self._resource

    def _fit(self, rows: Rows, labels: list[str], which: int) -> LinearScorer:
        counted = {
            "written": self._config["written"][which],
            "bare": self._config["bare"][which],
            "made": 1.0,
            "other": self._config["other"],
        }
        counts = [counted[kind] for kind in rows.kinds]
        scorer = LinearScorer.train(rows.features, labels, self._config["c"][which], counts)
        scorer.temperature = self._config["temperature"]
        return scorer

    def _rank(self, message: Message) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
        """Intents with probabilities, best first; and topics, all facets taken together."""
        if self._scorers is None:
            return [], []
        topics = self._scorers[0].rank((features_of(message), 1.0))
        mass = dict(topics).get(PROCEDURE, 0.0)
        ranking = [(name, p) for name, p in topics if name != PROCEDURE]
        ranking.sort(key=lambda pair: pair[1], reverse=True)
        facets = [(name, mass * p) for name, p in self._facets(message)]
        # The topic is decided before the facet: many likely facets must not lose to one topic.
        if topics[0][0] == PROCEDURE:
            return facets + ranking, topics
        return ranking[:1] + sorted(ranking[1:] + facets, key=lambda pair: -pair[1]), topics

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets the intent and the best few of its ranking."""
        for message in messages:
            text = message.get("text") or ""
            topics: list[tuple[str, float]] = []
            if links.parse(text):
                ranking = [("open", 1.0)]
            elif SECRET in text:
                ranking = [("secret", 1.0)]
            else:
                ranking, topics = self._rank(message)
                if not ranking:
                    continue
            shown = [{"name": name, "confidence": p} for name, p in ranking[:RANKING_KEPT]]
            message.set(INTENT, shown[0], add_to_output=True)
            message.set("intent_ranking", shown, add_to_output=True)
            best = [list(pair) for pair in topics[:RANKING_KEPT]]
            message.set("topic_ranking", best, add_to_output=True)
            others = self._further_facets(message, ranking[0][0])
            if others:
                message.set("further_facets", others, add_to_output=True)
        return messages


def how_first(ranking: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Puts "how is it done" first where overview and steps together are likelier than the first.

    People ask both in the same words; apart, each may lose to a third that is less likely.
    """
    how = [pair for pair in ranking if pair[0] in (_OVERVIEW, _STEPS)]
    if sum(p for _, p in how) <= ranking[0][1]:
        return ranking
    return [*how[:1], *(pair for pair in ranking if pair != how[0])]


def _topic(intent: str) -> str:
    return PROCEDURE if intent.startswith(f"{PROCEDURE}_") else intent
