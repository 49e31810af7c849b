"""Edge pruning: learn which edges to keep, all at once, by gradient descent on soft masks.

Bhaskar et al. (2024). Every edge e has a number α_e and, at each step, a mask drawn from a hard concrete distribution
(Louizos et al., 2018), which puts weight on exactly 0 and exactly 1:

    u ~ U(0, 1),   s = σ((log u − log(1 − u) + α) / β),   z = clamp(s (ζ − γ) + γ, 0, 1)

with β = 2/3, γ = −.1, ζ = 1.1, so that P(z > 0) = σ(α − β log(−γ/ζ)). Minimised are the loss of the run with these masks
(KL from the clean run, or minus the logit difference) and, as a Lagrangian with ascent on λ, the gap between the expected
number of edges and the one that is wanted:

    L(z) + λ₁ g + λ₂ g²,      g = log(Σ_e P(z_e > 0) / target)

Deviations from the paper: the gap is a logarithm, since a target of .3% would leave a difference of shares without a
gradient; the target comes down from all edges by equal ratios during the first part of the training; there are no masks
on components beside those on edges; at the end exactly as many edges as were asked for are kept, those with the largest α.
"""

import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.circuits._ablation import RESAMPLE, Ablation
from cutaway.circuits._checkpoint import Checkpoint, job_of
from cutaway.circuits._circuit import Circuit, top_edges
from cutaway.circuits._run import CircuitRunner
from cutaway.circuits._scores import EdgeScores
from cutaway.circuits._spans import span_graph
from cutaway.errors import DataError, NonFiniteError
from cutaway.evidence import provenance
from cutaway.intervene import Pairs
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent
from cutaway.tasks import Metric

BETA, GAMMA, ZETA = 2 / 3, -0.1, 1.1
_SHIFT = BETA * math.log(-GAMMA / ZETA)


@dataclass(frozen=True, kw_only=True)
class PruneTraining:
    """How masks are learned."""

    steps: int = 200
    """Gradient steps."""
    batch_pairs: int = 8
    """Pairs that a step looks at."""
    learning_rate: float = 0.3
    """Of Adam, for α."""
    multiplier_rate: float = 0.3
    """Of the ascent on λ₁ and λ₂."""
    start: float = 2.0
    """α of every edge at the start: at 2, 97% of the masks are above 0 and two thirds are exactly 1."""
    warm_up: float = 0.6
    """The share of the steps in which the target comes down to the number that is wanted."""
    seed: int = 0
    """Draws masks and pairs."""

    def __post_init__(self) -> None:
        if self.steps < 1 or self.batch_pairs < 1:
            raise DataError(f"steps={self.steps}, batch_pairs={self.batch_pairs}; give at least 1 of each")
        if not (self.learning_rate > 0 and self.multiplier_rate > 0):
            raise DataError(f"rates {self.learning_rate} and {self.multiplier_rate}; give rates above 0")
        if not 0 <= self.warm_up <= 1:
            raise DataError(f"warm_up={self.warm_up}; give a share of the steps from 0 to 1")


def hard_concrete(
    alpha: Float[Tensor, "*edges"], noise: Float[Tensor, "*edges"] | None = None
) -> Float[Tensor, "*edges"]:
    """Masks between 0 and 1, both ends included.

    Args:
        alpha: of each edge.
        noise: uniform between 0 and 1; None for the masks without noise, z = clamp(σ(α)(ζ − γ) + γ).
    """
    logits = alpha if noise is None else (noise.log() - (-noise).log1p() + alpha) / BETA
    return (logits.sigmoid() * (ZETA - GAMMA) + GAMMA).clamp(0, 1)


def kept_probability(alpha: Float[Tensor, "*edges"]) -> Float[Tensor, "*edges"]:
    """P(z > 0)."""
    return (alpha - _SHIFT).sigmoid()


class _State:
    """What the training has come to."""

    def __init__(self, n_edges: int, training: PruneTraining):
        self.alpha = torch.full((n_edges,), training.start, requires_grad=True)
        self.multipliers = torch.zeros(2, requires_grad=True)
        self.step = 0
        self.loss = math.nan
        self.generator = torch.Generator().manual_seed(training.seed)
        self.down = torch.optim.Adam([self.alpha], lr=training.learning_rate)
        self.up = torch.optim.SGD([self.multipliers], lr=training.multiplier_rate, maximize=True)

    def tensors(self) -> dict[str, Tensor]:
        adam = self.down.state[self.alpha]
        return {
            "alpha": self.alpha.detach(),
            "multipliers": self.multipliers.detach(),
            "step": torch.tensor(self.step),
            "loss": torch.tensor(self.loss),
            "generator": self.generator.get_state(),
            **{f"adam.{name}": value for name, value in adam.items()},
        }

    def restore(self, tensors: dict[str, Tensor]) -> None:
        with torch.no_grad():
            self.alpha.copy_(tensors["alpha"])
            self.multipliers.copy_(tensors["multipliers"])
        self.step, self.loss = int(tensors["step"]), float(tensors["loss"])
        self.generator.set_state(tensors["generator"])
        self.down.state[self.alpha] = {
            name.removeprefix("adam."): value for name, value in tensors.items() if name.startswith("adam.")
        }


