"""The shape of a knowledge file, as an officer writes it in YAML.

Every model forbids unknown keys, so that a misspelt key is an error and not a lost fact.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Channel = Literal["counter", "online", "post"]
TimeUnit = Literal["working_day", "day", "hour", "month", "same_day", "at_once"]
Facet = Literal[
    "overview",
    "papers",
    "steps",
    "fee",
    "time",
    "where",
    "online",
    "forms",
    "legal",
    "conditions",
    "result",
]
CODE = r"^\d\.\d{6}$"
SLUG = r"^[a-z0-9_]+$"


class Model(BaseModel):
    """Base of all knowledge models: strict about keys, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Dated(Model):
    """Something that holds from one day until another, both included.

    Attributes:
        start: First day it holds; `from` in the file. None: since ever.
        end: Last day it holds; `until` in the file. None: open.
    """

    start: dt.date | None = Field(default=None, alias="from")
    end: dt.date | None = Field(default=None, alias="until")

    @model_validator(mode="after")
    def _ordered(self) -> Dated:
        if self.start and self.end and self.start > self.end:
            raise ValueError("'from' phải trước 'until'")
        return self

    def holds_on(self, day: dt.date) -> bool:
        """Tells whether it holds on `day` (a date in Việt Nam)."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def _from_text(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Fact(Dated):
    """One sentence or two, with its own dates and source where they differ from the file's."""

    text: str = Field(min_length=2)
    source: str | None = None


FactLike = Annotated[Fact, BeforeValidator(_from_text)]


class Source(Model):
    """Where the facts of a file come from.

    Attributes:
        what: Decision, decree, or page, as one would cite it.
        date: Date of the document or of the portal's last update.
        kind: `portal` (record of the National Public Service Portal), `law`, `secondary`.
    """

    what: str = Field(min_length=3)
    date: dt.date | None = None
    kind: Literal["portal", "law", "secondary"] = "law"


class Option(Model):
    """One answer to a `Question`; `procedure` sends the citizen to another procedure."""

    id: str = Field(pattern=SLUG)
    title: str = Field(max_length=30)
    procedure: str | None = Field(default=None, pattern=CODE)


class Question(Model):
    """A question about the citizen's case on which the list of papers depends."""

    id: str = Field(pattern=SLUG)
    ask: str = Field(max_length=160)
    options: list[Option] = Field(min_length=2, max_length=4)


class Paper(Dated):
    """A paper to bring.

    Attributes:
        originals: Number of originals to hand in.
        copies: Number of copies to hand in.
        show: Only shown at the counter and taken home again.
        case: When it is needed, in words; None: always.
        when: The same for a machine: question id → option ids for which it is needed.
        note: A short hint.
    """

    name: str
    originals: int = Field(default=0, ge=0, le=9)
    copies: int = Field(default=0, ge=0, le=9)
    show: bool = False
    case: str | None = None
    when: dict[str, list[str]] = Field(default_factory=dict)
    note: str | None = None


class Steps(Model):
    """What to do, one short step an item."""

    counter: list[FactLike] = Field(default_factory=list)
    online: list[FactLike] = Field(default_factory=list)


class Duration(Dated):
    """A processing time; `amount` is None for `same_day` and `at_once`."""

    amount: int | None = Field(default=None, ge=1)
    unit: TimeUnit
    case: str | None = None
    channels: list[Channel] = Field(default_factory=list)
    note: str | None = None

    @model_validator(mode="after")
    def _counted(self) -> Duration:
        if (self.amount is None) != (self.unit in ("same_day", "at_once")):
            raise ValueError("'amount' cần cho mọi đơn vị, trừ same_day và at_once")
        return self


class Fee(Dated):
    """What is charged for one thing, in one case, through some channels, to some groups.

    Attributes:
        what: What the money is for; lines with the same `what` and `case` are alternatives.
        amount: In đồng; None when somebody else sets it (`set_by`).
        unit: E.g. `đồng/bản`.
        case: When this line applies (e.g. "quá 60 ngày"); None: always.
        channels: Channels it applies to; empty: all.
        groups: Citizen groups it applies to (ids of `data/fees/groups.yml`); empty: everybody.
        set_by: Who sets the amount where the file cannot (`province`: provincial council).
        basis: Legal basis, as cited.
    """

    what: str
    amount: int | None = Field(default=None, ge=0)
    unit: str = "đồng"
    case: str | None = None
    channels: list[Channel] = Field(default_factory=list)
    groups: list[str] = Field(default_factory=list)
    set_by: Literal["province", "insurer", "tax", "other"] | None = None
    basis: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _known(self) -> Fee:
        if (self.amount is None) == (self.set_by is None):
            raise ValueError("cần đúng một trong hai: 'amount' hoặc 'set_by'")
        return self


class Form(Model):
    """A form to fill in."""

    name: str
    code: str | None = None
    note: str | None = None


