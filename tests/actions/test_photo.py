from __future__ import annotations

import io
from pathlib import Path

import pytest
import segno

from actions.base import Turn
from actions.interpretation import Interpretation
from actions.photo import answer_photo
from actions.state import State
from bot.knowledge.models import Account
from bot.payments.vietqr import build
from bot.replies.model import Reply
from tests.builders import make_commune, make_knowledge, make_message

ACCOUNT = Account(bin="970403", number="0011012345678", name="UBND XA EA KAR", bank="Ngân hàng A")


def _send(text: str, folder: Path, commune: bool = True) -> Reply:
    path = folder / "photo.png"
    out = io.BytesIO()
    segno.make(text, micro=False).save(out, kind="png", scale=6, border=4)
    path.write_bytes(out.getvalue())
    known = make_knowledge()
    place = make_commune(accounts=[ACCOUNT.model_dump()])
    known.communes[place.code] = place
    state = State(commune=place.code if commune else None)
    message = make_message("", photo=str(path))
    return answer_photo(Turn(message, state, Interpretation("photo"), known))


def test_the_commune_s_own_code_is_told_with_name_and_amount(tmp_path: Path) -> None:
    reply = _send(build("970403", "0011012345678", 50_000, "le phi"), tmp_path)
    assert reply.data == {"qr": "listed"}
    assert "UBND XA EA KAR" in reply.text
    assert "50.000" in reply.text
    assert "0011012345678" not in reply.text


@pytest.mark.parametrize("commune", [True, False])
def test_another_s_code_is_warned_of_and_never_called_safe(commune: bool, tmp_path: Path) -> None:
    reply = _send(build("970403", "9999999999", 50_000, "le phi"), tmp_path, commune)
    assert reply.data == {"qr": "other"}
    assert "⚠️" in reply.text
    assert "✅" not in reply.text


def test_papers_are_not_read_out(tmp_path: Path) -> None:
    reply = _send("079123456789||Nguyễn Văn A|01011990|Nam|Xã Ea Kar|01012021", tmp_path)
    assert reply.data == {"qr": "identity"}
    assert "079123456789" not in reply.text
    assert "Nguyễn" not in reply.text


def test_a_link_is_told_by_where_it_leads(tmp_path: Path) -> None:
    assert "không thuộc .gov.vn" in _send("https://dichvucong-gov.vn/x", tmp_path).text
    assert "thuộc .gov.vn" in _send("https://dichvucong.gov.vn/x", tmp_path).text


def test_what_cannot_be_read_is_asked_for_again(tmp_path: Path) -> None:
    message = make_message("", photo=str(tmp_path / "missing"))
    reply = answer_photo(Turn(message, State(), Interpretation("photo"), make_knowledge()))
    assert reply.data == {"qr": "unreadable"}
    assert "Chụp lại" in reply.text
