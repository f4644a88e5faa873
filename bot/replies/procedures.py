"""Answers about one procedure: a short text for each facet, then buttons for the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from bot.knowledge import links
from bot.knowledge.fees import Quote
from bot.knowledge.loader import Knowledge
from bot.knowledge.models import Channel, Dated, Duration, Fact, Paper, Procedure, Question
from bot.replies.model import Button, Reply
from bot.replies.money import fee_text

# Button of each facet that can be asked for.
FACET_BUTTONS = {
    "overview": "Tổng quan",
    "papers": "📄 Giấy tờ",
    "fee": "💰 Phí",
    "time": "⏱ Thời hạn",
    "where": "📍 Nơi nộp",
    "online": "🌐 Nộp trên mạng",
    "steps": "Các bước",
    "conditions": "Ai được làm",
    "forms": "Mẫu đơn",
    "result": "Kết quả",
    "legal": "Căn cứ pháp lý",
}
_NEXT = {
    "overview": ("papers", "fee", "time", "online"),
    "papers": ("fee", "time", "where", "online"),
    "fee": ("papers", "time", "online"),
    "time": ("papers", "fee", "where"),
    "where": ("papers", "online", "time"),
    "online": ("papers", "fee", "time"),
    "steps": ("papers", "fee", "where"),
    "conditions": ("papers", "where", "fee"),
    "forms": ("papers", "where", "online"),
    "result": ("time", "papers", "fee"),
    "legal": ("papers", "fee", "time"),
}
_UNITS = {"working_day": "ngày làm việc", "day": "ngày", "hour": "giờ", "month": "tháng"}
_LINES = 6
_CASES_SHOWN = 3


def search_link(code: str) -> str:
    """Address of the portal's search for `code`, the one address seen to work (facts.md §6.1)."""
    return f"https://dichvucong.gov.vn/tim-kiem-thu-tuc-hanh-chinh?keyword={code}"


def procedure_reply(
    knowledge: Knowledge,
    procedure: Procedure,
    facet: str,
    day: dt.date,
    answers: Mapping[str, str] | None = None,
    groups: tuple[str, ...] = (),
    channel: Channel | None = None,
    topic: str = "procedure",
    told: bool = False,
    full: bool = False,
    case: int | None = None,
) -> Reply:
    """Answers one facet of a procedure.

    Args:
        knowledge: Everything known; for fees.
        procedure: The procedure.
        facet: A facet of the answer contract.
        day: The day for which the facts must hold.
        answers: What the citizen said about the case: question id → option id.
        groups: Groups the citizen belongs to.
        channel: How the citizen means to apply, if said.
        topic: `procedure`, or the topic that goes before it.
        told: The answer before was about this procedure too: its notices need no repeating.
        full: Papers: everything for every case, not what fits a small screen.
        case: Index of the variant that answers what was asked, to be said first.

    Returns:
        The reply, with source, buttons and figures.
    """
    answers = answers or {}
    data: dict[str, object] = {}
    if facet == "fee":
        body, lines = fee_text(knowledge, procedure, day, channel, groups)
        data["fee"] = [_figures(line) for line in lines]
    elif facet == "papers":
        body = _papers(procedure, day, answers, full)
    else:
        body = _BODIES[facet](procedure, day)
    # The name goes first only where the text would not tell what it is about.
    head = f"**{procedure.name}**\n"
    if case is not None:
        head += f"{procedure.variants[case].answer}\n"
    text = head + body + _warnings(procedure, day, told)
    text += f"\n_{procedure.source_line}_"
    return Reply(
        text=text,
        topic=topic,
        procedure=procedure.code,
        facet=facet,
        data=data,
        buttons=_buttons(procedure, facet, full, case),
    )


def question_reply(procedure: Procedure, question: Question, topic: str = "procedure") -> Reply:
    """Asks about the citizen's case, on which the list of papers depends."""
    buttons = [Button(option.title, f"o_{i}") for i, option in enumerate(question.options)]
    return Reply(
        text=f"**{procedure.name}**\n{question.ask}",
        topic=topic,
        procedure=procedure.code,
        facet="papers",
        buttons=buttons,
    )


