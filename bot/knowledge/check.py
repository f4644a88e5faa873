"""Checks of the knowledge as a whole: what a single file's model cannot see."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.guides import Guide
from bot.knowledge.loader import Knowledge, Problem, line_of, read
from bot.knowledge.models import Procedure, slug
from bot.text import canonical, fold

# Topics of the answer contract that are answered by a guide.
GUIDE_TOPICS = tuple(
    f"{group}.{name}"
    for group, names in {
        "account": "register level2 login otp password locked new_phone change_number wrong_info "
        "organization assisted",
        "dossier": "submit upload sign status supplement late withdraw result ecopy",
        "payment": "how qr failed receipt refund check_qr exempt",
        "safety": "scam",
    }.items()
    for name in names.split()
)
_LOOKED_AT_AGAIN_AFTER = dt.timedelta(days=183)
_LINK = re.compile(r"(?:https?://|\bwww\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|info|io)\b")
_CODE = re.compile(r"\b\d\.\d{6}\b")


def check(data: Path, today: dt.date) -> tuple[Knowledge, list[Problem]]:
    """Reads the knowledge below `data` and looks for everything that is wrong with it.

    Args:
        data: The project's `data` folder.
        today: The day on which facts must hold.

    Returns:
        What was read, and the problems found (errors first, then warnings).
    """
    knowledge, problems = read(data)
    for key, path in knowledge.paths.items():
        file = data.parent / path
        text = file.read_text(encoding="utf-8")
        item = knowledge.procedures.get(key) or knowledge.guides[key]
        found = list(_check_text(path, text))
        found += _check_age(path, text, item.checked, today)
        if isinstance(item, Procedure):
            found += _check_procedure(knowledge, item, path, text, today)
        else:
            found += _check_guide(knowledge, item, path, text)
        problems += found
    problems += _check_discounts(knowledge, data, today)
    problems += _check_questions(knowledge, data)
    problems += _check_missing_guides(knowledge, data)
    return knowledge, sorted(problems, key=lambda p: (p.warning, str(p.path), p.line))


def _check_text(path: Path, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), 1):
        if canonical(line) != line:
            yield Problem(path, number, "chữ chưa theo NFC hoặc dấu thanh đặt khác chỗ (hòa, thúy)")
        if line.lstrip().startswith("#"):
            continue
        for link in _LINK.findall(line):
            host = re.sub(r"^https?://", "", link).split("/")[0].rstrip(".,)")
            if host != "gov.vn" and not host.endswith(".gov.vn"):
                yield Problem(path, number, f"địa chỉ ngoài .gov.vn: {link}")


def _check_age(path: Path, text: str, checked: dt.date, today: dt.date) -> Iterator[Problem]:
    line = line_of(text, ("checked",))
    if checked > today:
        yield Problem(path, line, "ngày đối chiếu ở tương lai")
    if today - checked > _LOOKED_AT_AGAIN_AFTER:
        yield Problem(path, line, "đã hơn sáu tháng chưa đối chiếu lại", warning=True)


def _check_procedure(
    knowledge: Knowledge, procedure: Procedure, path: Path, text: str, today: dt.date
) -> Iterator[Problem]:
    expected = f"{procedure.code}-"
    if not path.name.startswith(expected) or path.stem != slug(path.stem).replace("-", ".", 1):
        yield Problem(path, 1, f"tên tệp phải bắt đầu bằng '{expected}', chữ thường không dấu")
    for number, row in enumerate(text.splitlines(), 1):
        for code in _CODE.findall(row):
            known = code in knowledge.procedures or code in knowledge.successors
            if not known and not row.lstrip().startswith(("code:", "#")):
                yield Problem(path, number, f"mã {code} chưa có tệp nào", warning=True)
    seen: dict[str, int] = {}
    for i, alias in enumerate(procedure.aliases):
        line = line_of(text, ("aliases", i))
        if fold(alias) in seen:
            yield Problem(path, line, f"tên gọi '{alias}' lặp lại")
        seen[fold(alias)] = line
    for i, fee in enumerate(procedure.fees):
        line = line_of(text, ("fees", i))
        for group in fee.groups:
            if group not in knowledge.groups:
                yield Problem(path, line, f"nhóm '{group}' không có trong data/fees/groups.yml")
        if fee.amount != 0 and not fee.basis:
            yield Problem(path, line, "khoản thu cần 'basis' (căn cứ)")
    dated = [*procedure.papers, *procedure.fees, *procedure.time, *procedure.variants]
    if procedure.fees and not any(fee.holds_on(today) for fee in procedure.fees):
        yield Problem(path, line_of(text, ("fees",)), "không khoản thu nào còn hiệu lực hôm nay")
    for item in dated:
        if item.end and item.end < today:
            yield Problem(path, 1, f"đã hết hiệu lực từ {item.end:%d/%m/%Y}", warning=True)
    if (
        procedure.review
        and procedure.review.since <= today
        and procedure.checked < procedure.review.since
    ):
        yield Problem(path, line_of(text, ("review",)), "căn cứ đã thay đổi, cần soát lại nội dung")


def _check_guide(knowledge: Knowledge, guide: Guide, path: Path, text: str) -> Iterator[Problem]:
    if path.stem != guide.topic:
        yield Problem(path, 1, f"tên tệp phải là '{guide.topic}.yml'")
    if guide.topic not in GUIDE_TOPICS:
        yield Problem(path, 1, f"'{guide.topic}' không phải chủ đề có hướng dẫn")
    for topic in guide.related:
        if topic not in GUIDE_TOPICS:
            yield Problem(path, line_of(text, ("related",)), f"không có chủ đề '{topic}'")
    if guide.procedure and knowledge.procedure(guide.procedure) is None:
        yield Problem(path, line_of(text, ("procedure",)), f"không có thủ tục {guide.procedure}")
    reached = {guide.steps[0].id}
    for i, step in enumerate(guide.steps):
        reached |= {option.next for option in step.options if option.next}
        if not step.options and i + 1 < len(guide.steps):
            reached.add(guide.steps[i + 1].id)
    for i, step in enumerate(guide.steps):
        if step.id not in reached:
            yield Problem(path, line_of(text, ("steps", i)), f"không đường nào tới '{step.id}'")
    if guide.basis == "checks":
        yield Problem(
            path, line_of(text, ("basis",)), "chưa có nguồn, chỉ gồm cách tự kiểm tra", warning=True
        )


def _check_discounts(knowledge: Knowledge, data: Path, today: dt.date) -> Iterator[Problem]:
    path = Path("data/fees/discounts.yml")
    for i, discount in enumerate(knowledge.discounts):
        line = line_of((data.parent / path).read_text(encoding="utf-8"), ("discounts", i))
        for group in discount.groups:
            if group not in knowledge.groups:
                yield Problem(path, line, f"nhóm '{group}' không có trong data/fees/groups.yml")
        if discount.end and discount.end < today:
            yield Problem(path, line, f"đã hết hạn từ {discount.end:%d/%m/%Y}", warning=True)


def _check_questions(knowledge: Knowledge, data: Path) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for code, questions in knowledge.questions.items():
        path = Path(data.name) / "questions" / f"{code}.yml"
        if code not in knowledge.procedures:
            yield Problem(path, 1, f"không có thủ tục {code}")
        for facet, texts in questions.asked.items():
            for i, text in enumerate(texts):
                if seen.setdefault(fold(text), code) != code:
                    line = line_of((data.parent / path).read_text("utf-8"), ("asked", facet, i))
                    yield Problem(path, line, f"câu này đã có ở thủ tục {seen[fold(text)]}")


def _check_missing_guides(knowledge: Knowledge, data: Path) -> Iterator[Problem]:
    for topic in GUIDE_TOPICS:
        if topic not in knowledge.guides:
            path = Path(data.name) / "guides" / f"{topic}.yml"
            yield Problem(path, 1, "chưa có hướng dẫn này")
