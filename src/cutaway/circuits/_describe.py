"""What a circuit is made of, in words: which heads and MLPs, what each seems to do, who hears whom.

Three independent looks are put beside the edges. Roles come from `observe.head_roles`, which knows nothing of the circuit.
Where a head looks is its attention on the task's own prompts, between the task's named slots. Composition scores say
whether the weights of two connected heads fit each other better than chance. All of it is reading: the edges were chosen
by an estimate, roles and attention are observations, and only `evaluate_circuit` tests the whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.circuits._circuit import Circuit
from cutaway.circuits._graph import AT, Graph
from cutaway.errors import CutawayError
from cutaway.evidence import Finding
from cutaway.model import LanguageModel
from cutaway.observe import ROLES, Composition, HeadRoles, composition_scores, head_roles
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Task

Head = tuple[int, int]
Link = tuple[str, str, float]
"""(source, destination, score)"""

_LOOK = 0.15
"""A head that gives less than this to a slot is not said to look at it."""
_PROMPTS = 16
_NAMED = 4
"""Heads of a group, or links of a head, that a sentence names."""


@dataclass(frozen=True, kw_only=True)
class DescribedHead:
    """One head of a circuit."""

    layer: int
    head: int
    roles: tuple[str, ...]
    """Of `observe.ROLES`; by their scores, on text that has nothing to do with the task."""
    strength: float
    """The sum of the sizes of its edges' scores."""
    hears: tuple[Link, ...]
    """Edges into its queries, keys and values, the strongest first."""
    tells: tuple[Link, ...]
    """Edges out of it, the strongest first."""
    looks: tuple[tuple[str, str, float], ...]
    """(from, to, attention): the pairs of the task's slots between which it looks most, averaged over prompts."""
    at: tuple[str, ...] = ()
    """The token spans at which the circuit hears it, where it tells them apart."""

    @property
    def name(self) -> str:
        """`layer.head`"""
        return f"{self.layer}.{self.head}"