def variant_reply(
    procedure: Procedure, index: int, day: dt.date, topic: str = "procedure", told: bool = False
) -> Reply:
    """Answers a special case or common snag; `told` as for `procedure_reply`."""
    variant = procedure.variants[index]
    text = f"**{variant.title}**\n{variant.answer}{_warnings(procedure, day, told)}"
    text += f"\n_{procedure.source_line}_"
    return Reply(
        text=text,
        topic=topic,
        procedure=procedure.code,
        facet=variant.facet,
        buttons=_buttons(procedure, variant.facet, told=index),
    )


def holding(items: Iterable[Dated], day: dt.date) -> list:  # type: ignore[type-arg]
    """The items that hold on `day`."""
    return [item for item in items if item.holds_on(day)]


def _figures(line: Quote) -> dict[str, object]:
    figures: dict[str, object] = {
        "amount": line.amount,
        "unit": line.unit,
        "channel": line.channel,
        "group": line.group,
        "what": line.what,
    }
    if line.case:
        figures["case"] = line.case
    return figures


def _facts(facts: Iterable[Fact], day: dt.date, limit: int = _LINES) -> str:
    lines = [fact.text for fact in holding(facts, day)][:limit]
    return lines[0] if len(lines) == 1 else "\n".join(f"• {line}" for line in lines)


def _papers(
    procedure: Procedure, day: dt.date, answers: Mapping[str, str], full: bool = False
) -> str:
    """The list for this citizen; what hangs on questions still open waits, unless `full`."""
    papers = [paper for paper in holding(procedure.papers, day) if _needed(paper, answers)]
    always = [p for p in papers if p.case is None or _settled(p, answers)]
    sometimes = [p for p in papers if p not in always and (full or not p.when)]
    # The answer may be wider than the case: without it a paper would look needed by everybody.
    named = [f"{p.case}: {_paper(p, full)}" if p.case else _paper(p, full) for p in always]
    text = "📄 Anh/chị cần:\n" + "\n".join(f"{i}) {line}" for i, line in enumerate(named, 1))
    if not always:
        text = "📄 Giấy tờ tùy trường hợp:"
    shown = sometimes if full else sometimes[:_CASES_SHOWN]
    if shown:
        text += "\nThêm tùy trường hợp:" if always else ""
        text += "".join(f"\n• {p.case}: {_paper(p, full) if full else p.name}" for p in shown)
    return text


def _needed(paper: Paper, answers: Mapping[str, str]) -> bool:
    return all(answers.get(q) is None or answers[q] in wanted for q, wanted in paper.when.items())


def _settled(paper: Paper, answers: Mapping[str, str]) -> bool:
    return bool(paper.when) and all(answers.get(q) in wanted for q, wanted in paper.when.items())


def _paper(paper: Paper, full: bool) -> str:
    if paper.show:
        how = "mang theo để xem"
    else:
        counts = [f"{paper.originals} bản chính"] if paper.originals else []
        counts += [f"{paper.copies} bản sao"] if paper.copies else []
        how = ", ".join(counts)
    text = paper.name + (f" ({how})" if how else "")
    if not paper.note:
        return text
    note = paper.note if full else paper.note.split(". ")[0]
    return f"{text}. {note.rstrip('.')}."


def _overview(procedure: Procedure, day: dt.date) -> str:
    needed = [p for p in holding(procedure.papers, day) if p.case is None][:4]
    papers = "; ".join(p.name for p in needed)
    text = procedure.summary
    if papers:
        text += f"\n📄 Cần: {papers}."
    if procedure.time:
        text += f"\n{_time(procedure, day, 2)}"
    return text + f"\n📍 {procedure.where.text}"


def _steps(procedure: Procedure, day: dt.date) -> str:
    steps = holding(procedure.steps.counter or procedure.steps.online, day)
    return "\n".join(f"{i}. {step.text}" for i, step in enumerate(steps[:_LINES], 1))


def _online(procedure: Procedure, day: dt.date) -> str:
    if "online" not in procedure.channels:
        return f"🌐 Thủ tục này chưa nộp trên mạng được.\n📍 {procedure.where.text}"
    steps = holding(procedure.steps.online, day)
    listed = "\n".join(f"{i}. {step.text}" for i, step in enumerate(steps[:_LINES], 1))
    return f"🌐 Nộp trên mạng được:\n{listed}\n{search_link(procedure.code)}"


