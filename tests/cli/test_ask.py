from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.cli.ask import answer_lines


@dataclass
class Answer:
    turn: dict[str, Any]
    messages: list[dict[str, Any]]


@dataclass
class Echo:
    """Says what it was asked, and remembers how."""

    asked: list[tuple[str, str, dt.datetime | None, str | None]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    async def forget(self, sender: str) -> None:
        self.forgotten.append(sender)

    async def answer(
        self, sender: str, text: str, *, now: dt.datetime | None = None, photo: str | None = None
    ) -> Answer:
        self.asked.append((sender, text, now, photo))
        return Answer({"topic": "clarify"}, [{"text": f"nghe: {text}", "buttons": []}])


async def _answers(assistant: Echo, *lines: Any, keep: bool = False) -> list[dict[str, Any]]:
    out = io.StringIO()
    given = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    assert await answer_lines(assistant, [f"{line}\n" for line in given], out, keep) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


async def test_a_line_is_answered_with_its_id_sender_turn_and_messages() -> None:
    [answer] = await _answers(Echo(), {"id": "q1", "sender": "an", "text": "khai sinh"})
    assert answer.pop("ms") >= 0
    assert answer == {
        "id": "q1",
        "sender": "an",
        "text": "khai sinh",
        "topic": "clarify",
        "messages": [{"text": "nghe: khai sinh", "buttons": []}],
    }


async def test_answers_come_in_the_order_of_the_lines() -> None:
    answers = await _answers(Echo(), *({"id": i, "text": str(i)} for i in range(5)))
    assert [answer["id"] for answer in answers] == list(range(5))


async def test_blank_lines_are_passed_over() -> None:
    answers = await _answers(Echo(), "", "  ", {"id": 1, "text": "a"})
    assert [answer["id"] for answer in answers] == [1]


async def test_vietnamese_is_written_as_it_is() -> None:
    out = io.StringIO()
    await answer_lines(Echo(), ['{"text": "đăng ký"}'], out, keep=False)
    assert "đăng ký" in out.getvalue()


@pytest.mark.parametrize(
    ("line", "ident", "error"),
    [
        ("{không phải", None, "không phải JSON"),
        ('["a"]', None, "đối tượng JSON"),
        ('{"id": "q1"}', "q1", "thiếu 'text' hoặc 'photo'"),
        ('{"id": "q1", "text": 5}', "q1", "thiếu 'text' hoặc 'photo'"),
        ('{"id": "q1", "text": "a", "at": "hôm qua"}', "q1", "ISO 8601"),
        ('{"id": "q1", "text": "a", "at": 5}', "q1", "ISO 8601"),
    ],
)
async def test_a_line_that_cannot_be_read_gets_an_error_in_its_place(
    line: str, ident: str | None, error: str
) -> None:
    assistant = Echo()
    first, second = await _answers(assistant, line, {"id": "q2", "text": "b"})
    assert first["id"] == ident
    assert error in first["error"]
    assert second["id"] == "q2"
    assert len(assistant.asked) == 1


async def test_a_conversation_starts_afresh_once_and_then_goes_on() -> None:
    assistant = Echo()
    await _answers(
        assistant,
        {"sender": "an", "text": "1"},
        {"sender": "binh", "text": "2"},
        {"sender": "an", "text": "3"},
    )
    assert assistant.forgotten == ["ask:an", "ask:binh"]


async def test_kept_conversations_are_not_forgotten() -> None:
    assistant = Echo()
    await _answers(assistant, {"sender": "an", "text": "1"}, keep=True)
    assert assistant.forgotten == []


async def test_without_a_sender_every_id_is_a_conversation_of_its_own() -> None:
    assistant = Echo()
    answers = await _answers(assistant, {"id": 7, "text": "a"}, {"text": "b"})
    assert [answer["sender"] for answer in answers] == ["7", "ask"]
    assert [asked[0] for asked in assistant.asked] == ["ask:7", "ask:ask"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2027-01-01T00:30:00", "2027-01-01T00:30:00+07:00"),
        ("2027-01-01T00:30:00+00:00", "2027-01-01T00:30:00+00:00"),
    ],
)
async def test_an_instant_without_a_time_zone_is_one_in_vietnam(at: str, expected: str) -> None:
    assistant = Echo()
    await _answers(assistant, {"text": "a", "at": at})
    assert assistant.asked[0][2] == dt.datetime.fromisoformat(expected)


async def test_without_an_instant_the_assistant_takes_its_own() -> None:
    assistant = Echo()
    await _answers(assistant, {"text": "a"})
    assert assistant.asked[0][2] is None


async def test_a_photo_needs_no_text() -> None:
    assistant = Echo()
    [answer] = await _answers(assistant, {"id": "q1", "photo": "qr.png"})
    assert assistant.asked == [("ask:q1", "", None, "qr.png")]
    assert answer["text"] is None
