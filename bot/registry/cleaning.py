"""From one raw object of the portal's interface to a clean `Record`.

What is cleaned: decomposed Unicode, control and private-use characters, HTML and line-break
leftovers, codes with blanks around them, units `OTHER`, a fee of 0 beside a sentence.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from bot.registry.record import (
    Basis,
    Case,
    Channel,
    Charge,
    Kind,
    Level,
    Method,
    Paper,
    Papers,
    Record,
    Step,
    Time,
    Unit,
)
from bot.text import canonical

VIETNAM = dt.timezone(dt.timedelta(hours=7))

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_LINE_TAG = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^<>]*>", re.IGNORECASE)
_LEFTOVER = re.compile(r"_x000D_|\r\n?|\\r\\n|\\n(?![a-z])|\u2028|\u2029")
_BULLET = re.compile(r"[\ue000-\uf8ff]+")
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_BLANKS = re.compile(r"[ \t\u00a0]+")
_BLANK_LINES = re.compile(r" *\n\s*")
_PROVINCE = re.compile(r"\b(?:tỉnh|thành phố)\s+(?P<name>\S.*)$", re.IGNORECASE)
_NOTHING = re.compile(
    r"[\W_]*(?:không(?: có| quy định| yêu cầu| áp dụng)?|nan|null)?[\W_]*", re.IGNORECASE
)
_WORDY = re.compile(r"[^\W_]")
_FREE = re.compile(r"[\W_]*(?:không(?: có| thu)?|miễn)?[\W_]*(?:lệ phí|phí)?[\W_]*", re.IGNORECASE)

_KINDS: dict[str, Kind] = {
    "STANDARD": "standard",
    "INTERCONNECTED": "standard",
    "SPECIFIC": "province",
    "STANDARD_INTERNAL": "internal",
}
_LEVELS: tuple[tuple[str, Level], ...] = (
    ("isWard", "xã"),
    ("isProvince", "tỉnh"),
    ("isMinistry", "bộ"),
    ("isOtherAgency", "khác"),
)
_CHANNELS: dict[str, Channel] = {"DIRECT": "counter", "ONLINE": "online", "POSTAL": "post"}
_UNITS: dict[str, Unit] = {
    "WORKING_DAY": "working_day",
    "DAY": "day",
    "HOUR": "hour",
    "MONTH": "month",
    "YEAR": "year",
}
_LEAST = 1000  # đồng; what is less stands for thousands, dollars or a line's number on the portal
_SHORT = 60  # longer than any way of saying "none"; keeps such patterns from long texts
_CHARGES = {"FEE": "phí", "SERVICE_FEE": "lệ phí", "PRICE_LEVEL": "giá"}


class RecordError(ValueError):
    """A raw object that cannot be used; says in Vietnamese what is wrong with it."""


def tidy(text: str) -> str:
    """Returns `text` in NFC with plain line breaks, without markup and hidden characters."""
    if "<" in text:
        text = _TAG.sub("", _LINE_TAG.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    text = _BULLET.sub("-", _LEFTOVER.sub("\n", unicodedata.normalize("NFC", text)))
    text = _BLANKS.sub(" ", _HIDDEN.sub("", text))
    return _BLANK_LINES.sub("\n", text).strip()


def line(text: str) -> str:
    """`tidy`, on one line."""
    return " ".join(tidy(text).split())


def clean(raw: Any) -> Record:
    """Makes a record of a raw object.

    Args:
        raw: A `get-formality-by-citizen` detail object.

    Returns:
        The record; what the portal leaves out is empty.

    Raises:
        RecordError: It is no object, lacks its id, code or name, or a part has a wrong shape.
    """
    if not isinstance(raw, dict):
        raise RecordError("không phải một đối tượng JSON")
    ident, code, name = (line(_text(raw, key)) for key in ("id", "code", "name"))
    for key, value in (("id", ident), ("code", code), ("name", name)):
        if not value:
            raise RecordError(f"thiếu '{key}'")
    agency = line(_text(raw, "departmentPromulgateName"))
    proposal = _object(raw, "procedureProposal")
    kind = _KINDS.get(_text(raw, "type"), "standard")
    province = province_of(agency)
    if province is not None and kind == "standard":
        kind = "province"
    try:
        return Record(
            id=ident,
            code=code,
            name=canonical(name).replace(f" ({code})", "").rstrip(" .;"),
            kind=kind,
            levels=tuple(level for key, level in _LEVELS if raw.get(key) is True),
            agency=agency,
            province=province,
            field=", ".join(_names(raw, "categoriesDetails")),
            executing=_names(raw, "departmentsExecuting", "unitGroupsExecuting"),
            authority=_names(raw, "departmentsAuthority", "unitGroupsAuthority"),
            address=tidy(_text(raw, "dossierReceivingAddresses")),
            subjects=_names(raw, "subjectTypesDetails"),
            decision=line(_text(proposal, "proposalNumber")),
            decision_date=_day(proposal, "decisionDate"),
            portal_date=_day(raw, "updatedAt"),
            conditions=_conditions(raw),
            steps=tuple(_steps(raw)),
            methods=tuple(_methods(raw)),
            dossiers=tuple(_dossiers(raw)),
            cases=tuple(_cases(raw)),
            results=_names(raw, "resultsDetails"),
            legal=tuple(_legal(raw)),
        )
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(map(str, fault["loc"]))
        raise RecordError(f"'{place}': {fault['msg']}") from error


def province_of(agency: str) -> str | None:
    """Name of the province in an agency's name ("UBND tỉnh Bắc Ninh"); None: none."""
    found = _PROVINCE.search(agency)
    return canonical(found["name"]) if found else None


