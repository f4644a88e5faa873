"""Every code that is printed or shown opens what it says."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from bot.cli.main import main


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


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--procedure", "9.999999", "--telegram-bot", "b"], "Không có thủ tục"),
        (["--guide", "account.nothing", "--telegram-bot", "b"], "Không có hướng dẫn"),
        (["--source", "cổng chợ", "--telegram-bot", "b"], "--source"),
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
