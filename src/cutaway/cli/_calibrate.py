"""`cutaway calibrate`: which method finds a mechanism, asked where it is known."""

from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from cutaway.cli._common import bars
from cutaway.cli._options import Output
from cutaway.planted import QUICK, Calibration, planted_models
from cutaway.planted import calibrate as calibrated


def calibrate(
    *,
    models: Annotated[list[str] | None, Parameter(consume_multiple=True)] = None,
    methods: Annotated[list[str] | None, Parameter(consume_multiple=True)] = None,
    ablations: Annotated[list[Literal["resample", "mean", "zero"]] | None, Parameter(consume_multiple=True)] = None,
    n: int = 40,
    seed: int = 0,
    quick: bool = False,
    compiled: bool = False,
    output: Output = Output(),
) -> None:
    """Calibrate: every way of finding edges, on models whose mechanism was planted.

    Parameters
    ----------
    models
        Names of planted models, such as reverse or induction-hardened; all unless said.
    methods
        Scoring methods, acdc and pruning by name; all unless said.
    ablations
        What an ablated edge carries; all three unless said.
    n
        Pairs of each task.
    seed
        Draws the pairs, and what the methods draw.
    quick
        Three small programs only, compiled, with 12 pairs: half a minute.
    compiled
        Leave the hardened models out, which are trained when they are first used.
    """
    names: tuple[str, ...] | None = None if models is None else tuple(models)
    if names is None and quick:
        names = QUICK
    elif names is None and compiled:
        names = tuple(name for name in planted_models() if "hardened" not in name)
    with bars(quiet=output.json_output) as progress:
        result = calibrated(names, methods, ablations, n=min(n, 12) if quick else n, seed=seed, progress=progress)
    if not output.json_output:
        _show(result)
    output.finish(
        result.to_json(),
        result.findings(),
        shown=result,
        lm=None,
        subject="planted models",
        seed=seed,
        printed=result.to_json()["rows"],
    )


def _show(result: Calibration) -> None:
    table = Table(
        "method",
        "ablation",
        "AUROC (95%)",
        "least",
        "AUPRC",
        "f",
        "seconds",
        title=f"Medians over {len(result.models)} planted models",
        title_justify="left",
    )
    for each in result.summary():
        table.add_row(
            each.method,
            each.ablation,
            f"{each.auroc:.2f} ({each.interval.low:.2f}–{each.interval.high:.2f})",
            f"{each.least:.2f}",
            f"{each.auprc:.2f}",
            f"{each.faithfulness:.2f}",
            f"{each.seconds:.2g}",
        )
    Console().print(table)