def prune(
    lm: LanguageModel,
    task: Pairs,
    n: int,
    *,
    training: PruneTraining = PruneTraining(),
    by_span: bool = False,
    ablation: Ablation = RESAMPLE,
    metric: Metric | str = "kl",
    checkpoint: Path | str | None = None,
    checkpoint_every: int = 10,
    progress: Progress = silent,
) -> Circuit:
    """Learn a circuit of n edges.

    Args:
        lm: the model.
        task: the pairs.
        n: edges to keep; so many are chosen.
        training: how.
        by_span: tell token spans apart, and learn a mask for an edge at each of them.
        ablation: what an edge carries as far as its mask is below 1.
        metric: what is kept from worsening: `kl` (from the clean run) or any differentiable one.
        checkpoint: a file that keeps the state; an interrupted training that is started again with it goes on, and ends
            with the same masks.
        checkpoint_every: steps between its writings.
        progress: told how many steps are done.

    Returns:
        The circuit; its `scores` are P(z > 0) of every edge.

    Raises:
        DataError: n outside the graph, a metric without a gradient, or the checkpoint is another training's.
        NonFiniteError: the training diverged.
    """
    started = time.monotonic()
    graph = span_graph(lm, task) if by_span else None
    runner = CircuitRunner(lm, task, ablation=ablation, metric=metric, graph=graph)
    graph, chosen = runner.graph, runner.metric
    if not 1 <= n <= graph.n_edges:
        raise DataError(f"a circuit of {n} edges; this graph has {graph.n_edges:,}")
    if not chosen.differentiable:
        raise DataError(f"{chosen.name} has no gradient; use kl or logit_difference")
    places = graph.valid.nonzero(as_tuple=True)
    state = _State(graph.n_edges, training)
    kept = Checkpoint(checkpoint, {"prune": n, "training": asdict(training), **job_of(lm, runner)})
    if (before := kept.restore()) is not None:
        state.restore(before)
    while state.step < training.steps:
        _step(state, runner, places, n, training)
        state.step += 1
        if state.step % checkpoint_every == 0:
            kept.write(state.tensors())
        progress("learning masks", state.step, training.steps)
    kept.write(state.tensors())
    values = torch.zeros(graph.shape)
    values[places] = kept_probability(state.alpha.detach())
    seconds = time.monotonic() - started
    found = EdgeScores(
        graph=graph,
        values=values,
        method="prune",
        ablation=runner.ablation,
        task="" if runner.setting.task is None else runner.setting.task.name,
        metric=chosen.name,
        n=len(runner),
        model=lm.name,
        fingerprint=lm.fingerprint,
        seconds=seconds,
        provenance={
            **provenance(lm, seed=training.seed),
            **runner.origin,
            "training": asdict(training),
            "expected_edges": float(values.sum()),
            "loss": state.loss,
        },
    )
    return top_edges(found, n, absolute=False)


def _step(state: _State, runner: CircuitRunner, places: tuple[Tensor, ...], n: int, training: PruneTraining) -> None:
    total = len(state.alpha)
    done = min(1.0, (state.step + 1) / max(1, round(training.warm_up * training.steps)))
    target = total * (n / total) ** done
    rows = torch.randperm(len(runner), generator=state.generator)[: training.batch_pairs].sort().values
    noise = torch.rand(total, generator=state.generator).clamp(1e-6, 1 - 1e-6)
    mask = torch.zeros(runner.graph.shape).index_put(places, hard_concrete(state.alpha, noise))
    metric = runner.score(runner.logits(mask, rows.tolist(), differentiable=True), rows)
    loss = (-metric if runner.metric.higher_is_better else metric).mean()
    gap = (kept_probability(state.alpha).sum() / target).log()
    whole = loss + state.multipliers[0] * gap + state.multipliers[1] * gap**2
    if not bool(torch.isfinite(whole.detach())):
        raise NonFiniteError(f"the loss is {float(whole.detach())} at step {state.step}; lower the learning rate")
    state.down.zero_grad()
    state.up.zero_grad()
    whole.backward()
    state.down.step()
    state.up.step()
    state.loss = float(loss.detach())
