"""An environment of its own for stock Rasa: Python 3.10 and TensorFlow, about 2.6 GB."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT

RASA = "rasa==3.6.21"


def stock_python(folder: Path = ROOT / ".stock") -> Path:
    """Python of the stock environment in `folder`, made when it is not there.

    Raises:
        SystemExit: There is no `uv`, no Python 3.10, or the installation fails.
    """
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if (folder / "ready").exists():
        return python
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        sys.exit("needs uv to make the stock environment")
    wanted = next(iter(Path.home().glob(".pyenv/versions/3.10.*/bin/python")), "3.10")
    for command in (
        [uv, "venv", "--python", str(wanted), str(folder)],
        [uv, "pip", "install", "--python", str(python), RASA, "psutil"],
    ):
        if subprocess.run(command, check=False).returncode:
            sys.exit("stock Rasa needs Python 3.10 and a package registry")
    (folder / "ready").touch()
    return python
