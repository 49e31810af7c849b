"""`cutaway task`: draw a task and see how well a model does it at all."""

import json
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console

from cutaway.cli._common import bars, strict
from cutaway.cli._options import ModelOptions
from cutaway.tasks import TASKS, custom


def task(
    name: str,
    *,
    n: int = 100,
    split: Literal["train", "heldout"] = "train",
    seed: int = 0,
    data: Path | None = None,
    on: ModelOptions = ModelOptions(),
    json_output: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Draw a task's pairs and report how well a model does it.

    Parameters
    ----------
    name
        ioi, greater_than, induction, agreement or facts; or any name, with --data.
    n
        How many pairs.
    split
        Which templates and words to draw from; the splits share neither.
    seed
        Draws the pairs.
    data
        A JSON lines file of pairs (clean, corrupted, answer, wrong) instead of a drawn task.
    json_output
        Print JSON, with every pair.
    """
    with bars(quiet=json_output) as progress:
        lm = on.open(progress)
        drawn = custom(lm, data, name=name) if data is not None else TASKS[name](lm, n=n, split=split, seed=seed)
        report = drawn.evaluate(lm, progress=progress)
    result = report.to_json()
    if json_output:
        print(json.dumps(strict({**result, "pairs": [pair.to_json() for pair in drawn.pairs]}), allow_nan=False))
        return
    console = Console()
    low, high = report.interval
    console.print(
        f"[bold]{drawn.name}[/] on {lm.name}, {len(drawn)} {split} pairs: {drawn.description}", highlight=False
    )
    console.print(f"accuracy {report.accuracy:.3f} (95%: {low:.3f} to {high:.3f})")
    console.print(f"{drawn.metric.name} {report.metric:.3f}")
    for pair in drawn.pairs[:3]:
        console.print(f"  [dim]e.g.[/] {pair.clean!r} → {pair.answer!r}, not {pair.wrong!r}", highlight=False)
