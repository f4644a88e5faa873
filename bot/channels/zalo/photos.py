"""Pictures that citizens send: fetched from Zalo's own servers, bounded in bytes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import requests
import structlog

from bot.channels.zalo.http import TIMEOUT_S

log = structlog.get_logger(room="channels")

LIMIT = 20 * 1024 * 1024
# Where Zalo keeps what citizens send.
_HOSTS = (".zdn.vn", ".zadn.vn", ".zalo.me", ".zaloapp.com", ".zaloplatforms.com")


def download(session: requests.Session, url: str, api: str, folder: Path) -> Path | None:
    """Fetches a picture into `folder`.

    Args:
        session: Whose connections are used.
        url: As Zalo gave it.
        api: Base of the API, whose host is trusted, too.
        folder: Where the file goes.

    Returns:
        The file; None when it is elsewhere, too large or gone.
    """
    host = urlsplit(url).hostname or ""
    if not host.endswith(_HOSTS) and host != urlsplit(api).hostname:
        log.warning("zalo.photo", reason="host")
        return None
    path, size = folder / "photo", 0
    try:
        with session.get(url, timeout=TIMEOUT_S, stream=True, allow_redirects=False) as answer:
            answer.raise_for_status()
            with path.open("wb") as file:
                for chunk in answer.iter_content(64 * 1024):
                    size += len(chunk)
                    if size > LIMIT:
                        return None
                    file.write(chunk)
    except requests.RequestException as error:
        log.warning("zalo.photo", reason=type(error).__name__)
        return None
    return path
