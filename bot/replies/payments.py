"""Paying a fee by a code that the commune's own account is in; checking a typed account."""

from __future__ import annotations

import re

import segno

from bot.dossiers.codes import DossierCode
from bot.knowledge import links
from bot.knowledge.models import Account, Commune, Procedure
from bot.payments.vietqr import build, purpose_of
from bot.replies.model import Button, Reply
from bot.replies.money import money

TOPIC = "payment.qr"
_PURPOSE = 25  # characters that a transfer takes
_WAYS = [Button("Cách nộp phí", links.guide("payment.how")), Button("Gặp cán bộ", "m_human")]


def ask_dossier_reply(procedure: Procedure, amount: int, quoted: str) -> Reply:
    """The fee is known; the code of the dossier goes into the transfer, so it is asked for."""
    text = (
        f"**{procedure.name}**\n{quoted}\n"
        "Anh/chị nhắn mã hồ sơ (trên Giấy tiếp nhận), trợ lý gửi mã QR để nộp "
        f"**{money(amount)} đồng** vào tài khoản của xã."
    )
    return Reply(text, TOPIC, _WAYS, status="clarified", procedure=procedure.code)


def open_amount_reply(procedure: Procedure, quoted: str) -> Reply:
    """The fee depends on the case: no amount is put into a code by guessing."""
    text = (
        f"**{procedure.name}**\n{quoted}\n"
        "Số tiền tùy trường hợp nên trợ lý không tạo mã QR. "
        "Nộp theo số tiền ghi trong hồ sơ trên dichvucong.gov.vn, hoặc tại quầy."
    )
    return Reply(text, TOPIC, _WAYS, procedure=procedure.code)


def nothing_to_pay_reply(procedure: Procedure, quoted: str) -> Reply:
    """The procedure is free."""
    text = f"**{procedure.name}**\n{quoted}\nKhông phải nộp tiền, không cần mã QR."
    return Reply(text, TOPIC, _WAYS, procedure=procedure.code)


def pay_reply(procedure: Procedure, amount: int, dossier: DossierCode, commune: Commune) -> Reply:
    """The code as a picture, and in words who receives how much, to be compared before paying."""
    account = commune.accounts[0]
    purpose = _purpose(dossier)
    text = (
        f"Mã QR nộp phí **{procedure.name}**:\n"
        f"• Người nhận: **{account.name}**, {account.bank}, tài khoản …{account.number[-3:]}\n"
        f"• Số tiền: **{money(amount)} đồng**\n"
        f"• Nội dung: {purpose}\n"
        "Mở ứng dụng ngân hàng, quét mã. ⚠️ So đủ ba dòng trên rồi mới xác nhận, "
        f"sai một chữ thì dừng. Chỉ dùng cho hồ sơ nộp tại {commune.name}. Giữ ảnh giao dịch."
    )
    code = build(account.bin, account.number, amount, purpose)
    reply = Reply(text, TOPIC, _WAYS, procedure=procedure.code)
    reply.image = segno.make(code, micro=False, error="m").png_data_uri(scale=8, border=4)
    reply.data = {"dossier": str(dossier), "amount": amount}
    return reply


def _purpose(dossier: DossierCode) -> str:
    """What names the dossier in the transfer: the whole code, or the day and the number of it."""
    whole = re.sub(r"[^A-Za-z0-9]", "", str(dossier)).upper()
    if len(whole) > _PURPOSE:
        whole = f"HS {dossier.received:%y%m%d} {dossier.number}"
    return purpose_of(whole).upper()


def account_reply(account: Account | None, list_known: bool) -> Reply:
    """Whether a typed account number is the commune's; never "safe" otherwise.

    Args:
        account: The commune's account of that number, if any.
        list_known: Whether there is a list to compare with.
    """
    if account is not None:
        text = (
            f"✅ Số này trùng tài khoản xã đã công bố: **{account.name}**, {account.bank}.\n"
            f"Chỉ đúng khi ngân hàng là {account.bank}. "
            "Trước khi xác nhận, so lại tên người nhận và số tiền trên điện thoại."
        )
        kind = "listed"
    else:
        known = "Số tài khoản này **không có** trong danh sách của xã."
        unknown = "Trợ lý chưa có danh sách tài khoản của xã anh/chị, nên không so được số này."
        text = (
            f"⚠️ {known if list_known else unknown} Đừng chuyển nếu chưa chắc.\n"
            "Phí dịch vụ công nộp trên dichvucong.gov.vn hoặc tại quầy một cửa."
        )
        kind = "other"
    return Reply(text, "payment.check_qr", _WAYS, data={"qr": kind})
