"""Heat maps as SVG: exact values on hover, a legend, and what is no number marked as such."""

import math
from collections.abc import Sequence
from html import escape
from typing import Literal

Scale = Literal["diverging", "sequential"]
Value = float | int | None

_CELL_WIDTH, _CELL_HEIGHT = 34, 15
_LEFT, _TOP = 44, 74


def heatmap(
    values: Sequence[Sequence[Value]],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    row_title: str,
    label: str,
    scale: Scale,
    limit: float | None = None,
    texts: Sequence[Sequence[str]] | None = None,
    square: bool = False,
) -> str:
    """An SVG heat map, the first row at the bottom unless `square`.

    Args:
        values: [row][column]; None or NaN is drawn as a hatched cell.
        rows, columns: their labels.
        row_title: what a row is, for the hover text.
        label: what the map shows, for readers that cannot see it.
        scale: `diverging` around 0 (orange to blue) or `sequential` from 0.
        limit: the value of the full colour; None for the largest in size. Beyond it a cell gets a frame.
        texts: what to say on hover beside the value, for every cell.
        square: a matrix over tokens (queries down, keys across), drawn from the top.
    """
    finite = [abs(v) for row in values for v in row if v is not None and math.isfinite(v)]
    limit = limit or max(finite, default=1.0) or 1.0
    height = _CELL_WIDTH * 0.62 if square else _CELL_HEIGHT
    total_width = _LEFT + len(columns) * _CELL_WIDTH + 8 + (60 if square else 0)
    left = _LEFT + (60 if square else 0)
    total_height = _TOP + len(rows) * height + 6
    out = [
        f'<svg viewBox="0 0 {total_width:.0f} {total_height:.0f}" width="{total_width:.0f}" role="img" '
        f'aria-label="{escape(label)}" class="map">'
    ]
    for x, column in enumerate(columns):
        cx = left + (x + 0.6) * _CELL_WIDTH
        out.append(
            f'<text class="axis" transform="translate({cx:.1f},{_TOP - 6}) rotate(-52)">{escape(_short(column))}</text>'
        )
    for y, row in enumerate(rows):
        place = y if square else len(rows) - 1 - y
        top = _TOP + place * height
        if square or len(rows) <= 16 or y % 5 == 0 or y == len(rows) - 1:
            out.append(
                f'<text class="axis end" x="{left - 5}" y="{top + height * 0.75:.1f}">{escape(_short(row))}</text>'
            )
        for x, value in enumerate(values[y]):
            what = f"{row_title} {row}, {columns[x]!r}: {_number(value)}"
            if texts is not None:
                what += f" ({texts[y][x]})"
            box = f'x="{left + x * _CELL_WIDTH}" y="{top:.1f}" width="{_CELL_WIDTH - 1}" height="{height - 1:.1f}"'
            out.append(f'<rect {box} {_paint(value, limit, scale)} data-v="{escape(what, quote=True)}"/>')
    out.append("</svg>")
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(label)}">{"".join(out)}</div>{_legend(limit, scale)}'


def _is_number(value: Value) -> bool:
    return value is not None and math.isfinite(value)


def _number(value: Value) -> str:
    return f"{value:.4g}" if value is not None and _is_number(value) else "not a number"


def _paint(value: Value, limit: float, scale: Scale) -> str:
    if value is None or not _is_number(value):
        return 'class="nan"'
    share = min(1.0, abs(value) / limit)
    name = "seq" if scale == "sequential" else "pos" if value >= 0 else "neg"
    beyond = " beyond" if abs(value) > limit * 1.0001 else ""
    return f'class="{name}{beyond}" style="--s:{share:.3f}"'


def _legend(limit: float, scale: Scale) -> str:
    if scale == "sequential":
        return f'<p class="legend"><span>0</span><i class="ramp seqramp"></i><span>{limit:.3g}</span></p>'
    return (
        f'<p class="legend"><span>−{limit:.3g}</span><i class="ramp divramp"></i><span>+{limit:.3g}</span>'
        '<span class="hint">a frame marks values beyond the scale</span></p>'
    )


def _short(text: str) -> str:
    shown = text.replace("\n", "⏎").strip() or "␣"
    return shown if len(shown) <= 12 else shown[:11] + "…"
