"""Reading payment codes in photos: `python -m benchmarks.photos`.

Draws photos with a random VietQR in the conditions and levels of the table that
`benchmarks/README.md` names, ten each, and thirty without a code. Prints how many are read, how
many texts are wrong, how many codes are seen where there is none, and the time a photo. Screens
photographed from a screen (moiré) are told apart.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFilter

from bot.payments.photo import read_codes
from bot.payments.vietqr import build

SIZE = (960, 1280)
MOIRE = "screen moiré"
Draw = Callable[["Shot"], Image.Image]


@dataclass(frozen=True)
class Shot:
    """One photo to draw: what stands in it, and chance."""

    text: str
    chance: random.Random
    grain: np.random.Generator


def code_picture(text: str, side: int, error: str = "m") -> Image.Image:
    out = io.BytesIO()
    segno.make(text, micro=False, error=error).save(out, kind="png", scale=12, border=4)
    return Image.open(out).convert("RGB").resize((side, side), Image.Resampling.LANCZOS)


def background(shot: Shot) -> Image.Image:
    """A coloured surface with strokes, as of a desk or a poster."""
    base = tuple(shot.chance.randrange(90, 210) for _ in range(3))
    picture = Image.new("RGB", SIZE, base)
    pen = ImageDraw.Draw(picture)
    for _ in range(60):
        ends = [shot.chance.randrange(side) for side in (*SIZE, *SIZE)]
        shade = tuple(min(255, max(0, c + shot.chance.randrange(-40, 40))) for c in base)
        pen.line(ends, fill=shade, width=shot.chance.randrange(1, 9))
    return picture


def placed(shot: Shot, code: Image.Image) -> Image.Image:
    picture = background(shot)
    room = [whole - part for whole, part in zip(picture.size, code.size, strict=True)]
    at = tuple(shot.chance.randrange(max(1, left)) for left in room)
    picture.paste(code, at, code if code.mode == "RGBA" else None)
    return picture


def plain(shot: Shot, side: int = 420) -> Image.Image:
    return placed(shot, code_picture(shot.text, side))


def gaussian(sigma: float) -> Draw:
    return lambda shot: plain(shot).filter(ImageFilter.GaussianBlur(sigma))


def motion(length: int) -> Draw:
    def draw(shot: Shot) -> Image.Image:
        whole = np.asarray(plain(shot), np.float32)
        moved = [np.roll(whole, i, axis=1) for i in range(-(length // 2), length // 2 + 1)]
        return Image.fromarray(np.mean(moved, axis=0).astype(np.uint8))

    return draw


def rotation(degrees: int) -> Draw:
    def draw(shot: Shot) -> Image.Image:
        code = code_picture(shot.text, 420).convert("RGBA")
        return placed(shot, code.rotate(degrees, Image.Resampling.BICUBIC, expand=True))

    return draw


def perspective(degrees: int) -> Draw:
    def draw(shot: Shot) -> Image.Image:
        side = 520
        code = code_picture(shot.text, side).convert("RGBA")
        tilt = np.radians(degrees)
        far, height = 1 / (1 + 0.35 * np.sin(tilt)), side * np.cos(tilt)
        inset = side * (1 - far) / 2
        corners = [(inset, 0), (side - inset, 0), (side, height), (0, height)]
        flat = [(0, 0), (side, 0), (side, side), (0, side)]
        rows = []
        for (x, y), (u, v) in zip(corners, flat, strict=True):
            rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
            rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        right = np.array(flat, float).reshape(8)
        how = np.linalg.solve(np.array(rows, float), right)
        size = (side, max(1, int(height)))
        return placed(
            shot,
            code.transform(size, Image.Transform.PERSPECTIVE, how, Image.Resampling.BICUBIC),
        )

    return draw


def noisy(picture: Image.Image, shot: Shot, deviation: float, gain: float = 1.0) -> Image.Image:
    whole = np.asarray(picture, np.float32) * gain
    whole += shot.grain.normal(0, deviation, whole.shape)
    return Image.fromarray(np.clip(whole, 0, 255).astype(np.uint8))


def noise(deviation: float, gain: float = 1.0) -> Draw:
    return lambda shot: noisy(plain(shot), shot, deviation, gain)


def small(side: int) -> Draw:
    return lambda shot: plain(shot, side)


def logo(error: str) -> Draw:
    def draw(shot: Shot) -> Image.Image:
        code = code_picture(shot.text, 420, error)
        ImageDraw.Draw(code).ellipse((168, 168, 252, 252), fill=(200, 30, 30))
        return placed(shot, code)

    return draw


def glare(radius: int) -> Draw:
    def draw(shot: Shot) -> Image.Image:
        picture = plain(shot)
        shine = Image.new("L", SIZE, 0)
        x, y = (shot.chance.randrange(side) for side in SIZE)
        ImageDraw.Draw(shine).ellipse((x - radius, y - radius, x + radius, y + radius), fill=230)
        white = Image.new("RGB", SIZE, (255, 255, 255))
        return Image.composite(white, picture, shine.filter(ImageFilter.GaussianBlur(radius / 3)))

    return draw


def combined(side: int, degrees: int, sigma: float, gain: float, deviation: float) -> Draw:
    def draw(shot: Shot) -> Image.Image:
        code = code_picture(shot.text, side).convert("RGBA")
        angle = shot.chance.uniform(-degrees, degrees)
        turned = placed(shot, code.rotate(angle, Image.Resampling.BICUBIC, expand=True))
        return noisy(turned.filter(ImageFilter.GaussianBlur(sigma)), shot, deviation, gain)

    return draw


def moire(pitch: float) -> Draw:
    """A screen photographed: its rows of dots beat against those of the camera."""

    def draw(shot: Shot) -> Image.Image:
        whole = np.asarray(plain(shot), np.float32)
        y, x = np.mgrid[: whole.shape[0], : whole.shape[1]]
        beat = 0.75 + 0.25 * np.sin(2 * np.pi * x / pitch) * np.sin(2 * np.pi * y / (pitch * 1.07))
        return Image.fromarray((whole * beat[..., None]).astype(np.uint8))

    return draw


CONDITIONS: dict[str, dict[str, Draw]] = {
    "gaussian blur": {f"{s} px": gaussian(s) for s in (1, 2, 3, 4, 5, 6)},
    "motion blur": {f"{n} px": motion(n) for n in (7, 11, 15, 21, 27)},
    "rotation": {f"{d}°": rotation(d) for d in (10, 30, 45, 90, 135, 200)},
    "perspective": {f"{d}°": perspective(d) for d in (20, 35, 45, 55, 65)},
    "noise": {f"sd {d}": noise(d) for d in (20, 40, 60, 80)},
    "low light": {
        f"gain {g}": noise(d, g) for g, d in ((0.35, 8), (0.2, 10), (0.12, 10), (0.08, 10))
    },
    "small in photo": {f"{s} px": small(s) for s in (260, 200, 160, 130, 110, 95)},
    "logo": {f"20 %, level {e.upper()}": logo(e) for e in ("m", "h")},
    "glare": {f"radius {r}": glare(r) for r in (60, 110, 160)},
    "combined": {
        "easy": combined(420, 10, 0.8, 0.9, 6),
        "medium": combined(360, 20, 1.6, 0.6, 12),
        "hard": combined(300, 30, 2.6, 0.4, 18),
        "very hard": combined(240, 40, 3.4, 0.3, 24),
    },
    MOIRE: {f"pitch {p}": moire(p) for p in (2.3, 3.7, 6.1)},
}


def shots(count: int, seed: int) -> Iterator[Shot]:
    for i in range(count):
        chance = random.Random(seed * 1000 + i)
        account = "".join(chance.choice("0123456789") for _ in range(13))
        text = build("970403", account, chance.randrange(1, 500) * 1000, "PHI HO SO")
        yield Shot(text, chance, np.random.default_rng(seed * 1000 + i))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=10, help="photos a level")
    each = parser.parse_args().each
    read, drawn, wrong, took = Counter[str](), Counter[str](), 0, list[float]()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"

        def look(picture: Image.Image) -> list[str]:
            picture.save(path, quality=85)
            began = time.perf_counter()
            texts = read_codes(path)
            took.append((time.perf_counter() - began) * 1000)
            return texts

        for seed, (condition, levels) in enumerate(CONDITIONS.items()):
            for level, (name, draw) in enumerate(levels.items()):
                good = 0
                for shot in shots(each, seed * 100 + level):
                    texts = look(draw(shot))
                    good += texts == [shot.text]
                    wrong += bool(texts) and texts != [shot.text]
                read[condition] += good
                drawn[condition] += each
                print(f"{condition:16} {name:14} {good}/{each}", flush=True)
        false = sum(bool(look(background(shot))) for shot in shots(30, 9999))
    print()
    for condition, count in drawn.items():
        print(f"{condition:16} {read[condition] / count:6.1%}  ({read[condition]}/{count})")
    shown = [condition for condition in drawn if condition != MOIRE]
    good, all_ = sum(read[c] for c in shown), sum(drawn[c] for c in shown)
    took.sort()
    print(f"\nread {good / all_:.1%} of {all_} (screens apart), wrong {wrong}, false {false} of 30")
    print(f"ms a photo: p50 {took[len(took) // 2]:.0f}, p95 {took[int(len(took) * 0.95)]:.0f}")


if __name__ == "__main__":
    main()
