"""What a citizen pays: one function, for a day, a channel and a group, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from bot.knowledge.loader import Knowledge
from bot.knowledge.models import Channel, Discount, Fee, Procedure


@dataclass(frozen=True)
class Quote:
    """One line of a bill.

    Attributes:
        what: What the money is for.
        amount: In đồng; None when the file cannot know it (`set_by`).
        unit: E.g. `đồng/thẻ`.
        case: When it applies; None: always.
        channel: The channel it was asked for, or to which alone it applies; None: any.
        group: The citizen group it applies to; None: everybody.
        set_by: Who sets the amount, where it is None.
        reason: Why it is this much, in a few words; None when it simply is the fee.
        basis: Legal basis.
        until: Last day of this amount, where there is one.
        full: The amount without the reduction that `reason` tells of.
    """

    what: str
    amount: int | None
    unit: str
    case: str | None = None
    channel: Channel | None = None
    group: str | None = None
    set_by: str | None = None
    reason: str | None = None
    basis: str | None = None
    until: dt.date | None = None
    full: int | None = None


def quote(
    knowledge: Knowledge,
    procedure: Procedure,
    day: dt.date,
    channel: Channel | None = None,
    groups: Collection[str] = (),
) -> list[Quote]:
    """Tells what a procedure costs.

    Args:
        knowledge: Holds the reductions that cut across procedures.
        procedure: The procedure.
        day: The day in Việt Nam on which the citizen applies.
        channel: How the citizen applies; None: every channel is told.
        groups: Ids of the groups the citizen belongs to.

    Returns:
        One line for each thing, case and channel that has its own price. A citizen who belongs
        to several groups gets the lowest (TT 117/2026/TT-BTC: the highest reduction applies).
    """
    valid = [
        fee
        for fee in procedure.fees
        if fee.holds_on(day) and (channel is None or not fee.channels or channel in fee.channels)
    ]
    lines = []
    for fee in valid:
        if fee.groups:
            continue
        best = Quote(
            fee.what,
            fee.amount,
            fee.unit,
            fee.case,
            _only(fee, channel),
            None,
            fee.set_by,
            fee.note,
            fee.basis,
            fee.end,
        )
        for rival in valid:
            if channel is None and rival.channels and rival.channels != fee.channels:
                continue  # a price of one channel is not the price of all
            group = _shared(rival.groups, groups)
            if (
                group
                and (rival.what, rival.case) == (fee.what, fee.case)
                and _less(rival.amount, best.amount)
            ):
                title = knowledge.groups[group].title.lower()
                best = Quote(
                    fee.what,
                    rival.amount,
                    rival.unit,
                    fee.case,
                    _only(fee, channel),
                    group,
                    None,
                    f"vì thuộc diện {title}",
                    rival.basis,
                    rival.end,
                    fee.amount,
                )
        for discount in discounts_on(knowledge, procedure, day, channel):
            group = _shared(discount.groups, groups)
            if (discount.groups and not group) or not _covers(discount, fee, channel):
                continue
            reduced = _reduced(fee.amount, discount.percent)
            if _less(reduced, best.amount):
                best = Quote(
                    fee.what,
                    reduced,
                    fee.unit,
                    fee.case,
                    _only(fee, channel),
                    group,
                    None,
                    discount.explain,
                    discount.basis,
                    discount.end,
                    fee.amount,
                )
        lines.append(best)
    return lines


def exemptions(procedure: Procedure, day: dt.date) -> list[Fee]:
    """The lines of `procedure` that hold on `day` for certain groups only."""
    return [fee for fee in procedure.fees if fee.groups and fee.holds_on(day)]


def discounts_on(
    knowledge: Knowledge, procedure: Procedure, day: dt.date, channel: Channel | None = None
) -> list[Discount]:
    """Reductions that cut across procedures and hold for `procedure` on `day`."""
    return [
        discount
        for discount in knowledge.discounts
        if procedure.code in discount.applies_to
        and discount.holds_on(day)
        and (channel is None or not discount.channels or channel in discount.channels)
    ]


def _only(fee: Fee, channel: Channel | None) -> Channel | None:
    if channel is not None:
        return channel
    return fee.channels[0] if len(fee.channels) == 1 else None


def _covers(discount: Discount, fee: Fee, channel: Channel | None) -> bool:
    if discount.what is not None and discount.what.lower() not in fee.what.lower():
        return False
    # Without a channel named, a reduction for one channel must not lower the price of all.
    return channel is not None or not discount.channels or fee.channels == discount.channels


def _reduced(amount: int | None, percent: int) -> int | None:
    if percent == 100:
        return 0
    return None if amount is None else amount * (100 - percent) // 100


def _less(amount: int | None, than: int | None) -> bool:
    return amount is not None and (than is None or amount < than)


def _shared(wanted: Collection[str], given: Collection[str]) -> str | None:
    return next((group for group in wanted if group in given), None)
