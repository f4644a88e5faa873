"""Codes in a citizen's photo: zxing-cpp, with a few retries on an improved picture."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import zxingcpp
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

BYTES_LIMIT = 20 * 2**20
PIXELS_LIMIT = 40_000_000
_SECONDS = 2.0
_SIDE = 1600
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


class PhotoError(ValueError):
    """The file is no picture that can be looked at; says why, in Vietnamese."""


def read_codes(path: Path) -> list[str]:
    """Texts of the QR codes in a picture; empty: none could be read.

    Args:
        path: The file, untrusted: bounded in bytes, pixels and time.

    Raises:
        PhotoError: Not a picture, cut off, or too large.
    """
    try:
        if path.stat().st_size > BYTES_LIMIT:
            raise PhotoError("ảnh nặng quá")
        picture = _open(path)
    except OSError as error:  # also Pillow's, for a file that is cut off
        raise PhotoError("không mở được ảnh") from error
    until = time.monotonic() + _SECONDS
    texts: dict[str, None] = {}
    for attempt in _attempts(picture):
        found = zxingcpp.read_barcodes(attempt, formats=_QR)
        again = bool(texts)
        texts |= {code.text: None for code in found if code.text}
        # Once more after the first that was read: a second code may be harder to read, and of
        # two codes the worse one counts.
        if again or time.monotonic() > until:
            break
    return list(texts)


def _open(path: Path) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path) as opened:
                if opened.width * opened.height > PIXELS_LIMIT:
                    raise PhotoError("ảnh lớn quá")
                opened.load()
                picture = ImageOps.exif_transpose(opened).convert("L")
        except (UnidentifiedImageError, Image.DecompressionBombError) as error:
            raise PhotoError("không phải ảnh, hoặc ảnh lớn quá") from error
        except (Image.DecompressionBombWarning, SyntaxError, ValueError) as error:
            raise PhotoError("không đọc được ảnh") from error
    picture.thumbnail((4 * _SIDE, 4 * _SIDE))
    return picture


def _attempts(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture, then what helps against blur, darkness and small or huge codes."""
    yield picture
    longest = max(picture.size)
    sized = picture.copy()
    sized.thumbnail((_SIDE, _SIDE))
    yield ImageOps.autocontrast(sized, cutoff=2)
    yield sized.filter(ImageFilter.UnsharpMask(radius=4, percent=250, threshold=0))
    yield ImageOps.equalize(sized)
    half = sized.resize((max(1, sized.width // 2), max(1, sized.height // 2)), Image.Resampling.BOX)
    yield half
    yield half.filter(ImageFilter.UnsharpMask(radius=3, percent=350, threshold=0))
    if longest < _SIDE:
        double = sized.resize((sized.width * 2, sized.height * 2), Image.Resampling.LANCZOS)
        yield double.filter(ImageFilter.UnsharpMask(radius=6, percent=250, threshold=0))
