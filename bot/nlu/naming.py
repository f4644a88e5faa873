"""Messages that say no more than a procedure's name and, plainly, what is asked of it.

"lệ phí khai sinh", "thủ tục khai tử": citizens send these most of all, and nothing in them is to
be guessed. The frames are the phrasings of `data/phrasings`, the names those that the
knowledge files give.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.current import data_folder
from bot.nlu.training import BARE, OTHER, subject_of
from bot.nlu.words import plain

# Words that ask nothing: a name among them is a name alone.
_FILLERS = frozenset(
    """
    a oi da vang em toi tui minh chau con bac anh chi ad co chu cho hoi xin muon can
    ve voi giup gium dum nhe nha nghe vay lam di viec vu thu tuc chuyen
    """.split()  # noqa: SIM905 (a list of quotes is harder to read)
)
# "con" and "cháu" are whom it is about ("căn cước cho con"), or whoever asks: then they stand
# first, behind a word of asking, or before one.
_CHILD = frozenset({"con", "chau"})
_ASKED_OF = frozenset("giup gium dum voi vay the di nhe nha a oi da vang hoi chi".split())  # noqa: SIM905
_WISHES = frozenset("muon can xin hoi dinh bi o la tinh".split())  # noqa: SIM905
_FILES = ("facets.yml", "frames.yml")
_SLOT = "{x}"
_WAYS = re.compile(r"\(([^()]*\|[^()]*)\)")
_OVERVIEW = "overview"


@dataclass(frozen=True)
class Named:
    """What a message names: the subject, None where several bear the name, and the facet."""

    subject: str | None
    facet: str


class Names:
    """Names of procedures and ambiguous ways of speaking, found alone or in a plain frame."""

    def __init__(
        self, subjects: Mapping[str, str | None], phrasings: Mapping[str, Iterable[str]]
    ) -> None:
        """Takes name (see `name_alone`) → subject, and facet → phrasings with `{x}` in them."""
        self._subjects = dict(subjects)
        frames: dict[tuple[str, str], str] = {}
        for facet, templates in phrasings.items():
            for template in templates:
                before, _, after = template.partition(_SLOT)
                frames.setdefault((name_alone(before), name_alone(after)), facet)
        frames.pop(("", ""), None)
        # By the first and last word, "" where a name begins or ends the message.
        self._frames: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
        for (before, after), facet in frames.items():
            ends = before.partition(" ")[0], after.rpartition(" ")[2]
            self._frames[ends].append((before, after, facet))

    @classmethod
    def of(cls, training_data: TrainingData) -> Names:
        """The names that stand in the training data."""
        subjects: dict[str, str | None] = {}
        for example in training_data.intent_examples:
            if example.get(BARE):
                name, subject = name_alone(example.get(TEXT)), subject_of(example)
                known = subjects.get(name, OTHER)
                # What the project explains itself goes before the rest of the country.
                if known == OTHER:
                    subjects[name] = subject
                elif subject not in (known, OTHER):
                    subjects[name] = None
        return cls(subjects, _phrasings())

    def find(self, text: str) -> Named | None:
        """What `text` names, if it says nothing else than a name in a plain frame."""
        words = name_alone(text)
        # "giấy tờ khai sinh cho con": no name has the child in it, but one without does.
        return self._find(words) or self._find(
            " ".join(w for w in words.split() if w not in _CHILD)
        )

    def _find(self, words: str) -> Named | None:
        if words in self._subjects:
            return Named(self._subjects[words], _OVERVIEW)
        for name, facet in self._framed(words):
            if name in self._subjects:
                return Named(self._subjects[name], facet)
        return None

    def _framed(self, words: str) -> Iterator[tuple[str, str]]:
        first, last = words.partition(" ")[0], words.rpartition(" ")[2]
        frames = (
            frame
            for ends in ((first, last), (first, ""), ("", last))
            for frame in self._frames.get(ends, ())
        )
        for before, after, facet in frames:
            if words.startswith(f"{before} " if before else "") and words.endswith(
                f" {after}" if after else ""
            ):
                yield words[len(before) : len(words) - len(after)].strip(), facet


def _phrasings() -> dict[str, list[str]]:
    """Facet → phrasings, those that train the classifiers and those that do not."""
    found: dict[str, list[str]] = {}
    for name in _FILES:
        path = data_folder() / "phrasings" / name
        for facet, templates in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            found.setdefault(facet, []).extend(w for t in templates for w in ways(t))
    return found


def ways(template: str) -> list[str]:
    """All ways of saying `template`, in which "(a|b|)" is one of several, or nothing."""
    parts = [part.split("|") for part in _WAYS.split(template)]
    return ["".join(chosen) for chosen in itertools.product(*parts)]


def name_alone(text: str) -> str:
    """The words of `text` without those that ask nothing."""
    words, kept = plain(text).split(), list[str]()
    for before, word, behind in zip(["", *words], words, [*words[1:], ""], strict=False):
        child = word in _CHILD and kept and before not in _ASKED_OF and behind not in _WISHES
        if child or word not in _FILLERS:
            kept.append(word)
    return " ".join(kept)
