from __future__ import annotations

import base64
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import actions.dossier
import actions.guide
import actions.payment  # noqa: F401 (registers the capability)
from actions.base import Turn, answer
from actions.interpretation import Interpretation, interpret
from actions.state import State
from bot.edge import received
from bot.knowledge.links import dossier
from bot.knowledge.models import Account
from bot.payments.photo import read_codes
from bot.payments.vietqr import parse
from bot.replies.model import Reply
from bot.settings import settings
from tests.builders import (
    CODE,
    make_commune,
    make_guide,
    make_knowledge,
    make_message,
    make_procedure,
)

ACCOUNT = Account(bin="970403", number="0011012345678", name="UBND XA EA KAR", bank="Ngân hàng A")
DOSSIER = "G22.99.08-261109-000123"
FEE = [{"what": "Lệ phí", "amount": 8000, "unit": "đồng/bản"}]


def _ask(text: str, state: State, *, accounts: bool = True, **message: Any) -> Reply:
    fees = message.pop("fees", FEE)
    decides = message.pop("decides", "UBND cấp xã")
    known = make_knowledge(
        make_procedure(fees=fees, decides=decides),
        guides=[make_guide(topic="payment.qr", answer="Trên cổng.")],
    )
    place = make_commune(accounts=[ACCOUNT.model_dump()] if accounts else [])
    known.communes[place.code] = place
    state.commune = place.code
    fields = {"intent": "payment_qr", "procedures": [(CODE, 0.9)], **message}
    said = make_message(received(text).text, **fields)
    state.learn([], said.way)
    return answer(Turn(said, state, interpret(said, state, known, {}), known))


def test_the_fee_is_quoted_and_the_dossier_s_code_asked_for() -> None:
    reply = _ask("quét mã nộp phí khai sinh", State())
    assert "8.000" in reply.text
    assert "mã hồ sơ" in reply.text
    assert reply.image is None


def test_with_the_code_the_picture_says_who_receives_how_much_and_what_for() -> None:
    state = State()
    _ask("quét mã nộp phí khai sinh", state)
    entities = {"dossier": [DOSSIER]}
    reply = _ask(DOSSIER, state, intent="out_of_scope", procedures=[], entities=entities)
    assert reply.image is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "qr.png"
        path.write_bytes(base64.b64decode(reply.image.partition(",")[2]))
        code = parse(next(iter(read_codes(path))))
    assert (code.bin, code.account, code.amount) == ("970403", "0011012345678", 8000)
    assert code.purpose == "G229908261109000123"
    assert all(word in reply.text for word in ("UBND XA EA KAR", "8.000", "So đủ"))
    assert "0011012345678" not in reply.text.lower()


def test_without_an_account_of_the_commune_the_portal_is_explained() -> None:
    reply = _ask("quét mã nộp phí khai sinh", State(), accounts=False)
    assert reply.text.startswith("Trên cổng.")


@pytest.mark.parametrize(
    ("fees", "said"),
    [
        ([{**FEE[0], "case": "quá hạn"}], "tùy trường hợp"),
        ([], "Không phải nộp tiền"),
        ([{**FEE[0], "amount": None, "set_by": "province"}], "tùy trường hợp"),
    ],
)
def test_no_amount_is_guessed(fees: list[dict[str, Any]], said: str) -> None:
    reply = _ask("quét mã nộp phí khai sinh", State(), fees=fees)
    assert said in reply.text
    assert reply.image is None


def test_a_typed_account_of_the_commune_is_recognised() -> None:
    reply = _ask("stk 0011 0123 45678 đúng của xã không", State(), intent="payment_check_qr")
    assert reply.data == {"qr": "listed"}
    assert "UBND XA EA KAR" in reply.text


def test_any_other_account_is_warned_of() -> None:
    reply = _ask("stk 0011012345679 đúng của xã không", State(), intent="payment_check_qr")
    assert reply.data == {"qr": "other"}
    assert "⚠️" in reply.text
    assert "✅" not in reply.text


def test_who_is_told_to_transfer_for_a_procedure_is_warned() -> None:
    said = "họ gọi điện bảo chuyển tiền vào 079123456789 để làm căn cước gắn chip cho nhanh"
    reply = _ask(said, State(), intent="procedure_overview")
    assert reply.data == {"qr": "other"}
    assert "⚠️" in reply.text


