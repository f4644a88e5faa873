from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.knowledge.fees import Quote, discounts_on, exemptions, quote
from bot.knowledge.loader import Knowledge
from bot.knowledge.models import Channel
from tests.builders import CODE, DAY, OTHER, make_discount, make_group, make_knowledge
from tests.builders import make_procedure as procedure

POOR = make_group("ho_ngheo", "Hộ nghèo")
CHILD = make_group("tre_em", "Trẻ em")
DIGITAL = make_group("cong_dan_so", "Công dân số")


def _known(*fees: dict[str, Any], discounts: tuple[dict[str, Any], ...] = ()) -> Knowledge:
    return make_knowledge(
        procedure(fees=list(fees)),
        groups=[POOR, CHILD, DIGITAL],
        discounts=[make_discount(**changes) for changes in discounts],
    )


def _quote(
    known: Knowledge,
    day: dt.date = DAY,
    channel: Channel | None = None,
    groups: tuple[str, ...] = (),
) -> list[Quote]:
    return quote(known, known.procedures[CODE], day, channel, groups)


def _amounts(*arguments: Any, **named: Any) -> list[int | None]:
    return [line.amount for line in _quote(*arguments, **named)]


def _fee(amount: int | None, **changes: Any) -> dict[str, Any]:
    return {"what": "Lệ phí", "amount": amount, **changes}


HALVED = (
    _fee(50_000, until="2026-12-31", note="giảm 50 %", basis="TT giảm phí"),
    _fee(100_000, **{"from": "2027-01-01"}, basis="TT gốc"),
)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (dt.date(2026, 12, 30), 50_000),
        (dt.date(2026, 12, 31), 50_000),
        (dt.date(2027, 1, 1), 100_000),
        (dt.date(2027, 6, 30), 100_000),
    ],
)
def test_halved_fees_end_with_the_last_day_of_2026(day: dt.date, amount: int) -> None:
    assert _amounts(_known(*HALVED), day) == [amount]


def test_a_halved_fee_tells_its_last_day_its_reason_and_its_basis() -> None:
    [line] = _quote(_known(*HALVED), dt.date(2026, 12, 31))
    assert line.until == dt.date(2026, 12, 31)
    assert (line.reason, line.basis) == ("giảm 50 %", "TT giảm phí")


def test_the_full_fee_has_no_last_day() -> None:
    [line] = _quote(_known(*HALVED), dt.date(2027, 1, 1))
    assert line.until is None
    assert line.reason is None


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (dt.date(2026, 8, 14), 20_000),
        (dt.date(2026, 8, 15), 0),
        (dt.date(2026, 11, 22), 0),
        (dt.date(2027, 2, 28), 0),
        (dt.date(2027, 3, 1), 20_000),
    ],
)
def test_the_waiver_for_digital_citizens_holds_from_15_8_2026_to_28_2_2027_only(
    day: dt.date, amount: int
) -> None:
    known = _known(_fee(20_000), discounts=({},))
    assert _amounts(known, day, "online", ("cong_dan_so",)) == [amount]


@pytest.mark.parametrize(
    ("channel", "groups"),
    [
        ("counter", ("cong_dan_so",)),
        ("post", ("cong_dan_so",)),
        (None, ("cong_dan_so",)),
        ("online", ()),
        ("online", ("ho_ngheo",)),
    ],
)
def test_the_waiver_is_for_digital_citizens_who_apply_online_and_nobody_else(
    channel: Channel | None, groups: tuple[str, ...]
) -> None:
    known = _known(_fee(20_000), discounts=({},))
    assert _amounts(known, DAY, channel, groups) == [20_000]


def test_the_waiver_does_not_touch_a_procedure_it_does_not_name() -> None:
    known = _known(_fee(20_000), discounts=({"applies_to": [OTHER]},))
    assert _amounts(known, DAY, "online", ("cong_dan_so",)) == [20_000]


def test_the_waiver_lowers_only_the_lines_it_names() -> None:
    known = _known(
        _fee(20_000), {"what": "Phí chuyển phát", "amount": 30_000}, discounts=({"what": "lệ phí"},)
    )
    assert _amounts(known, DAY, "online", ("cong_dan_so",)) == [0, 30_000]


def test_a_waived_line_tells_why_until_when_and_the_full_fee() -> None:
    known = _known(_fee(20_000), discounts=({},))
    [line] = _quote(known, DAY, "online", ("cong_dan_so",))
    assert line.reason == "miễn cho công dân số nộp trên mạng"
    assert line.basis == "TT 117/2026/TT-BTC"
    assert line.until == dt.date(2027, 2, 28)
    assert (line.full, line.group, line.channel) == (20_000, "cong_dan_so", "online")


def test_a_waiver_makes_free_even_what_the_province_sets() -> None:
    fee = {"what": "Lệ phí", "set_by": "province"}
    [line] = _quote(_known(fee, discounts=({},)), DAY, "online", ("cong_dan_so",))
    assert line.amount == 0
    assert line.set_by is None


def test_a_part_of_what_the_province_sets_stays_unknown() -> None:
    fee = {"what": "Lệ phí", "set_by": "province"}
    known = _known(fee, discounts=({"percent": 50},))
    [line] = _quote(known, DAY, "online", ("cong_dan_so",))
    assert (line.amount, line.set_by) == (None, "province")


