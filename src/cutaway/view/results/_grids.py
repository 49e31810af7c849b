"""A sweep's cells as pictures: a map where they make one, bars of the strongest, intervals over pairs."""

from collections.abc import Mapping, Sequence

import numpy as np
from torch import Tensor

from cutaway.evidence import bootstrap
from cutaway.intervene import Grid
from cutaway.view._parts import Bars, Group, HeatMap, Part
from cutaway.view._payload import numbers
from cutaway.view.results._common import strongest_bars

Bounds = Sequence[tuple[float, float] | None]
_WIDE = 200
"""A map of more columns is not drawn; its strongest cells are."""
_MOST_INTERVALS = 1000


def grid_parts(grid: Grid, values: Tensor, title: str, bounds: Bounds | None) -> list[Part]:
    """A sweep's values [*axes] as a map where they make one, and as bars of the strongest."""
    cells, axes = grid.cells(), list(grid.axes)
    bounds = bounds if bounds and any(bounds) else None
    bars = strongest_bars(
        [cell_name(grid, cell) for cell in cells], values.flatten().tolist(), title, intervals=bounds, most=16
    )
    if len(axes) == 1:
        return [_all_bars(grid, values, title, bounds) if len(cells) <= 64 else bars]
    shown, left = values, axes[2:]
    if left:
        flat = values.flatten(2)
        best = flat.abs().nan_to_num(-1.0).argmax(-1, keepdim=True)
        shown = flat.gather(2, best).squeeze(2)
    if shown.shape[1] > _WIDE:
        return [bars]
    sides = None if bounds is None or left else [_side(bounds, which).reshape(shown.shape) for which in (0, 1)]
    heat = HeatMap(
        values=shown,
        low=None if sides is None else sides[0],
        high=None if sides is None else sides[1],
        rows=_labels(grid, 0),
        columns=_labels(grid, 1),
        row_title=axes[0],
        column_title="token" if axes[1] == "pos" and any(grid.texts) else axes[1],
        value_title=title + (f", largest over {' and '.join(left)}" if left else ""),
    )
    return [Group(titles=["All cells", "The strongest"], parts=[heat, bars], layout="tabs")]


def head_map(values: Mapping[tuple[int, int], float], title: str) -> HeatMap:
    """A map of (layer, head) to numbers; heads that are not in it are hatched."""
    layers, heads = sorted({layer for layer, _ in values}), sorted({head for _, head in values})
    shown = np.full((len(layers), len(heads)), np.nan)
    for (layer, head), value in values.items():
        shown[layers.index(layer), heads.index(head)] = value
    return HeatMap(
        values=shown,
        rows=[str(layer) for layer in layers],
        columns=[str(head) for head in heads],
        row_title="layer",
        column_title="head",
        value_title=title,
    )


def cell_name(grid: Grid, cell: Mapping[str, int | str]) -> str:
    """A cell's site and where in the prompt."""
    name = str(grid.site_of(cell))
    if "pos" in cell:
        pos = int(cell["pos"])
        text = grid.texts[pos] if grid.texts else ""
        name += f" at {pos}" + (f" {text.strip()!r}" if text else "")
    return f"{name} at {cell['span']}" if "span" in cell else name


def intervals(samples: Tensor) -> list[tuple[float, float] | None] | None:
    """A 95% bootstrap interval of the mean of each column of [pair, cell]; None for one pair, or very many cells."""
    if len(samples) < 2 or samples.shape[1] > _MOST_INTERVALS:
        return None
    return [_interval(column[np.isfinite(column)]) for column in numbers(samples).T]


def bands(samples: Tensor) -> tuple[list[float] | None, list[float] | None]:
    """The lower and the upper ends of `intervals`; None for a single pair."""
    found = intervals(samples)
    return (None, None) if found is None else (_side(found, 0).tolist(), _side(found, 1).tolist())


def _interval(column: np.ndarray) -> tuple[float, float] | None:
    if len(column) < 2:
        return None
    found = bootstrap(column, n_resamples=1000)
    return found.low, found.high


def _side(bounds: Bounds, which: int) -> np.ndarray:
    return np.array([np.nan if pair is None else pair[which] for pair in bounds])


def _all_bars(grid: Grid, values: Tensor, title: str, bounds: Bounds | None) -> Bars:
    """All entries of a single axis, in its order."""
    labels = [text if not text.isdigit() else f"{grid.axes[0]} {text}" for text in _labels(grid, 0)]
    return Bars(
        labels=labels,
        values=values,
        value_title=title,
        low=None if bounds is None else _side(bounds, 0),
        high=None if bounds is None else _side(bounds, 1),
    )


def _labels(grid: Grid, axis: int) -> list[str]:
    if grid.axes[axis] == "pos" and any(grid.texts):
        return [text or f"[{label}]" for label, text in zip(grid.labels[axis], grid.texts, strict=True)]
    return [str(label) for label in grid.labels[axis]]
