"""Stand-ins for the TensorFlow modules that Rasa 3.6 imports and a linear pipeline never calls.

Rasa imports TensorFlow at module level in places that every start passes. With no neural
component in `config.yml`, nothing of it is ever run: names must only be importable,
subclassable and usable as decorators. Using one for real raises `NeuralComponentError`.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Sequence
from typing import Any

ROOTS = frozenset({"tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras"})
# Batches for neural training. For a single function of it Rasa imports all of scikit-learn and half
# of SciPy, 45 MB that answering never needs.
MODULES = frozenset({"rasa.utils.tensorflow.model_data"})


class NeuralComponentError(RuntimeError):
    """A component that needs TensorFlow was really used."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"'{name}' cần TensorFlow, mà Một Cửa cố ý không cài. "
            "Hãy bỏ thành phần nơ-ron (DIET, TED, ResponseSelector…) khỏi config.yml."
        )


class _StandInType(type):
    """Type of all stand-ins: any attribute is another stand-in."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{cls.__name__}.{name}")


def _new(cls: type, *args: Any, **kwargs: Any) -> Any:
    # As a decorator: hand back what was decorated. Otherwise somebody builds a layer or a model.
    if len(args) == 1 and callable(args[0]) and not kwargs:
        return args[0]
    if cls.__name__.startswith(("tensorflow.function", "tensorflow.TensorSpec")):
        return object.__new__(cls)
    raise NeuralComponentError(cls.__name__)


def _stand_in(name: str) -> type:
    def call(self: Any, *args: Any, **_: Any) -> Any:
        return args[0] if args and callable(args[0]) else self

    return _StandInType(name, (object,), {"__new__": _new, "__call__": call})


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{self.__name__}.{name}")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] in ROOTS or fullname in MODULES:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = _Module(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def install() -> bool:
    """Puts the stand-ins in place, unless TensorFlow itself is installed.

    Returns:
        Whether the stand-ins are in use.
    """
    if any(isinstance(finder, _Finder) for finder in sys.meta_path):
        return True
    if importlib.util.find_spec("tensorflow") is not None:
        return False
    sys.meta_path.insert(0, _Finder())
    return True
