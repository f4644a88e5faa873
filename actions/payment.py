"""Paying a fee by QR into the commune's account, and checking an account number."""

from __future__ import annotations

import re

from actions.base import Turn, answer, capability
from actions.interpretation import Interpretation
from actions.people import commune_of
from actions.state import ANY
from actions.whereabouts import remember_commune
from bot.dossiers.codes import parse
from bot.dossiers.mistakes import diagnose
from bot.edge import account_token
from bot.knowledge.models import Procedure
from bot.replies.dossiers import mistake_reply
from bot.replies.model import Reply
from bot.replies.money import fee_text
from bot.replies.payments import (
    account_reply,
    ask_dossier_reply,
    nothing_to_pay_reply,
    open_amount_reply,
    pay_reply,
)

# "3 bản": the amount is for one.
_COPIES = re.compile(r"\b(?:[2-9]|\d{2}|hai|ba|bon|nam|sau|may|nhieu) (?:ban|to|quyen)\b")
_COMMUNE = re.compile(r"(?:UBND|Ủy ban nhân dân) cấp xã")
_OTHERS = re.compile(r"[Cc]ông an|bảo hiểm|đất đai|Khu Quản lý")


@capability("pay")
def pay(turn: Turn) -> Reply:
    """Quotes the fee, asks for the dossier's code, sends the code to pay by.

    Without an account of the commune, or without knowing the procedure, the guide explains
    paying on the portal.
    """
    meaning, state = turn.meaning, turn.state
    # A place that is not surely a commune of ours: no code, rather than one that pays another.
    clear = remember_commune(turn.message, state)
    commune = commune_of(turn) if clear else None
    procedure = turn.knowledge.procedure(meaning.procedure)
    if not (commune and commune.accounts and procedure and _collected_by_commune(procedure)):
        turn.meaning = Interpretation("guide", "payment.qr", confidence=meaning.confidence)
        reply = answer(turn)
        state.paying = None
        if commune and commune.accounts and procedure is None:
            state.paying = ANY
            reply.add_line("Nộp phí cho hồ sơ tại xã: nhắn tên thủ tục, trợ lý gửi mã QR của xã.")
        return reply
    day, groups = turn.message.day, tuple(state.groups)
    quoted, lines = fee_text(turn.knowledge, procedure, day, state.way or "counter", groups)
    amounts = {line.amount for line in lines}
    state.paying = None
    if amounts == {0} or not procedure.fees:
        return nothing_to_pay_reply(procedure, quoted)
    amount = next(iter(amounts), None)
    several = _COPIES.search(turn.message.folded) is not None
    if len(lines) != 1 or amount is None or lines[0].case or several:
        return open_amount_reply(procedure, quoted)
    # Never the code of an earlier question: it may be another procedure's dossier.
    typed = turn.message.entities.get("dossier", [])
    dossier = meaning.link.target if meaning.link else next(iter(typed), None)
    if dossier is None:
        state.paying = procedure.code
        return ask_dossier_reply(procedure, amount, quoted)
    code = parse(dossier)
    if code is None or code.received > day:
        state.paying = procedure.code
        return mistake_reply(diagnose(dossier, day))
    return pay_reply(procedure, amount, code, commune)


def _collected_by_commune(procedure: Procedure) -> bool:
    """Whether the commune's People's Committee decides (or may), and so takes the fee itself.

    What the police, the land office or the insurance decides is paid into their accounts.
    """
    decides = procedure.decides
    return _COMMUNE.search(decides) is not None and not _OTHERS.search(decides)


@capability("account")
def check_account(turn: Turn) -> Reply:
    """Compares the hash that stands for the typed number with those of the commune's accounts."""
    commune = commune_of(turn)
    accounts = commune.accounts if commune else []
    same = (a for a in accounts if account_token(a.number) in turn.message.text)
    return account_reply(next(same, None), bool(accounts))
