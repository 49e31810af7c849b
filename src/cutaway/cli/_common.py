"""What the commands share: progress bars, and how results are printed."""

import math
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table

from cutaway.evidence import Finding
from cutaway.progress import Progress

GRADES = {"observed": "yellow", "causal": "green", "verified": "bold green"}


@contextmanager
def bars(*, quiet: bool = False) -> Iterator[Progress]:
    """A progress callback that draws bars on stderr; nothing where stderr is not a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as drawn:
        known: dict[str, TaskID] = {}

        def progress(label: str, done: int, total: int, /) -> None:
            if label not in known:
                known[label] = drawn.add_task(label, total=total or None)
            drawn.update(known[label], completed=done, total=total or None)

        yield progress


def command_line() -> str:
    """The command that was typed, quoted so that it can be typed again."""
    return shlex.join(["cutaway", *sys.argv[1:]])


def strict(value: Any) -> Any:
    """The same data with None for numbers that are not finite, which JSON does not have."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): strict(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [strict(item) for item in value]
    return value


def show_findings(findings: Sequence[Finding]) -> None:
    """A table of findings, each with its grade."""
    table = Table("grade", "finding", "effect", "95% interval", "control", "n", title="Findings", title_justify="left")
    for finding in findings:
        interval = "–" if finding.interval is None else f"{finding.interval[0]:.3g} to {finding.interval[1]:.3g}"
        table.add_row(
            f"[{GRADES[finding.grade]}]{finding.grade}[/]",
            finding.claim.replace("[", r"\["),
            f"{finding.effect:.3g}",
            interval,
            "–" if finding.control is None else f"{finding.control:.3g}",
            str(finding.n),
        )
    Console().print(table)


def show_grid(title: str, axes: Sequence[str], labels: Sequence[Sequence[Any]], values: Any, *, most: int = 15) -> None:
    """The strongest cells of a sweep."""
    flat: list[tuple[float, list[Any]]] = []

    def walk(value: Any, place: list[Any]) -> None:
        if isinstance(value, list):
            for label, item in zip(labels[len(place)], value, strict=True):
                walk(item, [*place, label])
        elif value is not None and math.isfinite(value):
            flat.append((value, place))

    walk(values, [])
    flat.sort(key=lambda item: -abs(item[0]))
    table = Table(*axes, "value", title=title, title_justify="left")
    for value, place in flat[:most]:
        table.add_row(*map(str, place), f"{value:.3f}")
    Console().print(table)
