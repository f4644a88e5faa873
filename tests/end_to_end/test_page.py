"""The chat page in real Chromium: what a citizen sees and presses."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.end_to_end.conftest import Server

INSTALL = "apt-get install -y chromium chromium-driver"


@pytest.fixture(scope="session")
def chromium() -> str:
    if not shutil.which("chromium") and os.environ.get("CI") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update"], check=False, **quiet)
        subprocess.run(INSTALL.split(), check=False, **quiet)
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        pytest.skip(f"Chromium is missing; install it with: {INSTALL}")
    return str(shutil.which("chromium"))


@pytest.fixture
def browser(chromium: str, tmp_path: Path) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        f"--user-data-dir={tmp_path / 'profile'}",
        "--window-size=360,740",
    ):
        options.add_argument(flag)
    service = webdriver.ChromeService(executable_path=str(shutil.which("chromedriver")))
    driver = webdriver.Chrome(options=options, service=service)
    driver.set_window_size(360, 740)
    yield driver
    driver.quit()


def wait(browser: webdriver.Chrome, seconds: int = 20) -> WebDriverWait[webdriver.Chrome]:
    return WebDriverWait(browser, seconds)


def messages(browser: webdriver.Chrome) -> list[str]:
    return [m.text for m in browser.find_elements(By.CSS_SELECTOR, ".message:not(.own)")]


def ask(browser: webdriver.Chrome, text: str) -> str:
    before = len(messages(browser))
    field = browser.find_element(By.ID, "input")
    field.send_keys(text, Keys.ENTER)
    wait(browser, 40).until(lambda b: len(messages(b)) > before)
    return messages(browser)[-1]


def test_a_citizen_asks_presses_and_asks_on(browser: webdriver.Chrome, server: Server) -> None:
    browser.get(server.url)
    assert "Đừng gửi mật khẩu" in messages(browser)[0]
    assert "khai sinh" in ask(browser, "làm khai sinh cho con cần gì").lower()
    before = len(messages(browser))
    buttons = browser.find_elements(By.CSS_SELECTOR, ".choices:last-child button")
    browser.execute_script("arguments[0].click()", next(b for b in buttons if "Phí" in b.text))
    wait(browser).until(lambda b: len(messages(b)) > before)
    assert "💰" in messages(browser)[-1]
    assert "⏱" in ask(browser, "mấy ngày có")


def test_the_conversation_survives_a_restart_of_the_server(
    browser: webdriver.Chrome, server: Server
) -> None:
    browser.get(server.url)
    ask(browser, "đăng ký kết hôn cần gì")
    server.stop()
    before = len(messages(browser))
    browser.find_element(By.ID, "input").send_keys("thế lệ phí", Keys.ENTER)
    wait(browser).until(lambda b: b.find_element(By.ID, "offline").is_displayed())
    server.start()
    wait(browser, 40).until(lambda b: len(messages(b)) > before)
    assert "💰" in messages(browser)[-1]
    assert not browser.find_element(By.ID, "offline").is_displayed()


def test_nothing_is_wider_than_a_small_phone(browser: webdriver.Chrome, server: Server) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True},
    )
    browser.get(server.url)
    ask(browser, "đăng ký tạm trú nộp trên mạng thế nào")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360
    browser.find_element(By.ID, "large").click()
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360


def test_the_next_person_finds_an_empty_page(browser: webdriver.Chrome, server: Server) -> None:
    browser.get(server.url)
    ask(browser, "đăng ký kết hôn cần gì")
    browser.find_element(By.ID, "next").click()
    wait(browser).until(lambda b: len(messages(b)) == 1)
    assert "thủ tục nào" in ask(browser, "thế lệ phí")


def test_two_idle_minutes_on_a_shared_screen_clear_the_page(
    browser: webdriver.Chrome, server: Server
) -> None:
    # The page's clock is wound on: its two minutes pass at once.
    browser.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument",
        {
            "source": "const real = setTimeout; window.setTimeout = (f, ms, ...a) =>"
            " real(f, ms === 120000 ? 1500 : ms, ...a);"
        },
    )
    browser.get(server.url)
    browser.find_element(By.ID, "shared").click()
    ask(browser, "đăng ký kết hôn cần gì")
    wait(browser).until(lambda b: len(messages(b)) == 1)
    assert browser.find_elements(By.CSS_SELECTOR, ".own") == []


def test_it_can_be_used_by_keyboard_and_screen_reader(
    browser: webdriver.Chrome, server: Server
) -> None:
    browser.get(server.url)
    log = browser.find_element(By.ID, "log")
    assert log.get_attribute("role") == "log"
    assert log.get_attribute("aria-live") == "polite"
    label = browser.find_element(By.CSS_SELECTOR, "label[for=input]")
    assert label.text
    contrast = browser.find_element(By.ID, "contrast")
    contrast.send_keys(Keys.SPACE)
    assert contrast.get_attribute("aria-pressed") == "true"
    unnamed = [b for b in browser.find_elements(By.TAG_NAME, "button") if not b.text.strip()]
    assert unnamed == []


def test_the_counter_page_says_what_is_missing_instead_of_a_broken_picture(
    browser: webdriver.Chrome, server: Server
) -> None:
    browser.get(f"{server.url}/counter")
    browser.find_element(By.ID, "find").send_keys("dang ky khai sinh")
    chosen = wait(browser).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#list button"))
    chosen[0].click()
    wait(browser).until(lambda b: b.find_element(By.ID, "none").is_displayed())
    assert not browser.find_element(By.ID, "qr").is_displayed()
    assert not browser.find_element(By.ID, "how").is_displayed()
    assert browser.find_elements(By.CSS_SELECTOR, "#papers li")
