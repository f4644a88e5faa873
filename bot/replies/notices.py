"""What the delivery itself says: first contact, slowing down, forgetting, failing."""

from __future__ import annotations

from typing import Any


def first_contact(keep_days: int) -> dict[str, Any]:
    """What is kept and for how long; two lines, before the first answer."""
    return _message(
        "Đây là trợ lý tự động về thủ tục hành chính, không phải cán bộ.\n"
        f"Trợ lý nhớ vài câu gần nhất, tối đa {keep_days} ngày, không giữ số giấy tờ. "
        "Muốn xóa: nhắn /xoa"
    )


def slowed_down() -> dict[str, Any]:
    """Many messages at once: they are answered one after the other."""
    return _message("Anh/chị nhắn nhanh quá. Trợ lý trả lời lần lượt, không bỏ sót tin nào.")


def too_many() -> dict[str, Any]:
    """More than can wait: the newest are not answered."""
    return _message(
        "⚠️ Nhiều tin đang chờ quá. Các tin mới gửi sẽ không được trả lời. "
        "Anh/chị chờ một lát rồi nhắn lại."
    )


def forgotten() -> dict[str, Any]:
    """All that was kept about the citizen is gone."""
    return _message("✅ Đã xóa hết những gì trợ lý còn giữ về cuộc trò chuyện này.")


def failed() -> dict[str, Any]:
    """Something broke on our side."""
    return _message(
        "Trợ lý gặp trục trặc, chưa trả lời được câu này.\n"
        "Anh/chị nhắn lại sau ít phút, hoặc gặp cán bộ một cửa ở xã, phường.",
        [{"title": "Gặp cán bộ", "payload": "m_human"}],
    )


def cannot_read(kind: str) -> dict[str, Any]:
    """A voice message, sticker, place or file, which the assistant cannot read.

    Args:
        kind: `voice`, `sticker`, `place`, `file` or anything else.
    """
    said = {
        "voice": "Trợ lý chưa nghe được tin thoại. Anh/chị gõ chữ giúp, không cần dấu cũng được.",
        "sticker": "Anh/chị cần làm giấy tờ gì? Gõ vài chữ là được, không cần dấu.",
        "place": "Trợ lý chưa đọc được vị trí. Anh/chị gõ tên xã, phường và tỉnh giúp.",
        "file": "Trợ lý không mở tệp. Nộp hồ sơ thì tải tệp lên dichvucong.gov.vn. "
        "Anh/chị muốn hỏi gì, gõ chữ giúp.",
    }
    return _message(said.get(kind, "Trợ lý chỉ đọc được chữ và ảnh. Anh/chị gõ câu hỏi giúp."))


def _message(text: str, buttons: list[dict[str, str]] | None = None) -> dict[str, Any]:
    return {"text": text, "buttons": buttons or []}
