"""Keeps the built search in a file: building takes seconds, reading it a fraction of one.

Its arrays are mapped into memory from the file: only what questions touch is read.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import joblib

from bot.registry.search import Search

_HERE = Path(__file__).resolve().parent
_CODE = (_HERE.parent / "ngrams.py", _HERE.parent / "text.py", *sorted(_HERE.glob("*.py")))


def fingerprint(folders: Iterable[Path], further: str) -> str:
    """Stands for all that the search is made from: data files, this code, and `further`."""
    made = hashlib.sha256(further.encode())
    data = (path for folder in folders for path in sorted(folder.rglob("*")))
    for path in (*data, *_CODE):
        if path.suffix in (".yml", ".tsv", ".py"):
            made.update(path.name.encode())
            made.update(path.read_bytes())
    return made.hexdigest()[:16]


def load_or_build(folder: Path | None, key: str, build: Callable[[], Search]) -> Search:
    """The search kept under `key`, or a new one, which is then kept in place of older ones.

    Args:
        folder: The deployment's own folder, never written by others; None: nothing is kept.
        key: See `fingerprint`.
        build: Makes the search.
    """
    if folder is None:
        return build()
    path = folder / f"search-{key}.joblib"
    kept = _read(path)
    if kept is not None:
        return kept
    search = build()
    try:
        _write(search, path)
    except OSError:  # a full disk only costs the time to build
        return search
    del search
    _give_back_memory()
    return _read(path) or build()


def _write(search: Search, path: Path) -> None:
    """Puts `search` into `path` whole or not at all, and older ones away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(f".{os.getpid()}.tmp")
    joblib.dump(search, new)
    new.replace(path)
    for old in path.parent.glob("search-*.joblib"):
        if old != path:
            with contextlib.suppress(OSError):  # in use by another process, on Windows
                old.unlink()


def _read(path: Path) -> Search | None:
    with contextlib.suppress(Exception):  # damaged, it may fail in any way
        kept = joblib.load(path, mmap_mode="r")  # our own file
        return kept if isinstance(kept, Search) else None
    return None


def _give_back_memory() -> None:
    """Returns what building took, over 200 MB, to the system; only glibc has to be asked."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
