"""Walking through steps one at a time; the place is kept when another question comes between."""

from __future__ import annotations

from actions.base import MotCuaAction, Turn, capability
from actions.state import State
from bot.knowledge.guides import Guide, GuideStep
from bot.replies.guides import procedure_step_reply, step_reply, stuck_reply
from bot.replies.model import Button, Reply
from bot.replies.wording import elliptical_reply


class ActionWalk(MotCuaAction):
    """Next, back, stuck, stop."""

    def name(self) -> str:
        """Name in `domain.yml`."""
        return "action_walk"


@capability("walk")
def walk(turn: Turn) -> Reply:
    """Moves along the walk as the citizen said; without a walk, "quay lại" repeats the last."""
    state, command = turn.state, turn.meaning.command
    if command == "stop":
        return _stopped(turn)
    if state.walk is None:
        return elliptical_reply(None, turn.meaning.confidence)
    was_walking, state.walking = state.walking, True
    if "procedure" in state.walk:
        return _procedure_step(turn, command if was_walking else "resume")
    guide = turn.knowledge.guides[state.walk["topic"]]
    return guide_step(state, guide, command if was_walking else _entering(command))


def _entering(command: str) -> str:
    """A walk that is offered but not begun starts with its first step, whatever was said."""
    return command if command == "stuck" else "resume"


def guide_step(state: State, guide: Guide, command: str) -> Reply:
    """The step of `guide` that `command` leads to; updates the place in `state`."""
    place = state.walk or {"topic": guide.topic, "step": guide.steps[0].id, "path": []}
    path: list[str] = place.get("path", [])
    ids = [step.id for step in guide.steps]
    at = ids.index(place["step"]) if place["step"] in ids else 0
    if command == "stuck":
        return stuck_reply(guide, guide.steps[at])
    if command == "back" and path:
        return _go(state, guide, guide.steps[ids.index(path[-1])], path[:-1])
    if command == "next" and at + 1 < len(ids):
        return _go(state, guide, guide.steps[at + 1], [*path, ids[at]])
    if command == "next":
        return finished(state, guide, "✅ Xong các bước.")
    unclear = "Trợ lý chưa rõ câu đó." if command == "unclear" else ""
    return _go(state, guide, guide.steps[at], path, unclear)


def choose_step_option(state: State, guide: Guide, index: int) -> Reply | None:
    """Follows option `index` of the current step; None if it has no such option."""
    place = state.walk or {}
    step = next((s for s in guide.steps if s.id == place.get("step")), None)
    if step is None or not 0 <= index < len(step.options):
        return None
    option = step.options[index]
    if option.next is None:
        return finished(state, guide, option.say or "✅ Xong.")
    following = next(s for s in guide.steps if s.id == option.next)
    return _go(state, guide, following, [*place.get("path", []), step.id], option.say or "")


def finished(state: State, guide: Guide, text: str) -> Reply:
    """The end of a walk: what to do now, and whom to ask."""
    state.walking = False
    return Reply(
        f"{text}\nVẫn vướng: {guide.ask_whom}",
        guide.topic,
        procedure=guide.procedure,
        buttons=[Button("Làm lại từ đầu", _restart(guide)), Button("Gặp cán bộ", "m_human")],
    )


def _restart(guide: Guide) -> str:
    from bot.knowledge import links

    return links.guide(guide.topic, walk=True)


def _go(state: State, guide: Guide, step: GuideStep, path: list[str], answer: str = "") -> Reply:
    state.walk = {"topic": guide.topic, "step": step.id, "path": path[-10:]}
    state.walking = True
    return step_reply(guide, step, answer)


def _procedure_step(turn: Turn, command: str) -> Reply:
    place = turn.state.walk or {}
    procedure = turn.knowledge.procedures[place["procedure"]]
    steps = getattr(procedure.steps, place["way"])
    number = place["step"]
    if command == "stuck":
        return Reply(
            "Kẹt ở đâu, anh/chị gõ một câu ngắn. "
            "Hoặc nhờ cán bộ, tổ công nghệ số của thôn, khu phố.",
            "procedure",
            [Button("Thử lại bước này", "w_again"), Button("Gặp cán bộ", "m_human")],
            procedure=procedure.code,
            facet="online" if place["way"] == "online" else "steps",
        )
    number += {"next": 1, "back": -1}.get(command, 0)
    number = min(max(number, 1), len(steps))
    turn.state.walk = {**place, "step": number}
    return procedure_step_reply(procedure, place["way"], number)


def _stopped(turn: Turn) -> Reply:
    place = turn.state.walk or {}
    turn.state.walk, turn.state.walking = None, False
    topic = place.get("topic", "procedure")
    return Reply(
        "Vâng, dừng ở đây. Khi cần cứ gõ lại.",
        topic,
        [Button("Trợ lý làm được gì", "m_help")],
        procedure=place.get("procedure"),
        facet={"online": "online", "counter": "steps"}.get(place.get("way", "")),
    )
