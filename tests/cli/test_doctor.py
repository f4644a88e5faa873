from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.cli.doctor import findings
from bot.settings import Settings, settings
from tests.fakes.server import Fault
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.zalo import FakeZaloOa


def _advice(chosen: Settings) -> dict[str, str | None]:
    return dict(findings(chosen))


def _here(folder: Path, **changes: str) -> Settings:
    return replace(settings(), database_url=f"sqlite:///{(folder / 'a.db').as_posix()}", **changes)


def test_a_database_that_opens_is_well(tmp_path: Path) -> None:
    assert _advice(_here(tmp_path))["cơ sở dữ liệu"] is None


def test_one_that_cannot_be_opened_is_told_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "a.db").mkdir()
    advice = _advice(_here(tmp_path))["cơ sở dữ liệu"]
    assert advice is not None
    assert "MOTCUA_DATABASE_URL" in advice


def test_without_a_model_it_says_how_to_train(tmp_path: Path) -> None:
    chosen = replace(_here(tmp_path), models=tmp_path / "none")
    advice = _advice(chosen)["mô hình"]
    assert advice is not None
    assert "train" in advice


def test_the_file_of_the_look_up_service_is_read(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yml", tmp_path / "bad.yml"
    good.write_text("address: https://tra-cuu.example.gov.vn/?ma={code}\n", encoding="utf-8")
    bad.write_text("address: http://tra-cuu.example.gov.vn/\n", encoding="utf-8")
    name = "nơi tra cứu hồ sơ"
    assert _advice(_here(tmp_path, dossier_service=str(good)))[name] is None
    assert "{code}" in (_advice(_here(tmp_path, dossier_service=str(bad)))[name] or "")
    assert name not in _advice(_here(tmp_path))


def test_a_line_that_breaks_in_the_middle_is_told(tmp_path: Path) -> None:
    fake = FakeTelegram()
    fake.faults.append(Fault("getWebhookInfo", "cut"))
    try:
        found = _advice(_here(tmp_path, telegram_token=TOKEN, telegram_api=fake.url))
    finally:
        fake.close()
    assert "chạy lại" in (found["Telegram: webhook"] or "")


def test_of_an_official_account_login_clock_and_webhook_are_looked_at(tmp_path: Path) -> None:
    fake = FakeZaloOa()
    chosen = _here(
        tmp_path, zalo_oa_app_id="4711", zalo_oa_api=fake.url, public_url="http://127.0.0.1:9"
    )
    try:
        found = _advice(chosen)
    finally:
        fake.close()
    assert "zalo login" in (found["Zalo OA: mã truy cập"] or "")
    assert found["đồng hồ của máy (so với Zalo)"] is None
    assert "chưa gọi được" in (found["Zalo OA: webhook"] or "")


def test_the_file_of_the_commune_that_runs_the_assistant_is_looked_for(tmp_path: Path) -> None:
    assert "25978.yml" in (_advice(_here(tmp_path, commune="25978"))["tệp của xã, phường"] or "")
