"""Where the citizen lives: taken over from what is said by the way, for the rest of the talk."""

from __future__ import annotations

from actions.message import Message
from actions.state import State
from bot.places.current import places
from bot.places.find import find


def remember_commune(message: Message, state: State) -> bool:
    """Takes over the commune that a message about something else surely names.

    Returns:
        Whether it is clear which commune is meant: none other is named, or one surely is.
    """
    found = find(places(message.day), message.text)
    if not found.candidates or found.faint:
        return not message.entities.get("place")
    settled = found.candidates[0].settled if found.sure and found.unit is not None else None
    if settled is None or settled.level != "commune":
        return False
    state.commune = settled.code
    return True
