"""Parts of a message: its questions, what it lists, what a story comes to, what it denies."""

from __future__ import annotations

import re

from bot.text import canonical, fold

_BREAK = re.compile(
    r"[?\n]+|,?\s\b(?:với lại|voi lai|còn nữa|con nua|rồi cho hỏi|roi cho hoi)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.?!\n;…]+(?:[.?!;…](?=\S)[^.?!\n;…]+)*[.?!\n;…]?")
_ASKS = re.compile(
    r"\b(?:gi|nao|dau|sao|may|bao (?:nhieu|lau|gio)|mo|rang|duoc khong|chua|chi"
    r"|co .{1,40} khong)\b"
)
_FEWEST = 3  # words of a question
_QUESTIONS = 4
_NO = r"(?:khong|ko|hong)"
_TO_ITS_END = r"[^,.;?!\n]*"
# "không phải khai sinh kết hợp, nay …", "… chứ không mở mới", "không đổi sang tài khoản, chỉ …".
_NOT = (
    re.compile(rf"(?:\bchu )?\b{_NO} phai\b{_TO_ITS_END}[,.;\n]"),
    re.compile(rf"\bchu {_NO}\b{_TO_ITS_END}(?=[,.;?!\n]|$)"),
    re.compile(
        rf"^(?:\w+ ){{0,2}}?(?:{_NO}|chua) (?:can|muon|xin|doi|hoi|dinh)\b{_TO_ITS_END},"
        r"(?=[^.?!]*\b(?:chi|ma|nay|gio|muon|xin|can|em|toi|minh)\b)"
    ),
)
_FEWEST_LEFT = 5
_AND = re.compile(
    r"\s*[,;+&]\s*(?:(?:và|va|với|voi|rồi|roi|cả|ca)\s)?"
    r"|\s(?:và|va|với|voi|cùng|cung|kèm|kem|luôn|luon|rồi|roi)\s",
    re.IGNORECASE,
)
_THEN = re.compile(r"\s(?:thì|thi)\s", re.IGNORECASE)
# What is done with the first thing is done with the others: "làm lại căn cước và thẻ BHYT".
_DONE = re.compile(
    r"^(?:\w+ ){0,4}?((?:lam|cap|xin|dang ky|doi|mat|rot|hong|sang ten|gia han)"
    r"(?: lai| moi)?)\b"
)
_THINGS, _FIRST_WORDS, _THING_WORDS = 4, 9, 6


def clauses(text: str) -> list[str]:
    """Splits a message into its questions; at most four, of three words or more."""
    parts = [part.strip() for part in _BREAK.split(text)]
    return [part for part in parts if len(part.split()) >= _FEWEST][:_QUESTIONS]


def things(text: str) -> list[str]:
    """What a short message lists, each with what is to be done with it; empty if it lists nothing.

    Of "mất bằng lái với cà vẹt": "mất bằng lái" and "mat cà vẹt".
    """
    parts = [part.strip() for part in _AND.split(_THEN.split(text)[0]) if part.strip()]
    lengths = [len(part.split()) for part in parts]
    if (
        not 1 < len(parts) <= _THINGS
        or lengths[0] > _FIRST_WORDS
        or max(lengths[1:]) > _THING_WORDS
    ):
        return []
    done = _DONE.match(fold(canonical(parts[0])))
    return [parts[0], *(f"{done[1]} {part}" if done else part for part in parts[1:])]


def question(text: str) -> str:
    """The sentence that a story comes to: the last with a question mark, else with its words."""
    parts = [part.strip() for part in _SENTENCE.findall(text)]
    parts = [part for part in parts if len(part.split()) >= _FEWEST] or [text]
    marked = [part for part in parts if part.endswith("?")]
    asking = [part for part in parts if _ASKS.search(fold(part))]
    return (marked or asking or parts)[-1]


def affirmed(text: str) -> str:
    """The folded text without what it says it is not about; as it is if too little is left."""
    folded = left = fold(canonical(text))
    for denied in _NOT:
        left = denied.sub(" ", left)
    return left if len(left.split()) >= _FEWEST_LEFT else folded
