"""Emergencies: whom to call, before anything else is said.

The numbers 113, 114 and 115 are the national ones.
"""

from __future__ import annotations

import re

from bot.text import canonical, fold

# With its diacritics no "đuối nước".
_HARMLESS = re.compile("dưới nước", re.IGNORECASE)
# Per number: words of a danger of the moment, whatever else is said; words that mean one only to
# somebody who asks for help; what to do.
_EMERGENCIES = (
    (
        "chay nha|nha chay|hoa hoan|boc chay|duoi nuoc|chay lon",
        "dang chay|mac ket|chay to|chay roi",
        "Gọi **114** ngay (cháy, cứu nạn). Ra nơi an toàn trước.",
    ),
    (
        "cap cuu|bat tinh|ngat xiu|co giat|tu tu|khong muon song|muon chet|ngo doc",
        "bi thuong|kho tho|chay mau|tai nan|dot quy|bi nga|te nga|nga xe|nga tu|te xe|tai bien"
        "|dam xe|tong xe",
        "Gọi **115** ngay (cấp cứu). Ở cạnh người đó, đừng để họ một mình.",
    ),
    (
        "cam dao|bat coc|xam hai|hanh hung|danh vo|doa giet|dam chem|bao hanh",
        "trom|cuop|danh nhau|danh dap|giet|de doa|doa danh|con do|danh toi|danh em|danh me",
        "Gọi **113** ngay (công an). Tránh ra chỗ an toàn.",
    ),
)


def help_in_emergency(text: str, acute: bool = False) -> str | None:
    """What somebody in danger should do at once, or None.

    Args:
        text: The message as typed.
        acute: Look only for words that mean danger even to somebody who asks for nothing.
    """
    folded = fold(_HARMLESS.sub(" ", canonical(text)))
    for at_once, asked, advice in _EMERGENCIES:
        words = at_once if acute else f"{at_once}|{asked}"
        if re.search(rf"\b(?:{words})\b", folded):
            return advice
    return None
