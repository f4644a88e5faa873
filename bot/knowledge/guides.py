"""Guides: help with accounts, dossiers, payments, one step at a time."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from bot.knowledge.models import CODE, SLUG, Fact, Model, Source


class Snag(Model):
    """What commonly goes wrong at a step, and the way out."""

    problem: str = Field(max_length=80)
    fix: str = Field(max_length=400)


class StepOption(Model):
    """An answer to a step's question; leads to another step, or ends the walk with `say`.

    Attributes:
        also: Everyday words that say the same.
    """

    title: str = Field(max_length=30)
    also: list[str] = Field(default_factory=list)
    next: str | None = Field(default=None, pattern=SLUG)
    say: str | None = Field(default=None, max_length=400)


class GuideStep(Model):
    """One step of a guide, shown alone on a small screen."""

    id: str = Field(pattern=SLUG)
    text: str = Field(max_length=420)
    options: list[StepOption] = Field(default_factory=list, max_length=4)
    snags: list[Snag] = Field(default_factory=list)


class Guide(Model):
    """Help with one topic: short answer, steps to walk, ways out.

    Attributes:
        basis: `sourced`, or `checks`: only checks that a person can make alone, no rule or
            number, because no source is known.
        asks: A diagnosis: the answer ends with the question of the first step.
    """

    topic: str = Field(pattern=r"^(account|dossier|payment|safety)\.[a-z0-9_]+$")
    title: str = Field(max_length=60)
    answer: str = Field(max_length=700)
    procedure: str | None = Field(default=None, pattern=CODE)
    asks: bool = False
    steps: list[GuideStep] = Field(min_length=2)
    ask_whom: str = Field(max_length=300)
    notices: list[Fact] = Field(default_factory=list)
    related: list[str] = Field(default_factory=list)
    basis: Literal["sourced", "checks"]
    sources: list[Source] = Field(default_factory=list)
    checked: dt.date

    @model_validator(mode="after")
    def _reachable(self) -> Guide:
        if self.basis == "sourced" and not self.sources:
            raise ValueError("'basis: sourced' cần ít nhất một nguồn")
        if self.asks and not self.steps[0].options:
            raise ValueError("'asks' cần bước đầu có 'options'")
        ids = [step.id for step in self.steps]
        if len(set(ids)) != len(ids):
            raise ValueError("hai bước trùng 'id'")
        for step in self.steps:
            for option in step.options:
                if option.next is not None and option.next not in ids:
                    raise ValueError(f"bước '{step.id}': không có bước '{option.next}'")
                if option.next is None and option.say is None:
                    raise ValueError(f"bước '{step.id}': lựa chọn cần 'next' hoặc 'say'")
        return self

    @property
    def source_line(self) -> str:
        """The small last line of an answer: source and day checked."""
        if self.basis == "checks":
            return f"Cách tự kiểm tra, chưa có văn bản hướng dẫn · {self.checked:%d/%m/%Y}"
        return f"Nguồn: {self.sources[0].what} · đối chiếu {self.checked:%d/%m/%Y}"
