"""The channel-neutral reply."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

BUTTON_TITLE_LIMIT = 30
MOST_BUTTONS = 8


@dataclass(frozen=True)
class Button:
    """A button; `payload` is in the language of `bot.knowledge.links`."""

    title: str
    payload: str

    def __post_init__(self) -> None:
        if len(self.title) > BUTTON_TITLE_LIMIT:
            raise ValueError(f"nút dài quá {BUTTON_TITLE_LIMIT} ký tự: {self.title}")


@dataclass
class Reply:
    """One answer: what the citizen sees, and what it was about (see the answer contract).

    Attributes:
        text: The message; `**bold**` is the only markup.
        buttons: At most eight.
        topic: Topic of the contract, or `clarify`.
        status: How the turn ended.
        procedure: Code of the procedure answered about.
        facet: The facet answered.
        candidates: What is offered when `topic` is `clarify`, best first.
        confidence: 0 to 1.
        data: The result in figures.
        image: A picture, as a data URI.
    """

    text: str
    topic: str
    buttons: list[Button] = field(default_factory=list)
    status: str = "answered"
    procedure: str | None = None
    facet: str | None = None
    candidates: list[str] = field(default_factory=list)
    confidence: float = 1.0
    data: dict[str, Any] = field(default_factory=dict)
    image: str | None = None

    @property
    def body(self) -> str:
        """The text without the small last line that names the source."""
        return self.text.rpartition("\n_")[0] or self.text

    def add_line(self, line: str) -> None:
        """Adds a line to the text, above the small one that names the source."""
        body, mark, source = self.text.rpartition("\n_")
        self.text = f"{body}\n{line}{mark}{source}" if mark else f"{self.text}\n{line}"

    def offer_first(self, buttons: list[Button]) -> None:
        """Puts `buttons` before the others; the last way on stays, whatever is too many goes."""
        payloads = {button.payload for button in buttons}
        rest = [button for button in self.buttons if button.payload not in payloads]
        self.buttons = [*buttons, *rest[:-1]][: MOST_BUTTONS - 1] + rest[-1:]

    def turn(self) -> dict[str, Any]:
        """What the contract tells of the turn beside the messages."""
        return {
            "topic": self.topic,
            "procedure": self.procedure,
            "facet": self.facet,
            "candidates": self.candidates,
            "confidence": round(self.confidence, 4),
            "status": self.status,
            "data": self.data,
        }
