"""Whether one circuit does the task: with all else ablated, with itself ablated, edge by edge, and beside chance."""

from dataclasses import dataclass, field
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.circuits._ablation import Ablation
from cutaway.circuits._circuit import Circuit
from cutaway.circuits._curve import ratio_interval, shares_of
from cutaway.circuits._run import CircuitRunner
from cutaway.errors import DataError
from cutaway.evidence import Finding, Grade, Interval, provenance
from cutaway.intervene import Pairs
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Metric


@dataclass(frozen=True, kw_only=True, eq=False)
class CircuitEvaluation(Shown):
    """What a circuit does of a task, and what is left without it.

    Attributes:
        circuit: what was evaluated.
        values: [pair], the metric with all edges outside the circuit ablated.
        clean, ablated: [pair], with all edges and with none.
        random: [draw pair], the metric of random circuits of the same number of edges from each layer to each other one
            (and at each token span, where these are told apart).
        without: [pair], the metric with the circuit's own edges ablated and all others intact.
        random_without: [draw pair], the same for the random circuits.
        dropped: the edges that were dropped from the circuit one at a time.
        drops: [edge pair], the metric without each of those.
        metric, task, split, n: on what.
        trained_on: the split that the circuit was found on.
        ablation: what ablated edges carry.
        random_connected: [joined pair], the metric of random circuits all of whose edges lie on a path from the embedding to
            the logits, as many as the circuit has of these.
        provenance: what is needed to do it again.
    """

    circuit: Circuit
    values: Float[Tensor, " pair"]
    clean: Float[Tensor, " pair"]
    ablated: Float[Tensor, " pair"]
    random: Float[Tensor, "draw pair"]
    without: Float[Tensor, " pair"]
    random_without: Float[Tensor, "draw pair"]
    dropped: tuple[str, ...]
    drops: Float[Tensor, "edge pair"]
    ablation: Ablation
    metric: str
    task: str
    split: str = ""
    trained_on: str = ""
    model: str = ""
    random_connected: Float[Tensor, "joined pair"] = field(default_factory=lambda: torch.zeros(0, 0))
    provenance: dict[str, Any] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many pairs."""
        return len(self.clean)

    def f(self, values: Float[Tensor, "*rest pair"]) -> Float[Tensor, "*rest"]:
        """Faithfulness of mean metrics."""
        return shares_of(values, self.clean, self.ablated)

    @property
    def faithfulness(self) -> float:
        """f of the circuit; never clipped."""
        return float(self.f(self.values))

    @property
    def interval(self) -> Interval:
        """A bootstrap interval of f over pairs."""
        return ratio_interval(self.values, self.clean, self.ablated)

    @property
    def random_faithfulness(self) -> Float[Tensor, " draw"]:
        """f of each random circuit."""
        return self.f(self.random)

    @property
    def connected_faithfulness(self) -> Float[Tensor, " draw"]:
        """f of each random circuit that is connected."""
        return self.f(self.random_connected) if len(self.random_connected) else torch.zeros(0)

    @property
    def completeness(self) -> float:
        """1 - f of the model without the circuit: 1 where nothing else does the task, 0 where all of it is done elsewhere
        too."""
        return 1 - float(self.f(self.without))

    @property
    def random_completeness(self) -> Float[Tensor, " draw"]:
        """The same for each random circuit."""
        return 1 - self.f(self.random_without)

    @property
    def minimality(self) -> Float[Tensor, " edge"]:
        """How far f falls when each of `dropped` is ablated too."""
        return self.faithfulness - self.f(self.drops)

    @property
    def superfluous(self) -> float:
        """The share of the dropped edges without which f moves by less than one in a thousand."""
        return float((self.minimality.abs() < 1e-3).float().mean()) if len(self.drops) else float("nan")

    @property
    def spread(self) -> dict[str, float]:
        """f pair by pair, over pairs that all edges and none tell apart by at least a tenth of the mean: its quartiles,
        and the share of pairs below a half."""
        whole = self.clean - self.ablated
        told = whole.abs() >= 0.1 * whole.mean().abs()
        each = ((self.values - self.ablated)[told] / whole[told]).double()
        if not len(each):
            return {"pairs": 0.0}
        low, middle, high = each.quantile(torch.tensor([0.25, 0.5, 0.75], dtype=each.dtype)).tolist()
        below = float((each < 0.5).double().mean())
        return {
            "pairs": float(len(each)),
            "lower quartile": low,
            "median": middle,
            "upper quartile": high,
            "below half": below,
        }

    def grade(self) -> Grade:
        """`verified` where pairs of another split than the circuit was found on are done by it, and by no random circuit
        of the same size and layers, connected or not; `causal` where only the latter holds."""
        chance = torch.cat([self.random_faithfulness, self.connected_faithfulness])
        beats = bool(self.interval.low > chance.max()) if len(chance) else False
        apart = self.split == "heldout" and self.trained_on != "heldout"
        return "verified" if beats and apart and self.faithfulness > 0.5 else "causal" if beats else "observed"

    def findings(self, *, command: str = "") -> list[Finding]:
        """What the circuit does, and what is left without it."""
        size = f"{self.circuit.kept:,} of {self.circuit.graph.n_edges:,} edges"
        how = f"{self.circuit.method}, {self.ablation}, {self.metric}"
        where = f"found on {self.trained_on or 'these'} pairs, tried on {self.split or 'the same'}"
        f, chance = self.faithfulness, float(self.random_faithfulness.mean()) if len(self.random) else None
        joined = float(self.connected_faithfulness.mean()) if len(self.random_connected) else None
        found = [
            Finding(
                claim=f"{size} do {f:.0%} of {self.task} when all others are ablated"
                + ("" if chance is None else f"; random ones of the same size and layers do {chance:.0%}")
                + ("" if joined is None else f", connected ones {joined:.0%}"),
                method=f"{how}; {where}",
                effect=f,
                interval=(self.interval.low, self.interval.high),
                control=chance,
                n=self.n,
                grade=self.grade(),
                command=command,
                details={"requested": self.circuit.requested, "kept": self.circuit.kept, "spread": self.spread},
            )
        ]
        low, high = ratio_interval(self.clean - self.without + self.ablated, self.clean, self.ablated)
        beside = float(self.random_completeness.mean()) if len(self.random) else None
        causal = beside is not None and low > float(self.random_completeness.max())
        found.append(
            Finding(
                claim=f"without those {size} the model loses {self.completeness:.0%} of {self.task}"
                + ("" if beside is None else f"; without random ones {beside:.0%}"),
                method=f"{how}; {where}",
                effect=self.completeness,
                interval=(low, high),
                control=beside,
                n=self.n,
                grade="causal" if causal else "observed",
                command=command,
            )
        )
        return found

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        order = self.minimality.argsort(descending=True).tolist()
        return {
            "requested": self.circuit.requested,
            "kept": self.circuit.kept,
            "of": self.circuit.graph.n_edges,
            "faithfulness": self.faithfulness,
            "interval": list(self.interval),
            "spread": self.spread,
            "completeness": self.completeness,
            "minimality": [[self.dropped[i], float(self.minimality[i])] for i in order],
            "superfluous": self.superfluous,
            "random": {
                "faithfulness": self.random_faithfulness.tolist(),
                "completeness": self.random_completeness.tolist(),
                "connected": self.connected_faithfulness.tolist(),
            },
            "clean": float(self.clean.mean()),
            "circuit": float(self.values.mean()),
            "without": float(self.without.mean()),
            "ablated": float(self.ablated.mean()),
            "metric": self.metric,
            "ablation": self.ablation.record(),
            "task": self.task,
            "split": self.split,
            "trained_on": self.trained_on,
            "n": self.n,
            "grade": self.grade(),
        }


def evaluate_circuit(
    lm: LanguageModel,
    circuit: Circuit,
    pairs: Pairs | CircuitRunner,
    *,
    ablation: Ablation | None = None,
    metric: Metric | str | None = None,
    draws: int = 5,
    drop: int = 32,
    seed: int = 0,
    memory: int | None = None,
    progress: Progress = silent,
) -> CircuitEvaluation:
    """Run a circuit, its complement, the circuit without single edges, and random circuits beside it, connected or not.

    Args:
        lm: the model that it was found in.
        circuit: what is claimed to do the task.
        pairs: what it is tried on: best pairs that it was not found on. A runner made before is used as it is.
        ablation: what ablated edges carry; None for what the circuit was found with.
        metric: None for the one that the circuit was found with.
        draws: random circuits of the same number of edges from each layer to each other one, or of as many components
            of each layer where the circuit is one of components; and as many connected ones (`Circuit.random_connected`).
        drop: how many of its edges are dropped one at a time, drawn at random where it has more; 0 for none.
        seed: draws them.
        memory: bytes that may be used.
        progress: told how many runs are done.

    Raises:
        DataError: a circuit of another model, an empty one, or pairs on which the model does nothing.
    """
    circuit.check(lm)
    if not circuit.chosen:
        raise DataError("this circuit has no edges; choose at least one")
    runner = pairs
    if not isinstance(runner, CircuitRunner):
        runner = CircuitRunner(
            lm,
            runner,
            ablation=circuit.ablation if ablation is None else ablation,
            metric=circuit.metric if metric is None else metric,
            memory=memory,
            graph=circuit.graph,
        )
    if not runner.graph.same_as(circuit.graph):
        raise DataError(
            f"the circuit is over {circuit.graph.told}, the runner over {runner.graph.told}; make the runner with the "
            "circuit's graph"
        )
    graph, edges = runner.graph, circuit.edges
    random = [circuit.random(seed + number) for number in range(draws)]
    inside = circuit.connected.nonzero()
    order = torch.randperm(len(inside), generator=torch.Generator().manual_seed(seed))[:drop]
    less = []
    for row, column in inside[order].tolist():
        smaller = edges.clone()
        smaller[row, column] = False
        less.append(smaller)
    whole = circuit.ablation.granularity == "node"
    joined = [] if whole or not circuit.kept else [circuit.random_connected(seed + number) for number in range(draws)]
    masks = [edges, *random, *joined, circuit.without(), *map(circuit.without, random), *less]
    values = runner.values(masks, progress=progress)
    one, chance, connected, without, chance_without, drops = values.split([1, draws, len(joined), 1, draws, len(less)])
    shares_of(one, runner.clean_values, runner.ablated_values)  # refuses pairs on which the model does nothing
    return CircuitEvaluation(
        circuit=circuit,
        values=one[0],
        clean=runner.clean_values,
        ablated=runner.ablated_values,
        random=chance,
        without=without[0],
        random_without=chance_without,
        dropped=tuple(graph.edge_text(row, column) for row, column in inside[order].tolist()),
        drops=drops,
        ablation=runner.ablation,
        metric=runner.metric.name,
        task=circuit.task if runner.task is None else runner.task.name,
        split="" if runner.task is None else runner.task.split,
        trained_on=str(circuit.provenance.get("split", "")),
        model=lm.name,
        random_connected=chance if whole else connected,
        provenance=provenance(lm, seed=seed),
    )
