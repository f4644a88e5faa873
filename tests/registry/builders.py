from __future__ import annotations

from typing import Any

from bot.registry.corpus import Entry, Listing, entries_of
from bot.registry.everyday import Everyday
from bot.registry.search import Search
from tests.builders import make_knowledge, make_procedure

WEIGHTS = {
    "word": 3.0,
    "word_asked": 3.0,
    "word_covered": 2.0,
    "pair": 2.0,
    "accent": 2.0,
    "said_word": 1.0,
    "text": 2.0,
    "action_shared": 1.0,
    "action_missed": -1.0,
    "commune": 0.5,
    "province_unnamed": -1.0,
    "province_named": 3.0,
    "internal": -1.0,
}


def listing(code: str, name: str, **changes: Any) -> Listing:
    fields: dict[str, Any] = {
        "kind": "standard",
        "levels": ("tỉnh",),
        "province": None,
        "words": "",
        **changes,
    }
    return Listing(code=code, name=name, **fields)


LISTED = [
    listing("1.000001", "Cấp giấy phép kinh doanh karaoke"),
    listing("1.000002", "Cấp lại giấy phép kinh doanh karaoke"),
    listing("1.000003", "Đăng ký kết hôn lưu động", levels=("xã",)),
    listing("1.000004", "Cấp chứng chỉ hành nghề dược", words="bang duoc si"),
    listing("1.000005", "Hỗ trợ người trồng lúa", kind="province", province="An Giang"),
    listing("1.000006", "Hỗ trợ người trồng lúa", kind="province", province="Đồng Tháp"),
    listing("1.000007", "Phê duyệt kế hoạch nội bộ về karaoke", kind="internal"),
]
EVERYDAY = {"1.000004": Everyday(("mở tiệm thuốc tây",), "nha thuoc")}


def entries() -> list[Entry]:
    return entries_of(make_knowledge(make_procedure()), LISTED, EVERYDAY)


def small_search() -> Search:
    return Search(entries(), WEIGHTS)
