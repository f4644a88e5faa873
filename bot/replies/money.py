"""Fees in words."""

from __future__ import annotations

import datetime as dt

from bot.knowledge.fees import Quote, discounts_on, exemptions, quote
from bot.knowledge.loader import Knowledge
from bot.knowledge.models import Channel, Procedure

_SETTERS = {
    "province": "mức do HĐND tỉnh quy định, hỏi tại quầy",
    "insurer": "theo mức đóng bảo hiểm",
    "tax": "theo thông báo của cơ quan thuế",
    "other": "theo bảng giá nơi làm",
}
_CHANNELS = {"counter": "nộp tại quầy", "online": "nộp trên mạng", "post": "gửi bưu điện"}


def fee_text(
    knowledge: Knowledge,
    procedure: Procedure,
    day: dt.date,
    channel: Channel | None = None,
    groups: tuple[str, ...] = (),
) -> tuple[str, list[Quote]]:
    """Says what `procedure` costs on `day`; returns the text and the lines it is made of."""
    lines = quote(knowledge, procedure, day, channel, groups)
    if not lines:
        text = f"💰 {procedure.no_fee_reason or 'Trợ lý chưa có mức phí này.'}"
        return text + _also(knowledge, procedure, day, channel, lines), lines
    if len(lines) == 1 and lines[0].amount == 0 and not lines[0].case:
        text = "💰 Miễn phí" + (f", {lines[0].reason}." if lines[0].reason else ".")
    elif len(lines) == 1:
        text = f"💰 {_line(lines[0])}"
    else:
        text = "💰 Phí, lệ phí:\n" + "\n".join(
            f"• {line.what}: {_line(line)}" for line in lines[:6]
        )
    return text + _also(knowledge, procedure, day, channel, lines), lines


def _line(line: Quote) -> str:
    if line.amount is None:
        words = _SETTERS[line.set_by or "other"]
    elif line.amount == 0:
        words = "miễn phí"
    else:
        words = f"{money(line.amount)} {line.unit}"
    notes = [n for n in (line.case, _CHANNELS.get(line.channel or ""), line.reason) if n]
    if line.until and line.amount is not None:
        notes.append(f"đến hết {line.until:%d/%m/%Y}")
    return words + (f" ({'; '.join(note.rstrip('.') for note in notes)})" if notes else "") + "."


def _also(
    knowledge: Knowledge,
    procedure: Procedure,
    day: dt.date,
    channel: Channel | None,
    lines: list[Quote],
) -> str:
    text = ""
    if lines and all(line.amount == 0 for line in lines):
        return text
    free = {g for fee in exemptions(procedure, day) if fee.amount == 0 for g in fee.groups}
    used = {line.group for line in lines}
    names = [
        knowledge.groups[g].title.lower() for g in sorted(free - used) if g in knowledge.groups
    ]
    if names:
        text += f"\nĐược miễn: {', '.join(names)}."
    for discount in discounts_on(knowledge, procedure, day, channel):
        if not used & set(discount.groups):
            share = "miễn phí" if discount.percent == 100 else f"giảm {discount.percent} %"
            until = f" đến hết {discount.end:%d/%m/%Y}" if discount.end else ""
            groups = [knowledge.groups[g].explain for g in discount.groups if g in knowledge.groups]
            who = f"Anh/chị {groups[0]}: " if groups else ""
            text += f"\n{who}{share}{until}."
            break
    return text


def money(amount: int) -> str:
    """Digits with dots, as Vietnamese people write amounts: 35.000."""
    return f"{amount:,}".replace(",", ".")
