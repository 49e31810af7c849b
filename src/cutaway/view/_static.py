"""A page without scripts: headings, sentences and the strongest numbers, as plain tables.

It is what a viewer sees that runs no scripts or strips frames (a notebook on a code host, a mail client), and what a
screen reader or a search finds. Every text is escaped.
"""

from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np

from cutaway.view._parts import (
    Answer,
    AttentionHeads,
    Bars,
    Curves,
    FindingCard,
    Graph,
    Group,
    HeatMap,
    LatentCard,
    LensGrid,
    Page,
    Part,
    Section,
    Table,
    Text,
    TokenStrip,
)
from cutaway.view._payload import numbers

MOST = 8
"""Rows of a table that stands for a picture."""


def static_html(page: Page) -> str:
    """The page as HTML without scripts or styles."""
    subtitle = f"<p>{escape(page.subtitle)}</p>" if page.subtitle else ""
    return f"<h1>{escape(page.title)}</h1>{subtitle}{''.join(map(_part, page.parts))}"


def _part(part: Part) -> str:
    match part:
        case Section():
            how = f"<p>{escape(part.how)}</p>" if part.how else ""
            folded = "".join(
                f"<h3>{escape(one['title'])}</h3>{''.join(map(_part, one['parts']))}" for one in part.details or ()
            )
            return f"<h2>{escape(part.title)}</h2>{how}{''.join(map(_part, part.parts))}{folded}"
        case Group():
            return "".join(
                f"<h3>{escape(title)}</h3>{_part(inner)}" for title, inner in zip(part.titles, part.parts, strict=True)
            )
        case Text():
            return f"<p>{escape(part.text)}</p>"
        case Answer():
            chance = "" if part.probability is None else f" (probability {part.probability:.3f})"
            return f"<p>{escape(part.prompt)}<strong>{escape(part.answer)}</strong>{chance}</p>"
        case FindingCard():
            facts = [part.grade, f"effect {_number(part.effect)}" if part.effect is not None else ""]
            facts += [f"control {_number(part.control)}" if part.control is not None else ""]
            return f"<p><strong>{escape(part.claim)}</strong> ({escape(', '.join(filter(None, facts)))})</p>"
        case Table():
            return _table([column["title"] for column in part.columns], part.rows)
        case LatentCard():
            label = f": {part.label}" if part.label else ""
            return f"<h3>{escape(part.name + label)}</h3>{_table(['promotes', 'logit'], part.logits_up[:MOST])}"
    return _picture(part)


def _picture(part: Part) -> str:
    """The strongest numbers of a picture."""
    match part:
        case HeatMap():
            values = numbers(part.values)
            rows = [
                [part.rows[i // values.shape[1]], part.columns[i % values.shape[1]], float(values.flat[i])]
                for i in _largest(values)
            ]
            return _table([part.row_title, part.column_title, part.value_title], rows, "strongest cells")
        case Bars():
            values = numbers(part.values)
            rows = [[part.labels[i], float(values[i])] for i in _largest(values)]
            return _table(["", part.value_title], rows, "largest")
        case TokenStrip():
            values = [] if part.values is None else numbers(part.values)
            rows = [[part.tokens[i], float(values[i])] for i in _largest(np.asarray(values))]
            return (
                _table(["token", part.value_title or "value"], rows)
                if rows
                else f"<p>{escape(''.join(part.tokens))}</p>"
            )
        case LensGrid():
            last = numbers(part.probabilities)[:, -1, 0]
            rows = [[layer, part.top[i][-1][0], float(last[i])] for i, layer in enumerate(part.layers)]
            return _table(["layer", "likeliest at the last position", "probability"], rows)
        case AttentionHeads():
            last = numbers(part.pattern)[:, -1]
            rows = [
                [name, part.tokens[int(np.nan_to_num(last[i]).argmax())], float(np.nan_to_num(last[i]).max())]
                for i, name in enumerate(part.names[:MOST])
            ]
            return _table(["head", "looks from the last position most at", "share"], rows)
        case Curves():
            rows = [[one["name"], float(numbers(one["x"])[-1]), float(numbers(one["y"])[-1])] for one in part.series]
            return _table(["", part.x_title, part.y_title], rows, "where each line ends")
        case Graph():
            rows = [[edge["source"], edge["target"], edge["score"]] for edge in part.edges]
            rows.sort(key=lambda row: -abs(row[2]))
            return _table(["from", "to", part.score_title], rows[:MOST], "strongest edges")
    return ""


def _largest(values: np.ndarray) -> list[int]:
    flat = np.abs(values).ravel()
    order = np.argsort(-np.nan_to_num(flat, nan=-1.0, posinf=np.inf), kind="stable")
    return [int(i) for i in order[:MOST] if not np.isnan(flat[i])]


def _number(value: Any) -> str:
    return f"{value:.4g}"


def _table(titles: Sequence[str], rows: Sequence[Sequence[Any]], caption: str = "") -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join("<tr>" + "".join(f"<td>{escape(_cell(value))}</td>" for value in row) + "</tr>" for row in rows)
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{named}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return _number(value)
    text = str(value).replace("\n", "⏎")
    return text if text.strip() else text.replace(" ", "␣")
