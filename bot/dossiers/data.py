"""Reads the dossier files of `data/dossiers/`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

_DATA = Path(__file__).resolve().parents[2] / "data"

M = TypeVar("M", bound=BaseModel)


class Model(BaseModel):
    """Base of what is read: strict about keys, so that a misspelt key is no lost fact."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class DossierDataError(Exception):
    """A file of `data/dossiers/` cannot be used; the message says which and why."""


def data_folder() -> Path:
    """Folder of the dossier files, below `MOTCUA_DATA` or the project's `data`."""
    return Path(os.environ.get("MOTCUA_DATA") or _DATA) / "dossiers"


def read(path: Path, model: type[M]) -> M:
    """Reads a YAML file.

    Raises:
        DossierDataError: The file is missing, no YAML, or not of the form of `model`.
    """
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return model.model_validate(content)
    except OSError as error:
        raise DossierDataError(f"{path}: không đọc được: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise DossierDataError(f"{path}: YAML sai: {error}") from error
    except ValidationError as error:
        problems = [
            f"{path}: {'.'.join(str(step) for step in problem['loc']) or 'tệp'}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise DossierDataError("\n".join(problems)) from error
