"""Print-ready pages: large words, one QR code, the commune's name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import segno
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, A5, A6
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SIZES = {"A4": A4, "A5": A5, "A6": A6}
_FONTS = Path(__file__).parent / "fonts"
_RED = colors.HexColor("#b3141d")
_PLAIN, _BOLD = "NotoSans", "NotoSans-Bold"


@dataclass(frozen=True)
class Poster:
    """What stands on the page.

    Attributes:
        headline: Read from two metres: at most three lines on A4.
        subject: What the code opens on.
        how: One line on how to use the code.
        address: What the code holds.
        shown: The address as one types it.
        commune: Name of the commune's centre, or None.
    """

    headline: str
    subject: str
    how: str
    address: str
    shown: str
    commune: str | None


def draw(poster: Poster, size: str, path: Path) -> None:
    """Writes one PDF page.

    Args:
        poster: What stands on it.
        size: `A4`, `A5` or `A6`.
        path: The file.
    """
    for name, file in ((_PLAIN, "NotoSans-Regular.ttf"), (_BOLD, "NotoSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, _FONTS / file))
    width, height = SIZES[size]
    scale = width / A4[0]
    canvas = Canvas(str(path), pagesize=(width, height))
    canvas.setTitle(poster.subject)
    margin = 16 * mm * scale
    inner = width - 2 * margin
    canvas.setFillColor(_RED)
    canvas.rect(0, height - 12 * mm * scale, width, 12 * mm * scale, stroke=0, fill=1)
    top = height - 36 * mm * scale
    top = _lines(canvas, poster.headline, _BOLD, 60 * scale, _RED, (margin, top, inner))
    top -= 4 * mm * scale
    top = _lines(canvas, poster.subject, _BOLD, 34 * scale, colors.black, (margin, top, inner))
    side = min(125 * mm * scale, top - 54 * mm * scale)
    top += 8 * mm * scale
    _code(canvas, poster.address, (width - side) / 2, top - side, side)
    below = top - side - 6 * mm * scale
    below = _lines(canvas, poster.how, _PLAIN, 21 * scale, colors.black, (margin, below, inner))
    _lines(canvas, poster.shown, _BOLD, 18 * scale, colors.black, (margin, below, inner))
    if poster.commune:
        foot = (margin, 12 * mm * scale, inner)
        _lines(canvas, poster.commune, _BOLD, 16 * scale, _RED, foot)
    canvas.showPage()
    canvas.save()


def _lines(
    canvas: Canvas,
    text: str,
    font: str,
    size: float,
    color: colors.Color,
    place: tuple[float, float, float],
) -> float:
    """Writes centred lines within (left, baseline, width); returns the next baseline."""
    left, baseline, width = place
    canvas.setFillColor(color)
    canvas.setFont(font, size)
    for line in [part for given in text.split("\n") for part in wrap(given, font, size, width)]:
        canvas.drawCentredString(left + width / 2, baseline, line)
        baseline -= size * 1.25
    return baseline


def wrap(text: str, font: str, size: float, width: float) -> list[str]:
    """Breaks `text` between words into lines of at most `width` points."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _code(canvas: Canvas, address: str, x: float, y: float, side: float) -> None:
    """Draws the QR code as vector squares, with its quiet zone, on white."""
    matrix = list(segno.make(address, micro=False, error="m").matrix_iter(border=4))
    module = side / len(matrix)
    canvas.setFillColor(colors.white)
    canvas.rect(x, y, side, side, stroke=0, fill=1)
    canvas.setFillColor(colors.black)
    for i, row in enumerate(matrix):
        start = None
        for j, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = j
            elif not dark and start is not None:
                left, bottom = x + start * module, y + side - (i + 1) * module
                # A hair of overlap, so that no printer leaves white between the rows.
                canvas.rect(left, bottom, (j - start) * module, module * 1.02, stroke=0, fill=1)
                start = None