class Variant(Dated):
    """A special case or a common snag: the question as people ask it, and the answer."""

    ask: str
    title: str = Field(max_length=30)
    also: list[str] = Field(default_factory=list)
    answer: str = Field(max_length=600)
    facet: Facet = "conditions"
    source: str | None = None


class Replaced(Model):
    """An older procedure that this one took the place of."""

    code: str = Field(pattern=CODE)
    name: str
    note: str


class Review(Model):
    """From `since`, answers carry `text` until an officer has reviewed the file."""

    since: dt.date
    text: str
    source: str


class Ages(Model):
    """For whom a procedure is, in full years of age; both ends may be open."""

    at_least: int | None = Field(default=None, ge=0)
    below: int | None = Field(default=None, ge=1)

    def holds(self, age: int) -> bool:
        """Whether somebody of that age may."""
        return (self.at_least or 0) <= age and (self.below is None or age < self.below)


class Procedure(Model):
    """One administrative procedure, in plain words. See `docs/them-thu-tuc.md`."""

    code: str = Field(pattern=CODE)
    name: str = Field(max_length=120)
    official_name: str
    aliases: list[str] = Field(min_length=5)
    situations: list[str] = Field(default_factory=list)
    field: str
    level: list[Literal["xã", "tỉnh", "bộ", "khác"]] = Field(min_length=1)
    decides: str
    summary: str = Field(max_length=320)
    replaces: list[Replaced] = Field(default_factory=list)
    notices: list[Fact] = Field(default_factory=list)
    look_alikes: list[str] = Field(default_factory=list)
    ages: Ages | None = None
    review: Review | None = None
    conditions: list[FactLike] = Field(default_factory=list)
    who: list[FactLike] = Field(default_factory=list)
    questions: list[Question] = Field(default_factory=list, max_length=2)
    papers: list[Paper]
    steps: Steps
    channels: list[Channel] = Field(min_length=1)
    where: FactLike
    time: list[Duration]
    time_note: str | None = None
    fees: list[Fee]
    no_fee_reason: str | None = None
    forms: list[Form] = Field(default_factory=list)
    result: list[FactLike] = Field(min_length=1)
    legal: list[str] = Field(min_length=1)
    variants: list[Variant] = Field(min_length=3)
    sources: list[Source] = Field(min_length=1)
    portal_date: dt.date | None
    checked: dt.date

    @model_validator(mode="after")
    def _consistent(self) -> Procedure:
        options = {q.id: {o.id for o in q.options} for q in self.questions}
        for paper in self.papers:
            for question, wanted in paper.when.items():
                missing = set(wanted) - options.get(question, set())
                if question not in options or missing:
                    raise ValueError(f"giấy tờ '{paper.name}': 'when' nhắc tới điều chưa hỏi")
        if not self.fees and not self.no_fee_reason:
            raise ValueError("không có 'fees' thì cần 'no_fee_reason'")
        if "online" in self.channels and not self.steps.online:
            raise ValueError("có kênh online thì cần 'steps.online'")
        return self

    @property
    def source_line(self) -> str:
        """The small last line of an answer: source and day checked."""
        return f"Nguồn: {self.sources[0].what} · đối chiếu {self.checked:%d/%m/%Y}"


class Questions(Model):
    """What citizens ask about one procedure, in their own words: trains the understanding.

    Attributes:
        code: The procedure.
        asked: Messages by the facet that they ask for (of several, the first).
    """

    code: str = Field(pattern=CODE)
    asked: dict[Facet, list[str]]


class Group(Model):
    """A group of citizens who pay less; `aliases` are the words people use."""

    id: str = Field(pattern=SLUG)
    title: str = Field(max_length=30)
    explain: str
    aliases: list[str] = Field(default_factory=list)
    source: str


class Discount(Dated):
    """A reduction that cuts across procedures (e.g. TT 117/2026/TT-BTC).

    Attributes:
        percent: Share taken off, 100: free.
        what: Only fee lines whose `what` contains this; None: every line.
        applies_to: Codes of the procedures.
    """

    id: str = Field(pattern=SLUG)
    percent: int = Field(gt=0, le=100)
    what: str | None = None
    applies_to: list[str] = Field(min_length=1)
    channels: list[Channel] = Field(default_factory=list)
    groups: list[str] = Field(default_factory=list)
    explain: str
    basis: str
    source: str
    checked: dt.date


class Account(Model):
    """A bank account that receives fees for a commune."""

    bin: str = Field(pattern=r"^\d{6}$")
    number: str = Field(pattern=r"^[A-Za-z0-9]{1,19}$")
    name: str
    bank: str


class Commune(Model):
    """What one commune has told us about itself; nothing here is ever guessed."""

    code: str = Field(pattern=r"^\d{5}$")
    name: str
    province: str
    centre: str
    address: str | None = None
    hours: str | None = None
    phone: str | None = None
    police_phone: str | None = None
    accounts: list[Account] = Field(default_factory=list)
    source: str
    checked: dt.date
    example: bool = False


def slug(text: str) -> str:
    """Turns a name into lower-case ASCII words joined by `-`, as used in file names."""
    from bot.text import fold

    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