def test_a_member_of_a_group_pays_the_fee_of_that_group() -> None:
    known = _known(_fee(20_000), _fee(0, groups=["ho_ngheo"], basis="NQ tỉnh"))
    [line] = _quote(known, groups=("ho_ngheo",))
    assert (line.amount, line.group, line.full) == (0, "ho_ngheo", 20_000)
    assert line.reason == "vì thuộc diện hộ nghèo"
    assert line.basis == "NQ tỉnh"


def test_who_belongs_to_no_group_pays_the_fee_of_everybody() -> None:
    known = _known(_fee(20_000), _fee(0, groups=["ho_ngheo"]))
    assert _amounts(known) == [20_000]


@pytest.mark.parametrize("groups", [("ho_ngheo", "tre_em"), ("tre_em", "ho_ngheo")])
def test_of_several_groups_the_lowest_fee_wins_in_any_order(groups: tuple[str, ...]) -> None:
    known = _known(_fee(20_000), _fee(10_000, groups=["ho_ngheo"]), _fee(5_000, groups=["tre_em"]))
    assert _amounts(known, groups=groups) == [5_000]


@pytest.mark.parametrize(
    ("group_pays", "percent", "lowest"), [(5_000, 50, 5_000), (15_000, 50, 10_000), (0, 100, 0)]
)
def test_between_a_group_fee_and_a_reduction_the_lowest_wins(
    group_pays: int, percent: int, lowest: int
) -> None:
    known = _known(
        _fee(20_000), _fee(group_pays, groups=["tre_em"]), discounts=({"percent": percent},)
    )
    assert _amounts(known, DAY, "online", ("tre_em", "cong_dan_so")) == [lowest]


@pytest.mark.parametrize("percents", [(50, 100), (100, 50)])
def test_of_two_reductions_the_higher_applies_and_they_do_not_add_up(
    percents: tuple[int, int],
) -> None:
    known = _known(_fee(20_000), discounts=tuple({"percent": p} for p in percents))
    assert _amounts(known, DAY, "online", ("cong_dan_so",)) == [0]


def test_two_halvings_are_not_a_quarter() -> None:
    known = _known(_fee(20_000), discounts=({"percent": 50}, {"percent": 50}))
    assert _amounts(known, DAY, "online", ("cong_dan_so",)) == [10_000]


def test_a_group_fee_never_raises_the_price() -> None:
    known = _known(_fee(20_000), _fee(30_000, groups=["tre_em"]))
    assert _amounts(known, groups=("tre_em",)) == [20_000]


def test_a_group_fee_lowers_only_the_same_thing_in_the_same_case() -> None:
    known = _known(
        _fee(20_000, case="đúng hạn"),
        _fee(50_000, case="quá hạn"),
        _fee(0, case="đúng hạn", groups=["ho_ngheo"]),
    )
    assert _amounts(known, groups=("ho_ngheo",)) == [0, 50_000]


def test_without_a_channel_every_channel_is_told() -> None:
    known = _known(_fee(20_000, channels=["counter"]), _fee(10_000, channels=["online"]))
    lines = _quote(known)
    assert [(line.channel, line.amount) for line in lines] == [
        ("counter", 20_000),
        ("online", 10_000),
    ]


def test_with_a_channel_only_its_price_is_told() -> None:
    known = _known(_fee(20_000, channels=["counter"]), _fee(10_000, channels=["online"]))
    assert _amounts(known, DAY, "online") == [10_000]


def test_without_a_channel_an_online_waiver_lowers_the_online_line_only() -> None:
    known = _known(
        _fee(20_000, channels=["counter"]), _fee(10_000, channels=["online"]), discounts=({},)
    )
    assert _amounts(known, DAY, None, ("cong_dan_so",)) == [20_000, 0]


def test_a_group_fee_of_another_channel_does_not_lower_the_price() -> None:
    known = _known(
        _fee(20_000, channels=["counter"]), _fee(0, channels=["online"], groups=["ho_ngheo"])
    )
    assert _amounts(known, DAY, None, ("ho_ngheo",)) == [20_000]


def test_a_group_fee_without_a_channel_lowers_every_channel() -> None:
    known = _known(
        _fee(20_000, channels=["counter"]),
        _fee(10_000, channels=["online"]),
        _fee(0, groups=["ho_ngheo"]),
    )
    assert _amounts(known, DAY, None, ("ho_ngheo",)) == [0, 0]


def test_a_procedure_without_fees_has_no_lines() -> None:
    assert _quote(_known()) == []


def test_exemptions_are_the_group_lines_of_the_day() -> None:
    known = _known(
        _fee(20_000),
        _fee(0, groups=["ho_ngheo"]),
        _fee(0, groups=["tre_em"], until="2026-01-01"),
    )
    assert [fee.groups for fee in exemptions(known.procedures[CODE], DAY)] == [["ho_ngheo"]]


def test_reductions_of_a_day_are_told_by_channel() -> None:
    known = _known(_fee(20_000), discounts=({}, {"id": "het_han", "until": "2026-09-01"}))
    its = known.procedures[CODE]
    assert [d.id for d in discounts_on(known, its, DAY)] == ["cong_dan_so"]
    assert [d.id for d in discounts_on(known, its, DAY, "online")] == ["cong_dan_so"]
    assert discounts_on(known, its, DAY, "counter") == []
