"""Calls to Zalo's servers by `requests`; addresses, which hold tokens, stay out of logs."""

from __future__ import annotations

from typing import Any

import requests

from bot.channels.channel import NotSentError, UnknownOutcomeError

TIMEOUT_S = (5, 10)


def call(
    session: requests.Session,
    method: str,
    url: str,
    timeout: tuple[float, float] = TIMEOUT_S,
    **options: Any,
) -> dict[str, Any]:
    """Makes one call and returns the JSON object that was answered.

    Args:
        session: Whose connections are used.
        method: `GET` or `POST`.
        url: The address; may hold a token, so it is never shown.
        timeout: Seconds to connect, and to wait for the answer.
        **options: As `requests` takes them.

    Raises:
        NotSentError: No connection, or the server said that it failed.
        UnknownOutcomeError: Cut after the call had left.
    """
    try:
        answer = session.request(method, url, timeout=timeout, allow_redirects=False, **options)
    except requests.ConnectTimeout:
        raise NotSentError("không nối được máy chủ") from None
    except requests.ConnectionError as error:
        if "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error):
            raise NotSentError("không nối được máy chủ") from None
        raise UnknownOutcomeError("mất kết nối giữa lúc gửi") from None
    except requests.RequestException as error:
        raise UnknownOutcomeError(type(error).__name__) from None
    if answer.status_code == 429 or answer.status_code >= 500:
        raise NotSentError(f"HTTP {answer.status_code}", after=_retry_after(answer))
    try:
        body = answer.json()
    except ValueError:
        raise UnknownOutcomeError(f"HTTP {answer.status_code}, không phải JSON") from None
    if not isinstance(body, dict):
        raise UnknownOutcomeError("JSON không đúng mẫu")
    return body


def _retry_after(answer: requests.Response) -> float | None:
    value = answer.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else None
