from __future__ import annotations

import pytest

from bot.registry.cleaning import clean
from bot.registry.compact import Compact, line_of
from bot.replies.registry import FACETS, record_reply, summary_reply
from tests.registry.raw import fee, method, raw

RECORD = clean(
    raw(
        executionMethods=[
            method("DIRECT", 3, fees=[fee(8000)]),
            method("ONLINE", 1, fees=[fee(0, "Miễn lệ phí")]),
        ]
    )
)
SUMMARY = Compact([line_of(RECORD)]).find(RECORD.code)[0]


def test_figures_are_told_with_who_handles_it_and_the_way_to_the_portal() -> None:
    reply = summary_reply(SUMMARY, "overview", 0.8)
    assert "Ủy ban nhân dân cấp xã" in reply.text
    assert "trực tiếp, trên mạng" in reply.text
    assert f"keyword={RECORD.code}" in reply.text
    assert (reply.topic, reply.procedure, reply.status) == ("procedure", RECORD.code, "answered")


def test_each_channel_has_its_own_time() -> None:
    text = summary_reply(SUMMARY, "time", 0.8).text
    assert "• trực tiếp: 3 ngày làm việc" in text
    assert "• trên mạng: 1 ngày làm việc" in text


def test_what_the_table_lacks_is_said_to_be_on_the_portal() -> None:
    assert "Trợ lý chưa có phần này" in summary_reply(SUMMARY, "papers", 0.8).text


def test_a_record_tells_papers_with_their_counts() -> None:
    reply = record_reply(RECORD, "papers", 0.8)
    assert "• Tờ khai (1 bản chính)" in reply.text
    assert reply.facet == "papers"


@pytest.mark.parametrize("facet", FACETS)
def test_the_portal_s_words_are_marked_as_such_with_the_day(facet: str) -> None:
    text = record_reply(RECORD, facet, 0.8).text
    assert text.endswith("_Lời của Cổng Dịch vụ công ngày 26/04/2026_")


def test_an_unknown_facet_gets_the_overview() -> None:
    assert record_reply(RECORD, "forms", 0.8).facet == "overview"


def test_long_texts_are_cut_for_a_small_screen() -> None:
    steps = [{"description": "Nộp hồ sơ tại nơi tiếp nhận. " * 20} for _ in range(40)]
    text = record_reply(clean(raw(executionSteps=steps)), "steps", 0.8).text
    assert len(text) < 2000
    assert "Cổng" in text
