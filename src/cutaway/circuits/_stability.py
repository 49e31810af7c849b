"""Would other prompts of the same task give the same circuit? Most circuits would not be found twice.

The scores of a task are the mean of its pairs' scores, so every pair is scored once, and a bootstrap sample of them
gives the scores of another set of prompts (Efron, 1979) without running anything. From each sample the circuit of n edges
is chosen anew. What is told, for every size:

    bootstrap   Jaccard's index |A ∩ B| / |A ∪ B| of the edges of two samples' circuits, over all couples of samples. Two
                samples share pairs, so this flatters.
    halves      the same for two circuits whose pairs are not the same: random halves of them.
    floor       the bootstrap's index when every edge's mean score is taken away and only the spread between prompts is
                left, so that there is nothing to find.

A bootstrap index of at least .8 is the bar; few circuits meet it. A circuit that is chosen alike each time need not be
a good one: faithfulness is for `evaluate_circuit` to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from cutaway.circuits._ablation import RESAMPLE, Ablation
from cutaway.circuits._circuit import top_edges
from cutaway.circuits._graph import Graph
from cutaway.circuits._methods import score_edges
from cutaway.circuits._scores import EdgeScores
from cutaway.errors import DataError
from cutaway.evidence import Finding
from cutaway.intervene import Pairs
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Metric

BAR = 0.8
"""The bootstrap index from which a circuit counts as stable."""
_OFTEN = 0.95


@dataclass(frozen=True, kw_only=True, eq=False)
class CircuitStability(Shown):
    """How much of a circuit another draw of prompts would give again, for several sizes."""

    axes = ("size",)

    graph: Graph
    method: str
    ablation: Ablation
    task: str
    metric: str
    n: int
    """Pairs."""
    draws: int
    """Bootstrap samples of the pairs."""
    sizes: tuple[int, ...]
    """Edges that were asked for."""
    edges: Float[Tensor, " size"]
    """Mean Jaccard's index of the edges over couples of bootstrap samples."""
    interval: Float[Tensor, "size end"]
    """Between which 95% of those couples lie."""
    nodes: Float[Tensor, " size"]
    """The same mean for the nodes."""
    halves: Float[Tensor, " size"]
    """Mean index of circuits from two halves of the prompts that share none."""
    floor: Float[Tensor, " size"]
    """The bootstrap's index where there is nothing to find."""
    frequency: Float[Tensor, "size source destination"]
    """The share of samples that chose each edge."""
    model: str

    def stable(self, size: int) -> bool:
        """Whether the circuit of so many edges meets the bar."""
        return float(self.edges[self._index(size)]) >= BAR

    def core(self, size: int) -> tuple[str, ...]:
        """Edges that at least 95% of the samples chose, the ones chosen most often first."""
        share = self.frequency[self._index(size)]
        places = (share >= _OFTEN).nonzero().tolist()
        places.sort(key=lambda place: -float(share[place[0], place[1]]))
        return tuple(self.graph.edge_text(i, j) for i, j in places)

    def findings(self, *, command: str = "") -> list[Finding]:
        """How stable each size is: `observed`, since nothing is changed in the model."""
        return [
            Finding(
                claim=f"the {size}-edge circuit for {self.task} is {'' if self.stable(size) else 'not '}stable: two draws "
                f"of prompts share {float(self.edges[k]):.2f} of its edges (bar {BAR}), prompts that have nothing in "
                f"common {float(self.halves[k]):.2f}, and noise alone {float(self.floor[k]):.2f}",
                method=f"bootstrap over {self.n} pairs, Jaccard's index ({self.method})",
                effect=float(self.edges[k]),
                interval=(float(self.interval[k, 0]), float(self.interval[k, 1])),
                control=float(self.floor[k]),
                n=self.n,
                grade="observed",
                command=command,
                details={"size": size, "nodes": float(self.nodes[k]), "core": len(self.core(size))},
            )
            for k, size in enumerate(self.sizes)
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "method": self.method,
            "ablation": self.ablation.record(),
            "task": self.task,
            "metric": self.metric,
            "n": self.n,
            "draws": self.draws,
            "bar": BAR,
            "sizes": [
                {
                    "edges": size,
                    "jaccard": float(self.edges[k]),
                    "interval": self.interval[k].tolist(),
                    "nodes": float(self.nodes[k]),
                    "halves": float(self.halves[k]),
                    "floor": float(self.floor[k]),
                    "stable": self.stable(size),
                    "core": list(self.core(size)),
                }
                for k, size in enumerate(self.sizes)
            ],
        }

    def _index(self, size: int) -> int:
        if size not in self.sizes:
            raise DataError(f"no circuit of {size} edges was drawn; there are {', '.join(map(str, self.sizes))}")
        return self.sizes.index(size)


def stability(
    lm: LanguageModel,
    pairs: Pairs,
    sizes: int | Sequence[int],
    *,
    method: str = "eap-ig",
    ablation: Ablation = RESAMPLE,
    metric: Metric | str | None = None,
    steps: int = 5,
    by_span: bool = False,
    absolute: bool = True,
    draws: int = 40,
    seed: int = 0,
    progress: Progress = silent,
) -> CircuitStability:
    """Draw a task's prompts again and again, and see which edges are chosen each time.

    Args:
        lm: the model.
        pairs: a task, or pairs of prompts whose tokens align; at least four.
        sizes: edges of the circuit; one number or several.
        method, ablation, metric, steps, by_span: as in `score_edges`.
        absolute: whether a circuit takes the largest scores in size, or the largest.
        draws: bootstrap samples, and half as many splits into halves.
        seed: draws the samples.
        progress: told how far it is.

    Raises:
        DataError: too few pairs or draws, a method that does not look at the pairs, or a size beyond the graph.
    """
    _check_method(method)
    scores = score_edges(
        lm,
        pairs,
        method=method,
        ablation=ablation,
        metric=metric,
        steps=steps,
        by_span=by_span,
        seed=seed,
        keep_pairs=True,
        progress=progress,
    )
    return stability_of(scores, sizes, absolute=absolute, draws=draws, seed=seed, progress=progress)


