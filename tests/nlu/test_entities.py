from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

import bot.engine  # noqa: F401  (prepares the process for Rasa, before anything of Rasa)
from bot.nlu import entities
from bot.nlu.entities import extract
from tests.builders import make_group, make_knowledge


@pytest.fixture(autouse=True)
def groups(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    known = make_knowledge(
        groups=[
            make_group("ho_ngheo", "Hộ nghèo", "hộ nghèo", "nhà nghèo"),
            make_group("cong_dan_so", "Công dân số"),
        ]
    )
    monkeypatch.setattr(entities, "knowledge", lambda: known)
    entities._group_patterns.cache_clear()
    yield
    entities._group_patterns.cache_clear()


def _found(text: str, name: str) -> list[str]:
    return [entity["value"] for entity in extract(text) if entity["entity"] == name]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hồ sơ H29.101-260508-0001 tới đâu", "H29.101-260508-0001"),
        ("ho so h29.101.12 - 260508 - 00012", "H29.101.12-260508-00012"),
        ("H29.101–260508–0001", "H29.101-260508-0001"),
        ("000.00.01.H29-260508-0001", "000.00.01.H29-260508-0001"),
    ],
)
def test_a_dossier_code_is_found_and_written_one_way(text: str, code: str) -> None:
    assert _found(text, "dossier") == [code]


@pytest.mark.parametrize("text", ["thủ tục 1.001193", "số 12345678", "h29"])
def test_another_number_is_no_dossier_code(text: str) -> None:
    assert _found(text, "dossier") == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("sinh 12/03/2024", "12/03/2024"),
        ("sinh 12-3-24", "12-3-24"),
        ("từ 15/8", "15/8"),
        ("ngày 2 tháng 9 năm 2026", "ngay 2 thang 9 nam 2026"),
    ],
)
def test_a_date_is_found(text: str, date: str) -> None:
    assert _found(text, "date") == [date]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("nộp 150.000 đồng", "150.000 dong"),
        ("nộp 150k", "150k"),
        ("nộp 1,5 triệu", "1,5 trieu"),
        ("đóng 20 nghìn", "20 nghin"),
    ],
)
def test_an_amount_is_found(text: str, amount: str) -> None:
    assert _found(text, "amount") == [amount]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("xã Hòa Bình ở đâu", "xa hoa binh"),
        ("em ở phường 12", "phuong 12"),
        ("quận Tân Bình thì sao", "quan tan binh"),
        ("quận Bình Thạnh", "quan binh thanh"),
        ("tp hue", "tp hue"),
    ],
)
def test_a_named_place_is_found(text: str, place: str) -> None:
    assert _found(text, "place") == [place]


@pytest.mark.parametrize("text", ["xã mình có làm không", "ra phường nào", "xã ở đâu", "tỉnh khác"])
def test_a_place_without_a_name_is_none(text: str) -> None:
    assert _found(text, "place") == []


@pytest.mark.parametrize("text", ["nhà em hộ nghèo", "ho ngheo co duoc mien", "Nhà Nghèo"])
def test_a_group_is_found_by_what_people_call_it(text: str) -> None:
    assert _found(text, "group") == ["ho_ngheo"]


def test_a_group_that_has_no_names_is_never_found() -> None:
    assert _found("công dân số", "group") == []


def test_part_of_a_word_is_no_group() -> None:
    assert _found("hộ nghèox", "group") == []


def test_the_position_is_that_in_the_text() -> None:
    text = "Dạ, hồ sơ H29.101-260508-0001 ạ"
    [entity] = [e for e in extract(text) if e["entity"] == "dossier"]
    assert text[entity["start"] : entity["end"]] == "H29.101-260508-0001"


def test_the_position_in_decomposed_text_is_that_of_its_composed_form() -> None:
    composed = "Sinh ngày 12/03/2024"
    [entity] = extract(unicodedata.normalize("NFD", composed))
    assert composed[entity["start"] : entity["end"]] == "12/03/2024"


def test_words_alone_have_no_entities() -> None:
    assert list(extract("làm khai sinh cho con cần gì")) == []
