"""Procedures that the project does not explain itself: figures, or the portal's own record."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.knowledge import links
from bot.registry.compact import Summary
from bot.registry.record import Channel, Charge, Method, Record, Time
from bot.replies.model import Button, Reply
from bot.replies.procedures import search_link

FACETS = ("overview", "papers", "steps", "fee", "time", "where", "legal", "conditions", "result")
_CHANNELS: dict[Channel, str] = {
    "counter": "trực tiếp",
    "online": "trên mạng",
    "post": "qua bưu điện",
}
_UNITS = {
    "working_day": "ngày làm việc",
    "day": "ngày",
    "hour": "giờ",
    "month": "tháng",
    "year": "năm",
}
_LINES = 12
_LONGEST = 1200
_TITLES = {
    "papers": "📄 Giấy tờ",
    "steps": "Trình tự",
    "fee": "💰 Lệ phí",
    "time": "⏱ Thời hạn",
    "where": "📍 Nơi làm",
}


def summary_reply(summary: Summary, facet: str, confidence: float) -> Reply:
    """Who handles it, how long it takes, what it costs; the details are on the portal."""
    lines = [f"**{summary.name}**"]
    if summary.province:
        lines.append(f"Chỉ áp dụng ở {summary.province}.")
    lines.append(f"📍 Nơi giải quyết: {'; '.join(summary.executing[:4]) or 'xem trên Cổng'}.")
    offers = summary.offers
    if offers:
        lines.append(f"Cách nộp: {', '.join(_CHANNELS[offer.channel] for offer in offers)}.")
    lines.append(_joined("⏱ Thời hạn", [(o.channel, [*map(_time, o.times)]) for o in offers]))
    lines.append(_joined("💰 Phí", [(o.channel, [*map(_charge, o.charges)]) for o in offers]))
    if facet not in ("overview", "fee", "time", "where", "online"):
        lines.append("Trợ lý chưa có phần này. Cổng ghi đầy đủ, bấm đường dẫn.")
    lines.append(search_link(summary.code))
    day = f" ngày {summary.portal_date:%d/%m/%Y}" if summary.portal_date else ""
    text = "\n".join(filter(None, lines))
    return _reply(
        f"{text}\n_Theo Cổng Dịch vụ công, {summary.decision or 'dữ liệu'}{day}_",
        summary.code,
        facet,
        confidence,
        [],
    )


def record_reply(record: Record, facet: str, confidence: float) -> Reply:
    """One facet as the portal words it, laid out for a small screen, with the portal's day."""
    shown = facet if facet in FACETS else "overview"
    body = _cut(_BODIES[shown](record) or "Cổng không ghi phần này.")
    day = f" ngày {record.portal_date:%d/%m/%Y}" if record.portal_date else ""
    text = f"**{record.name}**\n{body}\n{search_link(record.code)}"
    buttons = [
        Button(title, links.procedure(record.code, name))
        for name, title in _TITLES.items()
        if name != shown
    ]
    return _reply(
        f"{text}\n_Lời của Cổng Dịch vụ công{day}_", record.code, shown, confidence, buttons
    )


def _reply(text: str, code: str, facet: str, confidence: float, buttons: list[Button]) -> Reply:
    return Reply(
        text,
        "procedure",
        [*buttons, Button("Gặp cán bộ", "m_human")],
        procedure=code,
        facet=facet,
        confidence=confidence,
    )


def _overview(record: Record) -> str:
    papers = [paper.name for group in record.dossiers for paper in group.papers][:4]
    lines = [_where(record)]
    lines += [f"📄 Cần: {_short('; '.join(papers), 300)}."] if papers else []
    lines += [_times(record), _fees(record)]
    return "\n".join(filter(None, lines))


