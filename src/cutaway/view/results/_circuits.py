"""Pages of circuits: the graph of their edges, the scores behind them."""

from collections.abc import Sequence
from typing import Any

from cutaway.circuits import AT, Ablation, Circuit, CircuitEvaluation, Curve, EdgeScores, Graph
from cutaway.model import Site
from cutaway.view._parts import Bars, Curves, Group, Page, Section
from cutaway.view._parts import Graph as GraphPart
from cutaway.view.results._common import conclusion, facts, register, strongest_bars, table

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
    size = f"{result.kept:,} of {result.graph.n_edges:,} edges, {result.joined}"
    return Page(
        title=f"The circuit of {result.task or 'a task'}",
        subtitle=f"{result.model}, {result.method}: {size}; {result.requested:,} requested"
        + (f", {lost:,} of the chosen ones lead nowhere" if lost else ""),
        parts=[
            Section(
                title="Who tells whom",
                how="Layers upwards; a line is an edge of the circuit, named by what the upper component reads it as "
                "(query, key, value), thicker where its score is larger. The slider keeps the strongest."
                + (
                    f" The token spans {', '.join(result.graph.spans)} are taken together."
                    if result.graph.spans
                    else ""
                ),
                parts=[graph_part(result.graph.whole, result.whole.to_json()["edges"])],
            ),
            *_by_span(result),
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
    strongest, together = result.strongest(MOST_EDGES), result.whole.strongest(MOST_EDGES)
    names, values = [name for name, _ in strongest], [value for _, value in strongest]
    edges = [[*name.split("->"), value] for name, value in together]
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
                parts=[graph_part(result.graph.whole, edges)],
            ),
            _said(result),
        ],
        provenance=result.provenance or None,
    )


@register
def _curve(result: Curve) -> Page:
    shares = [100 * share for share in result.shares]
    chance = result.f(result.random)
    low, high = zip(*result.intervals(), strict=True)
    series = [
        {"name": "largest scores", "x": shares, "y": result.faithfulness, "low": low, "high": high},
        {"name": "largest signed scores", "x": shares, "y": result.faithfulness_signed},
        {"name": "by chance", "x": shares, "y": chance.mean(0), "low": chance.amin(0), "high": chance.amax(0)},
    ]
    columns = [
        ("edges", "number"),
        ("connected", "number"),
        ("share", "text"),
        ("f", "number"),
        ("f, signed", "number"),
        ("by chance", "number"),
    ]
    rows = zip(
        result.sizes,
        result.kept,
        [f"{share:.1%}" for share in result.shares],
        result.faithfulness.tolist(),
        result.faithfulness_signed.tolist(),
        chance.mean(0).tolist(),
        strict=True,
    )
    return Page(
        title=f"How much of {result.task} circuits of every size do",
        subtitle=f"{result.model}, {result.method}, {result.n} {result.split} pairs".replace("  ", " "),
        parts=[
            Section(
                title="Faithfulness over sizes",
                how="Across, the share of edges that are kept while all others are ablated; upwards, how much of the "
                "difference between no edges (0) and all (1) is left. The band is a 95% interval over pairs; for chance, "
                "all draws. Beyond 1 the circuit answers more strongly than the model.",
                parts=[Curves(series=series, x_title="% of the edges", y_title="faithfulness", x_log=True)],
                details=[{"title": "In numbers", "parts": [table(columns, rows)]}],
            ),
            Section(
                title="In one number each",
                how="CPR: the area under the curve of signed scores, more is better. CMD: the area between the curve of the "
                "largest scores and 1, less is better.",
                parts=[
                    table(
                        [("", "text"), ("CPR", "number"), ("CMD", "number")],
                        [
                            [result.method, result.cpr, result.cmd],
                            ["by chance", result.random_cpr, result.random_cmd],
                        ],
                    )
                ],
            ),
            *conclusion(result.findings()),
            Section(
                title="How it was done", parts=[facts({"ablation": str(result.ablation), "metric": result.metric})]
            ),
        ],
        provenance=result.provenance or None,
    )


@register
def _evaluation(result: CircuitEvaluation) -> Page:
    low, high = result.interval
    random, connected = result.random_faithfulness, result.connected_faithfulness
    data = result.to_json()
    spread = result.spread
    none = float("nan")
    rows = [("the circuit", result.faithfulness, low, high)]
    for name, drawn in (("random, same size and layers", random), ("random, and all on a path", connected)):
        if len(drawn):
            rows.append((name, float(drawn.mean()), float(drawn.min()), float(drawn.max())))
    rows.append(("the model without the circuit", 1 - result.completeness, none, none))
    if len(random):
        rows.append(("without random ones", 1 - float(result.random_completeness.mean()), none, none))
    labels, values, lows, highs = (list(column) for column in zip(*rows, strict=True))
    bars = Bars(labels=labels, values=values, value_title="faithfulness", low=lows, high=highs)
    parts = [
        Section(
            title="The circuit beside chance",
            how="How much of the difference between no edges (0) and all (1) is left: with only the circuit's edges, with "
            "only as many random ones (also those that all lie on a path to the logits), and with all edges but those.",
            parts=[bars],
        )
    ]
    if len(result.dropped):
        names = [name for name, _ in data["minimality"]]
        falls = [fall for _, fall in data["minimality"]]
        parts.append(
            Section(
                title="Edge by edge",
                how="How far faithfulness falls when one more edge is ablated; an edge near 0 is not needed on these pairs, "
                "one below 0 was in the way.",
                parts=[strongest_bars(names, falls, "fall of faithfulness")],
            )
        )
    parts.append(Section(title="Pair by pair", parts=[facts(spread)]))
    size = f"{result.circuit.kept:,} of {result.circuit.graph.n_edges:,} edges"
    return Page(
        title=f"Does this circuit do {result.task}?",
        subtitle=f"{result.model}, {result.circuit.method}, {size}, {result.n} {result.split} pairs".replace("  ", " "),
        parts=[
            *conclusion(result.findings()),
            *parts,
            Section(
                title="How it was done", parts=[facts({"ablation": str(result.ablation), "metric": result.metric})]
            ),
        ],
        provenance=result.provenance or None,
    )


def _by_span(result: Circuit) -> list[Section]:
    """A picture for each token span, since an edge joins components at the same tokens."""
    graph = result.graph
    if not graph.spans or not result.kept:
        return []
    own: dict[str, list[list[Any]]] = {span: [] for span in graph.spans}
    for source, destination, score in result.to_json()["edges"]:
        name, _, span = destination.rpartition(AT)
        own[span].append([source, name, score])
    own = {span: found for span, found in own.items() if found}
    return [
        Section(
            title="Span by span",
            how="An edge carries what is said at the tokens of one span of the task's template. Heads move it to later "
            "spans, by the keys and values that they read there.",
            parts=[
                Group(
                    titles=[f"{span} ({len(found):,})" for span, found in own.items()],
                    parts=[graph_part(graph.whole, found) for found in own.values()],
                    layout="tabs",
                )
            ],
        )
    ]


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
