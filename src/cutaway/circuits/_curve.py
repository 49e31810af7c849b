"""Faithfulness over sizes: a circuit of every size cut from one ranking of the edges, and the areas beside it.

f(n) = (m(n best edges) - m(none)) / (m(all) - m(none)), over shares of the edges from .1% to all. CPR is the area under
f where edges are ranked by signed score, so that what works against the task comes last; CMD is the area of |1 - f| where
they are ranked by size (Mueller et al., 2025). Both over a linear axis, by the trapezoid rule: a ranking by chance, which
does nothing until nearly all edges are in, has about .25 and .75. f is never clipped: beyond 1 the circuit does the task
better than the model, which is no fault of the figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.circuits._ablation import Ablation
from cutaway.circuits._circuit import best
from cutaway.circuits._graph import Graph
from cutaway.circuits._run import CircuitRunner
from cutaway.circuits._scores import EdgeScores
from cutaway.errors import DataError
from cutaway.evidence import Finding, Interval, provenance
from cutaway.intervene import Pairs
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Metric

SHARES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
ENOUGH = 0.85
"""The faithfulness at which a circuit is said to do the task."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve(Shown):
    """How faithful circuits of every size are that one ranking of the edges gives.

    Attributes:
        shares: of all edges; `sizes` the same as numbers of edges, `kept` how many of the largest scores in size are
            connected, `kept_signed` of the signed ranking's.
        absolute: [size pair], the metric of the edges with the largest scores in size.
        signed: [size pair], of those with the largest signed scores.
        random: [draw size pair], of edges ranked by chance.
        clean, ablated: [pair], with all edges and with none.
        method, ablation, metric, task, split, model: what was done.
        trained_on: the pairs behind the scores.
        provenance: what is needed to draw it again.
    """

    shares: tuple[float, ...]
    sizes: tuple[int, ...]
    kept: tuple[int, ...]
    kept_signed: tuple[int, ...]
    absolute: Float[Tensor, "size pair"]
    signed: Float[Tensor, "size pair"]
    random: Float[Tensor, "draw size pair"]
    clean: Float[Tensor, " pair"]
    ablated: Float[Tensor, " pair"]
    method: str
    ablation: Ablation
    metric: str
    task: str
    split: str = ""
    trained_on: str = ""
    model: str = ""
    provenance: dict[str, Any] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many pairs."""
        return len(self.clean)

    def f(self, values: Float[Tensor, "*rest pair"]) -> Float[Tensor, "*rest"]:
        """Faithfulness of mean metrics."""
        return shares_of(values, self.clean, self.ablated)

    @property
    def faithfulness(self) -> Float[Tensor, " size"]:
        """Of edges ranked by the size of their score."""
        return self.f(self.absolute)

    @property
    def faithfulness_signed(self) -> Float[Tensor, " size"]:
        """Of edges ranked by signed score."""
        return self.f(self.signed)

    @property
    def cpr(self) -> float:
        """The area under the signed ranking's f."""
        return area(self.shares, self.faithfulness_signed.tolist())

    @property
    def cmd(self) -> float:
        """The area of |1 - f| of the ranking by size."""
        return area(self.shares, (1 - self.faithfulness).abs().tolist())

    @property
    def random_cpr(self) -> float:
        """The mean over rankings by chance."""
        return float(np.mean([area(self.shares, self.f(draw).tolist()) for draw in self.random]))

    @property
    def random_cmd(self) -> float:
        """The mean over rankings by chance."""
        return float(np.mean([area(self.shares, (1 - self.f(draw)).abs().tolist()) for draw in self.random]))

    def intervals(self) -> list[Interval]:
        """A bootstrap interval over pairs for each size, ranking by size of score."""
        return [ratio_interval(values, self.clean, self.ablated) for values in self.absolute]

    def enough(self, level: float = ENOUGH) -> int | None:
        """The smallest of the sizes whose circuit reaches a faithfulness; None where none does."""
        for size, f in zip(self.sizes, self.faithfulness.tolist(), strict=True):
            if f >= level:
                return size
        return None

    def findings(self, *, command: str = "") -> list[Finding]:
        """At which size the ranking's circuits do the task, beside circuits of that size by chance."""
        size = self.enough()
        at = self.sizes.index(size) if size is not None else len(self.sizes) - 2
        low, high = self.intervals()[at]
        f, chance = float(self.faithfulness[at]), self.f(self.random[:, at])
        beats = low > float(chance.max())
        apart = self.split == "heldout" and self.trained_on != "heldout"
        named = f"{self.sizes[at]:,} of {self.sizes[-1]:,} edges ({self.shares[at]:.1%})"
        does = f"do {f:.0%} of {self.task}" if size is not None else f"do no more than {f:.0%} of {self.task}"
        return [
            Finding(
                claim=f"{named} {does} when all others are ablated; as many by chance do {float(chance.mean()):.0%}",
                method=f"{self.method}, {self.ablation}, {self.metric}"
                + (f", found on {self.trained_on or 'these'} pairs, tried on {self.split or 'the same'}"),
                effect=f,
                interval=(low, high),
                control=float(chance.mean()),
                n=self.n,
                grade="verified" if beats and apart and size is not None else "causal" if beats else "observed",
                command=command,
            )
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "shares": list(self.shares),
            "sizes": list(self.sizes),
            "kept": list(self.kept),
            "faithfulness": self.faithfulness.tolist(),
            "faithfulness_signed": self.faithfulness_signed.tolist(),
            "intervals": [list(pair) for pair in self.intervals()],
            "cpr": self.cpr,
            "cmd": self.cmd,
            "random": {
                "faithfulness": self.f(self.random).mean(0).tolist(),
                "cpr": self.random_cpr,
                "cmd": self.random_cmd,
                "draws": len(self.random),
            },
            "enough": {"level": ENOUGH, "size": self.enough()},
            "clean": float(self.clean.mean()),
            "ablated": float(self.ablated.mean()),
            "n": self.n,
            "method": self.method,
            "ablation": self.ablation.record(),
            "metric": self.metric,
            "task": self.task,
            "split": self.split,
            "trained_on": self.trained_on,
            "model": self.model,
        }


