"""What a message plainly asks at its end: "… nộp ở đâu ạ", "… thì cần giấy gì".

The names of 5,000 procedures bring words that speak for a facet ("giấy chứng nhận …"); the last
words, where they are a question of their own, speak louder.
"""

from __future__ import annotations

import re

# Words after the question that ask nothing.
_PARTICLES = (
    "a|vay|the|ha|he|ho|day|do|di|ta|nhi|em|anh|chi|chau|con|co|chu|bac|voi|nua|ban|ad|cac|nha|nhe|hi"
    "|ri|rua|roi|v|z|moi|oi|minh|la|luon|biet|duoc|ay|ca|cau|ong|ba"
)
_END = rf"(?: (?:{_PARTICLES}))*$"
_HOW = ("overview", "steps")
_ENDINGS = {
    ("where",): re.compile(
        r"\b(?:(?:o|tai|ra|toi|den|di|qua|nop|gui|len|ve) (?:dau|mo)"
        rf"|(?:cho|noi|co quan|xa|phuong) (?:nao|mo)){_END}"
    ),
    ("papers",): re.compile(
        r"\b(?:can|nop|mang|dem|cam|chuan bi)(?: (?:theo|nhung|cac|loai))*"
        rf" (?:(?:giay|giay to|ho so) )?(?:gi|chi|nao){_END}"
    ),
    ("conditions",): re.compile(
        rf"\b(?:dieu kien|tieu chuan)(?: \w+){{0,2}} (?:gi|chi|nao|the nao|ra sao){_END}"
    ),
    _HOW: re.compile(
        r"\b(?:(?:lam|dang ky|xin|thu tuc|doi|nop|tien hanh)"
        r" (?:the nao|nhu the nao|nhu nao|sao|rang)"
        r"|(?:lam|ra) (?:gi|chi|nhung gi|viec gi|sao))"
        rf"{_END}"
    ),
}
_NOT = {
    # "Lấy mẫu ở đâu" asks for the form, "bắt đầu từ đâu" for the steps.
    "where": re.compile(r"\b(?:mau|to khai|tai (?:ban|ve|xuong)|bat dau|dong tien|tra tien)\b"),
    # "Làm trên mạng thế nào" asks for the way over the net.
    "overview": re.compile(r"\b(?:mang|truc tuyen|online|dich vu cong|vneid|app|toan trinh)\b"),
}


def asked_last(words: str) -> tuple[str, ...]:
    """The facets of which plain words (see `bot.nlu.words.plain`) ask one at their end."""
    for facets, ending in _ENDINGS.items():
        if ending.search(words):
            other = _NOT.get(facets[0])
            return () if other and other.search(words) else facets
    return ()
