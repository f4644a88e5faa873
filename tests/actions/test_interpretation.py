from __future__ import annotations

from typing import Any

import pytest

from actions.interpretation import (
    PROCEDURE_POSSIBLE,
    PROCEDURE_SURE,
    TOPIC_SURE,
    Interpretation,
    interpret,
    topic_of,
)
from actions.message import Message
from actions.state import State
from bot.knowledge.ambiguities import Ambiguity
from bot.knowledge.links import Link
from tests.builders import CODE, OTHER, make_guide, make_knowledge, make_message, make_procedure

THIRD = "1.004884"
KNOWN = make_knowledge(make_procedure(), make_procedure(code=OTHER, name="Bản sao trích lục"))
OPEN = {
    "khai_sinh_lai": Ambiguity.model_validate(
        {
            "id": "khai_sinh_lai",
            "ask": "Anh/chị cần loại nào?",
            "choices": [
                {"title": "Bản sao", "procedure": OTHER},
                {"title": "Đăng ký lại", "procedure": THIRD},
            ],
            "aliases": ["xin lại khai sinh", "làm lại khai sinh", "mất khai sinh"],
        }
    )
}
# Longer than an elliptical question.
LONG = "cho em hỏi là bây giờ muốn làm giấy này thì sao"
SPEAKING = State(topic="procedure", procedure=CODE, facet="papers")
WALK: dict[str, Any] = {"guide": "account.otp", "step": "song"}


def _interpret(message: Message, state: State | None = None) -> Interpretation:
    return interpret(message, state or State(), KNOWN, OPEN)


def _asks(
    text: str, intent: str, *procedures: tuple[str, float], state: State | None = None
) -> Interpretation:
    return _interpret(make_message(text, intent, procedures=list(procedures)), state)


# What stands before every understanding of words.


def test_a_photo_is_a_question_about_a_payment_code() -> None:
    found = _interpret(make_message("mã này thật không", "procedure_fee", photo="qr.png"))
    assert (found.kind, found.topic) == ("photo", "payment.check_qr")


def test_a_secret_is_warned_of_whatever_else_is_said() -> None:
    found = _interpret(make_message("otp là [mã-bí-mật]", "secret"), SPEAKING)
    assert (found.kind, found.topic) == ("secret", "safety.scam")


def test_the_payload_of_a_button_is_a_link_whatever_the_nlu_makes_of_it() -> None:
    found = _interpret(make_message("p_1-001193__f_fee", "out_of_scope"))
    assert (found.kind, found.link) == ("link", Link("p", CODE, {"f": "fee"}))


@pytest.mark.parametrize(("payload", "option"), [("o_0", 0), ("o_3", 3), ("o_x", -1)])
def test_the_payload_of_an_option_is_its_number(payload: str, option: int) -> None:
    found = _interpret(make_message(payload))
    assert (found.kind, found.option) == ("option", option)


@pytest.mark.parametrize("command", ["next", "back", "stuck", "stop", "again"])
def test_the_payload_of_a_walk_is_its_command(command: str) -> None:
    found = _interpret(make_message(f"w_{command}"))
    assert (found.kind, found.command) == ("walk", command)


# Options of an open question, chosen in words.


@pytest.fixture
def asked() -> State:
    return State(
        topic="procedure",
        procedure=CODE,
        options=[["Cha hoặc mẹ", "o_0"], ["Ông bà nộp thay", "o_1"], ["Không", "o_2"]],
    )


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("1", 0),
        ("2.", 1),
        ("Ông bà nộp thay", 1),
        ("ong ba nop thay", 1),
        ("ông bà", 1),
        ("dạ không ạ", 2),
    ],
)
def test_an_open_question_is_answered_by_number_or_words(
    text: str, option: int, asked: State
) -> None:
    found = _interpret(make_message(text, "procedure_overview"), asked)
    assert (found.kind, found.option) == ("option", option)


def test_a_plain_no_is_the_option_no(asked: State) -> None:
    found = _interpret(make_message("hổng có", "deny"), asked)
    assert (found.kind, found.option) == ("option", 2)


@pytest.mark.parametrize("text", ["4", "0"])
def test_a_number_beyond_the_options_chooses_none(text: str, asked: State) -> None:
    assert _interpret(make_message(text, "out_of_scope"), asked).kind != "option"


