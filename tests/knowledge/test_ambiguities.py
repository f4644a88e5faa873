from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from bot.knowledge.ambiguities import read_ambiguities

ENTRY: dict[str, Any] = {
    "id": "khai_sinh_lai",
    "ask": "Anh/chị cần loại nào?",
    "choices": [
        {"title": "Bản sao", "procedure": "2.000635"},
        {"title": "Đăng ký lại", "procedure": "1.004884"},
    ],
    "aliases": ["xin lại khai sinh", "làm lại khai sinh", "mất khai sinh"],
}


def _write(data: Path, *entries: dict[str, Any]) -> Path:
    path = data / "words" / "ambiguities.yml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump({"ambiguities": list(entries)}), encoding="utf-8")
    return data


def test_an_open_way_of_speaking_is_read_by_its_id(tmp_path: Path) -> None:
    found = read_ambiguities(_write(tmp_path, ENTRY))
    assert list(found) == ["khai_sinh_lai"]
    assert [c.procedure for c in found["khai_sinh_lai"].choices] == ["2.000635", "1.004884"]
    assert found["khai_sinh_lai"].ask == "Anh/chị cần loại nào?"


@pytest.mark.parametrize(
    "changes",
    [
        {"choices": ENTRY["choices"][:1]},
        {"choices": ENTRY["choices"] * 3},
        {"choices": [{"title": "x" * 31, "procedure": "2.000635"}, ENTRY["choices"][0]]},
        {"choices": [{"title": "Sai mã", "procedure": "2000635"}, ENTRY["choices"][0]]},
        {"aliases": ["một", "hai"]},
        {"hoi": "gõ nhầm tên khóa"},
    ],
)
def test_an_entry_that_cannot_be_asked_with_buttons_is_refused(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    data = _write(tmp_path, {**ENTRY, **changes})
    with pytest.raises(ValidationError):
        read_ambiguities(data)
