from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.loader import KnowledgeError, Problem, line_of, load, read
from tests.builders import CODE, OTHER, make_commune, make_knowledge, make_procedure
from tests.knowledge.files import GUIDE_FILE, PROCEDURE_FILE, write, write_guide, write_procedure


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_procedures_and_guides_are_known_by_code_and_topic_and_file(data: Path) -> None:
    write_procedure(data)
    write_guide(data)
    known = load(data)
    assert known.procedures[CODE].name == "Đăng ký khai sinh"
    assert known.guides["account.otp"].title == "Không nhận được mã OTP"
    assert known.paths == {
        CODE: Path("data") / PROCEDURE_FILE,
        "account.otp": Path("data") / GUIDE_FILE,
    }


def test_an_empty_folder_is_empty_knowledge(data: Path) -> None:
    known = load(data)
    assert known.procedures == {}
    assert known.discounts == []


def test_groups_and_discounts_are_read_from_their_lists(data: Path) -> None:
    group = {"id": "ho_ngheo", "title": "Hộ nghèo", "explain": "thuộc hộ nghèo", "source": "Luật"}
    discount = {
        "id": "giam",
        "percent": 50,
        "applies_to": [CODE],
        "explain": "giảm",
        "basis": "TT",
        "source": "TT",
        "checked": "2026-11-01",
    }
    write(data, "fees/groups.yml", {"groups": [group]})
    write(data, "fees/discounts.yml", {"discounts": [discount]})
    known = load(data)
    assert known.groups["ho_ngheo"].title == "Hộ nghèo"
    assert [d.id for d in known.discounts] == ["giam"]


def test_an_example_commune_is_left_out(data: Path) -> None:
    real = make_commune(code="00001").model_dump(mode="json")
    example = make_commune(code="00002", example=True).model_dump(mode="json")
    write(data, "communes/00001.yml", real)
    write(data, "communes/00002.example.yml", example)
    assert list(load(data).communes) == ["00001"]


def test_a_wrong_fact_is_told_by_file_line_and_name(data: Path) -> None:
    path = write_procedure(data, fees=[{"what": "Lệ phí", "amount": "nhiều"}])
    [problem] = read(data)[1]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert problem.path == Path("data") / PROCEDURE_FILE
    assert "nhiều" in lines[problem.line - 1]
    assert problem.message.startswith("fees.0.amount:")


def test_a_file_that_is_no_yaml_is_told_by_its_line(data: Path) -> None:
    write(data, GUIDE_FILE, "topic: account.otp\ntitle: [chưa đóng\n")
    [problem] = read(data)[1]
    assert problem.line >= 2
    assert "không đọc được YAML" in problem.message


def test_the_rest_is_read_beside_a_wrong_file(data: Path) -> None:
    write_procedure(data)
    write_guide(data, titel="gõ nhầm")
    known, problems = read(data)
    assert list(known.procedures) == [CODE]
    assert known.guides == {}
    assert len(problems) == 1


def test_load_refuses_wrong_files_and_lists_every_problem(data: Path) -> None:
    write_procedure(data, code="sai")
    write_guide(data, titel="gõ nhầm")
    with pytest.raises(KnowledgeError) as caught:
        load(data)
    assert len(caught.value.problems) == 2
    assert "account.otp.yml" in str(caught.value)


def test_the_same_code_in_two_files_is_a_problem(data: Path) -> None:
    write_procedure(data)
    write_procedure(data, f"procedures/khac/{CODE}-khac.yml")
    [problem] = read(data)[1]
    assert f"'{CODE}' đã có ở tệp khác" in problem.message


def test_a_list_that_is_left_empty_is_no_crash(data: Path) -> None:
    write(data, "fees/groups.yml", "groups:\n")
    assert read(data)[0].groups == {}


def test_a_replaced_code_leads_to_its_successor() -> None:
    replaced = [{"code": OTHER, "name": "Cũ", "note": "Đã gộp."}]
    known = make_knowledge(make_procedure(replaces=replaced))
    found = known.procedure(OTHER)
    assert found is not None
    assert found.code == CODE


def test_an_unknown_code_and_no_code_are_no_procedure() -> None:
    known = make_knowledge(make_procedure())
    assert known.procedure("9.999999") is None
    assert known.procedure(None) is None


def test_a_problem_reads_as_file_line_kind_and_message() -> None:
    path = Path("data/a.yml")
    assert str(Problem(path, 3, "sai")) == "data/a.yml:3: lỗi: sai"
    assert str(Problem(path, 3, "cũ", warning=True)) == "data/a.yml:3: lưu ý: cũ"


@pytest.mark.parametrize(
    ("loc", "line"),
    [((), 1), (("a",), 1), (("b", 1), 4), (("b", 1, "c"), 4), (("b", 9), 2), (("x", "y"), 1)],
)
def test_the_line_of_a_node_or_of_its_nearest_parent(loc: tuple[int | str, ...], line: int) -> None:
    assert line_of("a: 1\nb:\n- một\n- c: hai\n", loc) == line
