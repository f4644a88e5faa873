"""How people call the procedures that the project does not explain itself.

`data/registry/everyday.tsv`: code, everyday name, the wish in other words, a situation, further
words, and for many what other people would ask; written by hand from the portal's names, words
alone and no facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.current import data_folder
from bot.registry.words import folded


@dataclass(frozen=True)
class Everyday:
    """Everyday words for one procedure.

    Attributes:
        phrases: Names and sentences, as people say them.
        words: Further words and questions, folded, a line for each phrase.
    """

    phrases: tuple[str, ...]
    words: str


def read_everyday(folder: Path | None = None) -> dict[str, Everyday]:
    """Code → everyday words; empty where the file does not exist.

    Raises:
        ValueError: A line has another number of cells.
    """
    path = (folder or data_folder() / "registry") / "everyday.tsv"
    if not path.is_file():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) not in (5, 6):
            raise ValueError(f"{path}:{number}: {len(cells)} ô, phải là 5 hoặc 6")
        code, *phrases = cells[:4]
        parts = (part for cell in cells[4:] for part in cell.split(";"))
        further = "\n".join(" ".join(folded(part)) for part in parts)
        found[code] = Everyday(tuple(filter(None, phrases)), further)
    return found
