"""What `cutaway circuit` does beyond scores: searches that decide edge by edge, comparison, stability, words."""

import json
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cutaway import circuits
from cutaway.circuits import Circuit, PruneTraining
from cutaway.cli._common import bars, strict
from cutaway.cli._options import ModelOptions
from cutaway.errors import DataError
from cutaway.model import LanguageModel
from cutaway.progress import Progress
from cutaway.tasks import TASKS, Task

SEARCHES = ("acdc", "prune", "threshold")


def search(
    lm: LanguageModel,
    task: Task,
    *,
    method: str,
    tau: float | None,
    among: int | None,
    edges: int | None,
    training_steps: int,
    checkpoint: Path | None,
    ablation: circuits.Ablation,
    metric: str | None,
    signed: bool,
    steps: int,
    by_span: bool,
    seed: int,
    progress: Progress,
) -> Circuit:
    """A circuit by one of `SEARCHES`.

    Raises:
        DataError: the method lacks the number that it needs.
    """
    if method == "prune":
        if edges is None:
            raise DataError("prune learns a circuit of a given size; say how many edges with --edges")
        training = PruneTraining(steps=training_steps, seed=seed)
        return circuits.prune(
            lm,
            task,
            edges,
            training=training,
            by_span=by_span,
            ablation=ablation,
            metric=metric or "kl",
            checkpoint=checkpoint,
            progress=progress,
        )
    if tau is None:
        raise DataError(f"{method} needs a threshold; give --tau, in the unit of the metric (for acdc nats of KL)")
    scores = None
    if method == "threshold" or among is not None:
        scored = metric if method == "threshold" else None
        scores = circuits.score_edges(
            lm, task, ablation=ablation, metric=scored, steps=steps, by_span=by_span, seed=seed, progress=progress
        )
    if method == "threshold":
        assert scores is not None
        return circuits.threshold(scores, tau, absolute=not signed)
    start = None if scores is None or among is None else circuits.top_edges(scores, among)
    return circuits.acdc(
        lm,
        task,
        tau,
        among=start,
        by_span=by_span,
        ablation=ablation,
        metric=metric or "kl",
        checkpoint=checkpoint,
        progress=progress,
    )


def compare(
    files: Annotated[list[Path], Parameter(consume_multiple=True)],
    /,
    *,
    html: Path | None = None,
    json_output: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Compare circuits: which edges and nodes they share, beside chance. They may be of several models of one shape.

    Parameters
    ----------
    files
        Two or more of what circuit find wrote.
    html
        Write the comparison as a page to this file.
    json_output
        Print JSON.
    """
    names = [path.stem for path in files]
    named = {path.stem if names.count(path.stem) == 1 else str(path): Circuit.load(path) for path in files}
    found = circuits.compare_circuits(named)
    if html is not None:
        found.save_html(html)
    if json_output:
        print(json.dumps(strict(found.to_json()), allow_nan=False))
        return
    table = Table("circuit", "circuit", "edges", "by chance", "nodes", title="Jaccard's index", title_justify="left")
    for one, other, edges, nodes, chance in found.pairs():
        table.add_row(one, other, f"{edges:.3f}", f"{chance:.3f}", f"{nodes:.3f}")
    console = Console()
    console.print(table)
    only = ", ".join(f"{len(edges):,} only in {name}" for name, edges in found.only.items())
    console.print(f"{len(found.shared):,} edges in all of them; {only}", highlight=False)
    if html is not None:
        console.print(f"[dim]page in[/] {html}", highlight=False)


def described(found: Circuit, on: ModelOptions, *, quiet: bool) -> circuits.CircuitDescription:
    """A circuit in words, with where its heads look on fresh prompts of its task, if that is one of ours."""
    with bars(quiet=quiet) as progress:
        lm = on.open(progress)
        task = TASKS[found.task](lm, n=16) if found.task in TASKS else None
        return circuits.describe_circuit(lm, found, task, progress=progress)


def measured_stability(
    lm: LanguageModel, found: Circuit, task: Task, *, seed: int, progress: Progress
) -> dict[str, Any]:
    """How much of a circuit of this size these pairs would give again.

    Raises:
        DataError: it was not chosen by the scores of edges.
    """
    if found.method not in circuits.SCORE_METHODS:
        raise DataError(
            f"--stability draws the pairs of scored edges again, and this circuit was found by {found.method}; "
            "find it several times with other --seed and compare"
        )
    result = circuits.stability(
        lm,
        task,
        found.chosen,
        method=found.method,
        ablation=found.ablation,
        metric=found.metric,
        by_span=bool(found.graph.spans),
        seed=seed,
        progress=progress,
    )
    return result.to_json()["sizes"][0] | {"n": result.n, "draws": result.draws}