def _papers(record: Record) -> str:
    lines: list[str] = []
    for group in record.dossiers:
        if group.name:
            lines.append(f"**{_short(group.name, 120)}**")
        for paper in group.papers:
            counts = [f"{paper.originals} bản chính"] if paper.originals else []
            counts += [f"{paper.copies} bản sao"] if paper.copies else []
            count = f" ({', '.join(counts)})" if counts else ""
            lines.append(f"• {_short(paper.name, 200)}{count}")
    return _listed("📄 Giấy tờ:", lines)


def _steps(record: Record) -> str:
    lines = []
    for step in record.steps:
        lines += [line for line in f"{step.name}\n{step.text}".splitlines() if line.strip()]
    return _listed("Trình tự:", [_short(line, 260) for line in lines])


def _fees(record: Record) -> str:
    return _by_channel("💰 Phí", record.methods, lambda m: [*map(_charge, m.charges)])


def _times(record: Record) -> str:
    text = _by_channel("⏱ Thời hạn", record.methods, lambda m: [_time(m.time)])
    cases = [f"• {_short(case.name, 120)}: {_time(case.time)}" for case in record.cases]
    return "\n".join(filter(None, [text, *cases[:6]]))


def _where(record: Record) -> str:
    lines = [f"📍 Nơi giải quyết: {'; '.join(record.executing[:4])}."] if record.executing else []
    if record.address:
        lines.append(_short(record.address, 200))
    if record.methods:
        ways = dict.fromkeys(_CHANNELS[method.channel] for method in record.methods)
        lines.append(f"Cách nộp: {', '.join(ways)}.")
    return "\n".join(lines)


def _legal(record: Record) -> str:
    lines = [f"• {_short(' '.join(filter(None, (b.code, b.name))), 160)}" for b in record.legal]
    return _listed("Căn cứ:", lines)


def _conditions(record: Record) -> str:
    return record.conditions


def _results(record: Record) -> str:
    return _listed("Kết quả:", [f"• {_short(result, 200)}" for result in record.results])


_BODIES = {
    "overview": _overview,
    "papers": _papers,
    "steps": _steps,
    "fee": _fees,
    "time": _times,
    "where": _where,
    "legal": _legal,
    "conditions": _conditions,
    "result": _results,
}


def _by_channel(title: str, methods: Iterable[Method], said: Callable[[Method], list[str]]) -> str:
    return _joined(title, [(method.channel, said(method)) for method in methods])


def _joined(title: str, values: list[tuple[Channel, list[str]]]) -> str:
    """The same for every channel in one line, otherwise a line a channel."""
    told: dict[str, list[str]] = {}
    for channel, said in values:
        words = "; ".join(dict.fromkeys(filter(None, said)))
        if words:
            told.setdefault(words, []).append(_CHANNELS[channel])
    if not told:
        return ""
    if len(told) == 1:
        return f"{title}: {next(iter(told))}."
    return "\n".join([f"{title}:", *(f"• {', '.join(ways)}: {w}" for w, ways in told.items())])


def _time(time: Time) -> str:
    figure = ""
    if time.amount is not None and time.unit:
        figure = f"{time.amount:g} {_UNITS[time.unit]}".replace(".", ",")
    return _short(" — ".join(filter(None, (figure, time.text))), 200)


def _charge(charge: Charge) -> str:
    if charge.amount is None:
        return _short(charge.text, 160) or "xem trên Cổng"
    if charge.amount == 0:
        figure = "không thu"
    else:
        money = f"{charge.amount:,}".replace(",", ".")
        figure = f"{money} {'đô la Mỹ' if charge.currency == 'USD' else 'đồng'} ({charge.kind})"
    return _short(" — ".join(filter(None, (figure, charge.text))), 200)


def _listed(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    more = [f"… và {len(lines) - _LINES} dòng nữa trên Cổng"] if len(lines) > _LINES else []
    return "\n".join([title, *lines[:_LINES], *more])


def _short(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit("\n", 1)[0] + "\n… xem tiếp trên Cổng"