def _where(procedure: Procedure, day: dt.date) -> str:
    post = "\nGửi qua bưu điện cũng được." if "post" in procedure.channels else ""
    online = "\n🌐 Nộp trên mạng cũng được." if "online" in procedure.channels else ""
    return f"📍 {procedure.where.text}{online}{post}"


def _time(procedure: Procedure, day: dt.date, limit: int = _LINES) -> str:
    times = holding(procedure.time, day)[:limit]
    if not times:
        unknown = "Trợ lý chưa có thời hạn này. Xem ngày hẹn trên giấy tiếp nhận."
        return f"⏱ {procedure.time_note or unknown}"
    lines = [_duration(item) for item in times]
    text = "⏱ " + (
        lines[0] if len(lines) == 1 else "\n".join(["Thời hạn:", *(f"• {x}" for x in lines)])
    )
    return text + (f"\n{procedure.time_note}" if procedure.time_note else "")


def _duration(item: Duration) -> str:
    if item.unit == "same_day":
        words = "Trong ngày làm việc"
    elif item.unit == "at_once":
        words = "Làm xong ngay"
    else:
        words = f"{item.amount} {_UNITS[item.unit]}"
    text = f"{item.case}: {words.lower()}" if item.case else words
    return f"{text}. {item.note}" if item.note else f"{text}."


def _conditions(procedure: Procedure, day: dt.date) -> str:
    return _facts([*procedure.conditions, *procedure.who], day) or procedure.summary


def _forms(procedure: Procedure, day: dt.date) -> str:
    if not procedure.forms:
        return "Thủ tục này trợ lý chưa thấy mẫu đơn riêng. Hỏi tại quầy khi nộp."
    lines = [
        f"• {form.name}"
        + (f" ({form.code})" if form.code else "")
        + (f". {form.note}" if form.note else "")
        for form in procedure.forms[:_LINES]
    ]
    return "📄 Mẫu đơn:\n" + "\n".join(lines) + f"\nTải mẫu: {search_link(procedure.code)}"


def _legal(procedure: Procedure, day: dt.date) -> str:
    return "Căn cứ pháp lý:\n" + "\n".join(f"• {item}" for item in procedure.legal[:_LINES])


def _result(procedure: Procedure, day: dt.date) -> str:
    return f"✅ Anh/chị nhận: {_facts(procedure.result, day)}"


_BODIES: dict[str, Callable[[Procedure, dt.date], str]] = {
    "overview": _overview,
    "steps": _steps,
    "online": _online,
    "where": _where,
    "time": _time,
    "conditions": _conditions,
    "forms": _forms,
    "legal": _legal,
    "result": _result,
}


def _warnings(procedure: Procedure, day: dt.date, told: bool = False) -> str:
    texts = [] if told else [notice.text for notice in holding(procedure.notices, day)][:1]
    review = procedure.review
    if review and day >= review.since > procedure.checked:
        texts.insert(0, review.text)
    return "".join(f"\n⚠️ {text}" for text in texts)


def _buttons(
    procedure: Procedure, facet: str, full: bool = False, told: int | None = None
) -> list[Button]:
    buttons = []
    if facet in ("overview", "papers", "conditions"):
        buttons += [
            Button(variant.title, f"p_{procedure.code.replace('.', '-')}__v_{i}")
            for i, variant in enumerate(procedure.variants)
            if i != told and (facet == "overview" or variant.facet in ("papers", "conditions"))
        ][: 3 if facet == "overview" else 1]
    for other in _NEXT[facet]:
        if other != "online" or "online" in procedure.channels:
            buttons.append(Button(FACET_BUTTONS[other], links.procedure(procedure.code, other)))
    if facet == "papers" and not full and any(p.case for p in procedure.papers):
        everything = f"{links.procedure(procedure.code, 'papers')}__a"
        buttons.insert(0, Button("📄 Đủ mọi trường hợp", everything))
    if facet in ("online", "steps"):
        way = "online" if facet == "online" and procedure.steps.online else "counter"
        if getattr(procedure.steps, way):
            walk = f"{links.procedure(procedure.code)}__w_{way}"
            buttons.insert(0, Button("Làm từng bước", walk))
    buttons.append(Button("Gặp cán bộ", "m_human"))
    return buttons[:8]
