from __future__ import annotations

from bot.channels.zalo.pictures import Pictures


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_picture_is_found_under_the_name_in_its_address() -> None:
    pictures = Pictures("https://xa.example/")
    address = pictures.show(b"png")
    assert address.startswith("https://xa.example/webhooks/zalo_bot/pictures/")
    name = address.rsplit("/", 1)[1].removesuffix(".png")
    assert pictures.find(name) == b"png"
    assert pictures.find(name[:-1]) is None


def test_after_an_hour_it_is_gone() -> None:
    clock = _Clock()
    pictures = Pictures("https://xa.example", clock)
    name = pictures.show(b"png").rsplit("/", 1)[1].removesuffix(".png")
    clock.now = 3601.0
    assert pictures.find(name) is None


def test_without_a_public_address_nothing_can_be_shown() -> None:
    assert Pictures(None).address is None