def test_words_that_fit_two_options_choose_none() -> None:
    state = State(options=[["Sinh ở nhà", "o_0"], ["Sinh ở viện", "o_1"]])
    assert _interpret(make_message("sinh ở", "out_of_scope"), state).kind != "option"


def test_without_an_open_question_a_number_chooses_nothing() -> None:
    assert _interpret(make_message("1", "out_of_scope")).kind == "out_of_scope"


# Walks.


@pytest.mark.parametrize(
    ("intent", "command"),
    [
        ("walk_next", "next"),
        ("affirm", "next"),
        ("deny", "stuck"),
        ("walk_stuck", "stuck"),
        ("walk_back", "back"),
        ("walk_stop", "stop"),
        ("walk_again", "again"),
    ],
)
def test_within_a_walk_words_are_its_commands(intent: str, command: str) -> None:
    found = _interpret(make_message("…", intent), State(walk=WALK, walking=True))
    assert (found.kind, found.command) == ("walk", command)


def test_after_another_question_the_walk_is_resumed() -> None:
    found = _interpret(make_message("tiếp đi", "walk_next"), State(walk=WALK, walking=False))
    assert (found.kind, found.command) == ("walk", "resume")


def test_a_yes_after_another_question_is_not_about_the_walk() -> None:
    assert _interpret(make_message("dạ", "affirm"), State(walk=WALK)).kind != "walk"


@pytest.mark.parametrize("intent", ["walk_next", "walk_stuck", "affirm"])
def test_without_a_walk_its_commands_are_asked_about(intent: str) -> None:
    assert _interpret(make_message("tiếp", intent)).kind == "clarify"


def test_a_question_within_a_walk_is_answered() -> None:
    state = State(walk=WALK, walking=True)
    found = _asks("lệ phí khai sinh", "procedure_fee", (CODE, 0.9), state=state)
    assert (found.kind, found.procedure) == ("procedure", CODE)


# The three bands of a procedure.


def test_a_sure_procedure_is_answered_with_the_facet_asked_for() -> None:
    found = _asks("lệ phí khai sinh", "procedure_fee", (CODE, 0.8), (OTHER, 0.1))
    assert (found.kind, found.topic) == ("procedure", "procedure")
    assert (found.procedure, found.facet, found.confidence) == (CODE, "fee", 0.8)


def test_an_unsure_procedure_without_a_rival_is_answered() -> None:
    found = _asks("khai sinh", "procedure_fee", (CODE, PROCEDURE_SURE - 0.05), ("none", 0.1))
    assert (found.kind, found.procedure) == ("procedure", CODE)


def test_two_unsure_procedures_are_asked_about_likeliest_first() -> None:
    found = _asks("giấy khai sinh", "procedure_papers", (CODE, 0.24), (OTHER, 0.22))
    assert (found.kind, found.topic) == ("clarify", "clarify")
    assert found.candidates == [CODE, OTHER]
    assert found.facet == "papers"


def test_no_more_than_four_procedures_are_offered() -> None:
    ranked = [(f"1.00000{i}", 0.16) for i in range(6)]
    found = _asks("giấy tờ hộ tịch", "procedure_papers", *ranked)
    assert found.candidates == [code for code, _ in ranked[:4]]


def test_a_sure_procedure_is_not_asked_about_for_a_rival() -> None:
    found = _asks("khai sinh", "procedure_fee", (CODE, 0.5), (OTHER, 0.45))
    assert (found.kind, found.procedure) == ("procedure", CODE)


def test_an_impossible_procedure_is_never_answered() -> None:
    found = _asks(LONG, "procedure_fee", (CODE, PROCEDURE_POSSIBLE / 2), ("none", 0.05))
    assert found.kind in ("clarify", "not_known")
    assert found.procedure is None


# Ways of speaking that are open.


def test_an_open_way_of_speaking_is_asked_about_and_never_guessed() -> None:
    found = _asks("xin lại khai sinh", "procedure_papers", ("?khai_sinh_lai", 0.95), (OTHER, 0.04))
    assert (found.kind, found.ambiguity) == ("clarify", "khai_sinh_lai")
    assert found.candidates == [OTHER, THIRD]
    assert found.facet == "papers"


