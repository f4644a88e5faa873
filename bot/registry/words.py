"""The words of a question: fillers, everyday words and what the portal calls them, provinces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.knowledge.current import data_folder
from bot.text import canonical, fold

_TOKEN = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
CODE = re.compile(r"(?<![\d.])\d\.\d{6,9}(?!\d)")
_LONGEST = 6


@dataclass(frozen=True)
class Word:
    """One word of a question.

    Attributes:
        folded: Lower case, no diacritics.
        accented: As typed, in lower case; None where the diacritics are not known.
    """

    folded: str
    accented: str | None


def tokens(text: str) -> list[str]:
    """The words of `text` in lower case, diacritics kept and placed one way."""
    return _TOKEN.findall(_THOUSANDS.sub("", canonical(text).lower()))


def folded(text: str) -> list[str]:
    """The words of `text` in lower case without diacritics."""
    return _TOKEN.findall(_THOUSANDS.sub("", fold(text)))


def words_of(text: str) -> list[Word]:
    """The words of a question; without any diacritics in it, none is taken as meant so."""
    found = tokens(text)
    plain = all(word.isascii() for word in found)
    return [Word(fold(word), None if plain else word) for word in found]


@lru_cache
def fillers(folder: Path | None = None) -> frozenset[str]:
    """Words that say nothing about which procedure is meant, with diacritics."""
    return frozenset(tokens(_read("fillers", folder)["fillers"]))


class Provinces:
    """Names of provinces, today's and those before July 2025."""

    def __init__(self, table: dict[str, list[str]]) -> None:
        """Takes today's name → other names."""
        self._names = {
            tuple(folded(name)): today
            for today, others in table.items()
            for name in (today, *others)
        }

    @classmethod
    def read(cls, folder: Path | None = None) -> Provinces:
        """Reads `data/words/provinces.yml`."""
        return cls(_read("provinces", folder))

    def words(self) -> set[str]:
        """All words of the names, folded."""
        return {word for name in self._names for word in name}

    def find(self, words: list[Word]) -> tuple[str, range] | None:
        """The province that is named, and where; the longest name counts."""
        for length in (3, 2, 1):
            for start in range(len(words) - length + 1):
                name = tuple(word.folded for word in words[start : start + length])
                if name in self._names and not _written_otherwise(words, start):
                    return self._names[name], range(start, start + length)
        return None


def _written_otherwise(words: list[Word], start: int) -> bool:
    """Tells "tiền giang" from a word before it that makes it another name ("xã Hòa Bình")."""
    return start > 0 and words[start - 1].folded in ("xa", "phuong", "duong", "huyen")


class Synonyms:
    """Everyday words → the words that names of procedures use."""

    def __init__(self, entries: Iterable[tuple[list[str], list[str]]]) -> None:
        """Takes pairs of everyday phrases and official phrases."""
        self._official: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._folded: dict[tuple[str, ...], tuple[str, ...]] = {}
        for said, official in entries:
            for phrase in said:
                key = tuple(tokens(phrase))
                self._official[key] = (*self._official.get(key, ()), *official)
                self._folded.setdefault(tuple(map(fold, key)), key)
        # Most words begin none of them: those are passed over at once.
        self._begins = frozenset(key[0] for key in self._folded)

    @classmethod
    def read(cls, folder: Path | None = None) -> Synonyms:
        """Reads `data/words/synonyms.yml` and `data/words/abbreviations.yml`."""
        entries = [
            (entry["say"], entry["official"]) for entry in _read("synonyms", folder)["synonyms"]
        ]
        short = [
            ([str(key)], [str(words)]) for key, words in _read("abbreviations", folder).items()
        ]
        return cls([*entries, *short])

    def __len__(self) -> int:
        return len(self._official)

    def words(self) -> set[str]:
        """All words of the everyday phrases."""
        return {word for phrase in self._official for word in phrase}

    def find(
        self, words: list[Word], clear: Callable[[str], bool]
    ) -> list[tuple[range, tuple[str, ...]]]:
        """Everyday phrases in `words`, the longest first, none overlapping.

        Args:
            words: The question.
            clear: Whether a single word is meant where only its folded form is given.

        Returns:
            Where each stands, and the official phrases for it.
        """
        found: list[tuple[range, tuple[str, ...]]] = []
        start = 0
        while start < len(words):
            if words[start].folded not in self._begins:
                start += 1
                continue
            for length in range(min(_LONGEST, len(words) - start), 0, -1):
                key = self._key(words[start : start + length], clear)
                if key is not None:
                    found.append((range(start, start + length), self._official[key]))
                    start += length
                    break
            else:
                start += 1
        return found

    def _key(self, part: list[Word], clear: Callable[[str], bool]) -> tuple[str, ...] | None:
        written = tuple(word.accented or word.folded for word in part)
        if written in self._official:
            return written
        key = self._folded.get(tuple(word.folded for word in part))
        if key is None or any(
            word.accented is not None and word.accented != meant
            for word, meant in zip(part, key, strict=True)
        ):
            return None
        if len(key) == 1 and not key[0].isascii() and not clear(key[0]):
            return None
        return key


class Actions:
    """What procedures do, as bits: to grant again, renew, change, revoke and the like."""

    def __init__(self, table: dict[str, list[str]]) -> None:
        """Takes action → phrases for it."""
        self._accented: dict[tuple[str, ...], int] = {}
        self._folded: dict[tuple[str, ...], int] = {}
        for number, phrases in enumerate(table.values()):
            for phrase in phrases:
                key = tuple(tokens(phrase))
                self._accented[key] = 1 << number
                self._folded[tuple(map(fold, key))] = 1 << number
        self._begins = frozenset(key[0] for key in self._folded)

    @classmethod
    def read(cls, folder: Path | None = None) -> Actions:
        """Reads `data/words/actions.yml`."""
        return cls(_read("actions", folder))

    def find(self, words: Sequence[Word]) -> int:
        """The actions in `words`, the longest phrase at each place counting."""
        found, at = 0, 0
        while at < len(words):
            for length in (4, 3, 2, 1) if words[at].folded in self._begins else ():
                bit = self._bit(words[at : at + length])
                if bit:
                    found |= bit
                    at += length - 1
                    break
            at += 1
        return found

    def _bit(self, part: Sequence[Word]) -> int:
        if all(word.accented for word in part):
            return self._accented.get(tuple(word.accented or "" for word in part), 0)
        return self._folded.get(tuple(word.folded for word in part), 0) if len(part) > 1 else 0


def _read(name: str, folder: Path | None) -> Any:
    path = (folder or data_folder() / "words") / f"{name}.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))
