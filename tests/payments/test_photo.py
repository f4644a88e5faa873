from __future__ import annotations

import io
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageFilter

from bot.payments.photo import PhotoError, read_codes
from bot.payments.vietqr import build

CODE = build("970403", "0011012345678", 50_000, "le phi")


def _picture(text: str, scale: int = 8) -> Image.Image:
    out = io.BytesIO()
    segno.make(text, micro=False, error="m").save(out, kind="png", scale=scale, border=4)
    return Image.open(out).convert("RGB")


def _saved(picture: Image.Image, folder: Path, **options: object) -> Path:
    path = folder / "photo.jpg"
    picture.save(path, "JPEG", quality=80, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("angle", [0, 30, 90, 200])
def test_a_code_is_read_whichever_way_it_lies(angle: int, tmp_path: Path) -> None:
    turned = _picture(CODE).rotate(angle, expand=True, fillcolor="white")
    assert read_codes(_saved(turned, tmp_path)) == [CODE]


def test_a_blurred_and_dark_photo_is_read(tmp_path: Path) -> None:
    dark = _picture(CODE).filter(ImageFilter.GaussianBlur(2)).point(lambda value: value // 5)
    assert read_codes(_saved(dark, tmp_path)) == [CODE]


def test_the_camera_s_own_turn_is_respected(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert read_codes(_saved(_picture(CODE), tmp_path, exif=exif)) == [CODE]


def test_all_codes_of_a_picture_are_read(tmp_path: Path) -> None:
    one, two = _picture(CODE), _picture("https://dichvucong.gov.vn/")
    both = Image.new("RGB", (one.width + two.width + 80, max(one.height, two.height)), "white")
    both.paste(one, (0, 0))
    both.paste(two, (one.width + 80, 0))
    assert set(read_codes(_saved(both, tmp_path))) == {CODE, "https://dichvucong.gov.vn/"}


def test_a_photo_without_a_code_has_none(tmp_path: Path) -> None:
    noise = Image.effect_noise((600, 600), 90).convert("RGB")
    assert read_codes(_saved(noise, tmp_path)) == []


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    Image.new("1", (30_000, 30_000)).save(path)
    with pytest.raises(PhotoError):
        read_codes(path)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n\x00"])
def test_what_is_no_picture_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(PhotoError):
        read_codes(path)


def test_a_picture_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = _saved(_picture(CODE), tmp_path)
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(PhotoError):
        read_codes(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PhotoError):
        read_codes(tmp_path / "missing")
