"""Which edges are true, found by trying every one.

An edge is true under an ablation if ablating it moves the answer: if there is a pair of prompts in the task, and a set of
other edges that are ablated already (none, or one of several random sets), on which ablating this edge too moves more
than a twentieth of the answer's probability (the total variation between the two distributions of the next token). The
other sets are there for edges that another one makes up for.

What an edge carries and what can be seen of it differ. An edge whose variable is the same in both prompts of every pair,
as positions are, is never seen by resampling; zeros are seen there too, and besides on every edge that carries a constant
somebody relies on, or a value whose absence means something.
"""

from dataclasses import dataclass
from typing import Any, Literal

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from cutaway.circuits import Ablation, Graph
from cutaway.model import LanguageModel
from cutaway.planted._edgewise import edge_run
from cutaway.tasks import Task

Value = Literal["resample", "mean", "zero"]
TOLERANCE = 0.05
"""The share of probability that must move for an edge to be true."""
ROWS = 4096
"""Runs in one batch."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Effects:
    """How far each edge moves the answer under one ablation.

    Attributes:
        graph: of the model.
        ablation: what an ablated edge carries.
        alone: the probability that moves when this edge alone is ablated, the most over all pairs.
        among_others: the same within several random sets of other edges that are ablated before and after.
        n: pairs.
    """

    graph: Graph
    ablation: Ablation
    alone: Float[Tensor, "source destination"]
    among_others: Float[Tensor, "source destination"]
    n: int

    @property
    def true(self) -> Bool[Tensor, "source destination"]:
        """The edges that move the answer, alone or among others."""
        return torch.maximum(self.alone, self.among_others) > TOLERANCE


def edge_effects(
    lm: LanguageModel,
    task: Task,
    *,
    ablation: Ablation = Ablation(),  # noqa: B008 (frozen)
    among: Bool[Tensor, "source destination"] | None = None,
    sets: int = 4,
    seed: int = 0,
) -> Effects:
    """Ablate every edge of a planted model on every pair of a task.

    Args:
        lm: a planted model.
        task: its pairs, all of one length.
        ablation: what an ablated edge carries.
        among: the edges that are tried; all by default.
        sets: random sets of other edges; in each, an edge stays with a chance of one half, and more in every next one.
        seed: draws them.

    Returns:
        The largest changes. The runs are those of `edge_run`, not of `cutaway.circuits`.
    """
    graph = Graph.of(lm)
    hf: Any = lm.hf
    clean, corrupted = (lm.tokenize(prompts).ids for prompts in (task.clean, task.corrupted))
    edges = (graph.valid if among is None else among & graph.valid).nonzero()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        _, instead = edge_run(hf, corrupted)
        if ablation.value == "mean":
            instead = instead.mean(1, keepdim=True).expand_as(instead)
        elif ablation.value == "zero":
            instead = torch.zeros_like(instead)
        found = [torch.zeros(graph.shape), torch.zeros(graph.shape)]
        for number in range(1 + sets):
            context = torch.ones(graph.shape, dtype=torch.bool)
            if number:
                stays = 0.5 + 0.5 * (number - 1) / max(sets, 1)
                context = torch.rand(graph.shape, generator=generator) < stays
            changes = _changes(hf, clean, instead, context, edges)
            into = found[min(number, 1)]
            into[edges[:, 0], edges[:, 1]] = torch.maximum(into[edges[:, 0], edges[:, 1]], changes)
    return Effects(graph=graph, ablation=ablation, alone=found[0], among_others=found[1], n=len(task))


def _changes(hf: Any, clean: Tensor, instead: Tensor, context: Tensor, edges: Tensor) -> Tensor:
    """[edge], the most probability that moves when an edge is ablated that was there, or the reverse."""
    n, step = len(clean), max(1, ROWS // len(clean))
    before, _ = edge_run(hf, clean, keep=context.float().expand(n, -1, -1), instead=instead)
    largest = []
    for first in range(0, len(edges), step):
        chosen = edges[first : first + step]
        keep = context.float().repeat(len(chosen), 1, 1)
        rows = torch.arange(len(chosen))
        keep[rows, chosen[:, 0], chosen[:, 1]] = 1 - keep[rows, chosen[:, 0], chosen[:, 1]]
        logits, _ = edge_run(
            hf,
            clean.repeat(len(chosen), 1),
            keep=keep.repeat_interleave(n, 0),
            instead=instead.repeat(1, len(chosen), 1, 1),
        )
        moved = (logits.softmax(-1).unflatten(0, (len(chosen), n)) - before.softmax(-1)).abs().sum(-1) / 2
        largest.append(moved.amax(1))
    return torch.cat(largest)
