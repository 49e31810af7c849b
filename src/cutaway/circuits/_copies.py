"""Arguments of a layer, repeated for several copies of its rows."""

from collections.abc import Mapping
from typing import Any

from torch import Tensor


def copied(
    args: tuple[Any, ...], kwargs: Mapping[str, Any], *, rows: int, heads: int, times: int
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Arguments that a layer was given for `rows` prompts, as it needs them for `times` copies, one copy after another.

    Tensors whose first axis counts rows (or rows and `heads`: BLOOM's alibi) are repeated along it. One that all rows
    share stays, and so does one of fewer than three axes, such as position ids. All are cut from the graph.
    """

    def of(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(of, value))
        if not isinstance(value, Tensor):
            return value
        value = value.detach()
        flat = value.dim() == 3 and value.shape[0] == rows * heads > 1  # BLOOM's alibi: rows and heads in one axis
        if value.dim() < 3 or not (value.shape[0] == rows > 1 or flat):
            return value
        return value.repeat(times, *(1,) * (value.dim() - 1))

    return tuple(map(of, args)), {key: of(value) for key, value in kwargs.items()}