@dataclass(frozen=True, kw_only=True)
class DescribedMLP:
    """One MLP of a circuit."""

    layer: int
    strength: float
    hears: tuple[Link, ...]
    tells: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Composed:
    """An edge between two heads, and whether their weights fit."""

    source: str
    destination: str
    score: float
    """Of the edge."""
    composition: float
    """How much of what the one writes lies where the other reads, from weights alone."""
    baseline: float
    """The same for random matrices of these shapes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CircuitDescription(Shown):
    """A circuit in words, with the figures behind them."""

    circuit: Circuit
    heads: tuple[DescribedHead, ...]
    """In the order of the computation."""
    mlps: tuple[DescribedMLP, ...]
    path: tuple[Link, ...]
    """The way from the embedding to the logits whose weakest edge is strongest."""
    composition: tuple[Composed, ...]
    """Edges between heads, the strongest first; none where the weights' circuits cannot be read off."""
    text: str
    """A few paragraphs."""
    skipped: dict[str, str]
    """What could not be looked at, and why."""
    model: str

    def groups(self) -> dict[str, tuple[DescribedHead, ...]]:
        """The heads by role, in the order of `observe.ROLES`; a head of several roles is in each."""
        return {role: found for role in ROLES if (found := tuple(head for head in self.heads if role in head.roles))}

    def findings(self, *, command: str = "") -> list[Finding]:
        """How many of the heads' edges fit by the weights; an observation."""
        if not self.composition:
            return []
        above = [one.composition > one.baseline for one in self.composition]
        return [
            Finding(
                claim=f"{sum(above)} of the {len(above)} edges between heads join weights that fit better than chance "
                f"(composition above that of random matrices)",
                method="composition scores of a circuit's edges",
                effect=sum(above) / len(above),
                control=None,
                n=len(above),
                grade="observed",
                command=command,
            )
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""

        def links(found: Sequence[Link]) -> list[list[Any]]:
            return [list(one) for one in found]

        return {
            "text": self.text,
            "heads": [
                {
                    "layer": head.layer,
                    "head": head.head,
                    "roles": list(head.roles),
                    "strength": head.strength,
                    "hears": links(head.hears),
                    "tells": links(head.tells),
                    "looks": links(head.looks),
                }
                | ({"at": list(head.at)} if head.at else {})
                for head in self.heads
            ],
            "mlps": [
                {"layer": mlp.layer, "strength": mlp.strength, "hears": links(mlp.hears), "tells": links(mlp.tells)}
                for mlp in self.mlps
            ],
            "path": links(self.path),
            "composition": [one.__dict__ for one in self.composition],
            "skipped": self.skipped,
        }


def describe_circuit(
    lm: LanguageModel,
    circuit: Circuit,
    task: Task | None = None,
    *,
    roles: HeadRoles | None = None,
    composition: Composition | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> CircuitDescription:
    """Say what a circuit's parts do.

    Args:
        lm: the model that the circuit is of.
        circuit: the circuit.
        task: prompts whose named slots say where heads look; None to leave that out.
        roles: what `head_roles` found; None to score roles now, without testing them.
        composition: what `composition_scores` found; None to compute it.
        seed: draws the text on which roles are scored.
        progress: told how far it is.

    Raises:
        DataError: the circuit is of a model of another shape.
    """
    circuit.check(lm)
    skipped: dict[str, str] = {}
    whole = circuit.whole
    links = _links(whole)
    spoken_at: dict[str, list[str]] = {}
    for name, _, span in (node.partition(AT) for node in circuit.nodes if AT in node):
        spoken_at.setdefault(name, []).append(span)
    names = [node for node in whole.nodes if node.startswith("head_out.")]
    heads = [_head_of(node) for node in names]
    if roles is None and heads:
        try:
            roles = head_roles(lm, checked=False, seed=seed, progress=progress)
        except CutawayError as error:
            skipped["roles"] = str(error)
    looks: dict[Head, tuple[tuple[str, str, float], ...]] = {}
    if task is not None and heads:
        try:
            looks = _looks(lm, heads, task)
        except CutawayError as error:
            skipped["attention"] = str(error)
    composed: tuple[Composed, ...] = ()
    if heads:
        try:
            composed = _composed(composition or composition_scores(lm), links, lm)
        except CutawayError as error:
            skipped["composition"] = str(error)
    described = tuple(
        DescribedHead(
            layer=layer,
            head=head,
            roles=() if roles is None else roles.roles_of(layer, head),
            strength=sum(abs(s) for *_, s in _into(whole, links, name) + _out_of(links, name)),
            hears=tuple(_into(whole, links, name)),
            tells=tuple(_out_of(links, name)),
            looks=looks.get((layer, head), ()),
            at=tuple(spoken_at.get(name, ())),
        )
        for name, (layer, head) in zip(names, heads, strict=True)
    )
    mlps = tuple(
        DescribedMLP(
            layer=int(node.split(".")[1]),
            strength=sum(abs(s) for *_, s in _into(whole, links, node) + _out_of(links, node)),
            hears=tuple(_into(whole, links, node)),
            tells=tuple(_out_of(links, node)),
        )
        for node in whole.nodes
        if node.startswith("mlp_out.")
    )
    path = _widest_path(circuit)
    return CircuitDescription(
        circuit=circuit,
        heads=described,
        mlps=mlps,
        path=path,
        composition=composed,
        text=_text(circuit, described, mlps, path, links),
        skipped=skipped,
        model=lm.name,
    )


def _links(circuit: Circuit) -> list[Link]:
    """The edges that are kept with their scores (1 where there are none), the strongest first."""
    graph, mask = circuit.graph, circuit.connected
    scores = mask.float() if circuit.scores is None else circuit.scores
    found = [(graph.sources[i], graph.destinations[j], float(scores[i, j])) for i, j in mask.nonzero().tolist()]
    return sorted(found, key=lambda link: -abs(link[2]))


def _inputs(graph: Graph, node: str) -> list[str]:
    """The destinations that a component reads at."""
    if node == "logits":
        return ["logits"]
    row = graph.inputs[graph.source(node)]
    return [name for name, own in zip(graph.destinations, row.tolist(), strict=True) if own]


def _into(circuit: Circuit, links: Sequence[Link], node: str) -> list[Link]:
    own = set(_inputs(circuit.graph, node))
    return [link for link in links if link[1] in own]


def _out_of(links: Sequence[Link], node: str) -> list[Link]:
    return [link for link in links if link[0] == node]


def _head_of(node: str) -> Head:
    _, layer, head = node.split(".")
    return int(layer), int(head)


def _looks(lm: LanguageModel, heads: Sequence[Head], task: Task) -> dict[Head, tuple[tuple[str, str, float], ...]]:
    """For each head the slots between which it looks most, from the end and from anywhere."""
    pairs = task.pairs[:_PROMPTS]
    spans = Task(name=task.name, pairs=pairs).token_spans(lm)
    slots = sorted(set.intersection(*(set(one) for one in spans)))
    run = lm.run(
        [pair.clean for pair in pairs], read=[f"pattern.{layer}.{head}" for layer, head in heads], logits=False
    )
    found = {}
    for layer, head in heads:
        pattern = run[f"pattern.{layer}.{head}"].float()
        table = torch.zeros(len(slots), len(slots))
        for row, span in enumerate(spans):
            for i, query in enumerate(slots):
                at = span[query][1] - 1
                for j, key in enumerate(slots):
                    start, stop = span[key]
                    if stop <= at and start > 0:  # the first position draws attention from everywhere
                        table[i, j] += float(pattern[row, at, start:stop].sum()) / len(spans)
        found[(layer, head)] = _strongest_looks(table, slots)
    return found


def _strongest_looks(table: Float[Tensor, "query key"], slots: Sequence[str]) -> tuple[tuple[str, str, float], ...]:
    order: list[int] = table.flatten().argsort(descending=True).tolist()
    every = [(slots[p // len(slots)], slots[p % len(slots)], float(table.flatten()[p])) for p in order]
    every = [look for look in every if look[2] >= _LOOK]
    from_end = [look for look in every if look[0] == "end"][:1]
    return tuple([*from_end, *(look for look in every if look not in from_end)][:2])


def _composed(composition: Composition, links: Sequence[Link], lm: LanguageModel) -> tuple[Composed, ...]:
    place = {layer: index for index, layer in enumerate(composition.layers)}
    group = lm.n_heads // lm.n_kv_heads
    found = []
    for source, destination, score in links:
        kind, *where = destination.split(".")
        if not source.startswith("head_out.") or kind not in composition.kinds or len(where) != 2:
            continue
        (l1, h1), (l2, unit) = _head_of(source), map(int, where)
        readers = [unit] if kind == "q" else range(unit * group, (unit + 1) * group)
        index = composition.kinds.index(kind)
        values = [float(composition.scores[index, place[l1], h1, place[l2], reader]) for reader in readers]
        found.append(
            Composed(
                source=source,
                destination=destination,
                score=score,
                composition=max(values),
                baseline=float(composition.baseline[index]),
            )
        )
    return tuple(found)


def _widest_path(circuit: Circuit) -> tuple[Link, ...]:
    """Of all ways from the embedding to the logits the one whose weakest edge is strongest; of those the shortest."""
    graph, mask = circuit.graph, circuit.connected
    scores = mask.float() if circuit.scores is None else circuit.scores
    n = graph.n_spans
    best: dict[int, tuple[float, int, tuple[Link, ...]]] = {node: (float("inf"), 0, ()) for node in range(n)}

    def widest(columns: Tensor) -> tuple[float, int, tuple[Link, ...]] | None:
        ways = []
        for column in columns.nonzero().flatten().tolist():
            for row in mask[:, column].nonzero().flatten().tolist():
                if (before := best.get(row * n + column % n)) is not None:
                    score = float(scores[row, column])
                    link = (graph.sources[row], graph.destinations[column], score)
                    ways.append((min(before[0], abs(score)), before[1] - 1, (*before[2], link)))
        return max(ways, key=lambda way: way[:2], default=None)

    read = mask.any(0)
    for node in range(n, len(graph.node_names)):
        if (way := widest(graph.inputs[node] & read)) is not None:
            best[node] = way
    goal = torch.zeros_like(read)
    goal[-n:] = True
    found = widest(goal & read)
    return () if found is None else found[2]


def _text(
    circuit: Circuit,
    heads: Sequence[DescribedHead],
    mlps: Sequence[DescribedMLP],
    path: Sequence[Link],
    links: Sequence[Link],
) -> str:
    return "\n\n".join(_paragraphs(circuit, heads, mlps, path, links))


def _paragraphs(
    circuit: Circuit,
    heads: Sequence[DescribedHead],
    mlps: Sequence[DescribedMLP],
    path: Sequence[Link],
    links: Sequence[Link],
) -> Iterator[str]:
    graph = circuit.graph
    all_heads = sum(source.startswith("head_out.") for source in graph.sources)
    all_mlps = sum(source.startswith("mlp_out.") for source in graph.sources)
    share = f"{circuit.kept / graph.n_edges:.2%}"
    asked = "" if circuit.kept == circuit.requested else f" ({circuit.requested:,} were asked for)"
    apart = f" (each at one of the token spans {', '.join(graph.spans)})" if graph.spans else ""
    yield (
        f"The circuit keeps {circuit.kept:,} of the model's {graph.n_edges:,} connections{apart}, {share}{asked}: "
        f"{len(heads)} of "
        f"{all_heads} heads and {len(mlps)} of {all_mlps} MLPs. What any other connection carries is replaced "
        f"({circuit.ablation.value}). It was chosen by {circuit.method} for the task {circuit.task}."
    )
    if not path:
        yield "No way leads from the words to the answer, so it cannot do the task."
        return
    yield f"The strongest way from the words to the answer: {' → '.join(_steps(path, graph.group > 1))}."
    grouped = {role: [head for head in heads if role in head.roles] for role in ROLES if role != "attention_sink"}
    said = [f"{role.replace('_', ' ')} ({ROLES[role]}): {_names(found)}" for role, found in grouped.items() if found]
    if said:
        bare = sum(not set(head.roles) - {"attention_sink"} for head in heads)
        yield f"By the roles that their scores show on other text, its heads are {'; '.join(said)}. {bare} have no known role."
    if graph.spans:
        placed = {span: [head for head in heads if span in head.at] for span in graph.spans}
        yield f"Which heads it hears at each span: {'; '.join(f'{span}: {_names(own)}' for span, own in placed.items() if own)}."
    looking = sorted((head for head in heads if head.looks), key=lambda head: -head.strength)[:_NAMED]
    if looking:
        yield (
            "On the task's own prompts: "
            + "; ".join(
                f"head {head.name} looks "
                + " and ".join(f"from {query} at {key} ({value:.2f})" for query, key, value in head.looks)
                for head in looking
            )
            + "."
        )
    writers = [link for link in links if link[1] == "logits"][:_NAMED]
    yield f"The answer is written by {', '.join(f'{_spoken(source)} ({score:+.2f})' for source, _, score in writers)}."
    if mlps:
        first = sorted(mlps, key=lambda mlp: -mlp.strength)[:_NAMED]
        yield f"The MLPs with the strongest connections are those of layers {', '.join(str(mlp.layer) for mlp in first)}."


def _steps(path: Sequence[Link], shared: bool) -> list[str]:
    found = ["the words"]
    for _, destination, _ in path:
        site, _, span = destination.partition(AT)
        kind, *where = site.split(".")
        head = "key-value head" if shared else "head"
        what = {"q": "queries of head", "k": f"keys of {head}", "v": f"values of {head}"}
        found.append(
            "the answer"
            if kind == "logits"
            else f"MLP {where[0]}"
            if kind == "mlp_in"
            else f"{what[kind]} {'.'.join(where)}"
        )
        if span and kind != "logits":
            found[-1] += f" at {span}"
    return found


def _names(heads: Sequence[DescribedHead]) -> str:
    order = sorted(heads, key=lambda head: -head.strength)
    more = f" and {len(order) - _NAMED} more" if len(order) > _NAMED else ""
    return ", ".join(head.name for head in order[:_NAMED]) + more


def _spoken(node: str) -> str:
    kind, *where = node.split(".")
    return {"embed": "the words themselves", "head_out": "head", "mlp_out": "MLP"}[kind] + (
        f" {'.'.join(where)}" if where else ""
    )
