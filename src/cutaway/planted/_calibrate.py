"""`calibrate`: every scoring and discovery method on every planted model under every ablation, against what is known."""

import time
from collections.abc import Sequence
from typing import get_args

import numpy as np
import torch
from jaxtyping import Bool, Float
from sklearn.metrics import average_precision_score, roc_auc_score
from torch import Tensor

from cutaway.circuits import Ablation, CircuitRunner
from cutaway.errors import DataError
from cutaway.evidence import provenance
from cutaway.planted._calibration import Calibrated, Calibration
from cutaway.planted._harden import Hardening, hardened
from cutaway.planted._methods import chosen
from cutaway.planted._planted import PlantedModel, compile_program
from cutaway.planted._programs import PROGRAMS
from cutaway.planted._truth import Value
from cutaway.progress import Progress, silent

SUFFIX = "-hardened"
HARDENED = (
    "reverse",
    "histogram",
    "previous_token",
    "induction",
    "fraction_of_previous",
    "balanced_brackets",
)
"""The programs whose hardened models keep to them: no edge outside the mechanism moves the answer, or hardly. Those of sort
and double_histogram, trained for as long, still have some that do, so that their truth is in doubt."""
QUICK = ("previous_token", "histogram", "induction")
"""The models of a quick calibration."""


def planted_models() -> tuple[str, ...]:
    """The names of all planted models: each program compiled, and most of them hardened."""
    return (*PROGRAMS, *(f"{name}{SUFFIX}" for name in HARDENED))


def open_planted(name: str, *, how: Hardening = Hardening(), progress: Progress = silent) -> PlantedModel:  # noqa: B008
    """A planted model by name: a program's, or with `-hardened` behind it the trained one, from the user's cache.

    Raises:
        DataError: no such program.
    """
    if name.endswith(SUFFIX):
        return hardened(name.removesuffix(SUFFIX), how=how, progress=progress)
    return compile_program(name)


def calibrate(
    models: Sequence[str | PlantedModel] | None = None,
    methods: Sequence[str] | None = None,
    ablations: Sequence[Value] | None = None,
    *,
    n: int = 40,
    seed: int = 0,
    progress: Progress = silent,
) -> Calibration:
    """Score every method on models whose mechanism is known.

    True are the edges of the program that carry what tells the two prompts of a pair apart (`PlantedModel.mechanism`):
    the same for all ablations, since a method is asked for the mechanism and not for what ablating does. How far the
    ablation itself moves what is true is beside it (`auroc_own`). Edges are ranked by the size of their score; edges
    missing from an answer count as negatives; ties count half.

    Args:
        models: planted models, or names of them (`planted_models()`); all by default. Hardened ones are trained first,
            where they are not in the cache.
        methods: names of `cutaway.circuits`' scoring methods, `acdc`, `pruning`; all by default.
        ablations: `resample`, `mean`, `zero`; all by default.
        n: pairs of each task.
        seed: draws the pairs, and what the methods draw.
        progress: told how many combinations are done.

    Raises:
        DataError: an unknown model, method or ablation, or no model.
    """
    tried = chosen(None if methods is None else tuple(methods))
    values: tuple[Value, ...] = tuple(get_args(Value) if ablations is None else ablations)
    named = planted_models() if models is None else tuple(models)
    if not named or not values:
        raise DataError("nothing to calibrate on; name at least one model and one ablation")
    kinds = [Ablation(value=value) for value in values]
    opened = [each if isinstance(each, PlantedModel) else open_planted(each, progress=progress) for each in named]
    rows: list[Calibrated] = []
    total = len(opened) * len(kinds) * len(tried)
    for model in opened:
        task = model.task(n=n, seed=seed)
        for ablation in kinds:
            own = model.effects(ablation.value, n=16).true
            runner = CircuitRunner(model.lm, task, ablation=ablation)
            for name, method in tried.items():
                own_seed = seed + len(rows)  # so that chance is another one in every row
                started = time.perf_counter()
                ranking = method(model.lm, task, ablation, own_seed)
                seconds = time.perf_counter() - started
                rows.append(_row(model, name, ablation, ranking, own, runner, seconds))
                progress("calibrating", len(rows), total)
    return Calibration(
        rows=tuple(rows),
        n=n,
        seed=seed,
        training={model.name: {**model.record, **kept_apart(model)} for model in opened if model.hardened},
        provenance=provenance(seed=seed),
    )


def kept_apart(model: PlantedModel) -> dict[str, float]:
    """How far the mechanism of a trained model stands out: the share of the answer's probability that its least edge
    moves, and the most that any other edge moves, each the most over 32 pairs."""
    found = model.effects(sets=1)
    largest = torch.maximum(found.alone, found.among_others)
    rest = model.graph.valid & ~model.mechanism
    return {"least_inside": float(largest[model.mechanism].min()), "most_outside": float(largest[rest].max())}


def ranked(
    truth: Bool[Tensor, "source destination"],
    ranking: Float[Tensor, "source destination"],
    valid: Bool[Tensor, "source destination"],
) -> tuple[float, float] | None:
    """AUROC and average precision of a ranking over all edges of a graph; None where all are true, or none."""
    labels, values = truth[valid].numpy(), np.nan_to_num(ranking[valid].double().numpy())
    if labels.all() or not labels.any():
        return None
    return float(roc_auc_score(labels, values)), float(average_precision_score(labels, values))


def _row(
    model: PlantedModel,
    method: str,
    ablation: Ablation,
    ranking: Tensor,
    own: Tensor,
    runner: CircuitRunner,
    seconds: float,
) -> Calibrated:
    graph, truth = model.graph, model.mechanism
    measured, beside = ranked(truth, ranking, graph.valid), ranked(own, ranking, graph.valid)
    if measured is None:
        raise DataError(f"{model.name}: all of its edges are true, or none; there is nothing to rank")
    best = ranking.masked_fill(~graph.valid, -torch.inf).flatten().argsort(descending=True, stable=True)
    kept = torch.zeros(graph.valid.numel(), dtype=torch.bool)
    kept[best[: int(truth.sum())]] = True
    masks = torch.stack([graph.valid, torch.zeros_like(graph.valid), kept.reshape(graph.shape)])
    whole, nothing, circuit = runner.values(masks).double().mean(1).tolist()
    return Calibrated(
        model=model.name,
        hardened=model.hardened,
        method=method,
        ablation=ablation.value,
        auroc=measured[0],
        auprc=measured[1],
        auroc_own=None if beside is None else beside[0],
        faithfulness=(circuit - nothing) / (whole - nothing) if whole != nothing else float("nan"),
        n_true=int(truth.sum()),
        n_edges=graph.n_edges,
        seconds=seconds,
    )
