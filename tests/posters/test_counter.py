from __future__ import annotations

from bot.posters.counter import subjects
from tests.builders import CODE, DAY, make_guide, make_knowledge, make_procedure


def test_a_subject_is_found_by_name_alias_and_code_without_diacritics() -> None:
    [found] = subjects(make_knowledge(make_procedure()), DAY)
    assert found["payload"] == f"p_{CODE.replace('.', '-')}"
    assert {"dang ky khai sinh", "giay sinh", CODE} <= {
        words for words in ("dang ky khai sinh", "giay sinh", CODE) if words in found["words"]
    }
    assert [paper["name"] for paper in found["papers"]] == ["Tờ khai"]


def test_what_else_a_commune_handles_is_listed_without_papers() -> None:
    known = make_knowledge(make_procedure())
    found = subjects(known, DAY, [(CODE, "Đăng ký khai sinh"), ("1.012780", "Cấp giấy khác")])
    other = next(s for s in found if s["payload"] == "p_1-012780")
    assert (len(found), other["papers"], "1.012780" in other["words"]) == (2, [], True)


def test_guides_are_listed_beside_procedures_by_name() -> None:
    known = make_knowledge(make_procedure())
    guide = make_guide()
    known.guides[guide.topic] = guide
    assert [s["name"] for s in subjects(known, DAY)] == ["Đăng ký khai sinh", guide.title]
