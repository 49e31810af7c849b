"""Pages of what is known about circuits: in words, how stable they are, and what they have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch

from cutaway.circuits import Circuit, CircuitComparison, CircuitDescription, CircuitStability, DescribedHead
from cutaway.observe import ROLES
from cutaway.view._parts import Curves, Graph, HeatMap, Page, Part, Section, Text
from cutaway.view.results._circuits import graph_part
from cutaway.view.results._common import conclusion, register, soft, strongest_bars, table, words

ROWS = 12
"""Rows of a picture whose labels can be read without zooming."""
DRAWN = 60
"""Edges of such a picture, before those that lead nowhere in it are taken out."""
_FEWEST = 6
_LISTED = 40


@register
def _description(result: CircuitDescription) -> Page:
    circuit = result.circuit
    roles = {f"head_out.{head.layer}.{head.head}": _role(head.roles) for head in result.heads}
    looks = {f"head_out.{head.layer}.{head.head}": _seen(head) for head in result.heads if head.looks or head.at}
    folded = [
        {
            "title": f"All {len(result.heads)} heads",
            "parts": [
                table(
                    [("head", "text"), ("roles", "text"), ("looks", "text"), ("strength of its edges", "number")],
                    [
                        [head.name, _role(head.roles), "; ".join(_seen(head)), head.strength]
                        for head in sorted(result.heads, key=lambda head: -head.strength)
                    ],
                )
            ],
        }
    ]
    if result.composition:
        folded.append({"title": "Do the weights of connected heads fit?", "parts": [_composed(result)]})
    return Page(
        title=f"A circuit for {words(circuit.task)} in words",
        subtitle=f"{circuit.kept:,} of {circuit.graph.n_edges:,} edges, by {circuit.method}",
        parts=[
            Section(
                title="What it does",
                how="Read from its edges, from roles that were scored on other text, and from where its heads look on the "
                "task's prompts; whether it does the task by itself is tested elsewhere.",
                parts=[*(Text(text=part) for part in result.text.split("\n\n")), *_skipped(result)],
            ),
            Section(
                title="The circuit",
                how="Up is later in the model; an edge is one part's use of what another wrote, and the thicker, the more it "
                "matters by its score.",
                parts=[circuit_graph(circuit, roles, looks)],
                details=folded if result.heads else None,
            ),
            *conclusion(result.findings()),
        ],
    )


def skeleton(circuit: Circuit, rows: int = ROWS, edges: int = DRAWN) -> Circuit:
    """The circuit's strongest connected edges between so few layers that a picture of them can be read at a glance.

    The whole circuit where it has no scores, or where too little of it would be left.
    """
    circuit = circuit.whole
    graph, kept = circuit.graph, circuit.connected
    if circuit.scores is None:
        return circuit
    order = [(i, j) for i, j in kept.nonzero().tolist()]
    order.sort(key=lambda edge: -abs(float(circuit.scores[edge])))  # type: ignore[index]
    chosen = torch.zeros_like(kept)
    seen = {("embed", None), ("logits", None)}
    for i, j in order:
        source, goal = graph.source_sites[i], graph.destination_sites[j]
        heads = {"q": "head_out", "k": "head_out", "v": "head_out", "mlp_in": "mlp_out"}
        more = {(source.kind, source.layer), (heads.get(goal.kind, goal.kind), goal.layer)}
        if len(seen | more) <= rows and int(chosen.sum()) < edges:
            seen |= more
            chosen[i, j] = True
    chosen = graph.connected(chosen)
    enough = int(chosen.sum()) >= _FEWEST
    return replace(circuit, edges=chosen) if enough else circuit


def circuit_graph(
    circuit: Circuit, roles: Mapping[str, str] | None = None, evidence: Mapping[str, Sequence[str]] | None = None
) -> Graph:
    """The circuit as a picture, with what is known of its nodes.

    Args:
        circuit: the circuit; token spans are taken together.
        roles, evidence: by the name of a component's output, what is said when it is pointed at.
    """
    circuit = circuit.whole
    part = graph_part(circuit.graph, circuit.to_json()["edges"])
    nodes = []
    for node in part.nodes:
        name = node["id"]
        more = {"role": (roles or {}).get(name), "evidence": (evidence or {}).get(name)}
        nodes.append({**node, **{key: value for key, value in more.items() if value}})
    return replace(part, nodes=nodes, score_title="the metric")


def _role(roles: Sequence[str]) -> str:
    return ", ".join(words(role) for role in ROLES if role in roles)


def _seen(head: DescribedHead) -> list[str]:
    return [*_looks(head.looks), *([f"heard at {', '.join(head.at)}"] if head.at else [])]


def _looks(looks: Sequence[tuple[str, str, float]]) -> list[str]:
    return [f"looks from {query} at {key} ({value:.2f})" for query, key, value in looks]


def _skipped(result: CircuitDescription) -> list[Part]:
    return [soft(f"Not looked at: {what}, since {why}.") for what, why in result.skipped.items()]


def _composed(result: CircuitDescription) -> Part:
    return table(
        [("from", "text"), ("to", "text"), ("edge's score", "number"), ("composition", "number"), ("chance", "number")],
        [
            [one.source, one.destination, one.score, one.composition, one.baseline]
            for one in result.composition[:_LISTED]
        ],
    )


@register
def _stability(result: CircuitStability) -> Page:
    sizes = list(result.sizes)
    lines = [
        {
            "name": "other draws of prompts",
            "x": sizes,
            "y": result.edges,
            "low": result.interval[:, 0],
            "high": result.interval[:, 1],
        },
        {"name": "prompts with nothing in common", "x": sizes, "y": result.halves},
        {"name": "noise alone", "x": sizes, "y": result.floor},
    ]
    n = len(sizes) - 1
    most = result.frequency[n].flatten().topk(min(24, int((result.frequency[n] > 0).sum())))
    width = result.frequency.shape[2]
    return Page(
        title=f"Would other prompts give the same circuit for {words(result.task)}?",
        subtitle=f"{result.draws} draws from {result.n} pairs, edges scored by {result.method} with {result.ablation}",
        parts=[
            Section(
                title="How much of it is found again",
                how="Each line is the share of edges that two circuits of a size have in common (Jaccard's index); at .8 or above "
                "a circuit counts as stable, and near the line of noise alone nothing was found.",
                parts=[
                    Curves(series=lines, x_title="edges", y_title="Jaccard's index", x_log=len(sizes) > 1),
                    table(
                        [
                            ("edges", "number"),
                            ("other draws", "number"),
                            ("95% of couples", "text"),
                            ("nothing in common", "number"),
                            ("noise", "number"),
                            ("nodes", "number"),
                            ("in 95% of draws", "number"),
                        ],
                        [
                            [
                                size,
                                float(result.edges[k]),
                                f"{float(result.interval[k, 0]):.2f} to {float(result.interval[k, 1]):.2f}",
                                float(result.halves[k]),
                                float(result.floor[k]),
                                float(result.nodes[k]),
                                len(result.core(size)),
                            ]
                            for k, size in enumerate(sizes)
                        ],
                    ),
                ],
            ),
            Section(
                title=f"The edges found most often, of {sizes[n]:,}",
                how="A bar is the share of draws whose circuit holds the edge.",
                parts=[
                    strongest_bars(
                        [result.graph.edge_text(p // width, p % width) for p in most.indices.tolist()],
                        most.values.tolist(),
                        "share of draws",
                    )
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _comparison(result: CircuitComparison) -> Page:
    names = list(result.names)
    rows = [[one, other, edges, chance, nodes] for one, other, edges, nodes, chance in result.pairs()]
    folded = [
        {"title": f"{len(found):,} edges only in {name}", "parts": [_edges(found)]}
        for name, found in result.only.items()
        if found
    ]
    return Page(
        title="What these circuits have in common",
        subtitle=", ".join(
            f"{name} ({circuit.kept:,} edges)" for name, circuit in zip(names, result.circuits, strict=True)
        ),
        parts=[
            Section(
                title="How alike they are",
                how="Each cell is the share of edges that two circuits have in common (Jaccard's index); compare it with what random "
                "circuits with the same layers would share. Overlap does not say that a circuit does its task.",
                parts=[
                    HeatMap(
                        values=result.edges,
                        rows=names,
                        columns=names,
                        row_title="circuit",
                        column_title="circuit",
                        value_title="Jaccard's index of edges",
                        scale="sequential",
                        limit=1.0,
                        origin="top",
                    ),
                    table(
                        [
                            ("circuit", "text"),
                            ("circuit", "text"),
                            ("edges", "number"),
                            ("by chance", "number"),
                            ("nodes", "number"),
                        ],
                        rows,
                    ),
                ],
            ),
            Section(
                title=f"Shared by all: {len(result.shared):,} edges",
                parts=[_edges(result.shared)] if result.shared else [soft("No edge is in all of them.")],
                details=folded or None,
            ),
            *conclusion(result.findings()),
        ],
    )


def _edges(found: Sequence[str]) -> Part:
    rows = [edge.split("->") for edge in found[:_LISTED]]
    more = [[f"and {len(found) - _LISTED:,} more", ""]] if len(found) > _LISTED else []
    return table([("from", "text"), ("to", "text")], [*rows, *more])
