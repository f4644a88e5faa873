"""Guides and walks: a short answer, then one step at a time."""

from __future__ import annotations

import datetime as dt

from bot.knowledge import links
from bot.knowledge.guides import Guide, GuideStep
from bot.knowledge.models import Procedure
from bot.replies.model import Button, Reply


def guide_reply(guide: Guide, day: dt.date) -> Reply:
    """The short answer of a guide and what holds on `day`, with the way into its steps.

    A diagnosis asks its first question at once, with the answers as buttons.
    """
    notices = "".join(f"\n⚠️ {notice.text}" for notice in guide.notices if notice.holds_on(day))
    buttons = [Button("Làm từng bước", links.guide(guide.topic, walk=True))]
    question = ""
    if guide.asks:
        question = f"\n👉 {guide.steps[0].text}"
        buttons = _options(guide.steps[0])
    if guide.procedure:
        buttons.append(Button("📄 Giấy tờ", links.procedure(guide.procedure, "papers")))
    buttons.append(Button("Gặp cán bộ", "m_human"))
    return Reply(
        text=f"{guide.answer}{notices}\n_{guide.source_line}_{question}",
        topic=guide.topic,
        procedure=guide.procedure,
        buttons=buttons,
    )


def step_reply(guide: Guide, step: GuideStep, answer: str = "") -> Reply:
    """One step of a walk through a guide; `answer` stands before it, if anything."""
    number = guide.steps.index(step) + 1
    head = f"{answer}\n" if answer else ""
    # The questions of a diagnosis branch: a number out of all would only puzzle.
    place = "" if guide.asks else f"Bước {number}/{len(guide.steps)}: "
    text = f"{head}{place}{step.text}"
    last = number == len(guide.steps) and not step.options
    if last:
        text += f"\n{guide.ask_whom}\n_{guide.source_line}_"
    buttons = _options(step)
    if not step.options and not last:
        buttons.append(Button("Tiếp", "w_next"))
    return _walking(Reply(text=text, topic=guide.topic, procedure=guide.procedure), buttons, number)


def procedure_step_reply(procedure: Procedure, way: str, number: int) -> Reply:
    """Step `number` (from 1) of a walk through a procedure's steps."""
    steps = getattr(procedure.steps, way)
    text = f"**{procedure.name}**\nBước {number}/{len(steps)}: {steps[number - 1].text}"
    buttons = [Button("Tiếp", "w_next")] if number < len(steps) else []
    facet = "online" if way == "online" else "steps"
    reply = Reply(text=text, topic="procedure", procedure=procedure.code, facet=facet)
    return _walking(reply, buttons, number)


def stuck_reply(guide: Guide, step: GuideStep) -> Reply:
    """What commonly goes wrong at a step, and the way out."""
    if step.snags:
        lines = "\n".join(f"• {snag.problem}: {snag.fix}" for snag in step.snags[:4])
        text = f"Chỗ này hay vướng:\n{lines}"
    else:
        text = guide.ask_whom
    buttons = [
        Button("Thử lại bước này", "w_again"),
        Button("Gặp cán bộ", "m_human"),
        Button("Thôi", "w_stop"),
    ]
    return Reply(text=text, topic=guide.topic, procedure=guide.procedure, buttons=buttons)


def _options(step: GuideStep) -> list[Button]:
    return [Button(option.title, f"o_{i}") for i, option in enumerate(step.options)]


def _walking(reply: Reply, buttons: list[Button], number: int) -> Reply:
    if number > 1:
        buttons.append(Button("Quay lại", "w_back"))
    reply.buttons = [*buttons, Button("Bị kẹt ở bước này", "w_stuck"), Button("Thôi", "w_stop")]
    return reply
