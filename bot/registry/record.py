"""The clean form of one procedure record of the National Public Service Portal."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal["standard", "province", "internal"]
Level = Literal["xã", "tỉnh", "bộ", "khác"]
Channel = Literal["counter", "online", "post"]
Unit = Literal["working_day", "day", "hour", "month", "year"]


class Part(BaseModel):
    """Base of all parts of a record: strict about keys, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Time(Part):
    """A processing time: a figure with its unit, words, or both.

    Attributes:
        amount: None where the portal gives no figure with a unit.
        text: What the portal says beside it.
    """

    amount: float | None = None
    unit: Unit | None = None
    text: str = ""


class Charge(Part):
    """A fee as the portal gives it.

    Attributes:
        amount: None where only a sentence tells (the portal then often has 0).
    """

    kind: Literal["phí", "lệ phí", "giá"]
    amount: int | None = None
    currency: Literal["VND", "USD"] = "VND"
    text: str = ""


class Method(Part):
    """A way to submit, with its time and fees."""

    channel: Channel
    time: Time
    charges: tuple[Charge, ...] = ()


class Paper(Part):
    """A paper of the dossier.

    Attributes:
        forms: File names of the forms that the portal attaches.
    """

    name: str
    originals: int = 0
    copies: int = 0
    forms: tuple[str, ...] = ()


class Papers(Part):
    """The papers of one case, or under one heading; `name` is empty for the only one."""

    name: str = ""
    papers: tuple[Paper, ...] = ()


class Step(Part):
    """A step, or the whole sequence in one text."""

    name: str = ""
    text: str = ""


class Case(Part):
    """A case with a processing time of its own."""

    name: str
    time: Time


class Basis(Part):
    """A legal document."""

    code: str = ""
    name: str = ""


class Record(Part):
    """One procedure as the portal publishes it, cleaned.

    Attributes:
        id: The portal's key; codes are not unique.
        kind: `standard`: of a ministry, for the whole country; `province`: of one province alone;
            `internal`: between authorities, not for citizens.
        agency: Who published it.
        province: Name of the province whose own procedure it is.
        executing: Who handles it.
        authority: Who decides, where the portal tells it apart.
        decision: Number of the decision that published it.
        portal_date: The portal's last change, a day in Việt Nam.
    """

    id: str
    code: str
    name: str
    kind: Kind
    levels: tuple[Level, ...] = ()
    agency: str = ""
    province: str | None = None
    field: str = ""
    executing: tuple[str, ...] = ()
    authority: tuple[str, ...] = ()
    address: str = ""
    subjects: tuple[str, ...] = ()
    decision: str = ""
    decision_date: dt.date | None = None
    portal_date: dt.date | None = None
    conditions: str = ""
    steps: tuple[Step, ...] = ()
    methods: tuple[Method, ...] = ()
    dossiers: tuple[Papers, ...] = ()
    cases: tuple[Case, ...] = ()
    results: tuple[str, ...] = ()
    legal: tuple[Basis, ...] = ()

    def to_json(self) -> str:
        """The record as JSON, always the same for the same content."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def from_json(cls, text: str) -> Record:
        """Reads what `to_json` wrote."""
        return cls.model_validate_json(text)
