"""OAuth v4 of Zalo: an access token that lasts 25 hours, a refresh token that works once."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import requests
import structlog

from bot.channels import metrics
from bot.channels.channel import NotSentError, UnknownOutcomeError
from bot.channels.zalo.http import call
from bot.settings import Settings
from bot.storage.database import UNREACHABLE
from bot.storage.tokens import Pair, Tokens

log = structlog.get_logger(room="channels")
_MARGIN = timedelta(minutes=30)
_WAIT_S = 20.0


class LoginNeededError(Exception):
    """There is no usable pair: somebody has to run `./motcua zalo login`."""


class TokenKeeper:
    """Hands out a valid access token; refreshes it in time, in one process at a time."""

    def __init__(self, settings: Settings, tokens: Tokens, session: requests.Session) -> None:
        """Uses the application of `settings`."""
        self._tokens, self._session = tokens, session
        self._app_id = settings.zalo_oa_app_id or ""
        self._secret = settings.zalo_oa_app_secret or ""
        self._address = f"{settings.zalo_oauth.rstrip('/')}/v4/oa/access_token"

    def logged_in(self) -> bool:
        """Whether there is a pair of tokens at all."""
        return self._tokens.load(self._app_id) is not None

    def access_token(self, refused: str | None = None) -> str:
        """A token that is good for some minutes at least.

        Args:
            refused: A token that Zalo has just refused, whatever its age says.

        Raises:
            LoginNeededError: No pair, or its refresh token is dead.
            NotSentError: Zalo's login server cannot be reached now.
        """
        until = time.monotonic() + _WAIT_S
        while True:
            pair = self._tokens.load(self._app_id)
            if pair is None:
                raise LoginNeededError("chưa đăng nhập Zalo OA: ./motcua zalo login")
            if pair.access_token != refused and pair.expires - _now() > _MARGIN:
                return pair.access_token
            if self._tokens.take_lease(self._app_id, pair.refresh_token, _now()):
                return self._refresh(pair)
            if time.monotonic() > until:
                raise NotSentError("đang chờ đổi mã truy cập Zalo", after=5)
            time.sleep(0.2)

    def _refresh(self, pair: Pair) -> str:
        try:
            fresh = self._ask({"refresh_token": pair.refresh_token, "grant_type": "refresh_token"})
        except (NotSentError, LoginNeededError, UnknownOutcomeError) as error:
            metrics.TOKEN_FAILURES.inc()
            log.error("zalo.token", alarm=True, error=str(error), hint="./motcua zalo login")
            self._tokens.end_lease(self._app_id)
            if isinstance(error, UnknownOutcomeError):
                raise NotSentError(str(error), after=60) from None
            raise
        self._save(fresh)
        log.info("zalo.token.refreshed", expires=fresh.expires.isoformat())
        return fresh.access_token

    def _save(self, pair: Pair) -> None:
        """Zalo hands a pair out once: it is stored, however long the database is away."""
        for wait in (0.5, 1, 2, 4, 8, 16, None):
            try:
                self._tokens.save(self._app_id, pair)
                return
            except UNREACHABLE as error:
                metrics.TOKEN_FAILURES.inc()
                log.error("zalo.token.store", alarm=True, error=type(error).__name__)
                if wait is None:
                    raise
                time.sleep(wait)

    def login(self, code: str, verifier: str | None) -> None:
        """Takes the first pair for an authorisation code, and stores it.

        Raises:
            LoginNeededError: Zalo did not accept the code.
            NotSentError: Zalo cannot be reached.
        """
        form = {"code": code, "grant_type": "authorization_code"}
        if verifier:
            form["code_verifier"] = verifier
        self._tokens.save(self._app_id, self._ask(form))

    def keep(self, access_token: str, refresh_token: str) -> None:
        """Stores a pair that was taken elsewhere (API Explorer); it is refreshed at first use."""
        self._tokens.save(self._app_id, Pair(access_token, refresh_token, _now()))

    def _ask(self, form: dict[str, str]) -> Pair:
        answer = call(
            self._session,
            "POST",
            self._address,
            data={**form, "app_id": self._app_id},
            headers={"secret_key": self._secret},
        )
        access, refresh = answer.get("access_token"), answer.get("refresh_token")
        if not isinstance(access, str) or not isinstance(refresh, str):
            code, name = answer.get("error"), answer.get("error_name", "")
            if code == -32:
                raise NotSentError("Zalo: quá nhiều yêu cầu", after=60)
            raise LoginNeededError(f"Zalo không đổi mã: {code} {name}".strip())
        seconds = int(answer.get("expires_in") or 90_000)  # a string, in fact
        return Pair(access, refresh, _now() + timedelta(seconds=seconds))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