def test_a_fee_that_others_collect_is_not_paid_into_the_commune_s_account() -> None:
    for decides in ("Công an cấp xã", "UBND cấp xã; Văn phòng đăng ký đất đai"):
        reply = _ask("quét mã nộp phí khai sinh", State(), decides=decides)
        assert reply.text.startswith("Trên cổng.")


def test_the_dossier_of_an_earlier_question_is_not_taken_for_this_one() -> None:
    reply = _ask("quét mã nộp phí khai sinh", State(dossier=DOSSIER))
    assert reply.image is None
    assert "mã hồ sơ" in reply.text


def test_without_a_procedure_it_is_asked_for_first() -> None:
    state = State()
    assert "nhắn tên thủ tục" in _ask("quét mã nộp phí", state, procedures=[("none", 0.9)]).text
    reply = _ask("khai sinh", state, intent="procedure_overview")
    assert (reply.topic, reply.procedure) == ("payment.qr", CODE)
    assert "mã hồ sơ" in reply.text


def test_the_commune_that_runs_the_assistant_is_meant_where_none_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = replace(settings(), commune="25978")
    monkeypatch.setattr("actions.base.settings", lambda: here)
    turn = Turn(make_message(), State(), Interpretation("pay", "payment.qr"), make_knowledge())
    assert turn.commune == "25978"
    turn.state.commune = "00001"
    assert turn.commune == "00001"


@pytest.mark.parametrize("code", ["G22.99.08-261321-000123", "G22.99.08-261225-000123"])
def test_no_code_is_made_for_a_dossier_that_cannot_be(code: str) -> None:
    state = State()
    _ask("quét mã nộp phí khai sinh", state)
    reply = _ask(code, state, intent="out_of_scope", procedures=[], entities={"dossier": [code]})
    assert reply.image is None
    assert "chưa đúng" in reply.text
    assert state.paying == CODE


def test_no_code_is_made_for_several_copies_by_guessing() -> None:
    state = State()
    _ask("quét mã nộp phí khai sinh", state)
    said = f"{DOSSIER}, tôi lấy 3 bản"
    reply = _ask(said, state, intent="out_of_scope", entities={"dossier": [DOSSIER]})
    assert reply.image is None


@pytest.mark.parametrize("place", ["xã Xà Phiên, Cần Thơ", "thành phố Hà Nội"])
def test_no_code_of_ours_for_who_lives_elsewhere(place: str) -> None:
    reply = _ask(f"tôi ở {place}, quét mã nộp phí khai sinh", State())
    assert reply.image is None
    assert "mã hồ sơ" not in reply.text


def test_a_long_code_is_told_by_its_day_and_number() -> None:
    state = State()
    _ask("quét mã nộp phí khai sinh", state)
    long = "H29.101.123.456-261109-000123"
    reply = _ask(long, state, intent="out_of_scope", entities={"dossier": [long]})
    assert "HS 261109 000123" in reply.text or "H29101123456261109000123" in reply.text


def test_a_repaired_code_goes_on_to_the_payment() -> None:
    state = State()
    _ask("quét mã nộp phí khai sinh", state)
    wrong = {"dossier": ["G22.99.08-271109-000123"]}
    asked = _ask("G22.99.08-271109-000123", state, procedures=[], entities=wrong)
    assert asked.image is None
    reply = _ask(dossier(DOSSIER), state, intent="open", procedures=[])
    assert reply.image is not None


def test_the_fee_is_that_of_the_way_the_citizen_hands_in() -> None:
    fees = [{**FEE[0], "channels": ["counter"]}, {**FEE[0], "amount": 4000, "channels": ["online"]}]
    state = State()
    assert "4.000" in _ask("em nộp trực tuyến, quét mã nộp phí khai sinh", state, fees=fees).text
    entities = {"dossier": [DOSSIER]}
    reply = _ask(DOSSIER, state, procedures=[], entities=entities, fees=fees)
    assert reply.data["amount"] == 4000


def test_a_way_without_a_known_fee_is_not_taken_for_free() -> None:
    fees = [{**FEE[0], "channels": ["counter"]}]
    reply = _ask("em nộp trực tuyến, quét mã nộp phí khai sinh", State(), fees=fees)
    assert "Không phải nộp tiền" not in reply.text
    assert reply.image is None
