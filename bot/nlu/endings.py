"""What a message plainly asks at its end: "… nộp ở đâu ạ", "… thì cần giấy gì".

The names of 5,000 procedures bring words that speak for a facet ("giấy chứng nhận …"); the last
words, where they are a question of their own, speak louder.
"""

from __future__ import annotations

import re

# Words after the question that ask nothing.
_PARTICLES = (
    "a|vay|the|ha|he|day|do|di|ta|nhi|em|anh|chi|chau|con|co|chu|bac|voi|nua|ban|ad|cac|nha|nhe|hi"
    "|ri|rua|roi|v|z|moi|oi|minh|la|luon|biet|duoc|ay|ca|cau|ong|ba"
)
_END = rf"(?: (?:{_PARTICLES}))*$"
_ENDINGS = {
    "where": re.compile(
        r"\b(?:(?:o|tai|ra|toi|den|di|qua|nop|gui|len|ve) (?:dau|mo)"
        rf"|(?:cho|noi|co quan|xa|phuong) (?:nao|mo)){_END}"
    ),
    "papers": re.compile(
        r"\b(?:can|nop|mang|dem|cam|chuan bi)(?: (?:theo|nhung|cac|loai))*"
        rf" (?:(?:giay|giay to|ho so) )?(?:gi|chi|nao){_END}"
    ),
}
# "Lấy mẫu ở đâu" asks for the form, "bắt đầu từ đâu" for the steps.
_NOT_THE_PLACE = re.compile(r"\b(?:mau|to khai|tai (?:ban|ve|xuong)|bat dau|dong tien|tra tien)\b")


def asked_last(words: str) -> str | None:
    """The facet that plain words (see `bot.nlu.words.plain`) ask at their end, if they do."""
    for facet, ending in _ENDINGS.items():
        if ending.search(words):
            return None if facet == "where" and _NOT_THE_PLACE.search(words) else facet
    return None
