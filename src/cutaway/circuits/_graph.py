"""The graph of a model's computation: which component reads which other one's output.

Everything that is ever added to the residual stream is a source: the embedding, each head after its output projection,
each MLP. Everything that reads the stream is a destination: the query, key and value of a head, an MLP's input, the
logits; all read before their norm. A destination reads the sum of all sources before it, so every pair of a destination
and an earlier source is an edge. Under grouped-query attention several heads share one key and one value, and the graph
has one destination for each key-value head: what a model cannot tell apart, a circuit must not either.

A graph may also tell token spans apart (a task's template names them): then each destination is there once for every span,
`k.18.2@subject`, and an edge into it carries what its source says at that span's tokens. A component at one span is a
node: it reads its own query there, and keys and values of every span that lies before.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from cutaway.errors import DataError, did_you_mean
from cutaway.model import LanguageModel, Site

ARROW = "->"
AT = "@"
"""Between a destination or a node and its token span."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Sources, destinations and the edges between them.

    Attributes:
        sources: `embed`, `head_out.L.H`, `mlp_out.L`, in the order of the computation.
        destinations: `q.L.H`, `k.L.G`, `v.L.G` (G a key-value head), `mlp_in.L`, `logits`, in that order.
            Where spans are told apart, all spans of a destination follow each other: `q.0.0@subject`, `q.0.0@end`, ...
        valid: which pairs are edges.
        group: how many query heads share a key-value head.
        spans: the token spans that are told apart; none where an edge is the same at all positions.
        sees: [span span], whether a token of the first may be looked at from one of the second.
    """

    sources: tuple[str, ...]
    destinations: tuple[str, ...]
    valid: Bool[Tensor, "source destination"]
    group: int = 1
    spans: tuple[str, ...] = ()
    sees: tuple[tuple[bool, ...], ...] = ()

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

    def by_span(self, spans: Sequence[str], sees: Sequence[Sequence[bool]] | None = None) -> "Graph":
        """The same graph with token spans told apart; only edges on a path to the logits are left.

        Args:
            spans: their names; the logits are read at the one called `end`, or else the last. To be run, a graph needs an
                `end`, the last token, and an `elsewhere` for what no name covers (`span_graph`).
            sees: whether a token of the first may be looked at from one of the second, as every span may from itself;
                None where each is also seen from those named after it.

        Raises:
            DataError: no span, a name twice, or `sees` of another shape.
        """
        names, n = tuple(spans), len(spans)
        if sees is None:
            sees = [[first <= second for second in range(n)] for first in range(n)]
        if not n or len(set(names)) != n or [len(row) for row in sees] != [n] * n or any(AT in name for name in names):
            raise DataError(f"spans {list(names)}: give different names without {AT}, and for each two which is seen")
        if not all(sees[span][span] for span in range(n)):
            raise DataError(f"sees={sees}: a token sees itself, so every span must be seen from itself")
        end = names.index("end") if "end" in names else n - 1
        valid = self.whole.valid.repeat_interleave(n, 1)
        valid[:, -n:] &= torch.arange(n) == end
        destinations = tuple(f"{name}{AT}{span}" for name in self.whole.destinations for span in names)
        seen = tuple(tuple(map(bool, row)) for row in sees)
        found = Graph(self.sources, destinations, valid, self.group, names, seen)
        return replace(found, valid=found.connected(valid))

    @cached_property
    def whole(self) -> "Graph":
        """The same graph with spans taken together."""
        if not self.spans:
            return self
        n = self.n_spans
        names = tuple(name.rpartition(AT)[0] for name in self.destinations[::n])
        return Graph(self.sources, names, self.valid.unflatten(1, (-1, n)).any(2), self.group)

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
        return sum(name.startswith("mlp_out") for name in self.sources)

    @property
    def n_spans(self) -> int:
        """How many spans are told apart; one where none are."""
        return max(1, len(self.spans))

    @property
    def told(self) -> str:
        """Which spans are told apart, in words."""
        if not self.spans:
            return "edges at all positions"
        order = [
            f"{a} from {b}"
            for a, row in zip(self.spans, self.sees, strict=True)
            for b, seen in zip(self.spans, row, strict=True)
            if seen and a != b
        ]
        return f"the spans {', '.join(self.spans)} (seen: {', '.join(order) or 'none'})"

    @cached_property
    def span_of(self) -> Int[Tensor, " destination"]:
        """The span of every destination, as an index."""
        return torch.arange(len(self.destinations)) % self.n_spans

    @cached_property
    def node_names(self) -> tuple[str, ...]:
        """What can be reached: every source, at every span where these are told apart. All spans of a source follow each
        other."""
        return tuple(f"{name}{AT}{span}" if span else name for name in self.sources for span in self.spans or ("",))

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
        return tuple(Site.parse(name.partition(AT)[0]) for name in self.destinations)

    @cached_property
    def inputs(self) -> Bool[Tensor, "node destination"]:
        """Whether a destination is an input of a component: `q.L.H` of head H, `k.L.G` of all heads of its group,
        `mlp_in.L` of the MLP. The logits are the input of nothing, the embedding has none. Of a component at one span:
        the query or the MLP's input there, keys and values of every span that it sees."""
        n = self.n_spans
        here, seen = torch.eye(n, dtype=torch.bool), torch.tensor(self.sees or ((True,),)).T  # [reading read]
        found = torch.zeros(len(self.sources), n, len(self.destinations) // n, n, dtype=torch.bool)
        columns = {name: index for index, name in enumerate(self.whole.destinations)}
        for row, source in enumerate(self.source_sites):
            if source.kind == "mlp_out":
                found[row, :, columns[f"mlp_in.{source.layer}"]] = here
            elif source.kind == "head_out":
                assert source.unit is not None
                shared = source.unit // self.group
                found[row, :, columns[f"q.{source.layer}.{source.unit}"]] = here
                for kind in "kv":
                    found[row, :, columns[f"{kind}.{source.layer}.{shared}"]] = seen
        return found.flatten(2).flatten(0, 1)

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
        if self.spans and AT not in name:
            raise DataError(f"{name!r} names no span; write {name}{AT}{self.spans[0]}, or {', '.join(self.spans[1:])}")
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
            if self.whole.valid[row, column // self.n_spans]:
                raise DataError(f"{text!r} is not an edge: what {second} reads there never reaches the answer")
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

    def speaking(self, edges: Bool[Tensor, "source destination"]) -> Bool[Tensor, " node"]:
        """The nodes that any of some edges comes from."""
        return edges.unflatten(1, (-1, self.n_spans)).any(1).flatten()

    @cached_property
    def live(self) -> Bool[Tensor, " node"]:
        """The nodes that any edge comes from; nothing hears the others."""
        return self.speaking(self.valid)

    def edges_of(self, nodes: Bool[Tensor, " node"]) -> Bool[Tensor, "source destination"]:
        """All edges from some nodes."""
        return self.valid & nodes.unflatten(0, (-1, self.n_spans))[:, self.span_of]

    def connected(self, edges: Bool[Tensor, "source destination"]) -> Bool[Tensor, "source destination"]:
        """The edges that lie on a path from the embedding to the logits.

        A node is reached if any of its inputs is; what is not reached says in the circuit's run just what it
        would have said without it (where the ablated value is that of the corrupted run), and what is not heard does
        nothing.
        """
        edges = edges & self.valid
        n = self.n_spans
        inputs = self.inputs.unflatten(0, (-1, n))
        arrived = torch.zeros(len(self.destinations), dtype=torch.bool)
        reached = torch.ones(len(self.sources), n, dtype=torch.bool)
        for row in range(len(self.sources)):
            if row:
                reached[row] = (inputs[row] & arrived).any(1)
            arrived |= edges[row] & reached[row, self.span_of]
        heard = torch.zeros(len(self.destinations), dtype=torch.bool)
        heard[-n:] = True
        for row in range(len(self.sources) - 1, -1, -1):
            speaks = (edges[row] & heard).unflatten(0, (-1, n)).any(0)
            heard |= inputs[row][speaks].any(0)
        return edges & reached[:, self.span_of] & heard[None]

    def nodes(self, edges: Bool[Tensor, "source destination"]) -> list[str]:
        """The nodes whose output a set of edges carries, and `logits` where an edge reaches them."""
        found = [name for name, here in zip(self.node_names, self.speaking(edges).tolist(), strict=True) if here]
        return [*found, "logits"] if bool(edges[:, -self.n_spans :].any()) else found

    def among(self, nodes: Bool[Tensor, " node"]) -> Bool[Tensor, "source destination"]:
        """All edges from some nodes to each other and to the logits. Without any other edge, every other node's
        output is ablated wherever it is read."""
        heard = self.inputs[nodes].any(0)
        heard[-self.n_spans :] = True
        return self.edges_of(nodes) & heard[None]

    @cached_property
    def embedding(self) -> Bool[Tensor, " node"]:
        """Which nodes are the embedding's."""
        return torch.arange(len(self.node_names)) < self.n_spans

    def random_nodes_like(
        self, nodes: Bool[Tensor, " node"], *, mlps: bool = True, generator: torch.Generator
    ) -> Bool[Tensor, " node"]:
        """The same nodes of the embedding, as many random heads of each layer and span, and as many random MLPs of any
        layer (a layer has but one); or, without `mlps`, the same MLPs."""
        layer = self.layers()[0].repeat_interleave(self.n_spans)
        span = torch.arange(len(self.node_names)) % self.n_spans
        mlp = torch.tensor([site.kind == "mlp_out" for site in self.source_sites]).repeat_interleave(self.n_spans)
        head = ~mlp & ~self.embedding & self.live
        each = range(self.n_spans)
        pools = [mlp & self.live & (span == at) for at in each] if mlps else []
        pools += [head & (layer == own) & (span == at) for own in range(self.n_layers) for at in each]
        drawn = nodes & (self.embedding if mlps else ~head)
        for pool in pools:
            here = pool.nonzero().flatten()
            drawn[here[torch.randperm(len(here), generator=generator)[: int(nodes[here].sum())]]] = True
        return drawn

    def layers(self) -> tuple[Tensor, Tensor]:
        """The layer of every source (-1 for the embedding) and of every destination (the number of layers for the
        logits)."""
        rows = [-1 if site.layer is None else site.layer for site in self.source_sites]
        columns = [self.n_layers if site.layer is None else site.layer for site in self.destination_sites]
        return torch.tensor(rows), torch.tensor(columns)

    @cached_property
    def ends(self) -> tuple[Tensor, Tensor]:
        """Between what an edge runs, for circuits by chance that are like one: the layer of every source, and the layer
        and span of every destination as one number."""
        rows, columns = self.layers()
        return rows, columns * self.n_spans + self.span_of

    def profile(self, edges: Bool[Tensor, "source destination"]) -> Counter[tuple[int, int]]:
        """How many edges run between each two `ends`."""
        rows, columns = self.ends
        chosen = edges.nonzero()
        return Counter(zip(rows[chosen[:, 0]].tolist(), columns[chosen[:, 1]].tolist(), strict=True))

    def between(self, edges: Bool[Tensor, "source destination"], first: int, last: int) -> Int[Tensor, "edge 2"]:
        """Of some edges those that run between two `ends`, as rows and columns."""
        rows, columns = ((end == own).nonzero().flatten() for end, own in zip(self.ends, (first, last), strict=True))
        found = edges[rows][:, columns].nonzero()
        return torch.stack([rows[found[:, 0]], columns[found[:, 1]]], 1)

    def random_like(
        self, edges: Bool[Tensor, "source destination"], seed: int = 0
    ) -> Bool[Tensor, "source destination"]:
        """Random edges, as many between each two `ends`."""
        generator = torch.Generator().manual_seed(seed)
        drawn = torch.zeros(self.shape, dtype=torch.bool)
        for (first, last), count in self.profile(edges).items():
            here = self.between(self.valid, first, last)
            chosen = here[torch.randperm(len(here), generator=generator)[:count]]
            drawn[chosen[:, 0], chosen[:, 1]] = True
        return drawn

    def same_as(self, other: "Graph") -> bool:
        """Whether both have the same nodes and edges."""
        return (
            self.sources == other.sources
            and self.destinations == other.destinations
            and self.sees == other.sees
            and bool((self.valid == other.valid).all())
        )

    # -- files -----------------------------------------------------------------------------------------------

    def head(self) -> dict[str, Any]:
        """What `from_head` makes it again from."""
        whole = self.whole
        n_heads = sum(name.startswith("head_out.0.") for name in whole.sources)
        columns = sum(name.startswith("k.0.") for name in whole.destinations)
        parallel = whole.n_layers > 0 and not bool(
            whole.valid[whole.source_index["head_out.0.0"], whole.destination_index["mlp_in.0"]]
        )
        shape = {"n_layers": whole.n_layers, "n_heads": n_heads, "n_kv_heads": columns, "parallel": parallel}
        return shape | ({"spans": self.spans, "sees": self.sees} if self.spans else {})

    @classmethod
    def from_head(cls, head: dict[str, Any]) -> "Graph":
        """The graph that `head` describes."""
        shape = {key: value for key, value in head.items() if key not in ("spans", "sees")}
        whole = cls.of_shape(**shape)
        return whole.by_span(head["spans"], head["sees"]) if "spans" in head else whole


def _find(name: str, index: dict[str, int], what: str) -> int:
    if name not in index:
        raise DataError(f"no {what} {name!r} in this graph{did_you_mean(name, index)}")
    return index[name]
