"""Pages of units: a card, the cards of a folder, a search among them, a graph over tokens, and labels."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from cutaway.features import Card, Cards, CardSearch, GraphNode, GraphStudy, JudgedLabel, NeuronGraph, UnitLabel
from cutaway.view._parts import Bars, Graph, LatentCard, Page, Part, Section, TokenStrip
from cutaway.view.results._common import conclusion, facts, nan, register, soft, spoken, table

_MOST = 100
_NODES = 60
_RULES = {
    "graph": "the graph",
    "token_table": "the last token alone",
    "ngram": "up to three last tokens",
    "control": "as many tokens at random",
}
_F1 = (
    "F1 is the harmonic mean of precision and recall over held-out tokens, with its 95% interval; 1 is every firing found "
    "and none invented."
)


@register
def _card(result: Card) -> Page:
    groups = max((example.group for example in result.examples), default=0)
    notes = ["strongest", *(f"quantile {number} of {groups}" for number in range(1, groups + 1))]
    part = LatentCard(
        name=result.name,
        label=result.label,
        density=result.density,
        examples=[
            {
                "tokens": list(example.tokens),
                "values": np.asarray(example.values, dtype=np.float64),
                "note": f"{notes[example.group]}, {example.value:.3g}",
            }
            for example in result.examples
        ],
        logits_up=list(result.promoted),
        logits_down=list(result.suppressed),
        histogram={"edges": np.asarray(result.edges), "counts": np.asarray(result.counts)} if result.counts else None,
        neighbours=[(str(unit), cosine) for unit, cosine in result.neighbours],
    )
    together = table(
        [("unit", "number"), ("share of its examples", "number"), ("times as often as elsewhere", "number")],
        [[one.unit, one.share, one.lift] for one in result.companions],
    )
    side = " It answers below zero; values are shown with their sign turned." if result.side < 0 else ""
    return Page(
        title=result.name + (f": {result.label}" if result.label else ""),
        subtitle=f"{result.model}, over {result.tokens:,} tokens of {result.corpus}",
        parts=[
            Section(
                title="What it responds to, and what it writes",
                how="Each line is a piece of text, its tokens shaded by the activation; the tokens that its direction raises "
                f"and lowers come through the final norm's gain and the unembedding.{side}",
                parts=[part],
                details=[{"title": "Units active at the same places", "parts": [together]}]
                if result.companions
                else None,
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _cards(result: Cards) -> Page:
    columns = result.columns("unit", "density", "peak", "promoted")
    density = np.asarray(columns["density"])
    alive = np.log10(density[density > 0])
    counts, edges = np.histogram(alive, bins=12) if len(alive) else (np.zeros(0), np.zeros(1))
    labels = [f"{10**low:.2g} to {10**high:.2g}" for low, high in pairwise(edges)]
    dead = int((density == 0).sum())
    rows = [
        [
            unit,
            result.labels.get(unit, {}).get("label") or "",
            share,
            peak,
            ", ".join(spoken(result.text(token)) for token in promoted[:3]),
        ]
        for unit, share, peak, promoted in list(zip(*columns.values(), strict=True))[:_MOST]
    ]
    return Page(
        title=f"Cards of {result.title}",
        subtitle=f"{result.model}, over {result.record['tokens']:,} tokens of {result.record['corpus']['name']}",
        parts=[
            Section(
                title="How often they are active",
                how=f"Each bar counts units by the share of tokens on which they are active; {dead} of {len(result)} never were.",
                parts=[Bars(labels=labels, values=counts.astype(float), value_title="units")] if len(alive) else [],
            ),
            Section(
                title="The units",
                how="Each line is a unit, with the tokens that it raises most; one unit's card shows its examples.",
                parts=[
                    table(
                        [
                            ("unit", "number"),
                            ("label", "text"),
                            ("active", "number"),
                            ("peak", "number"),
                            ("raises", "text"),
                        ],
                        rows,
                    ),
                    *([soft(f"The first {_MOST} of {len(result)}.")] if len(result) > _MOST else []),
                ],
            ),
        ],
    )


@register
def _search(result: CardSearch) -> Page:
    rows = [
        [hit.unit, hit.score, hit.note, hit.label or "", hit.density if hit.density is not None else nan]
        for hit in result.hits
    ]
    strips: list[Part] = [
        TokenStrip(tokens=list(result.tokens), values=np.asarray(row), value_title=hit.name, scale="sequential")
        for hit, row in zip(result.hits[:8], result.values[:8], strict=False)  # no values unless by text
    ]
    parts: list[Part] = [
        Section(
            title=f"{len(result.hits)} units" if result.hits else "No unit",
            how=f"Each line is a unit, the best first; the score is {result.measure}.",
            parts=[
                table(
                    [("unit", "number"), ("score", "number"), ("why", "text"), ("label", "text"), ("active", "number")],
                    rows,
                )
            ],
        )
    ]
    if strips:
        parts.append(
            Section(
                title="Where they are active",
                how="Each line is the text, shaded by the activation of one unit; the first token does not count.",
                parts=strips,
            )
        )
    return Page(
        title=f"Units that fit {spoken(result.query)}",
        subtitle=result.model or None,
        parts=[*parts, *conclusion(result.findings())],
    )


@register
def _graph(result: NeuronGraph) -> Page:
    parts: list[Part] = [
        Section(
            title="How well it predicts",
            how=f"{_F1} The unit fires from {result.threshold:.3g} on, on {result.graph.fired} of {result.n_heldout:,} tokens.",
            parts=[_f1_bars([(_RULES[rule], getattr(result, rule)) for rule in _RULES])],
            details=[{"title": "How it was made", "parts": [facts(_figures(result))]}],
        )
    ]
    if result.nodes:
        shown = _best(result.nodes)
        parts.append(
            Section(
                title="The graph",
                how="Read upwards: what stands farther left in the text is farther down, the token on which the unit is active is "
                "below the unit; an edge's score is how likely the unit fires where the text matches so far.",
                parts=[_picture(result, shown)],
                details=[
                    {
                        "title": "Paths",
                        "parts": [
                            table(
                                [
                                    ("path", "text"),
                                    ("fires", "number"),
                                    ("activation", "number"),
                                    ("matches", "number"),
                                ],
                                [[result.path(n.id), n.score, n.value, n.support] for n in shown if n.kind != "gap"],
                            )
                        ],
                    }
                ],
            )
        )
    else:
        parts.append(soft("No context was found in which the unit keeps half of its activation, so there is no graph."))
    if result.replaced is not None:
        cost = result.replaced
        parts.append(
            Section(
                title="What the model loses",
                how="The rise of its cross-entropy on held-out rows when the unit is replaced, with 95% intervals; near zero with "
                "the graph's predictions means that they stand in for it.",
                parts=[
                    Bars(
                        labels=["by the graph's predictions", "by its mean"],
                        values=[cost.predicted, cost.mean],
                        low=[cost.interval[0], cost.mean_interval[0]],
                        high=[cost.interval[1], cost.mean_interval[1]],
                        value_title="nats a token",
                    )
                ],
            )
        )
    return Page(
        title=f"The graph of {result.name}",
        subtitle=f"{result.label} · {result.model}, {result.corpus}",
        parts=[*parts, *conclusion(result.findings())],
    )


@register
def _study(result: GraphStudy) -> Page:
    means = {rule: result.mean(rule) for rule in _RULES}
    bars = Bars(
        labels=list(_RULES.values()),
        values=[mean for mean, _ in means.values()],
        low=[interval.low for _, interval in means.values()],
        high=[interval.high for _, interval in means.values()],
        value_title="mean F1",
    )
    rows = [
        [g.unit, g.label, g.graph.fired, g.precision, g.recall, g.f1, g.token_table.f1, g.ngram.f1]
        for g in result.graphs[:_MOST]
    ]
    titles = ["unit", "graph in words", "fires", "precision", "recall", "F1", "token table", "three tokens"]
    return Page(
        title=f"How well graphs predict {result.title}",
        subtitle=f"{len(result.graphs)} units; {result.empty} gave no graph, {result.silent} fire on no held-out token, and count as 0",
        parts=[
            Section(
                title="Mean over units",
                how=f"{_F1} The interval is over units.",
                parts=[bars],
                details=[
                    {
                        "title": "Each unit",
                        "parts": [table([(t, "text" if t == "graph in words" else "number") for t in titles], rows)],
                    }
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _label(result: UnitLabel) -> Page:
    return Page(
        title=f"{result.name}: {result.label}",
        subtitle=result.model or None,
        parts=[
            Section(
                title="How well the label predicts it",
                how="F1 over the tokens of examples that the label was not made from; beside it, other units' labels on the same.",
                parts=[
                    Bars(labels=["its label", "other labels"], values=[result.score, result.control], value_title="F1"),
                    facts({"precision": result.precision, "recall": result.recall, "active tokens": result.n}),
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


@register
def _judged(result: JudgedLabel) -> Page:
    scores = [
        ("texts, its label", result.detection),
        ("texts, another label", result.control_detection),
        ("marks, its label", result.fuzzing),
        ("marks, another label", result.control_fuzzing),
    ]
    return Page(
        title=f"{result.name}: {result.label}",
        subtitle=f"judged by {result.judge}",
        parts=[
            Section(
                title="What the judge knows from the label",
                how="AUROC, with its 95% interval: how likely a right text (or a rightly marked one) gets a clearer yes than a wrong "
                f"one; 0.5 is chance. The other label is “{result.control_label}”.",
                parts=[
                    Bars(
                        labels=[name for name, _ in scores],
                        values=[score.auroc for _, score in scores],
                        low=[score.interval[0] for _, score in scores],
                        high=[score.interval[1] for _, score in scores],
                        value_title="AUROC",
                    )
                ],
            ),
            *conclusion(result.findings()),
        ],
    )


def _f1_bars(rows: "Sequence[tuple[str, object]]") -> Bars:
    found = [(name, getattr(one, "f1"), getattr(one, "interval")) for name, one in rows]  # noqa: B009
    return Bars(
        labels=[name for name, _, _ in found],
        values=[f1 for _, f1, _ in found],
        low=[interval[0] for _, _, interval in found],
        high=[interval[1] for _, _, interval in found],
        value_title="F1",
    )


def _figures(result: NeuronGraph) -> dict[str, object]:
    return {
        "precision": result.precision,
        "recall": result.recall,
        "nodes": len(result.nodes),
        "examples": result.examples,
        "examples with a context that suffices": result.pruned,
        "mean tokens of it": result.context,
        "training tokens": result.n_train,
        "held-out tokens": result.n_heldout,
        **result.options,
    }


def _best(nodes: Sequence[GraphNode]) -> list[GraphNode]:
    """The nodes that say most, with all that lead to them."""
    by_id = {node.id: node for node in nodes}
    kept: dict[int, GraphNode] = {}
    for node in sorted(nodes, key=lambda n: -n.score * np.log1p(n.support)):
        line, at = [], node
        while at is not None and at.id not in kept:
            line.append(at)
            at = None if at.parent is None else by_id[at.parent]
        if len(kept) + len(line) <= _NODES:
            kept |= {one.id: one for one in line}
    return [node for node in nodes if node.id in kept]


def _picture(result: NeuronGraph, nodes: Sequence[GraphNode]) -> Graph:
    depth: dict[int, int] = {}
    for node in nodes:  # parents stand before their children
        depth[node.id] = 0 if node.parent is None else depth[node.parent] + 1
    top = max(depth.values(), default=0) + 1
    drawn = [
        {
            "id": str(node.id),
            "label": node.text.strip() or node.text,
            "kind": "token",
            "layer": top - 1 - depth[node.id],
            "score": node.score,
            "evidence": [f"fires on {node.score:.0%} of matches", f"{node.support} matches in training text"],
        }
        for node in nodes
    ]
    unit = {"id": "unit", "label": result.name, "kind": "latent", "layer": top}
    edges = [
        {"source": str(node.id), "target": "unit" if node.parent is None else str(node.parent), "score": node.score}
        for node in nodes
    ]
    return Graph(nodes=[unit, *drawn], edges=edges, score_title="share of matches on which it fires")
