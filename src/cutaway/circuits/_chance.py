"""A stern control: random edges that could carry something, because each lies on a path from the embedding to the logits.

Random edges of a circuit's number and layers are in part not connected, the more so the fewer they are, and those do
nothing for that reason alone. Here as many random heads are drawn in each layer as the circuit joins, with the same MLPs; each is given an
edge in and an edge out, and the rest is filled up at random among them, all as the circuit's layers have it.
"""

from collections import Counter

import torch
from jaxtyping import Bool
from torch import Tensor

from cutaway.circuits._graph import Graph

_TRIES = 32
"""Draws of components, of which one must have room for as many edges and need no more of them."""


def random_connected(
    graph: Graph, edges: Bool[Tensor, "source destination"], seed: int = 0
) -> Bool[Tensor, "source destination"]:
    """Random edges, each on a path from the embedding to the logits, as many as `edges` has on such paths, and as nearly
    as possible as many from each layer to each other one.

    Fewer only where a very small circuit's components cannot be joined by as few edges in another way.
    """
    generator = torch.Generator().manual_seed(seed)
    own = graph.connected(edges)
    n = int(own.sum())
    if not n:
        return own
    smallest, wide = own, own
    found = False
    for number in range(_TRIES):
        nodes = graph.speaking(own)
        if number < _TRIES - 1:
            nodes = graph.random_nodes_like(nodes, mlps=False, generator=generator)
        room = graph.among(nodes)
        drawn = _joined(graph, nodes, room, graph.profile(own), generator)
        if int(room.sum()) >= n and (not found or drawn.sum() < smallest.sum()):
            smallest, wide, found = drawn, room, True
            if int(drawn.sum()) <= n:
                break
    if int(smallest.sum()) > n:
        return _fewer(graph, smallest, n, generator)
    return _filled(graph, smallest, wide, graph.profile(own), n, generator)


def _joined(
    graph: Graph,
    nodes: Bool[Tensor, " node"],
    room: Bool[Tensor, "source destination"],
    profile: Counter[tuple[int, int]],
    generator: torch.Generator,
) -> Bool[Tensor, "source destination"]:
    """An edge into and an edge out of every node, between ends that the profile has while it has them."""
    rows, columns = (end.tolist() for end in graph.ends)
    left = Counter(profile)
    chosen = torch.zeros(graph.shape, dtype=torch.bool)

    def take(places: list[list[int]]) -> None:
        wanted = [place for place in places if left[rows[place[0]], columns[place[1]]] > 0] or places
        row, column = wanted[int(torch.randint(len(wanted), (), generator=generator))]
        left[rows[row], columns[column]] -= 1
        chosen[row, column] = True

    def within(row: slice, column: Tensor) -> list[list[int]]:
        """The places there is room at."""
        return [[row.start + i, int(column[j])] for i, j in room[row][:, column].nonzero().tolist()]

    everything = slice(0, len(graph.sources))
    for node in (nodes & ~graph.embedding).nonzero().flatten().tolist():
        own = graph.inputs[node].nonzero().flatten()
        if not bool(chosen[:, own].any()) and (places := within(everything, own)):
            take(places)
    for node in reversed(nodes.nonzero().flatten().tolist()):
        row, span = divmod(node, graph.n_spans)
        own = (graph.span_of == span).nonzero().flatten()
        if not bool(chosen[row, own].any()) and (places := within(slice(row, row + 1), own)):
            take(places)
    return graph.connected(chosen)


def _filled(
    graph: Graph,
    chosen: Bool[Tensor, "source destination"],
    room: Bool[Tensor, "source destination"],
    profile: Counter[tuple[int, int]],
    n: int,
    generator: torch.Generator,
) -> Bool[Tensor, "source destination"]:
    """n edges: what the profile has more of between each two layers; then between the nearest that have room."""
    rows, columns = graph.layers()
    lacking = profile - graph.profile(chosen)
    ways = list(lacking.elements())
    ways = [ways[i] for i in torch.randperm(len(ways), generator=generator)[: n - int(chosen.sum())].tolist()]
    left, chosen, unmet = room & ~chosen, chosen.clone(), []
    for (first, last), count in Counter(ways).items():
        free = graph.between(left, first, last)
        taken = free[torch.randperm(len(free), generator=generator)[:count]]
        chosen[taken[:, 0], taken[:, 1]] = True
        unmet += [(first, last)] * (count - len(taken))
    for first, last in unmet:
        free = (room & ~chosen).nonzero()
        away = (rows[free[:, 0]] - first).abs() + (columns[free[:, 1]] - last // graph.n_spans).abs()
        nearest = free[away == away.min()]
        row, column = nearest[int(torch.randint(len(nearest), (), generator=generator))].tolist()
        chosen[row, column] = True
    return chosen


def _fewer(
    graph: Graph, chosen: Bool[Tensor, "source destination"], n: int, generator: torch.Generator
) -> Bool[Tensor, "source destination"]:
    """At most n of the edges, all on a path; as many as one finds by leaving out single ones."""
    while int(chosen.sum()) > n:
        best: Tensor | None = None
        places = chosen.nonzero()
        for row, column in places[torch.randperm(len(places), generator=generator)].tolist():
            less = chosen.clone()
            less[row, column] = False
            less = graph.connected(less)
            if best is None or less.sum() > best.sum():
                best = less
        assert best is not None
        chosen = best
    return chosen
