"""Paying a fee by QR into the commune's account, and checking an account number."""

from __future__ import annotations

from actions.base import Turn, answer, capability
from actions.interpretation import Interpretation
from actions.people import commune_of
from bot.edge import account_token
from bot.replies.model import Reply
from bot.replies.money import fee_text
from bot.replies.payments import (
    account_reply,
    ask_dossier_reply,
    nothing_to_pay_reply,
    open_amount_reply,
    pay_reply,
)


@capability("pay")
def pay(turn: Turn) -> Reply:
    """Quotes the fee, asks for the dossier's code, sends the code to pay by.

    Without an account of the commune, or without knowing the procedure, the guide explains
    paying on the portal.
    """
    meaning, state = turn.meaning, turn.state
    commune, procedure = commune_of(turn), turn.knowledge.procedure(meaning.procedure)
    if commune is None or not commune.accounts or procedure is None:
        turn.meaning = Interpretation("guide", "payment.qr", confidence=meaning.confidence)
        return answer(turn)
    day, groups = turn.message.day, tuple(state.groups)
    quoted, lines = fee_text(turn.knowledge, procedure, day, "counter", groups)
    amounts = {line.amount for line in lines}
    state.paying = None
    if amounts <= {0}:
        return nothing_to_pay_reply(procedure, quoted)
    amount = next(iter(amounts))
    if len(lines) != 1 or amount is None or lines[0].case:
        return open_amount_reply(procedure, quoted)
    dossier = next(iter(turn.message.entities.get("dossier", [])), state.dossier)
    if dossier is None:
        state.paying = procedure.code
        return ask_dossier_reply(procedure, amount, quoted)
    state.dossier = dossier
    return pay_reply(procedure, amount, dossier, commune.accounts[0])


@capability("account")
def check_account(turn: Turn) -> Reply:
    """Compares the hash that stands for the typed number with those of the commune's accounts."""
    commune = commune_of(turn)
    accounts = commune.accounts if commune else []
    same = (a for a in accounts if account_token(a.number) in turn.message.text)
    return account_reply(next(same, None), commune is not None)
