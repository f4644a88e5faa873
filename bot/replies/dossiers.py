"""Dossiers in words: what a code says, its status, when it is due, what to do when it is late."""

from __future__ import annotations

import datetime as dt

from bot.dossiers.calendar import WorkingCalendar
from bot.dossiers.codes import DossierCode
from bot.dossiers.deadline import Deadline, deadline
from bot.dossiers.lookup import Status
from bot.dossiers.mistakes import Diagnosis
from bot.dossiers.statuses import Explained, Statuses
from bot.knowledge import links
from bot.knowledge.models import Duration, Procedure
from bot.replies.model import Button, Reply

_PORTAL = "dichvucong.gov.vn"
_CASES_SHOWN = 3
_HUMAN = Button("Gặp cán bộ", "m_human")


def mistake_reply(found: Diagnosis) -> Reply:
    """Where a mistyped code is wrong, and what was most likely meant."""
    text = "\n".join(f"• {mistake.message}" for mistake in found.mistakes[:3])
    text = f"Mã hồ sơ này chưa đúng:\n{text}\nSo lại với Giấy tiếp nhận hồ sơ giúp trợ lý."
    buttons = [_HUMAN]
    if found.code is not None:
        text += f"\nCó phải **{found.code}** không?"
        buttons = [Button("Đúng mã này", links.dossier(str(found.code))), _HUMAN]
    return Reply(text, "dossier.status", buttons, status="clarified")


def status_reply(code: DossierCode, status: Status, statuses: Statuses, watchable: bool) -> Reply:
    """The status that was looked up, what it means and what to do."""
    found = statuses.of(status.number)
    at = status.as_of + dt.timedelta(hours=7)
    text = f"Hồ sơ **{code}**: **{found.name}**.\n{found.means}\n{found.do}"
    buttons = [_HUMAN]
    if not found.done and watchable:
        buttons = [Button("Báo tôi khi có thay đổi", links.dossier(str(code), watch=True)), _HUMAN]
    reply = Reply(
        f"{text}\n_Tra cứu lúc {at:%H:%M %d/%m/%Y}. {statuses.source_line}_",
        "dossier.status",
        buttons,
    )
    reply.data = {"dossier": str(code), "dossier_status": status.number}
    return reply


def explained_reply(status: Explained, statuses: Statuses, topic: str) -> Reply:
    """What a status means and what to do, for one who reads it on a screen or a paper."""
    text = f"**{status.name}**: {status.means}\n{status.do}"
    buttons = [Button("Tra cứu hồ sơ", links.guide("dossier.status")), _HUMAN]
    return Reply(f"{text}\n_{statuses.source_line}_", topic, buttons)


def unlisted_reply(code: DossierCode, looked: bool, failed: bool) -> Reply:
    """The code is well-formed, but its status is not known here: how to look it up.

    Args:
        code: The code.
        looked: Whether there was anywhere to look.
        failed: Whether the place to look did not answer.
    """
    lines = [code.explain()]
    if failed:
        lines.append("Nơi tra cứu đang không trả lời. Anh/chị thử lại sau ít phút.")
    elif looked:
        lines.append("Trợ lý chưa thấy hồ sơ này trong danh sách. So lại mã với giấy hẹn.")
    lines.append(f"Xem trên {_PORTAL}, mục **Tra cứu hồ sơ**, gõ mã này.")
    lines.append("Ngày hẹn ghi trên Giấy tiếp nhận hồ sơ. Cho biết tên thủ tục, trợ lý tính giúp.")
    buttons = [Button("Hướng dẫn tra cứu", links.guide("dossier.status", walk=True)), _HUMAN]
    return Reply("\n".join(lines), "dossier.status", buttons, data={"dossier": str(code)})


def due_reply(
    procedure: Procedure,
    times: list[Duration],
    received: dt.datetime | dt.date,
    today: dt.date,
    calendar: WorkingCalendar,
    statuses: Statuses,
) -> Reply:
    """When the result is due, for each case that the procedure has; what is owed when late."""
    shown = [(item, deadline(received, item.amount, item.unit, calendar)) for item in times]
    day = received.date() if isinstance(received, dt.datetime) else received
    lines = [f"**{procedure.name}**, nộp {day:%d/%m/%Y}:"]
    for item, found in shown[:_CASES_SHOWN]:
        lines.append(
            f"• {item.case}: {_due(found)}" if item.case else f"⏱ Có kết quả {_due(found)}"
        )
    off = shown[0][1].days_off
    if off:
        lines.append(
            "Có ngày nghỉ ở giữa: " + ", ".join(f"{d:%d/%m} ({why})" for d, why in off[:4])
        )
    if all(found.overdue(today) for _, found in shown):
        lines.append(f"⚠️ Đã quá hạn. {statuses.late.owed} {statuses.late.ask}")
    lines.append("Ngày ghi trên giấy hẹn mới là chính thức.")
    first = shown[0][1]
    return Reply(
        "\n".join(lines) + f"\n_{procedure.source_line}_",
        "dossier.late" if first.overdue(today) else "dossier.status",
        [Button("Tra cứu hồ sơ", links.guide("dossier.status")), _HUMAN],
        procedure=procedure.code,
        data={"due": first.due.isoformat()},
    )


def watching_reply(code: DossierCode, days: int, hours: int | None) -> Reply:
    """The citizen will be told of changes.

    Args:
        code: The dossier.
        days: For how long it is watched.
        hours: After so many hours without a message the channel lets nothing through, if so.
    """
    text = f"✅ Trợ lý sẽ nhắn khi hồ sơ **{code}** đổi trạng thái, trong {days} ngày.\n"
    if hours:
        text += f"Zalo chỉ cho nhắn trong {hours} giờ sau tin cuối của anh/chị.\n"
    text += "Không cần nữa thì bấm bên dưới."
    reply = Reply(text, "dossier.status", [Button("Thôi theo dõi", links.dossier("stop")), _HUMAN])
    reply.data = {"dossier": str(code), "watch": str(code)}
    return reply


def unwatched_reply() -> Reply:
    """Nothing is watched any more."""
    reply = Reply("✅ Trợ lý thôi theo dõi hồ sơ.", "dossier.status", [_HUMAN])
    reply.data = {"watch": ""}
    return reply


def _due(found: Deadline) -> str:
    text = f"chậm nhất **{found.due:%d/%m/%Y}**"
    if found.due != found.latest:
        text += f" ({found.latest:%d/%m/%Y} nếu nộp sau 15 giờ)"
    return f"{text}, dự kiến." if found.tentative else f"{text}."
