"""A circuit: a set of edges that is claimed to do a task, with how it was found; and how edges are chosen by score."""

import heapq
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from cutaway.circuits._ablation import Ablation
from cutaway.circuits._chance import random_connected
from cutaway.circuits._files import read, write
from cutaway.circuits._graph import Graph
from cutaway.circuits._scores import EdgeScores
from cutaway.errors import CorruptFileError, DataError
from cutaway.model import LanguageModel
from cutaway.shown import Shown

Choice = Literal["greedy", "top"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Circuit(Shown):
    """Edges that are claimed to do a task.

    Attributes:
        graph: of the model that it was found in.
        edges: the chosen edges, just as many as were chosen; `connected` are those that matter.
        requested: how many were asked for.
        method: how they were found.
        ablation: what edges outside were replaced by.
        task, metric, n: on what: the task's name, its metric, the number of pairs.
        scores: of all edges, where the method gives them.
        model, fingerprint: of the model.
        seconds, peak_bytes: what finding it took.
        provenance: what is needed to find it again.
    """

    graph: Graph
    edges: Bool[Tensor, "source destination"]
    requested: int
    method: str
    ablation: Ablation = Ablation()
    task: str = ""
    metric: str = "logit_difference"
    n: int = 0
    scores: Float[Tensor, "source destination"] | None = None
    model: str = ""
    fingerprint: str = ""
    seconds: float = 0.0
    peak_bytes: int = 0
    provenance: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.edges.shape != self.graph.shape or bool((self.edges & ~self.graph.valid).any()):
            raise DataError(
                f"edges of shape {list(self.edges.shape)} do not fit a graph of {self.graph.shape}, or name pairs that "
                "are no edges; take them from the same graph"
            )

    def __repr__(self) -> str:
        return (
            f"Circuit({self.method} on {self.task}: {self.kept} of {self.graph.n_edges:,} edges, "
            f"{self.joined}, {self.requested} edges requested)"
        )

    @cached_property
    def connected(self) -> Bool[Tensor, "source destination"]:
        """The edges that lie on a path from the embedding to the logits."""
        return self.graph.connected(self.edges)

    @property
    def chosen(self) -> int:
        """How many edges there are, connected or not."""
        return int(self.edges.sum())

    @property
    def kept(self) -> int:
        """How many edges lie on a path from the embedding to the logits."""
        return int(self.connected.sum())

    @property
    def nodes(self) -> list[str]:
        """The components that the connected edges join, and `logits`."""
        return self.graph.nodes(self.connected)

    @property
    def components(self) -> Bool[Tensor, " node"]:
        """The components that any edge comes from; at a span, where spans are told apart."""
        return self.graph.speaking(self.edges)

    @property
    def whole(self) -> "Circuit":
        """The same with token spans taken together: an edge is in where it is in, and lies on a path, at any of them. Its
        score is the sum over those spans; that of an edge that is out, over all."""
        if not self.graph.spans:
            return self
        kept = self.connected.unflatten(1, (-1, self.graph.n_spans))
        edges = kept.any(2)
        scores = None
        if self.scores is not None:
            each = self.scores.unflatten(1, (-1, self.graph.n_spans))
            scores = torch.where(edges, (each * kept).sum(2), each.sum(2))
        ablation = replace(self.ablation, positions="all")
        return replace(self, graph=self.graph.whole, edges=edges, scores=scores, ablation=ablation)

    @property
    def joined(self) -> str:
        """How many components the connected edges join, in words; and at how many spans, where these are told apart."""
        components = f"{len(self.whole.nodes) - 1} components"
        return f"{components} at {len(self.nodes) - 1} places" if self.graph.spans else components

    @property
    def share(self) -> float:
        """The chosen edges as a share of all."""
        return self.chosen / self.graph.n_edges

    def texts(self) -> list[str]:
        """The connected edges as text."""
        return self.graph.texts(self.connected)

    def random(self, seed: int = 0) -> Bool[Tensor, "source destination"]:
        """Random edges of the same number and layers; for a circuit of whole components, all edges among as many random
        components of the same layers."""
        if self.ablation.granularity == "node":
            generator = torch.Generator().manual_seed(seed)
            return self.graph.among(self.graph.random_nodes_like(self.components, generator=generator))
        return self.graph.random_like(self.edges, seed)

    def random_connected(self, seed: int = 0) -> Bool[Tensor, "source destination"]:
        """Random edges that all lie on a path from the embedding to the logits: as many as `kept`, among as many heads of
        each layer and the same MLPs, between the same layers as nearly as possible. Of whole components, whose edges are
        connected anyway, the same as `random`."""
        if self.ablation.granularity == "node":
            return self.random(seed)
        return random_connected(self.graph, self.edges, seed)

    def without(self, edges: Bool[Tensor, "source destination"] | None = None) -> Bool[Tensor, "source destination"]:
        """The model without the circuit (or without `edges`, a random one like it): all other edges; for whole components
        all edges from other ones, and from the embedding, which is no part of any explanation."""
        edges = self.edges if edges is None else edges
        if self.ablation.granularity == "edge":
            return self.graph.valid & ~edges
        return self.graph.edges_of(~self.graph.speaking(edges) | self.graph.embedding)

    def check(self, lm: LanguageModel) -> None:
        """That it belongs to this model.

        Raises:
            DataError: it does not.
        """
        if not self.graph.whole.same_as(Graph.of(lm)) or (self.fingerprint and self.fingerprint != lm.fingerprint):
            raise DataError(
                f"this circuit was found in {self.model or 'another model'} ({self.fingerprint}), not in {lm.name} "
                f"({lm.fingerprint}); find one in this model, or compare the two"
            )

    def to_json(self) -> dict[str, Any]:
        """Plain data: each connected edge with its score, strongest first."""
        found = []
        for row, column in self.connected.nonzero().tolist():
            score = None if self.scores is None else float(self.scores[row, column])
            found.append([self.graph.sources[row], self.graph.destinations[column], score])
        found.sort(key=lambda edge: -abs(edge[2] or 0.0))
        return {
            "edges": found,
            "nodes": self.nodes,
            "method": self.method,
            "ablation": self.ablation.record(),
            "requested": self.requested,
            "chosen": self.chosen,
            "kept": self.kept,
            "of": self.graph.n_edges,
            "task": self.task,
            "metric": self.metric,
            "n": self.n,
            "model": self.model,
            "seconds": self.seconds,
            "peak_bytes": self.peak_bytes,
        }

    def save(self, path: Path | str) -> Path:
        """Write one safetensors file.

        Raises:
            FileError: it cannot be written.
        """
        tensors = {"edges": self.edges.to(torch.uint8)} | ({} if self.scores is None else {"scores": self.scores})
        about = {
            name: getattr(self, name)
            for name in (
                "requested",
                "method",
                "task",
                "metric",
                "n",
                "model",
                "fingerprint",
                "seconds",
                "peak_bytes",
                "provenance",
            )
        }
        about |= {"graph": self.graph.head(), "ablation": self.ablation.record()}
        return write(path, "circuit", tensors, about)

    @classmethod
    def load(cls, path: Path | str) -> "Circuit":
        """Read what `save` wrote.

        Raises:
            DataError: there is no such file, or it holds no circuit.
            CorruptFileError: it is damaged.
        """
        _, tensors, about = read(path, "circuit")
        try:
            about |= {"graph": Graph.from_head(about["graph"]), "ablation": Ablation(**about["ablation"])}
            return cls(edges=tensors["edges"].bool(), scores=tensors.get("scores"), **about)
        except (KeyError, TypeError) as error:
            raise CorruptFileError(f"{path} is damaged ({error}); find it again") from None

    def edge_scores(self) -> EdgeScores:
        """The scores that it was chosen by.

        Raises:
            DataError: it has none.
        """
        if self.scores is None:
            raise DataError(f"a circuit found by {self.method} has no scores of other edges; evaluate it as it is")
        shared = ("graph", "method", "ablation", "task", "metric", "n", "model", "fingerprint", "seconds", "peak_bytes")
        return EdgeScores(
            values=self.scores, provenance=self.provenance, **{name: getattr(self, name) for name in shared}
        )


def top_edges(scores: EdgeScores, n: int, *, absolute: bool = True, how: Choice = "greedy") -> Circuit:
    """The circuit of the n best edges.

    Args:
        scores: of all edges.
        n: how many. So many are chosen, unless the graph has fewer; `kept` tells how many of them are connected.
        absolute: by the size of the score; otherwise by its value, so that edges that work against the task come last.
        how: `greedy` walks back from the logits and always takes the best edge into a component that is in already, so
            that every edge is heard; `top` takes the n best wherever they are.

    Raises:
        DataError: n below one.
    """
    if n < 1:
        raise DataError(f"a circuit of {n} edges; ask for at least one")
    if how not in ("greedy", "top"):
        raise DataError(f"how={how!r}; use greedy or top")
    n = min(n, scores.graph.n_edges)
    chosen = _greedy(scores, n, absolute) if how == "greedy" else best(scores, n, absolute=absolute)
    return Circuit(
        graph=scores.graph,
        edges=chosen,
        requested=n,
        scores=scores.values,
        provenance=dict(scores.provenance),
        method=scores.method,
        ablation=scores.ablation,
        task=scores.task,
        metric=scores.metric,
        n=scores.n,
        model=scores.model,
        fingerprint=scores.fingerprint,
        seconds=scores.seconds,
        peak_bytes=scores.peak_bytes,
    )


def top_components(scores: EdgeScores, n: int, *, absolute: bool = True) -> Circuit:
    """The circuit of the n best components: all edges among them, every other component's output ablated as a whole.

    Args:
        scores: of all edges.
        n: how many heads and MLPs; where spans are told apart, each at one of them. The embedding is always in and is
            not counted.
        absolute: by the size of a component's score; otherwise by its value.

    Raises:
        DataError: n below one.
    """
    if n < 1:
        raise DataError(f"a circuit of {n} components; ask for at least one")
    ranked = scores.components.abs() if absolute else scores.components
    order = ranked.double().argsort(descending=True, stable=True)
    chosen = scores.graph.embedding.clone()
    free = scores.graph.live & ~chosen
    chosen[order[free[order]][:n]] = True
    edges = scores.graph.among(chosen)
    circuit = replace(top_edges(scores, 1), edges=edges, requested=int(edges.sum()))
    asked = {"components": min(n, int(free.sum()))}
    return replace(
        circuit,
        ablation=replace(scores.ablation, granularity="node"),
        provenance=circuit.provenance | asked,
    )


def best(scores: EdgeScores, n: int, *, absolute: bool) -> Bool[Tensor, "source destination"]:
    """The n edges of the largest score, wherever they are; ties go to the earlier edge."""
    graph = scores.graph
    places = graph.valid.flatten().nonzero().flatten()
    values = scores.values.flatten()[places].double()
    order = (values.abs() if absolute else values).argsort(descending=True, stable=True)[:n]
    chosen = torch.zeros(graph.valid.numel(), dtype=torch.bool)
    chosen[places[order]] = True
    return chosen.reshape(graph.valid.shape)


def _greedy(scores: EdgeScores, n: int, absolute: bool) -> Bool[Tensor, "source destination"]:
    """Best first from the logits: an edge can be taken once what it reaches is in the circuit."""
    graph = scores.graph
    values = (scores.values.abs() if absolute else scores.values).double().tolist()
    inputs = [node.nonzero().flatten().tolist() for node in graph.inputs]
    into = [column.nonzero().flatten().tolist() for column in graph.valid.T]
    chosen = torch.zeros(graph.shape, dtype=torch.bool)
    queue: list[tuple[float, int, int]] = []
    heard: set[int] = set()

    def hear(column: int) -> None:
        if column not in heard:
            heard.add(column)
            for row in into[column]:
                heapq.heappush(queue, (-values[row][column], row, column))

    for column in graph.valid[0, -graph.n_spans :].nonzero().flatten().tolist():
        hear(len(graph.destinations) - graph.n_spans + column)
    for _ in range(n):
        if not queue:
            break
        _, row, column = heapq.heappop(queue)
        chosen[row, column] = True
        for further in inputs[row * graph.n_spans + column % graph.n_spans]:
            hear(further)
    return chosen
