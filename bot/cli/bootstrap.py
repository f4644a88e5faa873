"""From a bare machine to a ready environment. Standard library only: it runs before any install.

Called by the launchers `motcua` and `motcua.cmd` with the arguments of the command; makes the
environment when it is missing or its lock file has changed, then hands over to it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
TOOLS = ROOT / "var" / "tools"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
NEEDED_BYTES = 1_500_000_000


class SetupError(Exception):
    """The environment cannot be made; the text says what to do."""


def say(text):
    """Prints one line of progress."""
    print(text, file=sys.stderr, flush=True)


def main(arguments):
    """Makes the environment ready and runs the command in it; returns its exit status."""
    try:
        prepare(development=arguments[:1] == ["test"])
    except SetupError as error:
        say(f"❌ {error}")
        return 1
    command = [str(PYTHON), "-m", "bot.cli.main", *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore"}
    environment["PYTHONPATH"] = str(ROOT)
    if WINDOWS:
        return subprocess.call(command, env=environment)
    os.execve(str(PYTHON), command, environment)  # noqa: S606 (our own environment)
    return 0


def prepare(development):
    """Creates or updates `.venv` from the lock file; does nothing when it is up to date."""
    lock = ROOT / ("requirements-dev.lock" if development else "requirements.lock")
    stamp = VENV / "motcua.stamp"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    have = stamp.read_text().split() if stamp.is_file() and PYTHON.exists() else []
    if wanted in have:
        return
    if shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        raise SetupError("Ổ đĩa còn dưới 1,5 GB. Xóa bớt tệp rồi chạy lại.")
    uv = find_uv()
    if not PYTHON.exists():
        say("Đang tạo môi trường Python 3.11…")
        run(
            [*uv, "venv", "--python", find_python(), str(VENV)],
            "Không tạo được môi trường Python 3.11.",
        )
    say("Đang cài thư viện, lần đầu mất vài phút…")
    run(
        [
            *uv,
            "pip",
            "install",
            "--python",
            str(PYTHON),
            "--no-deps",
            "--require-hashes",
            "-r",
            str(lock),
        ],
        "Cài thư viện không xong. Kiểm tra mạng rồi chạy lại.",
    )
    # The development lock holds everything of the other one: the environment serves both.
    done = [wanted]
    if development:
        done.append(hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest())
    stamp.write_text("\n".join(done))
    say("✅ Thư viện đã sẵn sàng.")


def find_python():
    """Path of a Python 3.11.

    Raises:
        SetupError: There is none.
    """
    if sys.version_info[:2] == (3, 11):
        return sys.executable
    found = shutil.which("python3.11")
    if found:
        return found
    how = "winget install Python.Python.3.11" if WINDOWS else "sudo apt-get install python3.11"
    raise SetupError(f"Máy chưa có Python 3.11. Cài bằng: {how}, rồi chạy lại.")


def find_uv():
    """Command that runs `uv`: the one installed, or one of our own below `var/`.

    Raises:
        SetupError: It cannot be installed.
    """
    installed = shutil.which("uv")
    if installed:
        return [installed]
    python = TOOLS / ("Scripts/python.exe" if WINDOWS else "bin/python")
    if not python.exists():
        say("Đang cài công cụ uv…")
        make_venv(TOOLS)
    if subprocess.call(
        [str(python), "-m", "uv", "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        run(
            [str(python), "-m", "pip", "install", "--quiet", "uv>=0.9"],
            "Không tải được uv. Kiểm tra mạng rồi chạy lại.",
        )
    return [str(python), "-m", "uv"]


def make_venv(folder):
    """Makes a virtual environment with pip, installing Debian's package for it where it may."""
    command = [find_python(), "-m", "venv", str(folder)]
    if subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
        return
    shutil.rmtree(folder, ignore_errors=True)
    if not WINDOWS and shutil.which("apt-get"):
        if os.geteuid() != 0:
            raise SetupError(
                "Thiếu python3-venv. Chạy: sudo apt-get install python3-venv, rồi chạy lại."
            )
        say("Đang cài python3-venv…")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.call(["apt-get", "update"], **quiet)
        subprocess.call(["apt-get", "install", "-y", "python3-venv"], **quiet)
    run(command, "Không tạo được môi trường ảo. Cài gói venv của Python 3.11 rồi chạy lại.")


def run(command, failure):
    """Runs a command, its output below ours.

    Raises:
        SetupError: It failed; `failure` is the text.
    """
    if subprocess.call(command, stdout=sys.stderr):
        raise SetupError(failure)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