def stability_of(
    scores: EdgeScores,
    sizes: int | Sequence[int],
    *,
    absolute: bool = True,
    draws: int = 40,
    seed: int = 0,
    progress: Progress = silent,
) -> CircuitStability:
    """The stability of circuits chosen by scores that are there already; nothing is run.

    Args:
        scores: made with `keep_pairs=True`.
        sizes, absolute, draws, seed, progress: as in `stability`.

    Raises:
        DataError: as for `stability`, or the scores of single pairs were not kept.
    """
    _check_method(scores.method)
    if scores.per_pair is None:
        raise DataError("these scores are means only; score with keep_pairs=True to draw pairs again")
    wanted = (sizes,) if isinstance(sizes, int) else tuple(sizes)
    graph, values = scores.graph, scores.per_pair
    n = len(values)
    if n < 4 or draws < 2:
        raise DataError(f"{n} pairs and {draws} draws; at least 4 pairs and 2 draws say something, 20 and 40 more")
    if not wanted or not all(1 <= size <= graph.n_edges for size in wanted):
        raise DataError(f"sizes {wanted}; give numbers of edges from 1 to {graph.n_edges}")
    generator = torch.Generator().manual_seed(seed)
    samples = torch.stack(
        [torch.bincount(picked, minlength=n).float() for picked in torch.randint(n, (draws, n), generator=generator)]
    )
    halves = torch.zeros(2 * max(1, draws // 2), n)
    for split in range(len(halves) // 2):
        order = torch.randperm(n, generator=generator)
        halves[2 * split, order[: n // 2]] = 1.0
        halves[2 * split + 1, order[n // 2 :]] = 1.0
    found: dict[str, list[Tensor]] = {name: [] for name in _MEASURES}
    sides = _Sides(scores, samples, halves, absolute)
    for number, size in enumerate(wanted):

        def told(done: int, number: int = number) -> None:
            progress("drawing prompts again", number * sides.total + done, len(wanted) * sides.total)

        for name, value in sides.measured(size, told).items():
            found[name].append(value)
    return CircuitStability(
        graph=graph,
        method=scores.method,
        ablation=scores.ablation,
        task=scores.task,
        metric=scores.metric,
        n=n,
        draws=draws,
        sizes=wanted,
        model=scores.model,
        **{name: torch.stack(rows) for name, rows in found.items()},
    )


_MEASURES = ("edges", "interval", "nodes", "halves", "floor", "frequency")


class _Sides:
    """The circuits that drawn prompts give, for one size after another."""

    def __init__(self, scores: EdgeScores, samples: Tensor, halves: Tensor, absolute: bool):
        assert scores.per_pair is not None
        self._scores, self._absolute, self._halves = replace(scores, per_pair=None), absolute, halves
        self._valid = scores.graph.valid
        own = scores.per_pair[:, self._valid]  # [pair edge]
        self._drawn = _means(samples, own)
        self._apart = _means(halves, own)
        self._noise = self._drawn - own.mean(0)
        self.total = 2 * len(samples) + len(halves)

    def measured(self, size: int, told: Callable[[int], None]) -> dict[str, Tensor]:
        graph = self._scores.graph
        drawn = self._circuits(self._drawn, size, told, 0)
        apart = self._circuits(self._apart, size, told, len(drawn))
        noise = self._circuits(self._noise, size, told, len(drawn) + len(apart))
        couples = _couples(drawn)
        nodes = [frozenset(graph.nodes(mask)) for mask in drawn]
        return {
            "edges": couples.mean(),
            "interval": couples.quantile(torch.tensor([0.025, 0.975])),
            "nodes": torch.tensor([_of_sets(a, b) for i, a in enumerate(nodes) for b in nodes[:i]]).mean(),
            "halves": torch.stack([_couples(pair).mean() for pair in apart.unflatten(0, (-1, 2))]).mean(),
            "floor": _couples(noise).mean(),
            "frequency": drawn.float().mean(0),
        }

    def _circuits(
        self, means: Float[Tensor, "draw edge"], size: int, told: Callable[[int], None], before: int
    ) -> Bool[Tensor, "draw source destination"]:
        chosen = []
        for row in means:
            values = torch.zeros(self._valid.shape)
            values[self._valid] = row
            chosen.append(top_edges(replace(self._scores, values=values), size, absolute=self._absolute).edges)
            told(before + len(chosen))
        return torch.stack(chosen)


def _means(weights: Float[Tensor, "draw pair"], values: Float[Tensor, "pair edge"]) -> Float[Tensor, "draw edge"]:
    return (weights / weights.sum(1, keepdim=True)) @ values.float()


def _check_method(method: str) -> None:
    if method == "random":
        raise DataError("random scores do not look at the prompts, so drawing others says nothing; use another method")


def _couples(masks: Bool[Tensor, "draw source destination"]) -> Float[Tensor, " couple"]:
    """Jaccard's index of every two masks."""
    flat = masks.flatten(1)
    flat = flat[:, flat.any(0)].float()
    both = flat @ flat.T
    size = flat.sum(1)
    either = size[:, None] + size[None, :] - both
    rows, columns = torch.tril_indices(len(flat), len(flat), offset=-1)
    return (both / either.clamp(min=1))[rows, columns]


def _of_sets(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
