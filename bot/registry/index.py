"""The index over names, aliases and texts of procedures, and what a question shares with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.registry.corpus import Entry
from bot.registry.latent import Latent
from bot.registry.postings import Floats, Ints, Postings, occurrences
from bot.registry.question import Phrase, Question
from bot.registry.whole import Whole
from bot.registry.words import Actions, Word, fillers, tokens, words_of
from bot.text import fold

ROW_FEATURES = (
    "word",
    "word_asked",
    "word_covered",
    "pair",
    "pair_covered",
    "accent",
    "accent_covered",
    "accent_pair",
    "said_word",
    "said_covered",
    "said_pair",
    "said_accent",
    "said_accent_covered",
    "said_accent_pair",
    "alias",
    "action_shared",
    "action_missed",
    "action_more",
    "action_unasked",
)
TEXT_FEATURES = ("text", "text_asked", "text_pair", "whole", "whole_meant", "latent")

_BREAK = 0  # stands between phrases, so that no pair crosses them
_SHIFT = 24
_FILLER = 0.15
_NAME_LENGTH, _TEXT_LENGTH = 0.4, 0.75


@dataclass(frozen=True)
class Features:
    """What a question shares with every row (name or alias) and every entry's text."""

    rows: Floats
    texts: Floats


class Vocabulary:
    """Words and their numbers, from 1."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def add(self, words: list[str]) -> list[int]:
        """Numbers of `words`; new ones get one."""
        numbers = self.numbers
        return [numbers.setdefault(word, len(numbers) + 1) for word in words]


class Index:
    """An inverted index over entries; a row is one name or alias of an entry."""

    def __init__(self, entries: list[Entry], actions: Actions) -> None:
        """Builds the index."""
        self._folded, self._accents = Vocabulary(), Vocabulary()
        titles = [(*entry.titles, *entry.phrases) for entry in entries]
        owners = np.repeat(np.arange(len(entries)), [len(rows) for rows in titles]).astype(np.int64)
        self.first = np.flatnonzero(np.diff(owners, prepend=-1))
        self._alias = np.concatenate(
            [np.arange(len(rows)) >= len(e.titles) for e, rows in zip(entries, titles, strict=True)]
            or [np.empty(0, bool)]
        ).astype(np.float32)
        self._actions = np.array(
            [actions.find(words_of(row)) for rows in titles for row in rows], np.int64
        )
        accented = [tokens(row) for rows in titles for row in rows]
        written = occurrences(map(self._accents.add, accented))
        fold_of = np.array([_BREAK, *self._folded.add([fold(w) for w in self._accents.numbers])])
        names = (fold_of[written[0]], written[1])
        texts = occurrences(
            self._folded.add(entry.words.replace("\n", " | ").split()) for entry in entries
        )
        texts[0][texts[0] == self._folded.numbers.get("|", -1)] = _BREAK
        alone = np.arange(len(entries), dtype=np.int64)
        self._times = np.bincount(texts[0], minlength=len(self._folded.numbers) + 1)
        self._times += np.bincount(names[0], minlength=len(self._times))
        self._meanings = self._count_meanings(written[0])
        folded, accents = self._light(), self._light_accents()
        self._word = Postings(*names, owners, length=_NAME_LENGTH, light=folded)
        self._pair = _pair_postings(names, owners, _NAME_LENGTH, folded)
        self._accent = Postings(*written, owners, length=_NAME_LENGTH, light=accents)
        self._accent_pair = _pair_postings(written, owners, _NAME_LENGTH, accents)
        said = [[" ".join(map(fold, tokens(row))) for row in rows] for rows in titles]
        whole = [" ".join([*rows, entry.words]) for entry, rows in zip(entries, said, strict=True)]
        self._whole, self._latent = Whole(whole), Latent(whole, said)
        kept = texts[0] != _BREAK
        self._text = Postings(
            texts[0][kept], texts[1][kept], alone, length=_TEXT_LENGTH, light=folded
        )
        self._text_pair = _pair_postings(texts, alone, _TEXT_LENGTH, folded)

    def _count_meanings(self, written: Ints) -> dict[str, dict[str, int]]:
        """Folded word → how often each accented one occurs among the names."""
        times = np.bincount(written, minlength=len(self._accents.numbers) + 1)
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for word, number in self._accents.numbers.items():
            found[fold(word)][word] = int(times[number])
        return found

    def _light(self) -> Floats:
        """What each folded word counts: fillers less, the less else they can stand for."""
        numbers = self._folded.numbers
        light = np.ones(len(numbers) + 1, np.float32)
        for word in {fold(filler) for filler in fillers()} & numbers.keys():
            meanings = self._meanings.get(word, {})
            filler = sum(times for meant, times in meanings.items() if meant in fillers())
            share = (filler + 1) / (sum(meanings.values()) + 1)
            light[numbers[word]] = 1 - (1 - _FILLER) * share
        return light

    def _light_accents(self) -> Floats:
        numbers = self._accents.numbers
        light = np.ones(len(numbers) + 1, np.float32)
        light[[numbers[word] for word in fillers() & numbers.keys()]] = _FILLER
        return light

    def counts(self) -> dict[str, int]:
        """How often each folded word occurs."""
        times = self._times.tolist()
        return {word: times[number] for word, number in self._folded.numbers.items()}

    def follows(self, before: str, word: str) -> int:
        """In how many names and texts one folded word stands right behind another."""
        first, second = (self._folded.numbers.get(known) for known in (before, word))
        if first is None or second is None:
            return 0
        key = first << _SHIFT | second
        return self._pair.known_in(key) + self._text_pair.known_in(key)

    def clear(self, word: str) -> bool:
        """Tells whether an accented word is what its folded form mostly stands for."""
        meanings = {**self._meanings.get(fold(word), {})}
        for filler in fillers():
            if fold(filler) == fold(word):
                meanings[filler] = meanings.get(filler, 0) + 100
        return meanings.get(word, 0) + 1 > 0.6 * (sum(meanings.values()) + 1)

    def match(self, question: Question) -> Features:
        """What `question` shares with every row and text."""
        written = any(word.accented for word in question.phrases[0].words)
        words, pairs = _terms(question.phrases, self._folded.numbers, accented=False)
        text, text_pair = self._text.match(words), self._text_pair.match(pairs)
        rows: list[Floats] = []
        for phrases in (question.phrases, question.phrases[:1]):
            if rows and len(question.phrases) == 1:
                rows += (rows[0], rows[2], rows[3], *rows[5:8])
                break
            words, pairs = _terms(phrases, self._folded.numbers, accented=False)
            word, pair = self._word.match(words), self._pair.match(pairs)
            accent, accent_pair = word, pair
            if written:
                words, pairs = _terms(phrases, self._accents.numbers, accented=True)
                accent, accent_pair = self._accent.match(words), self._accent_pair.match(pairs)
            if not rows:
                rows += (word.score, word.asked, word.covered, pair.score, pair.covered)
                rows += (accent.score, accent.covered, accent_pair.score)
            else:
                rows += (word.score, word.covered, pair.score)
                rows += (accent.score, accent.covered, accent_pair.score)
        rows += (self._alias, *self._actions_of(question))
        said = [word.folded for word in question.phrases[0].words]
        meant = [word.folded for phrase in question.phrases for word in phrase.words]
        whole = self._whole.match(" ".join(said))
        whole_meant = self._whole.match(" ".join(meant)) if len(meant) > len(said) else whole
        latent = self._latent.match(" ".join(said))
        if latent is None:
            latent = np.zeros_like(whole)
        texts = text.score, text.asked, text_pair.score, whole, whole_meant, latent
        return Features(np.stack(rows), np.stack(texts))

    def _actions_of(self, question: Question) -> tuple[Floats, ...]:
        """Whether row and question share an action, the row lacks one, or has another."""
        asked = question.actions
        other = (self._actions & ~asked) != 0
        found = (
            (self._actions & asked) != 0,
            (asked & ~self._actions) != 0,
            other if asked else np.zeros_like(other),
            np.zeros_like(other) if asked else other,
        )
        return tuple(part.astype(np.float32) for part in found)


def _pair_postings(
    written: tuple[Ints, Ints], owners: Ints, length: float, light: Floats
) -> Postings:
    """Postings of pairs; a pair counts as much as its words do."""
    terms, rows = _pairs(*written)
    return Postings(terms, rows, owners, length=length, light=light, shift=_SHIFT)


def _pairs(terms: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Pairs of words that stand side by side in a row, and the row of each."""
    beside: NDArray[np.bool_] = rows[1:] == rows[:-1]
    beside &= (terms[1:] != _BREAK) & (terms[:-1] != _BREAK)
    return (terms[:-1] << _SHIFT | terms[1:])[beside], rows[1:][beside]


def _terms(
    phrases: tuple[Phrase, ...], numbers: dict[str, int], *, accented: bool
) -> tuple[dict[int, float], dict[int, float]]:
    """Words and pairs of a question by number, each with the most that it counts."""
    words: dict[int, float] = {}
    pairs: dict[int, float] = {}

    def number(word: Word) -> int | None:
        return numbers.get(word.accented or word.folded) if accented else numbers.get(word.folded)

    for phrase in phrases:
        before, weight = None, 0.0
        for word, counts in zip(phrase.words, phrase.weights, strict=True):
            now = number(word)
            if now is not None:
                words[now] = max(words.get(now, 0.0), counts)
                if before is not None:
                    key = before << _SHIFT | now
                    pairs[key] = max(pairs.get(key, 0.0), (weight * counts) ** 0.5)
            before, weight = now, counts
    return words, pairs
