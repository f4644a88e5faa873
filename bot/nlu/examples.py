"""Training examples made from the knowledge files: aliases × phrasings.

A new procedure file is understood after `./motcua train`, with no other edit.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from bot.knowledge.ambiguities import Ambiguity
from bot.knowledge.current import ambiguities, data_folder, knowledge
from bot.knowledge.guides import Guide
from bot.knowledge.models import Procedure, Questions
from bot.nlu.training import OTHER
from bot.registry.compact import Compact
from bot.registry.everyday import read_everyday
from bot.text import fold

# How many phrasings of each facet a procedure gets; measured in benchmarks/README.md.
PHRASINGS_PER_FACET = 16
_SEED = 20261122
_LONGEST_NAME = 16
_OTHERS_TAKEN = 3
_SAID_TAKEN = 6
# What stands for a procedure that was not named.
_THIS = (
    "cái này", "thủ tục này", "việc này", "làm cái này", "làm thủ tục này", "vụ này", "cái đó",
    "việc đó", "chuyện đó", "làm cái đó", "cái nớ", "vụ đó", "",
)  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One training example.

    Attributes:
        text: The message.
        intent: Rasa intent.
        subject: A procedure's code, `?ambiguity`, or None.
        bare: Only names the subject or tells of the need: teaches which one, not which facet.
        made: Put together by the program; one that a person wrote teaches more.
    """

    text: str
    intent: str
    subject: str | None
    bare: bool = False
    made: bool = False


def examples() -> list[Example]:
    """All examples that the knowledge files give; the same ones every time."""
    path = data_folder() / "phrasings" / "facets.yml"
    phrasings: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: list[Example] = []
    for procedure in knowledge().procedures.values():
        chance = random.Random(f"{_SEED}{procedure.code}")  # noqa: S311 (no secret)
        found += _of_procedure(procedure, phrasings, chance)
    for questions in knowledge().questions.values():
        found += _of_questions(questions)
    found += _of_others()
    found += _unnamed(phrasings)
    for ambiguity in ambiguities().values():
        chance = random.Random(f"{_SEED}{ambiguity.id}")  # noqa: S311 (no secret)
        found += _of_ambiguity(ambiguity, phrasings, chance)
    for guide in knowledge().guides.values():
        found += _of_guide(guide)
    return found


def _of_procedure(
    procedure: Procedure, phrasings: dict[str, list[str]], chance: random.Random
) -> Iterator[Example]:
    names = [*procedure.aliases, procedure.name]
    code = procedure.code
    for name in [*names, procedure.official_name]:
        yield Example(name, "procedure_overview", code, bare=True)
    for situation in procedure.situations:
        yield Example(situation, "procedure_overview", code, bare=True)
    for variant in procedure.variants:
        for text in (variant.ask, *variant.also):
            yield Example(text, f"procedure_{variant.facet}", code)
    for facet, templates in phrasings.items():
        chosen = chance.sample(templates, min(PHRASINGS_PER_FACET, len(templates)))
        for i, template in enumerate(chosen):
            name = names[(i + chance.randrange(len(names))) % len(names)]
            text = template.replace("{x}", name)
            said = fold(text) if i % 3 == 0 else text
            yield Example(said, f"procedure_{facet}", code, made=True)


def _of_others() -> Iterator[Example]:
    """Names of procedures that the project does not explain itself: they are none of its own."""
    own = {*knowledge().procedures, *knowledge().successors}
    listed = [
        listing.name
        for listing in Compact.read().listings()
        if listing.code not in own
        and listing.kind == "standard"
        and len(listing.name.split()) <= _LONGEST_NAME
    ]
    said = (phrase for code, item in read_everyday().items() for phrase in item.phrases[:2])
    for name in [*dict.fromkeys(listed)][::_OTHERS_TAKEN] + [*said][::_SAID_TAKEN]:
        yield Example(name, "procedure_overview", OTHER, bare=True)


def _unnamed(phrasings: dict[str, list[str]]) -> Iterator[Example]:
    """Questions that name no procedure: "cái này mất mấy ngày"."""
    chance = random.Random(_SEED)  # noqa: S311 (no secret)
    for facet, templates in phrasings.items():
        if facet == "overview":
            continue  # "tôi muốn cái đó" asks nothing that could be answered
        for i, template in enumerate(templates):
            text = " ".join(template.replace("{x}", chance.choice(_THIS)).split())
            yield Example(fold(text) if i % 3 == 0 else text, f"procedure_{facet}", None)


def _of_questions(questions: Questions) -> Iterator[Example]:
    for facet, texts in questions.asked.items():
        for text in texts:
            yield Example(text, f"procedure_{facet}", questions.code)


def _of_ambiguity(
    ambiguity: Ambiguity, phrasings: dict[str, list[str]], chance: random.Random
) -> Iterator[Example]:
    subject = f"?{ambiguity.id}"
    for alias in ambiguity.aliases:
        yield Example(alias, "procedure_overview", subject, bare=True)
    for facet, templates in phrasings.items():
        for template in chance.sample(templates, min(4, len(templates))):
            text = template.replace("{x}", chance.choice(ambiguity.aliases))
            yield Example(text, f"procedure_{facet}", subject, made=True)


def _of_guide(guide: Guide) -> Iterator[Example]:
    yield Example(guide.title, guide.topic.replace(".", "_"), None)