def test_what_is_spoken_about_settles_an_open_way_of_speaking() -> None:
    state = State(topic="procedure", procedure=OTHER, facet="papers")
    found = _asks("lệ phí xin lại", "procedure_fee", ("?khai_sinh_lai", 0.9), state=state)
    assert (found.kind, found.procedure, found.facet) == ("procedure", OTHER, "fee")


def test_an_open_way_of_speaking_is_no_button_among_others() -> None:
    found = _asks("khai sinh", "procedure_papers", (CODE, 0.3), ("?khai_sinh_lai", 0.29))
    assert "?khai_sinh_lai" not in found.candidates


# Elliptical questions: "thế lệ phí?"


@pytest.mark.parametrize("procedures", [(), (("none", 0.9),), (("none", 0.4), (OTHER, 0.05))])
def test_a_question_without_a_name_is_about_what_is_spoken_about(
    procedures: tuple[tuple[str, float], ...],
) -> None:
    found = _asks("thế lệ phí", "procedure_fee", *procedures, state=SPEAKING)
    assert (found.kind, found.procedure, found.facet) == ("procedure", CODE, "fee")


def test_a_question_without_a_name_and_with_nothing_before_is_asked_about() -> None:
    found = _asks("lệ phí bao nhiêu", "procedure_fee", ("none", 0.95))
    assert (found.kind, found.facet, found.candidates) == ("clarify", "fee", [])


def test_another_procedure_named_is_the_one_meant() -> None:
    found = _asks("còn trích lục", "procedure_fee", (OTHER, 0.8), state=SPEAKING)
    assert found.procedure == OTHER


@pytest.mark.parametrize(
    ("intent", "facet"),
    [
        ("dossier_submit", "online"),
        ("payment_exempt", "fee"),
        ("payment_how", "fee"),
        ("dossier_result", "result"),
        ("dossier_late", "time"),
    ],
)
def test_a_topic_in_few_words_is_a_facet_of_what_is_spoken_about(intent: str, facet: str) -> None:
    found = _asks("thế nộp sao", intent, state=SPEAKING)
    assert (found.kind, found.procedure, found.facet) == ("procedure", CODE, facet)


def test_a_topic_in_many_words_is_the_topic() -> None:
    found = _asks(LONG, "payment_how", state=SPEAKING)
    assert (found.kind, found.topic) == ("guide", "payment.how")


def test_a_procedure_that_was_asked_for_in_a_question_back_keeps_the_facet() -> None:
    state = State(topic="clarify", facet="fee")
    found = _asks("trích lục", "procedure_overview", (OTHER, 0.9), state=state)
    assert (found.procedure, found.facet) == (OTHER, "fee")


def test_a_correction_keeps_the_facet() -> None:
    state = State(topic="procedure", procedure=CODE, facet="fee")
    found = _asks("không, trích lục mà", "procedure_overview", (OTHER, 0.9), state=state)
    assert (found.procedure, found.facet) == (OTHER, "fee")


# Guides.


@pytest.mark.parametrize(
    ("intent", "topic"),
    [
        ("account_otp", "account.otp"),
        ("account_new_phone", "account.new_phone"),
        ("dossier_status", "dossier.status"),
        ("payment_check_qr", "payment.check_qr"),
        ("safety_scam", "safety.scam"),
    ],
)
def test_a_topic_is_answered_by_its_guide(intent: str, topic: str) -> None:
    found = _asks("không nhận được mã", intent)
    assert (found.kind, found.topic) == ("guide", topic)


def test_two_doubtful_topics_are_asked_about_likeliest_first() -> None:
    sure = TOPIC_SURE / 2 - 0.05
    intents = [("account_otp", sure), ("human", sure), ("account_login", sure - 0.01)]
    found = _interpret(make_message("nó lỗi", "account_otp", confidence=sure, intents=intents))
    assert (found.kind, found.candidates) == ("clarify", ["account.otp", "account.login"])


