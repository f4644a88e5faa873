"""VietQR (EMVCo merchant-presented QR, NAPAS "Tài liệu quy định về định dạng mã VietQR" v1.0).

Strict on purpose: a matching check sum proves nothing, so whatever bends the rules is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.text import fold

VIETQR = "A000000727"
TO_ACCOUNT, TO_CARD = "QRIBFTTA", "QRIBFTTC"
PURPOSE_LIMIT = 25
_VND, _VIETNAM = "704", "VN"
_AMOUNT = re.compile(r"[1-9]\d{0,12}")
_BIN, _ACCOUNT = re.compile(r"\d{6}"), re.compile(r"[A-Za-z0-9]{1,19}")


class QrError(ValueError):
    """The text is no payment code that keeps the rules; says why, in Vietnamese."""


@dataclass(frozen=True)
class PaymentCode:
    """What an EMVCo payment code says.

    Attributes:
        bin: Bank identification number; None: valid EMVCo that is not VietQR.
        account: Account or card number.
        amount: Đồng; None: the payer types it.
        purpose: Words of the transfer.
        name: Who is said to receive. Can be forged: never to be trusted.
    """

    bin: str | None
    account: str | None
    amount: int | None
    purpose: str | None
    name: str | None


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE of `text` as four upper-case hex digits."""
    crc = 0xFFFF
    for byte in text.encode("utf-8"):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1
        crc &= 0xFFFF
    return f"{crc:04X}"


def purpose_of(text: str) -> str:
    """Folds `text` (đ too) to at most 25 of `A-Z a-z 0-9` and space."""
    kept = re.sub(r"[^A-Za-z0-9 ]+", " ", fold(text))
    return re.sub(r" +", " ", kept).strip()[:PURPOSE_LIMIT].strip()


def build(
    bin_: str,
    account: str,
    amount: int | None = None,
    purpose: str | None = None,
    bill: str | None = None,
    service: str = TO_ACCOUNT,
) -> str:
    """Writes a VietQR.

    Args:
        bin_: Six digits of the bank.
        account: Account (or card) number.
        amount: Đồng; with it the code is for one transfer (dynamic).
        purpose: Words of the transfer, as they are to appear; see `purpose_of`.
        bill: Bill number, e.g. a dossier's.
        service: To an account or to a card.

    Raises:
        QrError: A part breaks the rules.
    """
    if not _BIN.fullmatch(bin_) or not bin_.isascii() or not _ACCOUNT.fullmatch(account):
        raise QrError("số ngân hàng hoặc số tài khoản không đúng")
    if amount is not None and not _AMOUNT.fullmatch(str(amount)):
        raise QrError("số tiền không đúng")
    receiver = _tlv("00", bin_) + _tlv("01", account)
    text = _tlv("00", "01") + _tlv("01", "12" if amount is not None else "11")
    text += _tlv("38", _tlv("00", VIETQR) + _tlv("01", receiver) + _tlv("02", service))
    text += _tlv("53", _VND)
    text += _tlv("54", str(amount)) if amount is not None else ""
    text += _tlv("58", _VIETNAM)
    more = (_tlv("01", bill) if bill else "") + (_tlv("08", purpose) if purpose else "")
    text += _tlv("62", more) if more else ""
    return text + "6304" + checksum(text + "6304")


def parse(text: str) -> PaymentCode:
    """Reads a payment code.

    Raises:
        QrError: It is none, or breaks the rules.
    """
    given = text.strip()
    if len(given) < 12 or given[-8:-4] != "6304":
        raise QrError("không phải mã thanh toán")
    if checksum(given[:-4]) != given[-4:].upper():
        raise QrError("mã kiểm tra không khớp: mã bị sửa hoặc đọc lỗi")
    fields = _fields(given)
    if next(iter(fields)) != "00" or fields["00"] != "01":
        raise QrError("sai phiên bản mã")
    if fields.get("53") != _VND or fields.get("58") != _VIETNAM:
        raise QrError("không phải tiền đồng Việt Nam")
    amount = fields.get("54")
    if amount is not None and not (amount.isascii() and _AMOUNT.fullmatch(amount)):
        raise QrError("số tiền không đúng")
    more = _fields(fields["62"]) if "62" in fields else {}
    bin_, account = _receiver(fields.get("38"))
    return PaymentCode(
        bin_, account, int(amount) if amount else None, more.get("08"), fields.get("59")
    )


def _receiver(field: str | None) -> tuple[str | None, str | None]:
    if field is None:
        return None, None
    parts = _fields(field)
    if parts.get("00") != VIETQR:
        return None, None
    inner = _fields(parts.get("01", ""))
    bin_, account = inner.get("00", ""), inner.get("01", "")
    plain = bin_.isascii() and account.isascii()
    if not plain or not _BIN.fullmatch(bin_) or not _ACCOUNT.fullmatch(account):
        raise QrError("số ngân hàng hoặc số tài khoản không đúng")
    if not re.fullmatch(r"QR[A-Z]{4,6}", parts.get("02", "")):
        raise QrError("thiếu loại chuyển tiền")
    return bin_, account


def _fields(text: str) -> dict[str, str]:
    """Tag → value, in order; every length must fit exactly and no tag may come twice."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        tag, size = text[at : at + 2], text[at + 2 : at + 4]
        if not (re.fullmatch(r"[0-9]{2}", tag) and re.fullmatch(r"[0-9]{2}", size)):
            raise QrError("cấu trúc mã không đúng")
        value = text[at + 4 : at + 4 + int(size)]
        if int(size) == 0 or len(value) != int(size) or tag in found:
            raise QrError("cấu trúc mã không đúng")
        found[tag] = value
        at += 4 + int(size)
    return found


def _tlv(tag: str, value: str) -> str:
    if not 1 <= len(value) <= 99:
        raise QrError("một phần của mã dài quá")
    return f"{tag}{len(value):02}{value}"
