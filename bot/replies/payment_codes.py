"""What the assistant says about a code in a photo; never "safe" but for the commune's own list."""

from __future__ import annotations

from collections.abc import Callable

from bot.payments.banks import banks
from bot.payments.judge import Verdict
from bot.replies.model import Button, Reply
from bot.replies.money import money

TOPIC = "payment.check_qr"
_WAYS = [Button("Cách nộp phí", "g_payment-how"), Button("Gặp cán bộ", "m_human")]
_AGAIN = (
    "Trợ lý chưa đọc được mã trong ảnh.\n"
    "Chụp lại giúp: lau ống kính, đủ sáng, mã chiếm nửa khung hình, giữ yên tay.\n"
    "Chưa chắc thì chưa chuyển tiền. Hỏi cán bộ một cửa."
)
_WARNING = (
    "Đừng chuyển tiền theo mã này nếu anh/chị chưa chắc. Phí dịch vụ công nộp trên "
    "dichvucong.gov.vn hoặc tại quầy một cửa."
)


def unreadable_reply(reason: str | None = None) -> Reply:
    """No code could be read; `reason` if the file itself is at fault."""
    text = f"Trợ lý không xem được ảnh: {reason}.\n{_AGAIN}" if reason else _AGAIN
    return Reply(text, TOPIC, _WAYS, status="answered", data={"qr": "unreadable"})


def verdict_reply(verdict: Verdict, list_known: bool) -> Reply:
    """Tells what the code is, what to compare, and what to do."""
    text = _TEXTS[verdict.kind](verdict)
    if verdict.kind == "other" and not list_known:
        text = text.replace(
            "**không có** trong danh sách của xã.",
            "mà trợ lý không so được: chưa có danh sách tài khoản của xã anh/chị.",
        )
    shown = {"payment": "other", "broken": "other", "text": "other"}.get(verdict.kind, verdict.kind)
    return Reply(text, TOPIC, _WAYS, data={"qr": shown})


def _listed(verdict: Verdict) -> str:
    assert verdict.listed is not None  # noqa: S101 (this kind has both)
    assert verdict.code is not None  # noqa: S101
    lines = [
        "✅ Mã này trùng tài khoản xã đã công bố.",
        f"Người nhận: **{verdict.listed.name}**, {verdict.listed.bank}.",
    ]
    if verdict.code.amount is not None:
        lines.append(f"Số tiền: **{money(verdict.code.amount)} đồng**.")
    if verdict.code.purpose:
        lines.append(f"Nội dung: {verdict.code.purpose}.")
    lines.append("Trước khi bấm xác nhận, so lại tên và số tiền trên điện thoại.")
    return "\n".join(lines)


def _other(verdict: Verdict) -> str:
    code = verdict.code
    amount = code.amount if code else None
    much = f" Mã ghi sẵn {money(amount)} đồng." if amount is not None else ""
    where = ""
    if code is not None and code.account:
        bank = banks().get(code.bin or "", "ngân hàng chưa rõ")
        where = f" vào tài khoản {code.account[:4]}…{code.account[-3:]}, {bank},"
    return f"⚠️ Mã này chuyển tiền{where} **không có** trong danh sách của xã.{much}\n{_WARNING}"


def _link(verdict: Verdict) -> str:
    if verdict.official:
        return (
            f"Mã này mở trang **{verdict.host}**, thuộc .gov.vn.\n"
            "Vào trang rồi vẫn không nhập mật khẩu, mã OTP cho người khác xem."
        )
    return (
        f"⚠️ Mã này mở trang **{verdict.host}**, không thuộc .gov.vn.\n"
        "Đừng nhập mật khẩu, mã OTP, số thẻ ở đó. Trang của Nhà nước có đuôi .gov.vn."
    )


def _identity(_: Verdict) -> str:
    return (
        "⚠️ Đây là mã trên giấy tờ cá nhân. Trợ lý không đọc ra và đã bỏ ảnh.\n"
        "Đừng gửi ảnh căn cước, VNeID cho ai qua tin nhắn, kể cả trợ lý."
    )


_TEXTS: dict[str, Callable[[Verdict], str]] = {
    "listed": _listed,
    "other": _other,
    "payment": lambda _: f"⚠️ Đây là mã thanh toán loại khác, không phải VietQR.\n{_WARNING}",
    "broken": lambda _: f"⚠️ Mã này giống mã chuyển tiền nhưng sai quy cách.\n{_WARNING}",
    "link": _link,
    "identity": _identity,
    "text": lambda _: f"Mã này không phải mã thanh toán.\n{_WARNING}",
}
