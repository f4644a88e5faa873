"""Lines of a `.jsonl` or `.jsonl.gz` file, one by one; a bad one is told and passed over."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

LONGEST = 2_000_000  # bytes of a line; the portal's longest record has 185 thousand

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"


class FileError(Exception):
    """The file cannot be read at all; says why in Vietnamese."""


@dataclass(frozen=True)
class Problem:
    """A line that cannot be used.

    Attributes:
        line: Its number, from 1.
        message: Why, in Vietnamese.
        last: Whether nothing behind it could be read.
    """

    line: int
    message: str
    last: bool = False

    def __str__(self) -> str:
        return f"dòng {self.line}: {self.message}"


def read_lines(
    path: Path, progress: Callable[[int], None] | None = None
) -> Iterator[tuple[int, Any] | Problem]:
    """Reads the JSON value of every line; empty lines are passed over.

    Whether the file is compressed is seen from its first bytes, not from its name. No more than
    one line is held in memory.

    Args:
        path: A file of JSON Lines.
        progress: Called with the bytes of the file that were read so far.

    Yields:
        (number, value) of a line, or what is wrong with it.

    Raises:
        FileError: The file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            compressed = file.peek(2)[:2] == _GZIP
            stream = gzip.GzipFile(fileobj=file) if compressed else file
            for found in _read(stream.readline):
                yield found
                if progress is not None:
                    progress(file.tell())
    except OSError as error:
        raise FileError(f"không đọc được tệp: {error.strerror or error}") from error


def _read(readline: Callable[[int], bytes]) -> Iterator[tuple[int, Any] | Problem]:
    number = 0
    while True:
        number += 1
        try:
            line = readline(LONGEST + 1)
            if len(line) > LONGEST:
                _skip_rest(readline, line)
                yield Problem(number, f"dài hơn {LONGEST} byte")
                continue
        except (EOFError, gzip.BadGzipFile, zlib.error):
            yield Problem(number, "tệp nén bị cắt hoặc hỏng từ đây", last=True)
            return
        if not line:
            return
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield _parse(number, line)


def _skip_rest(readline: Callable[[int], bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = readline(LONGEST)


def _parse(number: int, line: bytes) -> tuple[int, Any] | Problem:
    try:
        return number, json.loads(line.rstrip().decode(), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return Problem(number, f"không phải UTF-8 ở byte {error.start + 1}")
    except json.JSONDecodeError as error:
        return Problem(number, f"không phải JSON, hỏng ở ký tự {error.pos + 1}")
    except (ValueError, RecursionError):  # NaN, a number too long, brackets too deep
        return Problem(number, "JSON có giá trị không dùng được")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