def test_a_doubtful_topic_without_a_rival_is_answered() -> None:
    sure = TOPIC_SURE / 2 - 0.05
    intents = [("account_otp", sure), ("account_login", sure / 10)]
    found = _interpret(make_message("nó lỗi", "account_otp", confidence=sure, intents=intents))
    assert (found.kind, found.topic) == ("guide", "account.otp")


# Everything else.


@pytest.mark.parametrize(
    ("intent", "kind", "topic"),
    [
        ("human", "people", "human"),
        ("feedback", "people", "feedback"),
        ("smalltalk_hello", "smalltalk", "smalltalk.hello"),
        ("out_of_scope", "out_of_scope", "out_of_scope"),
        ("place_find", "place", "place.find"),
    ],
)
def test_every_other_intent_has_its_capability(intent: str, kind: str, topic: str) -> None:
    found = _asks("…", intent)
    assert (found.kind, found.topic) == (kind, topic)


def test_where_in_few_words_is_where_to_do_what_is_spoken_about() -> None:
    found = _asks("làm ở đâu", "place_find", state=SPEAKING)
    assert (found.kind, found.procedure, found.facet) == ("procedure", CODE, "where")


def test_where_with_a_place_is_about_the_place() -> None:
    message = make_message("xã Thử đâu", "place_find", entities={"place": ["xa thu"]})
    assert _interpret(message, SPEAKING).kind == "place"


@pytest.mark.parametrize("intent", ["", "affirm", "deny", "y_dinh_moi"])
def test_what_is_not_understood_is_asked_about_and_never_guessed(intent: str) -> None:
    found = _asks("ờ", intent)
    assert (found.kind, found.procedure) == ("clarify", None)


def test_a_procedure_that_an_account_guide_leads_to_counts_as_that_topic() -> None:
    guide = make_guide(topic="account.level2", procedure=CODE)
    known = make_knowledge(make_procedure(), guides=[guide])
    assert topic_of(CODE, known) == "account.level2"
    assert topic_of(OTHER, known) == "procedure"


def test_a_guide_of_another_kind_does_not_change_the_topic() -> None:
    guide = make_guide(topic="dossier.status", procedure=CODE)
    assert topic_of(CODE, make_knowledge(make_procedure(), guides=[guide])) == "procedure"


def test_interpreting_changes_nothing_in_the_state(asked: State) -> None:
    before = asked.value()
    _interpret(make_message("2"), asked)
    assert asked.value() == before


@pytest.mark.parametrize("intent", ["out_of_scope", "procedure_overview", "smalltalk_bot"])
def test_danger_goes_before_whatever_else_was_understood(intent: str) -> None:
    found = _asks("chồng em cầm dao đuổi mẹ con em", intent, (CODE, 0.2))
    assert (found.kind, found.topic) == ("people", "human")


def test_words_of_danger_that_only_tell_why_a_procedure_is_needed_do_not() -> None:
    found = _asks("anh tôi đi cấp cứu rồi mất, làm khai tử", "procedure_overview", (CODE, 0.9))
    assert found.kind == "procedure"


def test_a_swindler_s_threat_is_answered_as_a_swindle() -> None:
    found = _asks("nó dọa bắt cóc con nếu không chuyển tiền", "safety_scam")
    assert (found.kind, found.topic) == ("guide", "safety.scam")


def test_an_open_way_of_speaking_beside_an_unsure_procedure_is_asked_about() -> None:
    found = _asks("xin lại khai sinh", "procedure_papers", (CODE, 0.2), ("?khai_sinh_lai", 0.18))
    assert (found.kind, found.ambiguity) == ("clarify", "khai_sinh_lai")


@pytest.mark.parametrize(
    ("outside", "named", "kind"),
    [(0.4, 0.3, "out_of_scope"), (0.4, 0.9, "procedure"), (0.05, 0.3, "procedure")],
)
def test_what_may_as_well_be_out_of_scope_is_so_unless_a_procedure_is_named(
    outside: float, named: float, kind: str
) -> None:
    message = make_message(
        "xin giấy ra vào chung cư",
        intent="procedure_overview",
        topics=[("procedure", 0.5), ("out_of_scope", outside)],
        procedures=[(CODE, named)],
    )
    knowledge = make_knowledge(make_procedure())
    assert interpret(message, State(), knowledge, {}).kind == kind
