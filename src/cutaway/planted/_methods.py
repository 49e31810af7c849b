"""Every way of finding edges as one kind of function: a number for each edge, the more the likelier it is to be true.

A scoring method gives it as it is. A method that gives a set of edges is run at several thresholds, and an edge's number
is how far up the thresholds it is still in the answer; an edge that is in none has 0, as has one that a scoring method
says nothing of. So every edge is ranked, and what is missing from an answer counts as a no.
"""

from collections.abc import Callable

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway import circuits
from cutaway.circuits import Ablation, Graph
from cutaway.errors import DataError, did_you_mean
from cutaway.model import LanguageModel
from cutaway.tasks import Task

Ranking = Float[Tensor, "source destination"]
Method = Callable[[LanguageModel, Task, Ablation, int], Ranking]
TAUS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""ACDC's thresholds, in nats."""
PRUNED = 0.15
"""The share of edges that edge pruning is told to keep; the ranking is of its learned chances, so it matters little."""


def methods() -> dict[str, Method]:
    """All methods that `cutaway.circuits` has, by name: scores first, then discovery."""
    found: dict[str, Method] = {name: _scores(name) for name in circuits.SCORE_METHODS}
    found["acdc"] = _acdc
    found["pruning"] = _prune
    return found


def chosen(names: tuple[str, ...] | None) -> dict[str, Method]:
    """Those of these names; all of them for None.

    Raises:
        DataError: an unknown name.
    """
    there = methods()
    if names is None:
        return there
    for name in names:
        if name not in there:
            raise DataError(f"no method {name!r}{did_you_mean(name, there)}; there are {', '.join(there)}")
    return {name: there[name] for name in names}


def _scores(name: str) -> Method:
    def method(lm: LanguageModel, task: Task, ablation: Ablation, seed: int) -> Ranking:
        return circuits.score_edges(lm, task, method=name, ablation=ablation, seed=seed).values.abs()

    return method


def _acdc(lm: LanguageModel, task: Task, ablation: Ablation, seed: int) -> Ranking:
    ranking = torch.zeros(Graph.of(lm).shape)
    for place, tau in enumerate(TAUS, 1):
        ranking[circuits.acdc(lm, task, tau, ablation=ablation).edges] = place
    return ranking


def _prune(lm: LanguageModel, task: Task, ablation: Ablation, seed: int) -> Ranking:
    training = circuits.PruneTraining(seed=seed)
    n = max(1, round(PRUNED * Graph.of(lm).n_edges))
    found = circuits.prune(lm, task, n, ablation=ablation, training=training).scores
    assert found is not None
    return found.abs()