def _text(raw: dict[str, Any], key: str) -> str:
    value = raw.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordError(f"'{key}' phải là chữ, không phải {type(value).__name__}")
    return value


def _object(raw: dict[str, Any], key: str) -> dict[str, Any]:
    value = raw.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise RecordError(f"'{key}' phải là một đối tượng")
    return value


def _objects(raw: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    value = raw.get(key)
    if value is None:
        return
    if not isinstance(value, list):
        raise RecordError(f"'{key}' phải là một danh sách")
    for item in value:
        if item is None:  # the portal has such holes
            continue
        if not isinstance(item, dict):
            raise RecordError(f"'{key}' có phần tử không phải đối tượng")
        yield item


def _names(raw: dict[str, Any], *keys: str) -> tuple[str, ...]:
    names = (line(_text(item, "name")) for key in keys for item in _objects(raw, key))
    return tuple(dict.fromkeys(name for name in names if name))


def _day(raw: dict[str, Any], key: str) -> dt.date | None:
    value = raw.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise RecordError(f"'{key}' phải là số mili giây")
    try:
        return dt.datetime.fromtimestamp(value / 1000, VIETNAM).date()
    except (OverflowError, OSError, ValueError) as error:
        raise RecordError(f"'{key}' không phải một thời điểm: {value}") from error


def _says(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _SHORT and pattern.fullmatch(text) is not None


def _conditions(raw: dict[str, Any]) -> str:
    text = tidy(_text(raw, "requirementsAndConditions"))
    return "" if _says(_NOTHING, text) else text


def _steps(raw: dict[str, Any]) -> Iterator[Step]:
    for item in _objects(raw, "executionSteps"):
        step = Step(name=line(_text(item, "name")), text=tidy(_text(item, "description")))
        if step.name or step.text:
            yield step


def _methods(raw: dict[str, Any]) -> Iterator[Method]:
    for item in _objects(raw, "executionMethods"):
        channel = _CHANNELS.get(_text(item, "submissionMethod"))
        if channel is None:
            raise RecordError(f"cách nộp lạ: {item.get('submissionMethod')!r}")
        time = _time(item.get("processingTime"), item.get("processingTimeUnit"))
        text = "\n".join(filter(None, (time.text, tidy(_text(item, "description")))))
        charges = (_charge(fee) for fee in _objects(item, "fees"))
        yield Method(
            channel=channel,
            time=time.model_copy(update={"text": text}),
            charges=tuple(dict.fromkeys(charge for charge in charges if charge)),
        )


def _time(amount: Any, unit: Any) -> Time:
    known = _UNITS.get(unit) if isinstance(unit, str) else None
    if isinstance(amount, str):
        text = tidy(amount)
        figure = text.replace(",", ".")
        if known is None or not re.fullmatch(r"\d+(\.\d+)?", figure):
            return Time(text="" if re.fullmatch(r"[\d\W]*|Theo mô tả", text) else text)
        amount = float(figure)
    if amount is not None and not isinstance(amount, int | float):
        raise RecordError("thời hạn phải là số hoặc chữ")
    if known is None or amount is None or amount <= 0:
        return Time()
    return Time(amount=amount, unit=known)


def _charge(item: dict[str, Any]) -> Charge | None:
    text = tidy(_text(item, "description"))
    if not _WORDY.search(text):
        text = ""
    kind = _CHARGES.get(_text(item, "type"), "phí")
    currency = "USD" if _text(item, "currencyName") == "USD" else "VND"
    amount = item.get("value")
    if currency == "VND" and isinstance(amount, int | float) and 0 < amount < _LEAST:
        amount = None
    elif text and not amount:
        amount = 0 if _says(_FREE, text) else None
    if amount == 0:
        text = ""
    if amount is None and (not text or _says(_NOTHING, text)):
        return None
    return Charge.model_validate(
        {"kind": kind, "amount": amount, "currency": currency, "text": text}
    )


def _dossiers(raw: dict[str, Any]) -> Iterator[Papers]:
    for group in _objects(raw, "executionCases"):
        papers = tuple(_papers(group))
        name = line(_text(group, "name")).strip("*:- ")
        if papers:
            yield Papers(name=name, papers=papers)


def _papers(group: dict[str, Any]) -> Iterator[Paper]:
    for item in _objects(group, "profileComponents"):
        name = tidy(_text(item, "name")).lstrip("-+*•; ")
        if name:
            files = (line(_text(file, "fileName")) for file in _objects(item, "attachments"))
            yield Paper(
                name=name,
                originals=item.get("originalQty") or 0,
                copies=item.get("copyQty") or 0,
                forms=tuple(file for file in files if file),
            )


def _cases(raw: dict[str, Any]) -> Iterator[Case]:
    for item in _objects(raw, "cases"):
        span = _object(item, "processingDay")
        name = line(_text(item, "name"))
        if name:
            yield Case(name=name, time=_time(span.get("qty"), span.get("type")))


def _legal(raw: dict[str, Any]) -> Iterator[Basis]:
    for item in _objects(raw, "legalBasisesDetails"):
        yield Basis(code=line(_text(item, "code")), name=line(_text(item, "name")))
