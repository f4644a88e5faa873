"""Fixed answers: greetings, ways on, warnings."""

from __future__ import annotations

from bot.knowledge import links
from bot.knowledge.models import Commune
from bot.replies.emergencies import help_in_emergency
from bot.replies.model import Button, Reply

WAYS_ON = [Button("Trợ lý làm được gì", "m_help"), Button("Gặp cán bộ", "m_human")]

_SMALLTALK = {
    "smalltalk.hello": "Chào anh/chị. Anh/chị cần làm giấy tờ gì? Cứ gõ như nói, không cần dấu.",
    "smalltalk.thanks": "Không có gì ạ. Anh/chị cần gì thêm cứ hỏi.",
    "smalltalk.bye": "Chào anh/chị. Khi cần cứ nhắn lại.",
    "smalltalk.bot": (
        "Đây là trợ lý tự động Một Cửa, không phải cán bộ. Trợ lý chỉ nói điều có nguồn, và nói rõ "
        "khi chưa biết."
    ),
    "smalltalk.help": (
        "Trợ lý giúp: giấy tờ cần mang, phí, thời hạn, nơi nộp, nộp trên mạng; tài khoản VNeID; "
        "hồ sơ; thanh toán.\nVí dụ, gõ: “làm khai sinh cho con cần gì”."
    ),
}
_MENU = [
    Button("Khai sinh cho con", links.procedure("1.001193")),
    Button("Đăng ký tạm trú", links.procedure("1.004194")),
    Button("Tài khoản VNeID", links.guide("account.register")),
    Button("Nộp hồ sơ trên mạng", links.guide("dossier.submit")),
    Button("Nộp phí", links.guide("payment.how")),
]


def smalltalk_reply(topic: str) -> Reply:
    """Small talk; help and hello offer where to begin."""
    buttons = [] if topic in ("smalltalk.thanks", "smalltalk.bye") else [*_MENU, WAYS_ON[1]]
    return Reply(_SMALLTALK[topic], topic, buttons)


def out_of_scope_reply(confidence: float) -> Reply:
    """Something else than public services."""
    return Reply(
        "Trợ lý chỉ rành việc giấy tờ, dịch vụ công. Chuyện này anh/chị hỏi chỗ khác giúp nhé.",
        "out_of_scope",
        WAYS_ON[:1],
        status="out_of_scope",
        confidence=confidence,
    )


def not_known_reply(confidence: float) -> Reply:
    """The assistant does not know what was meant, and says so."""
    return Reply(
        "Trợ lý chưa rõ. Anh/chị gõ lại ngắn hơn, nêu tên giấy tờ cần làm, hoặc gặp cán bộ.",
        "clarify",
        WAYS_ON,
        status="not_known",
        confidence=confidence,
    )


def elliptical_reply(facet: str | None, confidence: float) -> Reply:
    """A question with nothing before it that says of what."""
    return Reply(
        "Anh/chị đang hỏi về thủ tục nào? Ví dụ: khai sinh, tạm trú, căn cước.",
        "clarify",
        [*_MENU[:2], *WAYS_ON],
        status="clarified",
        facet=facet,
        confidence=confidence,
    )


def secret_reply() -> Reply:
    """A password, passcode or OTP was typed."""
    return Reply(
        "⚠️ Anh/chị vừa gửi mật khẩu hoặc mã bí mật. Đừng gửi cho bất kỳ ai, kể cả trợ lý. "
        "Trợ lý không lưu lại.\nNếu đã gửi cho người khác, hãy đổi mật khẩu ngay.",
        "safety.scam",
        [
            Button("Đổi mật khẩu", links.guide("account.password")),
            Button("Nhận biết lừa đảo", links.guide("safety.scam")),
        ],
        status="refused",
    )


def failure_reply() -> Reply:
    """Something broke on our side."""
    return Reply(
        "Trợ lý gặp trục trặc, chưa trả lời được. Anh/chị nhắn lại giúp, hoặc gặp cán bộ.",
        "clarify",
        WAYS_ON,
        status="failed",
        confidence=0.0,
    )


def people_reply(topic: str, text: str, commune: Commune | None, confidence: float) -> Reply:
    """Human help: an emergency number first, else the way to the commune's officers; complaints."""
    if topic == "human":
        advice = help_in_emergency(text)
        if advice:
            return Reply(advice, "human", status="handed_over", confidence=confidence)
        return human_reply(commune)
    return Reply(
        "Trợ lý hiểu anh/chị đang bực. Hồ sơ thiếu gì phải được báo đủ trong một lần.\n"
        "Anh/chị đang làm thủ tục nào? Trợ lý soát lại giấy tờ.\n"
        "Muốn gửi phản ánh: vào dichvucong.gov.vn, mục phản ánh, kiến nghị.",
        "feedback",
        [Button("Chọn thủ tục", "m_help"), Button("Gặp cán bộ", "m_human")],
        confidence=confidence,
    )


def human_reply(commune: Commune | None) -> Reply:
    """How to reach the officers: from the commune's own file, or how to find them."""
    if commune is None:
        text = (
            "Gặp cán bộ: đến Trung tâm Phục vụ hành chính công xã, phường nơi anh/chị ở. Mang theo "
            "căn cước và giấy tờ đang có.\nTrợ lý chưa có địa chỉ, số điện thoại của xã anh/chị."
        )
    else:
        lines = [f"Gặp cán bộ **{commune.centre}**:"]
        lines += [f"📍 {commune.address}"] if commune.address else []
        lines += [f"⏱ {commune.hours}"] if commune.hours else []
        lines += [f"Điện thoại: {commune.phone}"] if commune.phone else []
        text = "\n".join(lines) + f"\n_Nguồn: {commune.source} · {commune.checked:%d/%m/%Y}_"
    return Reply(text, "human", [Button("Trợ lý làm được gì", "m_help")], status="handed_over")


def place_reply(commune: Commune | None, confidence: float) -> Reply:
    """Where the office is; from the commune's own file or not at all."""
    if commune is None:
        return Reply(
            "📍 Hỏi Trung tâm Phục vụ hành chính công của xã, phường nơi anh/chị ở.\n"
            "Trợ lý chưa có địa chỉ, giờ làm việc, số điện thoại của nơi này, nên không đoán.\n"
            "Từ 01/07/2025 không còn cấp huyện; nhiều xã, phường đã sáp nhập và đổi tên.",
            "place.find",
            WAYS_ON[1:],
            status="not_known",
            confidence=confidence,
        )
    reply = human_reply(commune)
    reply.topic, reply.status = "place.find", "answered"
    return reply
