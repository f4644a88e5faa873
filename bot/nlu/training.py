"""Training examples as rows of features, with what each teaches and who wrote it.

What the program puts together from a name and a phrasing travels as one property of one message
a subject: Rasa copies and fingerprints every message many times, and there are tens of thousands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import scipy.sparse as sp
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

Kind = Literal["written", "bare", "made", "other"]

# Property of a training message that only names a procedure (see `bot.nlu.examples`).
BARE = "bare"
# Property of a training message: further examples of its subject, as pairs of text and intent.
MADE = "made"
# The features of those, set by `NgramFeaturizer`.
MADE_ROWS = "made_rows"
# What a message is about that names no procedure, or one that is not explained here.
NONE, OTHER = "none", "other"


@dataclass(frozen=True)
class Rows:
    """Examples side by side: features, Rasa intent, subject, and who wrote each."""

    features: Any
    intents: list[str]
    subjects: list[str]
    kinds: list[Kind]

    def take(self, indices: list[int]) -> Rows:
        """Some of the examples."""
        return Rows(
            self.features[indices],
            [self.intents[i] for i in indices],
            [self.subjects[i] for i in indices],
            [self.kinds[i] for i in indices],
        )


def rows_of(training_data: TrainingData) -> Rows:
    """All examples that carry an intent, and those that travel with them."""
    blocks: list[Any] = []
    intents: list[str] = []
    subjects: list[str] = []
    kinds: list[Kind] = []
    for example in training_data.intent_examples:
        blocks.append(features_of(example))
        intents.append(example.get(INTENT))
        subjects.append(subject_of(example))
        kinds.append(_kind(example))
        if example.get(MADE):
            blocks.append(example.get(MADE_ROWS))
            intents += [intent for _, intent in example.get(MADE)]
            subjects += [subjects[-1]] * len(example.get(MADE))
            kinds += ["made"] * len(example.get(MADE))
    return Rows(sp.vstack(blocks, format="csr"), intents, subjects, kinds)


def _kind(example: Message) -> Kind:
    if subject_of(example) == OTHER:
        return "other"
    return "bare" if example.get(BARE) else "written"


def features_of(message: Message) -> Any:
    """The row of features that `NgramFeaturizer` gave to `message`."""
    return message.features[-1].features


def subject_of(example: Message) -> str:
    """Code of the procedure, `?ambiguity`, or `NONE`."""
    for entity in example.get(ENTITIES) or []:
        if entity["entity"] == "procedure":
            return str(entity["value"])
    return NONE
