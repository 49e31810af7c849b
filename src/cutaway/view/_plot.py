"""The pictures of a page for print: vectors, legible labels, colours that everybody tells apart, no titles.

Needs matplotlib, which the extra `plot` installs. Colours are those of the screen: orange to blue around zero, white to
teal from zero, and for lines the palette of Okabe and Ito (2008).
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from cutaway.errors import DataError, MissingPackageError
from cutaway.view._page import as_page
from cutaway.view._parts import AttentionHeads, Bars, Curves, Group, HeatMap, LensGrid, Page, Part, Section, TokenStrip
from cutaway.view._payload import numbers

_DIVERGING = ("#b8500a", "#f2f2f0", "#1f5fa8")
_SEQUENTIAL = ("#f6f7f6", "#0b6f6f")
_LINES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
_STYLES = ("-", "--", "-.", ":")
_STYLE: dict[Any, Any] = {
    "font.size": 8,
    "axes.titlesize": 8,
    "axes.linewidth": 0.6,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "figure.constrained_layout.use": True,
}
_CELL = 0.19
"""Inches a cell of a map."""


def pictures(shown: Any) -> list[str]:
    """What can be drawn of a result (or a `Page`), by name; `plot` takes the place in this list."""
    return [name for name, _ in _pictures(as_page(shown).parts)]


def plot(shown: Any, ax: Any = None, *, picture: int = 0) -> Any:
    """Draw one picture of a result (or a `Page`) with matplotlib.

    Args:
        shown: the result.
        ax: the `Axes` to draw into; None for a new figure of a size that fits.
        picture: which one, in the order of `pictures`.

    Returns:
        The `Axes`.

    Raises:
        MissingPackageError: matplotlib is not installed.
        DataError: there is no such picture.
    """
    try:
        import matplotlib as mpl
        from matplotlib import pyplot as plt
    except ImportError as error:
        raise MissingPackageError(
            f"plotting needs matplotlib ({error}); install it with: pip install 'cutaway[plot]'"
        ) from None
    page: Page = as_page(shown)
    found = list(_pictures(page.parts))
    if not -len(found) <= picture < len(found):
        names = "; ".join(f"{i}: {name}" for i, (name, _) in enumerate(found)) or "nothing to draw"
        raise DataError(f"picture {picture} of {page.title!r} does not exist; there are {names}")
    part = found[picture][1]
    with mpl.rc_context(_STYLE):
        if ax is None:
            _, ax = plt.subplots(figsize=_size(part))
        _draw(ax, part)
    return ax


def _pictures(parts: Sequence[Part], before: str = "") -> Iterator[tuple[str, Part]]:
    for part in parts:
        if isinstance(part, Section):
            yield from _pictures(part.parts, part.title)
            for folded in part.details or ():
                yield from _pictures(folded["parts"], folded["title"])
        elif isinstance(part, Group):
            for title, inner in zip(part.titles, part.parts, strict=True):
                yield from _pictures([inner], f"{before}: {title}" if before else title)
        elif isinstance(part, AttentionHeads):
            for index, name in enumerate(part.names):
                yield f"{before}: head {name}" if before else f"head {name}", _one_head(part, index)
        elif isinstance(part, HeatMap | Bars | Curves | LensGrid) or (
            isinstance(part, TokenStrip) and part.values is not None
        ):
            yield before or type(part).__name__, part


def _one_head(part: AttentionHeads, index: int) -> HeatMap:
    pattern = numbers(part.pattern)[index]
    future = np.triu(np.ones_like(pattern, dtype=bool), 1)
    return HeatMap(
        values=np.where(future & (pattern == 0), np.nan, pattern),
        rows=part.tokens,
        columns=part.tokens,
        row_title="from",
        column_title="to",
        value_title="attention",
        scale="sequential",
        limit=1.0,
        origin="top",
    )


def _size(part: Part) -> tuple[float, float]:
    if isinstance(part, HeatMap | LensGrid):
        rows = part.rows if isinstance(part, HeatMap) else part.layers
        columns = part.columns if isinstance(part, HeatMap) else part.tokens
        wide = 0.42 if isinstance(part, LensGrid) else _CELL
        return max(2.6, 1.5 + wide * len(columns)), max(1.8, 1.0 + _CELL * len(rows))
    if isinstance(part, Bars):
        return 3.4, max(1.2, 0.6 + 0.17 * len(part.labels))
    if isinstance(part, TokenStrip):
        return max(2.6, 0.9 + 0.3 * len(part.tokens)), 1.1
    return 3.4, 2.2


def _draw(ax: Any, part: Part) -> None:
    match part:
        case HeatMap():
            _heat_map(ax, part)
        case LensGrid():
            _lens_grid(ax, part)
        case Bars():
            _bars(ax, part)
        case Curves():
            _curves(ax, part)
        case TokenStrip():
            values = numbers(part.values)[None]
            strip = HeatMap(
                values=values,
                rows=[""],
                columns=part.tokens,
                row_title="",
                column_title="",
                value_title=part.value_title or "value",
                scale=part.scale,
                limit=part.limit,
            )
            _heat_map(ax, strip)


def _heat_map(ax: Any, part: HeatMap) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    values = numbers(part.values)
    finite = np.abs(values[np.isfinite(values)])
    limit = part.limit or float(finite.max(initial=0.0)) or 1.0
    diverging = part.scale == "diverging"
    colours = LinearSegmentedColormap.from_list("cutaway", _DIVERGING if diverging else _SEQUENTIAL)
    mesh = ax.pcolormesh(
        np.ma.masked_invalid(values),
        cmap=colours,
        vmin=-limit if diverging else 0.0,
        vmax=limit,
        edgecolors="face",
        linewidth=0.1,
    )
    ax.patch.set(hatch="//////", edgecolor="0.8", facecolor="white")
    _ticks(ax.xaxis, part.columns)
    _ticks(ax.yaxis, part.rows)
    tokens = any(not label.strip().isdigit() for label in part.columns)
    ax.tick_params(axis="x", rotation=60 if tokens else 0)
    for label in ax.get_xticklabels() if tokens else ():
        label.set(ha="right", rotation_mode="anchor")
    ax.set(xlabel=_text(part.column_title), ylabel=_text(part.row_title))
    if part.origin == "top":
        ax.invert_yaxis()
    beyond = bool((finite > limit * 1.0001).any())
    ends = "neither" if not beyond else "both" if diverging else "max"
    bar = ax.figure.colorbar(mesh, ax=ax, extend=ends, aspect=24, shrink=0.7)
    bar.set_label(_text(part.value_title))
    bar.outline.set_linewidth(0.6)
    bar.solids.set(rasterized=False, edgecolor="face", linewidth=0.1)  # else the one picture that is no vector


def _lens_grid(ax: Any, part: LensGrid) -> None:
    probabilities = numbers(part.probabilities)[..., 0]
    _heat_map(
        ax,
        HeatMap(
            values=probabilities,
            rows=part.layers,
            columns=part.tokens,
            row_title="layer",
            column_title="token",
            value_title="probability",
            scale="sequential",
            limit=1.0,
        ),
    )
    for row, cells in enumerate(part.top):
        for column, cell in enumerate(cells):
            dark = probabilities[row, column] > 0.55
            ax.text(
                column + 0.5,
                row + 0.48,
                _label(cell[0], 7),
                ha="center",
                va="center",
                size=4.6,
                color="white" if dark else "0.15",
                clip_on=True,
            )
    if part.decided_at is not None:
        ax.axhline(part.decided_at, color="0.1", linewidth=0.8, linestyle="--")


def _bars(ax: Any, part: Bars) -> None:
    values = numbers(part.values)
    place = np.arange(len(values))
    colours = [_DIVERGING[2] if value >= 0 else _DIVERGING[0] for value in np.nan_to_num(values)]
    ax.barh(place, np.nan_to_num(values), color=colours, height=0.72)
    if part.low is not None and part.high is not None:
        low, high = numbers(part.low), numbers(part.high)
        known = np.isfinite(low) & np.isfinite(high) & np.isfinite(values)
        ax.hlines(place[known], low[known], high[known], color="0.1", linewidth=0.9)
    ax.axvline(0, color="0.3", linewidth=0.6)
    ax.set_yticks(place, [_label(label, 36) for label in part.labels])
    ax.tick_params(axis="y", length=0)
    ax.invert_yaxis()
    ax.set_xlabel(_text(part.value_title))
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)


def _curves(ax: Any, part: Curves) -> None:
    for index, series in enumerate(part.series):
        x, y = numbers(series["x"]), numbers(series["y"])
        colour, style = _LINES[index % len(_LINES)], _STYLES[index % len(_STYLES)]
        ax.plot(x, y, color=colour, linestyle=style, linewidth=1.2, label=_text(str(series["name"])))
        if series.get("low") is not None and series.get("high") is not None:
            ax.fill_between(x, numbers(series["low"]), numbers(series["high"]), color=colour, alpha=0.18, linewidth=0)
    for mark in part.marks or ():
        ax.axvline(mark["x"], color="0.4", linewidth=0.6, linestyle=":")
        ax.annotate(
            _text(str(mark["text"])),
            (mark["x"], 1),
            xycoords=("data", "axes fraction"),
            xytext=(2, -2),
            textcoords="offset points",
            va="top",
            size=7,
        )
    if part.x_log:
        ax.set_xscale("log")
    ax.set(xlabel=_text(part.x_title), ylabel=_text(part.y_title))
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if len(part.series) > 1:
        ax.legend(frameon=False, fontsize=7)


def _ticks(axis: Any, labels: Sequence[str]) -> None:
    """A label for each cell; every so many where they are numbers and many."""
    step = math.ceil(len(labels) / 16) if len(labels) > 32 or all(label.isdigit() for label in labels) else 1
    step = 1 if len(labels) <= 16 else step
    shown = range(0, len(labels), step)
    axis.set_ticks([i + 0.5 for i in shown], [_label(labels[i], 14) for i in shown])
    axis.set_tick_params(length=0)


def _label(text: str, most: int) -> str:
    shown = text.replace("\n", "⏎").strip() or ("␣" if text else "")
    return _text(shown if len(shown) <= most else shown[: most - 1] + "…")


def _text(text: str) -> str:
    """As matplotlib shows it unchanged: dollar signs would be taken for mathematics."""
    return text.replace("$", r"\$")
