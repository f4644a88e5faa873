"""Old places and new ones in words, and where to hand in there."""

from __future__ import annotations

from bot.knowledge import links
from bot.knowledge.models import Commune
from bot.places.convert import Conversion
from bot.places.units import Unit
from bot.replies.model import BUTTON_TITLE_LIMIT, Button, Reply

TOPIC = "place.find"
_OFFERED = 4
_LISTED = 12
_HUMAN = Button("Gặp cán bộ", "m_human")


def ask_place_reply(unknown: str | None = None) -> Reply:
    """Asks for the commune; says which name is not known."""
    text = "📍 Anh/chị ở xã, phường nào, tỉnh nào? Nhắn tên cũ hay tên mới đều được."
    if unknown:
        text = f"Trợ lý chưa thấy nơi tên “{unknown}”.\n{text}"
    return Reply(text, TOPIC, [_HUMAN], status="clarified")


def which_place_reply(candidates: list[Conversion]) -> Reply:
    """Several places fit: asks which one; the number is enough for an answer."""
    if len(candidates) > _LISTED:
        text = f"Có {len(candidates)} nơi tên như vậy. Anh/chị cho biết thêm huyện hoặc tỉnh cũ."
        return Reply(text, TOPIC, [_HUMAN], status="clarified")
    lines = [f"{i}. {found.unit.full_name}" for i, found in enumerate(candidates, 1)]
    shown = candidates[:8]
    alike = len({found.unit.bare for found in candidates}) == 1
    titles = [
        f"{i}. {_above(found.unit)}" if alike else line
        for i, (line, found) in enumerate(zip(lines, shown, strict=False), 1)
    ]
    return Reply(
        "\n".join(["📍 Anh/chị hỏi nơi nào? Bấm hoặc nhắn số:", *lines]),
        TOPIC,
        [Button(_short(title), _payload(c.unit)) for title, c in zip(titles, shown, strict=True)],
        status="clarified",
        candidates=[code for found in shown for code in found.codes][:_OFFERED],
        data={"place": list(dict.fromkeys(code for found in shown for code in found.codes))},
    )


def conversion_reply(found: Conversion, others: list[Conversion], commune: Commune | None) -> Reply:
    """What became of a place; a unit that was split asks which part is meant.

    Args:
        found: The place and its successors.
        others: Less likely places of the same name, offered as buttons.
        commune: What the new commune has told us about itself.
    """
    unit, settled = found.unit, found.settled
    buttons: list[Button] = []
    if found.change == "current":
        lines = [f"📍 **{unit.full_name}** là tên hiện nay."]
    elif settled is not None:
        verb = "vẫn là" if found.change == "unchanged" else "nay thuộc"
        if found.change == "renamed":
            verb = "nay tên là"
        lines = [f"📍 {_old(unit)} {verb} **{_lower(settled.full_name)}**."]
    else:
        parts = [successor.unit for successor in found.new]
        what = "không còn, nay chia thành" if found.change == "district" else "nay tách về"
        named = [f"{i}. {part.full_name}" for i, part in enumerate(parts[:_LISTED], 1)]
        more = [f"… và {len(parts) - _LISTED} nơi nữa"] if len(parts) > _LISTED else []
        ask = (
            "Anh/chị ở xã, phường cũ nào?" if found.change == "district" else "Anh/chị ở phần nào?"
        )
        lines = [f"📍 {_old(unit)} {what}:", *named, *more, ask]
        buttons = [
            Button(_short(line), _payload(part))
            for line, part in zip(named[:8], parts, strict=False)
        ]
    if settled is not None and settled.level == "commune":
        lines += _office(settled, commune)
    buttons += [Button(_short(_elsewhere(o.unit)), _payload(o.unit)) for o in others[:2]]
    return Reply(
        "\n".join(lines) + f"\n_Nguồn: {found.source}_",
        TOPIC,
        [*buttons[:7], _HUMAN],
        status="answered" if settled is not None else "clarified",
        candidates=[] if settled is not None else found.codes[:_OFFERED],
        data={"place": found.codes},
    )


def office_line(unit: Unit, police: bool) -> str:
    """Where the citizen of a commune hands in: its centre, or its police."""
    office = "Công an" if police else "Trung tâm Phục vụ hành chính công"
    return f"📍 Nơi anh/chị ở: {office} **{_lower(unit.full_name)}**."


def _office(unit: Unit, commune: Commune | None) -> list[str]:
    if commune is None:
        return [
            f"Nộp hồ sơ: Trung tâm Phục vụ hành chính công {_lower(unit.name)}.",
            "Trợ lý chưa có địa chỉ, giờ làm việc, số điện thoại của nơi này. "
            "Tìm đúng tên đó trên bản đồ, hoặc hỏi trưởng thôn, tổ dân phố.",
        ]
    lines = [f"Nộp hồ sơ: **{commune.centre}**."]
    lines += [f"Địa chỉ: {commune.address}"] if commune.address else []
    lines += [f"⏱ {commune.hours}"] if commune.hours else []
    lines += [f"Điện thoại: {commune.phone}"] if commune.phone else []
    return lines


def _old(unit: Unit) -> str:
    """The old name with what it stood in: "Xã Thuận Hưng (huyện Long Mỹ, Hậu Giang cũ)"."""
    if unit.parent is None:
        return f"{unit.name} cũ"
    above = _lower(unit.parent.name)
    if unit.parent.parent is not None:
        above += f", {unit.parent.parent.bare}"
    return f"{unit.name} ({above} cũ)"


def _elsewhere(unit: Unit) -> str:
    """A place of the same name, told apart by what it stood in: "Thuận Hưng, Mỹ Tú?"."""
    return f"{unit.bare}, {unit.parent.bare}?" if unit.parent else f"{unit.name}?"


def _above(unit: Unit) -> str:
    """What tells places of one name apart on a narrow button: "Long Mỹ, Hậu Giang"."""
    if unit.parent is None:
        return unit.name
    higher = unit.parent.parent
    return f"{unit.parent.bare}, {higher.bare}" if higher else f"{unit.kind} ở {unit.parent.bare}"


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def _payload(unit: Unit) -> str:
    return links.place(unit.code, unit.level, unit.old)


def _short(line: str) -> str:
    return line if len(line) <= BUTTON_TITLE_LIMIT else line[: BUTTON_TITLE_LIMIT - 1] + "…"
