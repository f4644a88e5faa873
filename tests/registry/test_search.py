from __future__ import annotations

import pytest

from bot.registry.search import Search
from tests.builders import CODE
from tests.registry.builders import small_search


@pytest.fixture(scope="module")
def search() -> Search:
    return small_search()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("xin giấy phép mở quán karaoke", "1.000001"),
        ("xin giay phep mo quan karaoke", "1.000001"),
        ("giấy phép karaoke bị mất, xin lại", "1.000002"),
        ("giay phep karoke", "1.000001"),
        ("chung chi hanh nghe duoc", "1.000004"),
        ("làm khai sinh cho con", CODE),
    ],
)
def test_everyday_words_find_the_procedure(search: Search, text: str, code: str) -> None:
    assert search.find(text)[0].code == code


def test_everyday_names_count_as_names(search: Search) -> None:
    assert search.find("mo tiem thuoc tay")[0].code == "1.000004"


def test_a_code_is_enough(search: Search) -> None:
    assert search.find("1.000003")[0].code == "1.000003"


def test_of_one_name_the_province_that_is_known_decides(search: Search) -> None:
    hit = search.find("hỗ trợ trồng lúa ở Đồng Tháp")[0]
    assert hit.code == "1.000006"
    assert set(hit.same) == {"1.000005", "1.000006"}
    assert search.find("hỗ trợ trồng lúa", province="An Giang")[0].code == "1.000005"


def test_what_is_between_authorities_comes_last(search: Search) -> None:
    codes = [hit.code for hit in search.find("karaoke")]
    assert codes.index("1.000007") > codes.index("1.000001")


def test_the_likelihoods_add_up_to_one_at_most(search: Search) -> None:
    scores = [hit.score for hit in search.find("karaoke", limit=20)]
    assert scores == sorted(scores, reverse=True)
    assert 0.99 <= sum(scores) <= 1.01


@pytest.mark.parametrize("text", ["", "???", "🙂", "a" * 5000, "xyzzy qwerty"])
def test_nothing_upsets_it(search: Search, text: str) -> None:
    assert len(search.find(text, limit=3)) == 3


def test_without_entries_nothing_is_found() -> None:
    assert Search([], {}).find("karaoke") == []
