"""ACDC: walk the edges from the answer backwards, and delete for good each one that is not missed.

Conmy et al. (2023). Destinations are taken in reverse topological order, and of each its sources, the latest first. With
M the edges that are left and L the loss (KL from the clean run, or minus the logit difference) of running them alone,

    e is deleted for good   ⇔   L(M \\ e) − L(M) < τ

Each decision depends on those before it, yet almost every edge goes. So the masks M \\ e₁, M \\ e₁e₂, M \\ e₁e₂e₃, … are
run in one batch, as if all of them went, and read in order: up to the first edge that is missed, they are the very masks
that the plain loop would have run. What comes behind that edge is tried again with it put back. The result is the plain
loop's, run for run. An edge into a component that nothing reads any more cannot matter; it goes without a run.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from cutaway.circuits._ablation import RESAMPLE, Ablation
from cutaway.circuits._checkpoint import Checkpoint, job_of
from cutaway.circuits._circuit import Circuit
from cutaway.circuits._run import CircuitRunner
from cutaway.circuits._spans import span_graph
from cutaway.errors import DataError
from cutaway.evidence import provenance
from cutaway.intervene import Pairs
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent
from cutaway.tasks import Metric

Edge = tuple[int, int]
Loss = Callable[[Bool[Tensor, "mask source destination"]], Float[Tensor, " mask"]]


@dataclass
class Elimination:
    """Where the walk stands."""

    mask: Bool[Tensor, "source destination"]
    loss: float
    """Of running the mask."""
    worsened: Float[Tensor, "source destination"]
    """By how much the loss rose when each edge was tried; NaN where none was."""
    done: int = 0
    """Destinations that were gone through."""
    runs: int = 0
    """Masks that were run, those tried in vain included."""
    width: int = 4
    """How many edges are tried together next."""

    def tensors(self) -> dict[str, Tensor]:
        """For a checkpoint."""
        counts = torch.tensor([self.done, self.runs, self.width])
        return {
            "mask": self.mask,
            "worsened": self.worsened,
            "loss": torch.tensor(self.loss, dtype=torch.float64),
            "counts": counts,
        }

    @classmethod
    def of(cls, tensors: dict[str, Tensor]) -> "Elimination":
        """From a checkpoint."""
        done, runs, width = tensors["counts"].tolist()
        return cls(
            mask=tensors["mask"],
            loss=float(tensors["loss"]),
            worsened=tensors["worsened"],
            done=done,
            runs=runs,
            width=width,
        )


def eliminate(
    state: Elimination,
    groups: Sequence[Sequence[Edge]],
    loss: Loss,
    tau: float,
    *,
    most: int,
    dead: Callable[[int, Tensor], bool],
) -> Iterator[Elimination]:
    """Go on from a state, through the edges of one destination at a time.

    Args:
        state: where to go on; it is changed.
        groups: for each destination its edges, in the order in which they are tried.
        loss: of each of several masks; lower is better.
        tau: an edge goes if the loss rises by less.
        most: edges that are tried together at the most.
        dead: whether a destination's component is read by nobody under a mask.

    Yields:
        The state after each destination.
    """
    for group in groups[state.done :]:
        left = [edge for edge in group if state.mask[edge]]
        if left and dead(left[0][1], state.mask):
            for edge in left:
                state.mask[edge] = False
                state.worsened[edge] = 0.0
            left = []
        _one_destination(state, left, loss, tau, most)
        state.done += 1
        yield state


def _one_destination(state: Elimination, edges: Sequence[Edge], loss: Loss, tau: float, most: int) -> None:
    first = 0
    while first < len(edges):
        part = edges[first : first + state.width]
        path = state.mask.repeat(len(part), 1, 1)
        for step, edge in enumerate(part):
            path[(slice(step, None), *edge)] = False
        found = loss(path).tolist()
        state.runs += len(part)
        for step, (edge, value) in enumerate(zip(part, found, strict=True)):
            first += 1
            state.worsened[edge] = value - state.loss
            if value - state.loss >= tau:  # missed: what follows was run without it
                state.width = max(1, min(state.width, 2 * step + 1))
                break
            state.mask[edge] = False
            state.loss = value
        else:
            state.width = min(most, 2 * state.width)


def acdc(
    lm: LanguageModel,
    task: Pairs,
    tau: float,
    *,
    among: Circuit | None = None,
    by_span: bool = False,
    ablation: Ablation = RESAMPLE,
    metric: Metric | str = "kl",
    batch: int = 32,
    checkpoint: Path | str | None = None,
    progress: Progress = silent,
) -> Circuit:
    """Find a circuit by deleting every edge that is not missed.

    With all edges to start from it takes one run an edge: hours for a model of 70,000. `among=top_edges(scores, n)` starts
    from the n best by a cheap score instead, with every other edge deleted already: minutes, at the price of missing what
    the score misses.

    Args:
        lm: the model.
        task: the pairs; a few do, since time goes with their number.
        tau: an edge is kept if the metric worsens by at least so much without it; in nats for KL; above 0.
        among: the edges to start from; None for all.
        by_span: tell token spans apart, and delete an edge at each of them by itself; with `among` as that circuit does.
        ablation: what a deleted edge carries.
        metric: what must not worsen: `kl` (from the clean run) or any other.
        batch: masks that are run together at the most.
        checkpoint: a file that keeps the state; an interrupted search that is started again with it goes on.
        progress: told how many destinations are done.

    Returns:
        The circuit. Its `scores` are by how much the metric worsened when each edge was tried, 0 for those never tried;
        its provenance counts the masks that were run.

    Raises:
        DataError: τ is not above 0, the edges to start from are of another model, or the checkpoint is another search's.
        AlignmentError: the pairs do not fit the tokenizer.
    """
    if not tau > 0:
        raise DataError(f"tau={tau}; give a threshold above 0: at 0 or below every edge that does nothing would stay")
    started = time.monotonic()
    if among is not None:
        among.check(lm)
        if by_span and not among.graph.spans:
            raise DataError("by_span=True among edges at all positions; start from a circuit that tells spans apart")
    graph = (span_graph(lm, task) if by_span else None) if among is None else among.graph
    runner = CircuitRunner(lm, task, ablation=ablation, metric=metric, graph=graph)
    graph = runner.graph
    mask = (graph.valid if among is None else among.edges).clone()
    loss = _loss(runner)
    kept = Checkpoint(checkpoint, {"acdc": tau, "among": mask.nonzero().tolist(), **job_of(lm, runner)})
    before = kept.restore()
    if before is None:
        state = Elimination(
            mask=mask.clone(), loss=float(loss(mask[None])[0]), worsened=torch.full(graph.shape, torch.nan)
        )
    else:
        state = Elimination.of(before)
    groups = [
        [(i, j) for i in reversed(range(len(graph.sources))) if mask[i, j]]
        for j in reversed(range(len(graph.destinations)))
    ]

    def dead(destination: int, left: Tensor) -> bool:
        if destination >= len(graph.destinations) - graph.n_spans:
            return False
        return not bool((graph.speaking(left) & graph.inputs[:, destination]).any())

    for _ in eliminate(state, groups, loss, tau, most=batch, dead=dead):
        kept.write(state.tensors())
        progress("deleting edges", state.done, len(groups))
    chosen = int(state.mask.sum())
    return Circuit(
        graph=graph,
        edges=state.mask,
        requested=chosen,
        method=f"acdc, τ = {tau:g}" + ("" if among is None else f", among {among.chosen:,} by {among.method}"),
        ablation=runner.ablation,
        task="" if runner.setting.task is None else runner.setting.task.name,
        metric=runner.metric.name,
        n=len(runner),
        scores=state.worsened.nan_to_num(0.0),
        model=lm.name,
        fingerprint=lm.fingerprint,
        seconds=time.monotonic() - started,
        provenance={**provenance(lm), **runner.origin, "tau": tau, "runs": state.runs, "started_from": int(mask.sum())},
    )


def _loss(runner: CircuitRunner) -> Loss:
    """The mean over pairs, of each mask; lower is better."""
    sign = -1.0 if runner.metric.higher_is_better else 1.0

    def loss(masks: Bool[Tensor, "mask source destination"]) -> Float[Tensor, " mask"]:
        return sign * runner.values(masks).double().mean(1)

    return loss
