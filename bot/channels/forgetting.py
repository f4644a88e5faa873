"""The words by which a citizen asks that everything kept about them be deleted.

Only whole messages count: "xóa thông tin của con trong hộ khẩu" is a question about a procedure.
"""

from __future__ import annotations

import re

from bot.text import fold

_ME = r"(?:toi|minh|em|tui|chau|con|tao|bac|co|chu|anh|chi|ong|ba)"
_ALL = r"(?:het|sach|toan bo|tat ca|moi|cac)"
# What can only be what the assistant keeps.
_KEPT = r"(?:du lieu|tin nhan|(?:lich su|cuoc|doan)(?: tro chuyen| nhan tin| chat| hoi)?)"
_AFTER = rf"(?:cua|ve|voi|o day|{_ALL}|{_ME}|di|giup|gium|dum|nhe|nha|a|ngay|da|luu|hoi|bot|tro ly)"
_WORDS = re.compile(
    rf"(?:(?:xin|hay|lam on|nho|cho|{_ME}|muon|can|yeu cau|de nghi|bot|tro ly|oi|a) )*"
    r"(?:xoa|huy) "
    rf"(?:{_ALL} )*(?:{_KEPT}|thong tin(?= (?:{_ALL} )*(?:cua )?{_ME}))"
    rf"(?: {_AFTER})*"
)


def asks_to_be_forgotten(text: str) -> bool:
    """Whether the whole message, `/xoa` or words, asks to delete what is kept."""
    words = " ".join(re.findall(r"[\w/]+", fold(text)))
    return words in ("/xoa", "xoa") or _WORDS.fullmatch(words) is not None
