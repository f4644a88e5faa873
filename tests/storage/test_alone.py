from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.alone import TakenError, hold

_HOLD = "import sys; from bot.storage.alone import hold; held = hold(sys.argv[1]); print('held')"
_WAIT = "; sys.stdout.flush(); sys.stdin.read()"


def test_a_second_server_on_one_database_is_turned_away_until_the_first_is_gone(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{(tmp_path / 'a.db').as_posix()}"
    command = [sys.executable, "-c", _HOLD + _WAIT, url]
    first = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert first.stdout is not None
    assert first.stdout.readline() == b"held\n"
    with pytest.raises(TakenError):
        hold(url)
    first.kill()
    first.communicate()
    assert hold(url) is not None


def test_another_database_is_another_matter(tmp_path: Path) -> None:
    held = [hold(f"sqlite:///{(tmp_path / name).as_posix()}") for name in ("a.db", "b.db")]
    assert None not in held
