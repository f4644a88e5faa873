"""Arrays that are mapped from a file."""

from __future__ import annotations

from typing import Any

import numpy as np


class Mapped:
    """Base of what is kept in a file: its mapped arrays are ordinary ones once it is read.

    NumPy's own kind looks after the file at every slice, which takes longer than the slice.
    """

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Takes what the file has; the arrays still lie in it."""
        for name, value in state.items():
            setattr(self, name, np.asarray(value) if isinstance(value, np.memmap) else value)
