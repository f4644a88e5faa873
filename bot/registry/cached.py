"""Keeps the built search in a file: building takes seconds, reading it a fraction of one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.registry.search import Search

_HERE = Path(__file__).resolve().parent


def fingerprint(folders: Iterable[Path], further: str) -> str:
    """Stands for all that the search is made from: data files, this code, and `further`."""
    made = hashlib.sha256(further.encode())
    for folder in (*folders, _HERE):
        for path in sorted(folder.rglob("*")):
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
    path = folder / f"search-{key}.pickle"
    with contextlib.suppress(Exception):  # a damaged file may fail in any way
        kept = pickle.loads(path.read_bytes())  # noqa: S301 (our own file)
        if isinstance(kept, Search):
            return kept
    search = build()
    with contextlib.suppress(OSError):  # a full disk only costs the time to build
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / f"search-{key}.{os.getpid()}.tmp"
        new.write_bytes(pickle.dumps(search, protocol=pickle.HIGHEST_PROTOCOL))
        new.replace(path)
        for old in folder.glob("search-*.pickle"):
            if old != path:
                old.unlink(missing_ok=True)
    return search
