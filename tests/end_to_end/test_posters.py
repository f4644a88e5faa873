"""Every code that is printed or shown opens what it says."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from bot.cli.main import main
from bot.knowledge.current import knowledge
from bot.knowledge.links import parse
from bot.settings import settings
from tests.end_to_end.conftest import Server


def decoded(path: Path, dpi: int = 150) -> list[str]:
    page = pypdfium2.PdfDocument(str(path))[0]
    return [code.text for code in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())]


@pytest.mark.parametrize("size", ["A4", "A5", "A6"])
@pytest.mark.parametrize(
    ("subject", "payload"),
    [
        (["--procedure", "1.001193"], "p_1-001193"),
        (["--guide", "account.level2"], "g_account-level2"),
        ([], "m_help"),
    ],
)
def test_a_printed_code_opens_the_bot_on_its_subject(
    size: str, subject: list[str], payload: str, tmp_path: Path
) -> None:
    output = tmp_path / "to.pdf"
    command = ["poster", *subject, "--size", size, "--telegram-bot", "xa_bot", "--source", "cong"]
    assert main([*command, "--output", str(output)]) == 0
    assert decoded(output) == [f"https://t.me/xa_bot?start={payload}__s_cong"]


def test_a_procedure_that_only_the_portal_explains_has_its_poster_too(tmp_path: Path) -> None:
    output = tmp_path / "to.pdf"
    command = ["poster", "--procedure", "1.000005", "--telegram-bot", "xa_bot"]
    assert main([*command, "--output", str(output)]) == 0
    assert decoded(output) == ["https://t.me/xa_bot?start=p_1-000005__s_poster"]


@pytest.mark.parametrize("channel", ["zalo", "web"])
def test_the_codes_of_other_channels_open_them(
    channel: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = replace(settings(), zalo_oa_id="0815", public_url="https://motcua.example")
    monkeypatch.setattr("bot.cli.poster.settings", lambda: known)
    output = tmp_path / "to.pdf"
    command = ["poster", "--procedure", "1.001193", "--channel", channel, "--output", str(output)]
    assert main(command) == 0
    expected = {
        "zalo": "https://zalo.me/0815",
        "web": "https://motcua.example/?open=p_1-001193__s_poster",
    }
    assert decoded(output) == [expected[channel]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--procedure", "9.999999", "--telegram-bot", "b"], "Không có thủ tục"),
        (["--guide", "account.nothing", "--telegram-bot", "b"], "Không có hướng dẫn"),
        (["--source", "cổng chợ", "--telegram-bot", "b"], "--source"),
        (["--source", "cong.1", "--telegram-bot", "b"], "--source"),
        ([], "Chưa biết mở trợ lý ở đâu"),
    ],
)
def test_what_cannot_be_printed_is_told(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "to.pdf"
    assert main(["poster", *arguments, "--output", str(output)]) == 2
    assert said in capsys.readouterr().err
    assert not output.exists()


def _get(server: Server, path: str) -> tuple[int, bytes]:
    try:
        answer = urllib.request.urlopen(f"{server.url}{path}", timeout=10)
        return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_the_officer_s_page_lists_every_subject_with_its_papers(server: Server) -> None:
    status, body = _get(server, "/counter/subjects.json")
    subjects = {subject["payload"]: subject for subject in json.loads(body)}
    assert status == 200
    assert set(knowledge().guides) <= {parse(p).target for p in subjects}  # type: ignore[union-attr]
    assert subjects["p_1-001193"]["papers"]


def test_without_an_address_the_officer_s_page_shows_no_code(server: Server) -> None:
    assert _get(server, "/counter")[0] == 200
    assert _get(server, "/counter/qr.svg?open=p_1-001193")[0] == 404
    assert _get(server, "/counter/qr.svg?open=<script>")[0] == 404


def test_conversations_are_counted_by_what_brought_them(server: Server) -> None:
    body = {"sender": "counted-0001", "payload": "p_1-001193__s_cho-phien"}
    headers = {"Content-Type": "application/json"}
    address = f"{server.url}/webhooks/web/messages"
    for _ in range(2):
        request = urllib.request.Request(address, json.dumps(body).encode(), headers)
        urllib.request.urlopen(request, timeout=20).read()
    shown = server.run("stats")
    assert any("cho-phien" in line and line.split()[-1] == "1" for line in shown.splitlines())
    assert "counted-0001" not in shown
