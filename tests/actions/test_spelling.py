from __future__ import annotations

import pytest

from actions.spelling import as_spelled, unnamed
from tests.builders import CODE, make_knowledge, make_message, make_procedure

NAMES = ["giấy kết hôn", "kết hôn", "đăng ký kết hôn", "làm giấy kết hôn", "cưới"]
KNOWN = make_knowledge(make_procedure(name="Đăng ký kết hôn", aliases=NAMES, situations=[]))


@pytest.mark.parametrize("text", ["kết hôn", "ket hon", "hôn", "giấy hon", "đi dang kí"])
def test_a_word_written_as_in_the_name_speaks_for_it(text: str) -> None:
    message = make_message(text, procedures=[(CODE, 0.7), ("none", 0.2)])
    assert as_spelled(message, KNOWN).procedures[0] == (CODE, 0.7)


@pytest.mark.parametrize("text", ["ít hơn", "hòn đá"])
def test_words_that_only_look_alike_without_diacritics_do_not(text: str) -> None:
    message = make_message(text, procedures=[(CODE, 0.7), ("none", 0.2)])
    [(code, sure)] = as_spelled(message, KNOWN).procedures
    assert (code, round(sure, 2)) == ("none", 0.9)


def test_in_more_words_something_else_speaks_for_it_too() -> None:
    message = make_message("hai đứa nhà nó muốn ít hơn", procedures=[(CODE, 0.7)])
    assert as_spelled(message, KNOWN) is message


@pytest.mark.parametrize("text", ["cấp lại", "cap lai a", "cho em đổi", "bị mất"])
def test_a_bare_wish_names_no_procedure(text: str) -> None:
    message = make_message(text, procedures=[(CODE, 0.7), ("none", 0.2)])
    assert unnamed(message).procedures == [("none", 1.0)]


def test_a_wish_with_what_is_wished_names_it() -> None:
    message = make_message("cấp lại giấy kết hôn", procedures=[(CODE, 0.7)])
    assert unnamed(message) is message
