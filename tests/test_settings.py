from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import ROOT, SettingError, read, read_env_file


def test_without_any_setting_it_listens_on_this_machine_only() -> None:
    chosen = read({})
    assert (chosen.host, chosen.port) == ("127.0.0.1", 5005)
    assert chosen.database_url.startswith("sqlite:///")
    assert chosen.models == ROOT / "models"
    assert chosen.public_url is None
    assert chosen.commune is None
    assert chosen.keep_days == 30


def test_every_setting_is_taken_from_its_name() -> None:
    chosen = read(
        {
            "MOTCUA_DATABASE_URL": "postgresql://db/motcua",
            "MOTCUA_HOST": "::",
            "MOTCUA_PORT": "8080",
            "MOTCUA_PUBLIC_URL": "https://xa.example",
            "MOTCUA_COMMUNE": "25978",
            "MOTCUA_DATA": "/srv/data",
            "MOTCUA_MODELS": "/srv/models",
            "MOTCUA_KEEP_DAYS": "7",
        }
    )
    assert chosen.database_url == "postgresql://db/motcua"
    assert (chosen.host, chosen.port) == ("::", 8080)
    assert (chosen.public_url, chosen.commune) == ("https://xa.example", "25978")
    assert chosen.models == Path("/srv/models")
    assert chosen.keep_days == 7


def test_an_empty_value_counts_as_unset() -> None:
    chosen = read({"MOTCUA_PORT": "", "MOTCUA_COMMUNE": ""})
    assert chosen.port == 5005
    assert chosen.commune is None


@pytest.mark.parametrize("value", ["0", "65536", "-1", "5005a", "80.5", " "])
def test_a_port_that_cannot_be_is_refused_by_its_name(value: str) -> None:
    with pytest.raises(SettingError, match="MOTCUA_PORT"):
        read({"MOTCUA_PORT": value})


@pytest.mark.parametrize("value", ["0", "3651", "mai mai"])
def test_days_to_keep_out_of_range_are_refused(value: str) -> None:
    with pytest.raises(SettingError, match="MOTCUA_KEEP_DAYS"):
        read({"MOTCUA_KEEP_DAYS": value})


def test_a_digit_that_is_no_number_is_refused_and_does_not_crash() -> None:
    with pytest.raises(SettingError, match="MOTCUA_PORT"):
        read({"MOTCUA_PORT": "8²"})


def test_the_env_file_knows_comments_quotes_exports_and_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(
        "\ufeffMOTCUA_PORT=8080\n"
        "# MOTCUA_HOST=0.0.0.0\n"
        "\n"
        "export MOTCUA_COMMUNE='25978'\n"
        'MOTCUA_PUBLIC_URL = "https://xa.example/?a=b"\n'
        "không phải một dòng cài đặt\n",
        encoding="utf-8",
    )
    assert read_env_file(path) == {
        "MOTCUA_PORT": "8080",
        "MOTCUA_COMMUNE": "25978",
        "MOTCUA_PUBLIC_URL": "https://xa.example/?a=b",
    }


def test_a_missing_env_file_gives_nothing(tmp_path: Path) -> None:
    assert read_env_file(tmp_path / ".env") == {}
