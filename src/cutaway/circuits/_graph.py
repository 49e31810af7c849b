"""The graph of a model's computation: which component reads which other one's output.

Everything that is ever added to the residual stream is a source: the embedding, each head after its output projection,
each MLP. Everything that reads the stream is a destination: the query, key and value of a head, an MLP's input, the
logits; all read before their norm. A destination reads the sum of all sources before it, so every pair of a destination
and an earlier source is an edge. Under grouped-query attention several heads share one key and one value, and the graph
has one destination for each key-value head: what a model cannot tell apart, a circuit must not either.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from jaxtyping import Bool
from torch import Tensor

from cutaway.errors import DataError, did_you_mean
from cutaway.model import LanguageModel, Site

ARROW = "->"


@dataclass(frozen=True, eq=False)
class Graph:
    """Sources, destinations and the edges between them.

    Attributes:
        sources: `embed`, `head_out.L.H`, `mlp_out.L`, in the order of the computation.
        destinations: `q.L.H`, `k.L.G`, `v.L.G` (G a key-value head), `mlp_in.L`, `logits`, in that order.
        valid: which pairs are edges.
        group: how many query heads share a key-value head.
    """

    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    valid: Bool[Tensor, "source destination"]
    group: int = 1

    @classmethod
    def of(cls, lm: LanguageModel, *, split_kv: bool = False) -> "Graph":
        """The graph of a model.

        Args:
            lm: the model.
            split_kv: give each query head a key and a value of its own, as other tools do. Such a graph is for
                comparison: it has edges that the model cannot tell apart.
        """
        parallel = [part.parallel for part in lm.parts.layers]
        return cls.of_shape(lm.n_layers, lm.n_heads, lm.n_kv_heads, parallel=parallel[0], split_kv=split_kv)

    @classmethod
    def of_shape(
        cls,
        n_layers: int,
        n_heads: int,
        n_kv_heads: int | None = None,
        *,
        parallel: bool = False,
        split_kv: bool = False,
    ) -> "Graph":
        """The graph of any decoder of this shape.

        Args:
            n_layers, n_heads: of the model.
            n_kv_heads: key-value heads of a layer; None for one a head.
            parallel: attention and MLP of a layer read the same stream, so its heads do not reach its MLP.
            split_kv: as in `of`.
        """
        n_kv = n_heads if n_kv_heads is None else n_kv_heads
        columns = n_heads if split_kv else n_kv
        sources, destinations, below = ["embed"], [], []
        for layer in range(n_layers):
            reading = [f"q.{layer}.{h}" for h in range(n_heads)]
            reading += [f"{kind}.{layer}.{g}" for kind in ("k", "v") for g in range(columns)]
            destinations += [*reading, f"mlp_in.{layer}"]
            below += [len(sources)] * (len(reading) + (1 if parallel else 0))
            sources += [f"head_out.{layer}.{h}" for h in range(n_heads)]
            below += [] if parallel else [len(sources)]
            sources.append(f"mlp_out.{layer}")
        destinations.append("logits")
        below.append(len(sources))
        valid = torch.arange(len(sources))[:, None] < torch.tensor(below)[None]
        return cls(tuple(sources), tuple(destinations), valid, 1 if split_kv else n_heads // n_kv)

    # -- names -----------------------------------------------------------------------------------------------

    @property
    def n_edges(self) -> int:
        """How many edges there are."""
        return int(self.valid.sum())

    @property
    def shape(self) -> tuple[int, int]:
        """Sources and destinations."""
        return len(self.sources), len(self.destinations)

    @property
    def n_layers(self) -> int:
        """How many layers the model has."""
        return sum(name.startswith("mlp_in") for name in self.destinations)

    @cached_property
    def source_index(self) -> dict[str, int]:
        """Each source's row."""
        return {name: index for index, name in enumerate(self.sources)}

    @cached_property
    def destination_index(self) -> dict[str, int]:
        """Each destination's column."""
        return {name: index for index, name in enumerate(self.destinations)}

    @cached_property
    def source_sites(self) -> tuple[Site, ...]:
        """The sources as sites."""
        return tuple(Site.parse(name) for name in self.sources)

    @cached_property
    def destination_sites(self) -> tuple[Site, ...]:
        """The destinations as sites."""
        return tuple(Site.parse(name) for name in self.destinations)

    @cached_property
    def inputs(self) -> Bool[Tensor, "source destination"]:
        """Whether a destination is an input of a component: `q.L.H` of head H, `k.L.G` of all heads of its group,
        `mlp_in.L` of the MLP. The logits are the input of nothing, the embedding has none."""
        found = torch.zeros(self.shape, dtype=torch.bool)
        for row, source in enumerate(self.source_sites):
            if source.kind == "mlp_out":
                found[row, self.destination_index[f"mlp_in.{source.layer}"]] = True
            elif source.kind == "head_out":
                assert source.unit is not None
                shared = source.unit // self.group
                for name in (f"q.{source.layer}.{source.unit}", *(f"{x}.{source.layer}.{shared}" for x in "kv")):
                    found[row, self.destination_index[name]] = True
        return found

    def source(self, name: str) -> int:
        """The row of a source.

        Raises:
            DataError: there is none of that name.
        """
        return _find(name, self.source_index, "source")

    def destination(self, name: str) -> int:
        """The column of a destination.

        Raises:
            DataError: there is none of that name.
        """
        return _find(name, self.destination_index, "destination")

    def edge(self, text: str) -> tuple[int, int]:
        """Row and column of an edge written `head_out.16.0->k.18.2`.

        Raises:
            DataError: no such source or destination, or the source comes after the destination.
        """
        first, arrow, second = (part.strip() for part in text.partition(ARROW))
        if not arrow:
            raise DataError(f"{text!r} is not an edge; write source{ARROW}destination, as head_out.16.0->k.18.2")
        row, column = self.source(first), self.destination(second)
        if not bool(self.valid[row, column]):
            raise DataError(f"{text!r} is not an edge: {first} is computed after {second} has been read")
        return row, column

    def edge_text(self, row: int, column: int) -> str:
        """An edge as text."""
        return f"{self.sources[row]}{ARROW}{self.destinations[column]}"

    def texts(self, edges: Bool[Tensor, "source destination"]) -> list[str]:
        """The chosen edges as text, in the order of the computation."""
        return [self.edge_text(row, column) for row, column in edges.nonzero().tolist()]

    def select(self, edges: Iterable[str]) -> Bool[Tensor, "source destination"]:
        """A mask of the edges that are named.

        Raises:
            DataError: one that does not exist.
        """
        chosen = torch.zeros(self.shape, dtype=torch.bool)
        for text in edges:
            chosen[self.edge(text)] = True
        return chosen

    # -- structure -------------------------------------------------------------------------------------------

    def connected(self, edges: Bool[Tensor, "source destination"]) -> Bool[Tensor, "source destination"]:
        """The edges that lie on a path from the embedding to the logits.

        A component is reached if any of its inputs is; what is not reached says in the circuit's run just what it
        would have said without it (where the ablated value is that of the corrupted run), and what is not heard does
        nothing.
        """
        edges = edges & self.valid
        inputs = self.inputs
        reached = torch.zeros(len(self.sources), dtype=torch.bool)
        reached[0] = True
        for row in range(1, len(self.sources)):
            into = edges[:, inputs[row]]
            reached[row] = bool((into & reached[:, None]).any())
        heard = torch.zeros(len(self.destinations), dtype=torch.bool)
        heard[-1] = True
        speaks = torch.zeros(len(self.sources), dtype=torch.bool)
        for row in range(len(self.sources) - 1, -1, -1):
            speaks[row] = bool((edges[row] & heard).any())
            if speaks[row]:
                heard |= inputs[row]
        return edges & reached[:, None] & heard[None]

    def nodes(self, edges: Bool[Tensor, "source destination"]) -> list[str]:
        """The components whose output a set of edges carries, and `logits` where an edge reaches them."""
        found = [name for name, here in zip(self.sources, edges.any(1).tolist(), strict=True) if here]
        return [*found, "logits"] if bool(edges[:, -1].any()) else found

    def among(self, components: Bool[Tensor, " source"]) -> Bool[Tensor, "source destination"]:
        """All edges from some components to each other and to the logits. Without any other edge, every other component's
        output is ablated wherever it is read."""
        heard = self.inputs[components].any(0)
        heard[-1] = True
        return self.valid & components[:, None] & heard[None]

    def random_components_like(self, components: Bool[Tensor, " source"], seed: int = 0) -> Bool[Tensor, " source"]:
        """The embedding, as many random heads of each layer, and as many random MLPs of any layer (a layer has but one)."""
        generator = torch.Generator().manual_seed(seed)
        drawn = torch.zeros_like(components)
        drawn[0] = components[0]
        rows, _ = self.layers()
        mlp = torch.tensor([site.kind == "mlp_out" for site in self.source_sites])
        head = torch.tensor([site.kind == "head_out" for site in self.source_sites])
        for pool in [mlp, *(head & (rows == layer) for layer in range(self.n_layers))]:
            here = pool.nonzero().flatten()
            count = int((components & pool).sum())
            drawn[here[torch.randperm(len(here), generator=generator)[:count]]] = True
        return drawn

    def layers(self) -> tuple[Tensor, Tensor]:
        """The layer of every source (-1 for the embedding) and of every destination (the number of layers for the
        logits)."""
        rows = [-1 if site.layer is None else site.layer for site in self.source_sites]
        columns = [self.n_layers if site.layer is None else site.layer for site in self.destination_sites]
        return torch.tensor(rows), torch.tensor(columns)

    def profile(self, edges: Bool[Tensor, "source destination"]) -> Counter[tuple[int, int]]:
        """How many edges go from each layer to each other one."""
        rows, columns = self.layers()
        chosen = edges.nonzero()
        return Counter(zip(rows[chosen[:, 0]].tolist(), columns[chosen[:, 1]].tolist(), strict=True))

    def random_like(
        self, edges: Bool[Tensor, "source destination"], seed: int = 0
    ) -> Bool[Tensor, "source destination"]:
        """Random edges of the same number from each layer to each other one."""
        generator = torch.Generator().manual_seed(seed)
        rows, columns = self.layers()
        drawn = torch.zeros(self.shape, dtype=torch.bool)
        for (first, last), count in self.profile(edges).items():
            here = (self.valid & (rows == first)[:, None] & (columns == last)[None]).nonzero()
            chosen = here[torch.randperm(len(here), generator=generator)[:count]]
            drawn[chosen[:, 0], chosen[:, 1]] = True
        return drawn

    def same_as(self, other: "Graph") -> bool:
        """Whether both have the same nodes and edges."""
        return (
            self.sources == other.sources
            and self.destinations == other.destinations
            and bool((self.valid == other.valid).all())
        )

    # -- files -----------------------------------------------------------------------------------------------

    def head(self) -> dict[str, Any]:
        """What `from_head` makes it again from."""
        n_heads = sum(name.startswith("head_out.0.") for name in self.sources)
        columns = sum(name.startswith("k.0.") for name in self.destinations)
        parallel = self.n_layers > 0 and not bool(
            self.valid[self.source_index["head_out.0.0"], self.destination_index["mlp_in.0"]]
        )
        return {"n_layers": self.n_layers, "n_heads": n_heads, "n_kv_heads": columns, "parallel": parallel}

    @classmethod
    def from_head(cls, head: dict[str, Any]) -> "Graph":
        """The graph that `head` describes."""
        return cls.of_shape(**head)


def _find(name: str, index: dict[str, int], what: str) -> int:
    if name not in index:
        raise DataError(f"no {what} {name!r} in this graph{did_you_mean(name, index)}")
    return index[name]
