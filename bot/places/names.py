"""How people write places: tokens of a message, words of kind, the key under which a name is found.

Nothing here knows which units there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.text import canonical, fold

# Words before a name that say of what kind it is, folded → kinds of units (as in `Unit.kind`).
MARKERS: dict[str, frozenset[str]] = {
    marker: frozenset(kinds.split(", "))
    for markers, kinds in (
        ("phuong p f ph phg fuong", "phường"),
        ("xa x", "xã"),
        ("tt ttr", "thị trấn"),
        ("tx", "thị xã"),
        ("quan q qu", "quận"),
        ("huyen h hyn", "huyện"),
        ("tp", "thành phố"),
        ("tinh t", "tỉnh"),
        ("dk", "đặc khu"),
    )
    for marker in markers.split()
} | {
    "thi tran": frozenset({"thị trấn"}),
    "thi xa": frozenset({"thị xã"}),
    "thanh pho": frozenset({"thành phố"}),
    "dac khu": frozenset({"đặc khu"}),
    "huyen dao": frozenset({"huyện"}),
}
COMMUNE_KINDS = frozenset({"phường", "xã", "thị trấn", "đặc khu"})

# Words that stand around a place in a question; none of them tells which place is meant.
STOP = frozenset(
    """
    a ad ah ai an anh ap ay ba bac ban bao ben bi biet bo bon buoi can chi chieu chinh cho chu chua
    chung co con cong cu cua cung da dan dang dau day den di dia dien do doi don dong du duoc duoi
    dum duong em gan ghi gi gio giup goi h ha hanh hay hen het hien ho hoac hoi hom hop k khi kho
    khong khu kia ko la lam len ma may minh mo moi mong mot mu mua muon nam nao nay nen ngay nghe
    ngoai ngu nguoi nha nhap nhe nhi nho nhung noi nop nua o oi phai phat phia qua que ra rang roi
    rua sang sao sap sau sdt se si sinh so song ta tai tam tao ten thang thanh thay the theo thi
    thoai thon thuoc tim to toi tra trong tru trua truc trung truoc tu tui ubnd uy va van vao vay ve
    vi viec voi von xem xin xong xua xuat z
    xa phuong huyen quan tinh tran thi
    """.split()  # noqa: SIM905 (a list of quotes is harder to read)
)
# Of these, those that are no syllable of a mistyped name: "xã nào của huyện …", "em ở …".
ASKING = frozenset(
    """
    ai anh bac bay ben biet can chi chu co con cu cua dang dau den di do duoi em gi gio h hay ho
    hoac hoi kia la len minh mo moi muon nao nay nha nhap o que ra rua sap tai thanh thi thuoc tim
    toi trong ubnd va vao vay ve voi xem cho
    """.split()  # noqa: SIM905
)
# Between two words, what no name runs across; a full stop behind an abbreviation is none.
_CUT = re.compile(r"[,;:!?()/\n]|\.\s")

_TOKEN = re.compile(r"[^\W_]+(?:['’`][^\W\d_]+)*")
_GLUED = re.compile(r"(p|f|ph|phuong|q|quan)(\d{1,2})")
_SOLE_Y = re.compile(r"(b|c|d|g|h|k|l|m|n|p|qu|s|t|v|x|th|ch|kh|ph|nh|tr)y")
_TELEX_TONE = re.compile(r"(?<=[aeiouyw])([a-z]*?)[sfrxj](?=[a-z]*$)")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a message.

    Attributes:
        key: As compared: folded, y and final k made one with i and c.
        folded: In lower case without diacritics.
        typed: As typed, in canonical form and lower case.
        cut: Whether a comma or the like stands before it.
    """

    key: str
    folded: str
    typed: str
    cut: bool = False


def word_key(folded: str) -> str:
    """Key of one folded word: "my" and "mi", "dak" and "dac", "01" and "1" become the same."""
    if folded.isdigit():
        return folded.lstrip("0") or "0"
    if _SOLE_Y.fullmatch(folded):
        return folded[:-1] + "i"
    return folded[:-1] + "c" if folded.endswith("k") and len(folded) > 1 else folded


def words_of(text: str) -> list[Token]:
    """Splits a message into words; "q1" becomes two, "M'Drắk" one."""
    text = canonical(text).lower()
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        typed = re.sub(r"['’`]", "", match.group())
        folded = fold(typed)
        between = text[last : match.start()]
        abbreviated = bool(found) and found[-1].folded in MARKERS and between.startswith(".")
        cut = bool(_CUT.search(between)) and not abbreviated
        last = match.end()
        glued = _GLUED.fullmatch(folded)
        if glued:
            found.append(Token(glued[1], glued[1], glued[1], cut))
            typed = folded = glued[2]
            cut = False
        found.append(Token(word_key(folded), folded, typed, cut))
    return found


def name_words(bare: str, table: dict[int, str]) -> list[str]:
    """Keys of the words of an official bare name.

    Args:
        bare: The name, in NFC.
        table: Letter → folded letter, for `str.translate` (see `folding_table`).
    """
    folded = bare.lower().translate(table)
    words = folded.replace("'", "").replace("-", " ").split()
    return [word_key(word) for word in words]


def folding_table(names: Iterable[str]) -> dict[int, str]:
    """Folding of every letter of `names`: translating is ten times faster than `fold`."""
    return {ord(letter): fold(letter) for letter in set("".join(names).lower())}


def arabic(words: list[str]) -> list[str] | None:
    """The same name with its last Roman number in digits ("IV" → "4"), or None."""
    digit = _ROMAN.get(words[-1])
    if digit is None or (len(words) > 1 and digit not in ("1", "2", "3")):
        return None
    return [*words[:-1], digit]


def marker_meant(folded: str) -> str | None:
    """The word of kind that a mistyped word of at least five letters means, or None."""
    for marker in ("phuong", "huyen"):
        near = len(folded) >= 5 and folded[0] == marker[0]
        if near and OSA.distance(folded, marker, score_cutoff=1) <= 1:
            return marker
    return None


def untelex(folded: str) -> str:
    """Takes the keystrokes of a typing method out of a word ("phuowngf" → "phuong")."""
    plain = re.sub(r"([a-z])\1", r"\1", folded).replace("w", "")
    return _TELEX_TONE.sub(r"\1", plain, count=1)


def marker_before(words: list[Token], start: int) -> tuple[int, frozenset[str] | None, bool]:
    """What kind the words before `start` announce.

    Returns:
        Where the announcement starts, the kinds (None: nothing announced), and whether it is a
        lone letter, which may mean something else ("h" is also "giờ").
    """
    if start == 0 or words[start].cut:
        return start, None, False
    if start >= 2 and not words[start - 1].cut:
        kinds = MARKERS.get(f"{words[start - 2].folded} {words[start - 1].folded}")
        if kinds:
            return start - 2, kinds, False
    kinds = MARKERS.get(words[start - 1].folded)
    if kinds:
        return start - 1, kinds, len(words[start - 1].folded) == 1
    return start, None, False
