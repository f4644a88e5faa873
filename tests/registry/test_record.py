from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.registry.cleaning import clean
from bot.registry.record import Record
from tests.registry.raw import fee, method, raw


def test_json_brings_back_the_same_record() -> None:
    record = clean(
        raw(
            executionMethods=[method("POSTAL", "2,5", "HOUR", fees=[fee(0, "theo tỉnh")])],
            cases=[{"name": "Cấp lại", "processingDay": {"qty": 5, "type": "DAY"}}],
        )
    )
    assert Record.from_json(record.to_json()) == record


def test_the_same_content_gives_the_same_json() -> None:
    one = raw()
    other = dict(reversed(list(raw().items())))
    assert clean(one).to_json() == clean(other).to_json()
    assert clean(raw(name="Cấp thẻ khác")).to_json() != clean(one).to_json()


def test_json_holds_nothing_that_is_empty() -> None:
    text = clean({"id": "a", "code": "1.000001", "name": "Cấp thẻ"}).to_json()
    assert text == '{"id":"a","code":"1.000001","name":"Cấp thẻ","kind":"standard"}'


def test_a_record_has_no_unknown_keys_and_does_not_change() -> None:
    with pytest.raises(ValidationError):
        Record.from_json('{"id":"a","code":"1","name":"b","kind":"standard","more":1}')
    record = clean(raw())
    with pytest.raises(ValidationError):
        record.name = "khác"  # type: ignore[misc]
