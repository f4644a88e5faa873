"""Raw records made by hand, in the portal's shape and with its oddities."""

from __future__ import annotations

import unicodedata
from typing import Any

ISSUED, UPDATED = 1757350800000, 1777191806399  # 9/9/2025 and 26/4/2026 in Việt Nam


def raw(ident: str = "a-1", code: str = "1.000001", **changes: Any) -> dict[str, Any]:
    """A whole record; a change to None leaves the field out."""
    whole: dict[str, Any] = {
        "id": ident,
        "code": code,
        "name": "Cấp thẻ đọc sách",
        "type": "STANDARD",
        "isWard": True,
        "isProvince": False,
        "categoriesDetails": [{"name": "Thư viện"}],
        "departmentPromulgateName": "Bộ Văn hóa, Thể thao và Du lịch",
        "departmentsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "subjectTypesDetails": [{"name": "Công dân Việt Nam"}],
        "executionSteps": [{"description": "Nộp hồ sơ."}],
        "executionMethods": [method("DIRECT"), method("ONLINE")],
        "executionCases": [{"profileComponents": [{"name": "Tờ khai", "originalQty": 1}]}],
        "resultsDetails": [{"name": "Thẻ thư viện"}],
        "legalBasisesDetails": [{"code": "01/2019/QH14", "name": "Luật Thư viện"}],
        "procedureProposal": {"proposalNumber": "1/QĐ-BVHTTDL", "decisionDate": ISSUED},
        "updatedAt": UPDATED,
    }
    whole.update(changes)
    return {key: value for key, value in whole.items() if value is not None}


def method(channel: str, amount: Any = 3, unit: str = "WORKING_DAY", **more: Any) -> dict[str, Any]:
    """A way to submit."""
    return {
        "submissionMethod": channel,
        "processingTime": amount,
        "processingTimeUnit": unit,
        **more,
    }


def fee(value: Any = None, text: str = "", kind: str = "FEE", **more: Any) -> dict[str, Any]:
    """A fee."""
    return {"value": value, "description": text, "type": kind, **more}


def decomposed(text: str) -> str:
    """The text as some records of the portal have it."""
    return unicodedata.normalize("NFD", text)
