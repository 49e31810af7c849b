"""What JSON can hold: the one form in which findings and their provenance are kept."""

import math
from typing import Any

import numpy as np

from cutaway.errors import DataError


def plain_data(value: Any, *, name: str = "a finding") -> Any:
    """What JSON can hold of a value: NumPy's numbers and arrays as Python's, and None for what is not finite.

    Args:
        value: dictionaries, lists, tuples, text, numbers and NumPy's, in any nesting.
        name: what the value is, for the message.

    Raises:
        DataError: anything else is in it.
    """
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [plain_data(item, name=name) for item in value]
    if isinstance(value, dict):
        return {str(key): plain_data(item, name=f"{name}'s {key!r}") for key, item in value.items()}
    raise DataError(f"{name} holds a {type(value).__name__}; give text, numbers, lists or dictionaries of them")
