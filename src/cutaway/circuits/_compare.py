"""What circuits have in common: across tasks, seeds, methods, or models of one shape.

Two circuits are compared by Jaccard's index of their edges, |A ∩ B| / |A ∪ B|, and of their nodes. Circuits gather in the
same layers for reasons that have nothing to do with the task, so each index stands beside the one that random circuits
with as many edges between each two layers (and at each token span, where these are told apart) would have: with a_b, c_b
of the N_b edges of block b,

    E|A ∩ B| = Σ_b a_b c_b / N_b.

Overlap is no proof. A circuit may hold every node of a true one and explain nothing, and two that share little may do the
task alike: how well a circuit does it is for `evaluate_circuit` to say. Every finding here is therefore `observed`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Bool, Float
from torch import Tensor

from cutaway.circuits._circuit import Circuit
from cutaway.circuits._graph import Graph
from cutaway.errors import DataError
from cutaway.evidence import Finding
from cutaway.shown import Shown

_LISTED = 50
"""Edges of each list that are written out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CircuitComparison(Shown):
    """Circuits over one graph, side by side."""

    axes = ("circuit", "circuit")

    names: tuple[str, ...]
    circuits: tuple[Circuit, ...]
    edges: Float[Tensor, "circuit circuit"]
    """Jaccard's index of the edges that are kept."""
    nodes: Float[Tensor, "circuit circuit"]
    """Jaccard's index of the nodes."""
    chance: Float[Tensor, "circuit circuit"]
    """The index of edges that random circuits with as many edges between each two layers are expected to have."""
    shared: tuple[str, ...]
    """Edges of all circuits."""
    shared_nodes: tuple[str, ...]
    only: Mapping[str, tuple[str, ...]]
    """For each circuit the edges that none of the others has."""
    only_nodes: Mapping[str, tuple[str, ...]]

    def pairs(self) -> list[tuple[str, str, float, float, float]]:
        """(one, other, Jaccard of edges, of nodes, of edges by chance) for every two circuits."""
        return [
            (one, other, float(self.edges[i, j]), float(self.nodes[i, j]), float(self.chance[i, j]))
            for i, one in enumerate(self.names)
            for j, other in enumerate(self.names)
            if i < j
        ]

    def findings(self, *, command: str = "") -> list[Finding]:
        """How alike every two are: `observed`, since overlap says nothing of what a circuit does."""
        return [
            Finding(
                claim=f"the circuits {one} and {other} share {edges:.0%} of their edges and {nodes:.0%} of their nodes; "
                f"random ones with the same layers would share {chance:.1%} of their edges",
                method="Jaccard's index of circuits",
                effect=edges,
                control=chance,
                n=1,
                grade="observed",
                command=command,
                details={"nodes": nodes, "control": "random circuits with as many edges between each two layers"},
            )
            for one, other, edges, nodes, chance in self.pairs()
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "names": list(self.names),
            "kept": [circuit.kept for circuit in self.circuits],
            "edges": self.edges.tolist(),
            "nodes": self.nodes.tolist(),
            "chance": self.chance.tolist(),
            "pairs": [
                {"circuits": [one, other], "edges": edges, "nodes": nodes, "chance": chance}
                for one, other, edges, nodes, chance in self.pairs()
            ],
            "shared": {"edges": list(self.shared), "nodes": list(self.shared_nodes)},
            "only": {
                name: {"edges": list(self.only[name]), "nodes": list(self.only_nodes[name])} for name in self.names
            },
        }


def compare_circuits(circuits: Mapping[str, Circuit]) -> CircuitComparison:
    """Compare circuits by the edges and nodes that they keep.

    Args:
        circuits: two or more, by the name that each is to have in the result. They may come from different models as
            long as these have the same layers and heads. Unless all tell the same token spans apart, spans are taken
            together.

    Raises:
        DataError: fewer than two, or graphs of different shape.
    """
    names, found = tuple(circuits), tuple(circuits.values())
    if len(found) < 2:
        raise DataError(f"{len(found)} circuit given; name at least two to compare")
    if len({circuit.graph.spans for circuit in found}) > 1:
        found = tuple(circuit.whole for circuit in found)
        circuits = dict(zip(names, found, strict=True))
    graph = found[0].graph
    for name, circuit in circuits.items():
        if circuit.graph.sources != graph.sources or circuit.graph.destinations != graph.destinations:
            raise DataError(
                f"the circuits {names[0]} and {name} are over graphs of different shape ({_shape(graph)}; "
                f"{_shape(circuit.graph)}); compare circuits of models with the same layers and heads"
            )
    edges = [circuit.connected for circuit in found]
    nodes = [frozenset(circuit.nodes) for circuit in found]
    counts = torch.stack([block_counts(graph, mask) for mask in edges])
    return CircuitComparison(
        names=names,
        circuits=found,
        edges=_table(edges, lambda a, b: jaccard(a, b)),
        nodes=_table(nodes, lambda a, b: _ratio(float(len(a & b)), float(len(a | b)))),
        chance=_table(list(counts), lambda a, b: _by_chance(a, b, block_counts(graph, graph.valid))),
        shared=tuple(graph.texts(torch.stack(edges).all(0))),
        shared_nodes=tuple(node for node in found[0].nodes if all(node in each for each in nodes)),
        only={
            name: tuple(graph.texts(edges[i] & ~torch.stack(edges[:i] + edges[i + 1 :]).any(0)))
            for i, name in enumerate(names)
        },
        only_nodes={
            name: tuple(node for node in found[i].nodes if not any(node in each for each in nodes[:i] + nodes[i + 1 :]))
            for i, name in enumerate(names)
        },
    )


def jaccard(one: Bool[Tensor, "source destination"], other: Bool[Tensor, "source destination"]) -> float:
    """|A ∩ B| / |A ∪ B|; 0 for two empty sets, which have nothing in common."""
    return _ratio(float((one & other).sum()), float((one | other).sum()))


def block_counts(graph: Graph, mask: Bool[Tensor, "source destination"]) -> Float[Tensor, "first last"]:
    """How many edges of a mask run between each two of a graph's `ends`; the embedding counts as layer 0, the logits as
    the last."""
    rows, columns = graph.ends
    n = graph.n_layers + 1
    width = n * graph.n_spans
    places = ((rows + 1)[:, None] * width + columns[None, :])[mask]
    return torch.bincount(places, minlength=n * width).reshape(n, width).double()


def _by_chance(a: Tensor, b: Tensor, whole: Tensor) -> float:
    both = float((a * b / whole.clamp(min=1)).sum())
    return _ratio(both, float(a.sum() + b.sum()) - both)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _table(items: list[Any], measure: Any) -> Float[Tensor, "circuit circuit"]:
    return torch.tensor([[measure(one, other) for other in items] for one in items], dtype=torch.float32)


def _shape(graph: Graph) -> str:
    return f"{len(graph.sources)} sources, {len(graph.destinations)} destinations"
