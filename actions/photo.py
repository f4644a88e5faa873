"""A picture was sent: is the payment code in it genuine?"""

from __future__ import annotations

from pathlib import Path

from actions.base import Turn, capability
from actions.people import commune_of
from bot.payments.judge import Listed, judge
from bot.payments.photo import PhotoError, read_codes
from bot.replies.model import Reply
from bot.replies.payment_codes import unreadable_reply, verdict_reply


@capability("photo")
def answer_photo(turn: Turn) -> Reply:
    """Reads the codes and judges them by the list of the conversation's commune."""
    commune = commune_of(turn)
    accounts = commune.accounts if commune else []
    try:
        texts = read_codes(Path(turn.message.photo or ""))
    except PhotoError as error:
        return unreadable_reply(str(error))
    verdict = judge(texts, [Listed(a.bin, a.number, a.name, a.bank) for a in accounts])
    return verdict_reply(verdict, bool(accounts)) if verdict else unreadable_reply()
