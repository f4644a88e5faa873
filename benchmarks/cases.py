"""How well a procedure's special cases are told apart, one question left out at a time.

    .venv/bin/python -m benchmarks.cases

Of each case's questions one is taken away and asked; of the general questions likewise: these
should find no case, though some of them do tell one.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.cases import Cases
from bot.knowledge.current import knowledge
from bot.knowledge.models import Procedure

_NEAR = (0.3, 0.45)
_OF_CASE, _OF_MESSAGE = 0.4, 0.2


def asked(cases: Cases, text: str) -> tuple[int, float]:
    """The case found and how near it is; -1 for none, as the assistant's actions decide."""
    near = cases.find(text)
    if near is None or near.of_case < _OF_CASE or near.of_message < _OF_MESSAGE:
        return -1, 0.0
    return near.case, near.cosine


def left_out(procedure: Procedure, general: list[str]) -> Iterator[tuple[int | None, int, float]]:
    """The case that each question belongs to (None: none), the one found for it, and how near."""
    for at, variant in enumerate(procedure.variants):
        for text in (variant.ask, *variant.also):
            rest = variant.model_copy(
                update={
                    "ask": "" if text == variant.ask else variant.ask,
                    "also": [other for other in variant.also if other != text],
                }
            )
            variants = [*procedure.variants[:at], rest, *procedure.variants[at + 1 :]]
            cases = Cases(procedure.model_copy(update={"variants": variants}), general)
            yield at, *asked(cases, text)
    for text in general:
        cases = Cases(procedure, [other for other in general if other != text])
        yield None, *asked(cases, text)


def main() -> None:
    known = knowledge()
    results: list[tuple[int | None, int, float]] = []
    for procedure in known.procedures.values():
        asked = known.questions.get(procedure.code)
        general = [text for texts in asked.asked.values() for text in texts] if asked else []
        results += left_out(procedure, general)
    cases = [result for result in results if result[0] is not None]
    general_ = [result for result in results if result[0] is None]
    for near in _NEAR:
        told = [(gold, found) for gold, found, at in cases if at >= near]
        right = sum(gold == found for gold, found in told)
        taken = sum(at >= near for _, _, at in general_)
        print(
            f"from {near}: of {len(cases)} questions about a case {len(told)} find one, "
            f"{right} the right one; of {len(general_)} general ones {taken} find one"
        )


if __name__ == "__main__":
    main()
