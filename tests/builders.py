"""Small, complete records for the tests; only what a test is about is spelt out in it."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from actions.message import VIETNAM, Message
from bot.knowledge.guides import Guide
from bot.knowledge.loader import Knowledge
from bot.knowledge.models import Commune, Discount, Group, Procedure
from bot.text import fold

CODE = "1.001193"
OTHER = "2.000635"
DAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM)

_PROCEDURE: dict[str, Any] = {
    "code": CODE,
    "name": "Đăng ký khai sinh",
    "official_name": "Thủ tục đăng ký khai sinh",
    "aliases": ["khai sinh", "làm khai sinh", "khai sinh cho con", "giấy sinh", "đẻ con"],
    "field": "Hộ tịch",
    "level": ["xã"],
    "decides": "UBND cấp xã",
    "summary": "Ghi tên trẻ vào sổ hộ tịch.",
    "papers": [{"name": "Tờ khai", "originals": 1}],
    "steps": {"counter": ["Nộp giấy tờ.", "Nhận kết quả."], "online": ["Đăng nhập.", "Nộp."]},
    "channels": ["counter", "online"],
    "where": "UBND xã nơi cha hoặc mẹ cư trú.",
    "time": [{"unit": "same_day"}],
    "fees": [],
    "no_fee_reason": "Không thu lệ phí.",
    "result": ["Giấy khai sinh."],
    "legal": ["Luật Hộ tịch 2014"],
    "variants": [
        {
            "ask": f"trường hợp {i}",
            "title": f"Trường hợp {i}",
            "answer": f"Trả lời {i}.",
        }
        for i in range(3)
    ],
    "sources": [{"what": "Luật Hộ tịch 2014"}],
    "portal_date": "2026-10-01",
    "checked": "2026-11-01",
}
_GUIDE: dict[str, Any] = {
    "topic": "account.otp",
    "title": "Không nhận được mã OTP",
    "answer": "Mã OTP tới qua tin nhắn.",
    "steps": [
        {"id": "song", "text": "Máy có sóng không?"},
        {"id": "cho", "text": "Chờ hai phút."},
    ],
    "ask_whom": "Hỏi công an xã.",
    "basis": "checks",
    "checked": "2026-11-01",
}


def procedure_fields(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(_PROCEDURE), **changes}


def make_procedure(**changes: Any) -> Procedure:
    return Procedure.model_validate(procedure_fields(**changes))


def guide_fields(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(_GUIDE), **changes}


def make_guide(**changes: Any) -> Guide:
    return Guide.model_validate(guide_fields(**changes))


def make_group(ident: str, title: str, *aliases: str) -> Group:
    return Group(
        id=ident, title=title, explain=f"là {title.lower()}", aliases=list(aliases), source="Luật"
    )


def make_discount(**changes: Any) -> Discount:
    fields: dict[str, Any] = {
        "id": "cong_dan_so",
        "percent": 100,
        "applies_to": [CODE],
        "channels": ["online"],
        "groups": ["cong_dan_so"],
        "from": "2026-08-15",
        "until": "2027-02-28",
        "explain": "miễn cho công dân số nộp trên mạng",
        "basis": "TT 117/2026/TT-BTC",
        "source": "TT 117/2026/TT-BTC",
        "checked": "2026-11-01",
    }
    return Discount.model_validate({**fields, **changes})


def make_knowledge(*procedures: Procedure, **parts: Any) -> Knowledge:
    return Knowledge(
        procedures={procedure.code: procedure for procedure in procedures},
        guides={guide.topic: guide for guide in parts.get("guides", ())},
        groups={group.id: group for group in parts.get("groups", ())},
        discounts=list(parts.get("discounts", ())),
    )


def make_commune(**changes: Any) -> Commune:
    fields: dict[str, Any] = {
        "code": "25978",
        "name": "Xã Thử",
        "province": "Tỉnh Thử",
        "centre": "Trung tâm Phục vụ hành chính công xã Thử",
        "source": "UBND xã Thử",
        "checked": "2026-11-01",
    }
    return Commune.model_validate({**fields, **changes})


def make_message(text: str = "", intent: str = "", **changes: Any) -> Message:
    fields: dict[str, Any] = {
        "text": text,
        "folded": fold(text).strip(),
        "intent": intent,
        "confidence": 0.9,
        "intents": [(intent, 0.9)],
        "procedures": [],
        "topics": [["procedure", 0.9]],
        "now": NOW,
    }
    return Message(**{**fields, **changes})