def evaluate_scores(
    lm: LanguageModel,
    scores: EdgeScores,
    pairs: Pairs | CircuitRunner,
    *,
    shares: Sequence[float] = SHARES,
    ablation: Ablation | None = None,
    metric: Metric | str | None = None,
    draws: int = 2,
    seed: int = 0,
    memory: int | None = None,
    progress: Progress = silent,
) -> Curve:
    """Run the circuits of every size that one ranking of the edges gives; the arguments are those of `curves`."""
    (found,) = curves(
        lm,
        [scores],
        pairs,
        shares=shares,
        ablation=ablation,
        metric=metric,
        draws=draws,
        seed=seed,
        memory=memory,
        progress=progress,
    )
    return found


def curves(
    lm: LanguageModel,
    scores: Sequence[EdgeScores],
    pairs: Pairs | CircuitRunner,
    *,
    shares: Sequence[float] = SHARES,
    ablation: Ablation | None = None,
    metric: Metric | str | None = None,
    draws: int = 2,
    seed: int = 0,
    memory: int | None = None,
    progress: Progress = silent,
) -> list[Curve]:
    """Run the circuits of every size that several rankings of the edges give, on the same pairs.

    Args:
        lm: the model.
        scores: the rankings.
        pairs: what they are tried on: best pairs that the scores have not seen. A runner made before is used as it is.
        shares: the sizes, as shares of all edges.
        ablation: what edges outside carry; None for what the scores were made with.
        metric: None for the one that the scores were made with.
        draws: rankings by chance.
        seed: draws them.
        memory: bytes that may be used.
        progress: told how many circuits have been run.

    Returns:
        A curve for each ranking.

    Raises:
        DataError: scores of another model, shares outside 0..1, or pairs on which the model does nothing.
    """
    several = list(scores)
    if not several or not all(0 < share <= 1 for share in shares) or list(shares) != sorted(shares):
        raise DataError(f"shares {list(shares)} of {len(several)} rankings; give shares above 0 up to 1, rising")
    for one in several:
        if not one.graph.whole.same_as(Graph.of(lm)):
            raise DataError(f"scores of {one.model or 'another model'} do not fit {lm.name}; score its own edges")
    runner = pairs
    if not isinstance(runner, CircuitRunner):
        chosen = several[0].ablation if ablation is None else ablation
        runner = CircuitRunner(
            lm,
            runner,
            ablation=chosen,
            metric=several[0].metric if metric is None else metric,
            memory=memory,
            graph=several[0].graph,
        )
    graph = runner.graph
    for one in several:
        if not one.graph.same_as(graph):
            raise DataError(
                f"scores over {one.graph.told} do not fit a runner over {graph.told}; make the runner, and all scores, with "
                "one graph"
            )
    sizes = [max(1, round(share * graph.n_edges)) for share in shares]
    chance = [random_scores(graph, seed + draw) for draw in range(draws)]
    wanted = [best(one, n, absolute=sign) for one in several for sign in (True, False) for n in sizes]
    wanted += [best(one, n, absolute=False) for one in chance for n in sizes]
    values = run_distinct(runner, wanted, progress)
    values = values.unflatten(0, (2 * len(several) + draws, len(sizes)))
    task = runner.task
    clean, ablated = runner.clean_values, runner.ablated_values
    shares_of(values, clean, ablated)  # refuses pairs on which the model does nothing
    found = []
    for number, one in enumerate(several):
        own = wanted[2 * number * len(sizes) : 2 * (number + 1) * len(sizes)]
        kept = [int(graph.connected(edges).sum()) for edges in own]
        found.append(
            Curve(
                shares=tuple(shares),
                sizes=tuple(sizes),
                kept=tuple(kept[: len(sizes)]),
                kept_signed=tuple(kept[len(sizes) :]),
                absolute=values[2 * number],
                signed=values[2 * number + 1],
                random=values[2 * len(several) :],
                clean=clean,
                ablated=ablated,
                method=one.method,
                ablation=runner.ablation,
                metric=runner.metric.name,
                task=one.task if task is None else task.name,
                split="" if task is None else task.split,
                trained_on=str(one.provenance.get("split", "")),
                model=lm.name,
                provenance=provenance(lm, seed=seed),
            )
        )
    return found


