"""Pages of circuits: the graph of their edges, the scores behind them."""

from collections.abc import Sequence
from typing import Any

from cutaway.circuits import Ablation, Circuit, EdgeScores, Graph
from cutaway.model import Site
from cutaway.view._parts import Graph as GraphPart
from cutaway.view._parts import Page, Section
from cutaway.view.results._common import facts, register, strongest_bars, table

MOST_EDGES = 400
LISTED = 200
SCORE = (
    "An edge's score estimates how far the metric falls when that edge alone is ablated: positive edges help the "
    "answer, negative ones work against it."
)


@register
def _circuit(result: Circuit) -> Page:
    data = result.to_json()
    rows = [[source, destination, score] for source, destination, score in data["edges"][:LISTED]]
    lost = result.chosen - result.kept
    size = f"{result.kept:,} of {result.graph.n_edges:,} edges, {len(result.nodes) - 1} components"
    return Page(
        title=f"The circuit of {result.task or 'a task'}",
        subtitle=f"{result.model}, {result.method}: {size}; {result.requested:,} requested"
        + (f", {lost:,} of the chosen ones lead nowhere" if lost else ""),
        parts=[
            Section(
                title="Who tells whom",
                how="Layers upwards; a line is an edge of the circuit, named by what the upper component reads it as "
                "(query, key, value), thicker where its score is larger. The slider keeps the strongest.",
                parts=[graph_part(result.graph, data["edges"])],
            ),
            Section(
                title="Edges by score",
                how=f"{SCORE} The strongest come first.",
                parts=[table([("from", "text"), ("to", "text"), ("score", "number")], rows)],
            ),
            _said(result),
        ],
        provenance=result.provenance or None,
    )


@register
def _scores(result: EdgeScores) -> Page:
    strongest = result.strongest(MOST_EDGES)
    names, values = [name for name, _ in strongest], [value for _, value in strongest]
    edges = [[*name.split("->"), value] for name, value in strongest]
    return Page(
        title=f"How much each edge matters for {result.task or 'a task'}",
        subtitle=f"{result.model}, {result.method}, {result.n} pairs, {result.graph.n_edges:,} edges",
        parts=[
            Section(
                title="The strongest edges",
                how=SCORE,
                parts=[strongest_bars(names, values, f"estimated fall of the {result.metric.replace('_', ' ')}")],
            ),
            Section(
                title="Where they are",
                how="Layers upwards; a line is one of the strongest edges, thicker where its score is larger.",
                parts=[graph_part(result.graph, edges)],
            ),
            _said(result),
        ],
        provenance=result.provenance or None,
    )


def _said(result: Circuit | EdgeScores) -> Section:
    """The whole methodology."""
    ablation: Ablation = result.ablation
    record: dict[str, Any] = {
        "method": result.method,
        "ablation": str(ablation),
        "metric": result.metric,
        "task": result.task,
        "pairs": result.n,
        "seconds": result.seconds,
        "peak memory": f"{result.peak_bytes / 2**30:.2f} GiB",
    }
    return Section(title="How it was done", parts=[facts(record)])


def graph_part(graph: Graph, edges: Sequence[Sequence[Any]]) -> GraphPart:
    """Edges (source, destination, score) as a picture of components; a shared key or value goes to each head of its
    group that says something further on."""
    edges = edges[:MOST_EDGES]
    speaking = {source for source, _, _ in edges}
    drawn, nodes = [], dict.fromkeys(["embed"])
    for source, destination, score in edges:
        site = Site.parse(destination)
        column = graph.destination(destination)
        readers = [graph.sources[row] for row in graph.inputs[:, column].nonzero().flatten().tolist()]
        heard = [name for name in readers if name in speaking] or readers[:1]
        for target in heard if site.kind != "logits" else ["logits"]:
            label = site.kind if site.kind in ("q", "k", "v") else None
            drawn.append(
                {"source": source, "target": target, "score": score or 0.0} | ({"label": label} if label else {})
            )
            nodes |= dict.fromkeys([source, target])
    return GraphPart(nodes=[_node(name) for name in nodes], edges=drawn)


def _node(name: str) -> dict[str, Any]:
    site = Site.parse(name)
    if site.kind == "head_out":
        return {"id": name, "label": f"{site.layer}.{site.unit}", "kind": "head", "layer": site.layer}
    if site.kind == "mlp_out":
        return {"id": name, "label": f"MLP {site.layer}", "kind": "mlp", "layer": site.layer}
    return {"id": name, "label": name, "kind": name, "layer": 0}