def random_scores(graph: Graph, seed: int) -> EdgeScores:
    """A ranking by chance."""
    values = torch.randn(graph.shape, generator=torch.Generator().manual_seed(seed)) * graph.valid
    return EdgeScores(graph=graph, values=values, method="random")


def run_distinct(runner: CircuitRunner, masks: Sequence[Tensor], progress: Progress) -> Float[Tensor, "mask pair"]:
    """The metric under every mask, each different one run once; all edges and none are known already."""
    distinct: dict[bytes, int] = {}
    todo: list[Tensor] = []
    place = []
    for mask in masks:
        key = np.packbits(mask.numpy()).tobytes()
        if torch.equal(mask, runner.full):
            place.append(-1)
            continue
        if key not in distinct:
            distinct[key] = len(todo)
            todo.append(mask)
        place.append(distinct[key])
    todo_values = runner.values(todo, progress=progress) if todo else torch.zeros(0, len(runner))
    clean = runner.clean_values
    return torch.stack([clean if index < 0 else todo_values[index] for index in place])


def shares_of(values: Float[Tensor, "*rest pair"], clean: Tensor, ablated: Tensor) -> Float[Tensor, "*rest"]:
    """(m(C) - m(none)) / (m(all) - m(none)) of means over pairs.

    Raises:
        DataError: all and none do not differ.
    """
    whole = float((clean - ablated).mean())
    if abs(whole) < 1e-6:
        raise DataError(
            f"the metric is {float(clean.mean()):.3g} with all edges and as much with none, so that no share of a difference "
            "can be given; choose pairs whose prompts have different answers"
        )
    return (values - ablated).mean(-1) / whole


def ratio_interval(values: Tensor, clean: Tensor, ablated: Tensor, *, draws: int = 2000, seed: int = 0) -> Interval:
    """A percentile bootstrap interval over pairs of (m(C) - m(none)) / (m(all) - m(none)), both means drawn together."""
    rng = np.random.default_rng(seed)
    up, whole = (values - ablated).double().numpy(), (clean - ablated).double().numpy()
    chosen = rng.integers(0, len(up), (draws, len(up)))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = up[chosen].mean(1) / whole[chosen].mean(1)
    ratios = ratios[np.isfinite(ratios)]
    low, high = np.quantile(ratios, [0.025, 0.975])
    return Interval(float(low), float(high))


def area(shares: Sequence[float], heights: Sequence[float]) -> float:
    """By the trapezoid rule over the linear axis."""
    return float(np.trapezoid(heights, shares))
