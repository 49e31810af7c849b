"""Neuron2Graph: a neuron's or latent's behaviour as a graph over tokens, worth what it predicts on held-out text.

After Foote et al. (2023): examples are pruned to the context that suffices, the tokens that matter are found by masking
them, likely substitutes are tried, and the results are joined into a trie over reversed context. Deviations: examples come
from all quantiles of activation and not only the strongest; what is accepted was itself run; masks are random tokens of
the text, since a causal model has no mask token; gaps match by trying all ways; and the nodes' activations are those of
all the training text that they match, so that a path that says too little predicts little. A unit fires from half of its
peak on, which is the median over its strongest rows and not the single strongest activation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from cutaway.errors import DataError
from cutaway.evidence import Finding, provenance
from cutaway.features._units import Recorded, Source, Units, open_units, record, text_record
from cutaway.features.cards._card import DEFAULT_PACKING
from cutaway.features.neuron2graph._build import (
    GraphOptions,
    Piece,
    Prober,
    examples,
    grow,
    prune,
    strongest_peak,
    weigh,
)
from cutaway.features.neuron2graph._graph import Node, Step, Text, Trie
from cutaway.features.neuron2graph._replace import Replaced, replaced_losses
from cutaway.features.neuron2graph._score import Detection, NGram, Rule, detection, graph_rule
from cutaway.model import LanguageModel
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.store import Corpus, Packing, Store

DEFAULT_GRAPH = GraphOptions()
_NGRAM = 3


@dataclass(frozen=True, kw_only=True)
class GraphNode:
    """A node of a unit's graph: one step to the left of its parent."""

    id: int
    parent: int | None
    """None where it stands for the token on which the unit is active."""
    kind: str
    """`token`, `any`, `gap`, `again` (the active token stood in the row before) or `earlier` (a token stood before)."""
    token: int | None
    text: str
    """What stands there, in words."""
    least: int
    most: int
    """For a gap: how many tokens may stand in it."""
    score: float
    """How likely the unit fires where the path down to here is the longest that matches."""
    value: float
    """The activation that it predicts."""
    support: int
    """Places of training text that it matches, and prompts of its own."""


@dataclass(frozen=True, kw_only=True, eq=False)
class NeuronGraph(Shown):
    """What a neuron or latent responds to, as a graph; and how well that predicts it on held-out text."""

    unit: int
    name: str
    side: int
    """1, or -1 for a neuron that answers below zero."""
    threshold: float
    """The activation from which the unit fires."""
    cutoff: float
    """The score from which the graph says that it fires."""
    nodes: tuple[GraphNode, ...]
    base: tuple[float, float]
    """Where no node matches: the share of tokens on which the unit fires, and its mean activation."""
    graph: Detection
    """The graph on held-out text."""
    token_table: Detection
    """The same from the last token alone, whose mean was taken over all training text."""
    ngram: Detection
    """The same from the longest of the last tokens (up to three) that the training text holds."""
    control: Detection
    """The same where as many tokens are named, at random."""
    examples: int
    """Examples that were taken."""
    pruned: int
    """Those for which a context was found that suffices; the others gave no path."""
    context: float
    """The mean number of tokens of those contexts."""
    replaced: Replaced | None
    """What the model loses when the predictions take the unit's place; None where that was not measured."""
    n_train: int
    """Tokens of training text."""
    n_heldout: int
    """Tokens of held-out text."""
    model: str
    corpus: str
    options: Mapping[str, Any]
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Of the held-out tokens that the graph names, the share on which the unit fires."""
        return self.graph.precision

    @property
    def recall(self) -> float:
        """Of the held-out tokens on which the unit fires, the share that the graph names."""
        return self.graph.recall

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return self.graph.f1

    @property
    def label(self) -> str:
        """The graph's best paths in a few words: what stands on the left comes before the active token, in **."""
        parents = {node.parent for node in self.nodes}
        ends = [node for node in self.nodes if node.score >= self.cutoff and node.kind != "gap"]
        ends.sort(key=lambda node: -(node.score * np.log1p(node.support)))
        found: list[str] = []
        for node in ends:
            if len(found) == 3:
                break
            text = self.path(node.id)
            if not any(text.endswith(other) or other.endswith(text) for other in found):
                found.append(text)
        return " | ".join(found) or ("nothing found" if not parents else "nothing that predicts it")

    def path(self, node: int) -> str:
        """A node's whole path as text, in reading order."""
        by_id = {one.id: one for one in self.nodes}
        at: GraphNode | None = by_id[node]
        words: list[str] = []
        while at is not None:
            words.append(at.text if at.parent is not None else f"**{at.text}**")
            at = None if at.parent is None else by_id[at.parent]
        return "".join(words)

    def activations(self, ids: Sequence[int]) -> list[float]:
        """The activation that the graph predicts on each token of a row; the first counts as context only."""
        trie, rule = self._rebuilt()
        text = Text(np.asarray(ids), np.array([0, len(ids)]))
        found = rule.activations(trie.best(text))
        found[:1] = 0
        return found.tolist()

    def fires(self, ids: Sequence[int]) -> list[bool]:
        """Whether the graph says that the unit fires, on each token of a row."""
        trie, rule = self._rebuilt()
        text = Text(np.asarray(ids), np.array([0, len(ids)]))
        found = rule.fires(trie.best(text))
        found[:1] = False
        return found.tolist()

    def _rebuilt(self) -> tuple[Trie, Rule]:
        trie, made = Trie(), {}
        for node in self.nodes:  # parents stand before their children
            step = Step(node.kind, -1 if node.token is None else node.token, node.least, node.most)  # type: ignore[arg-type]
            parent = None if node.parent is None else made[node.parent]
            made[node.id] = Node(step, parent, number=node.id, score=node.score, value=node.value)
            (trie.root if parent is None else parent).children[step] = made[node.id]
        nothing = np.zeros(len(self.nodes))
        rule = Rule(np.full(len(self.nodes), -1), nothing, nothing, nothing, base=self.base)
        rule.score = np.array([node.score for node in self.nodes])
        rule.value = np.array([node.value for node in self.nodes])
        rule.cutoff = self.cutoff
        return trie, rule

    def to_json(self) -> dict[str, Any]:
        """The graph, how well it predicts the unit on held-out text, and the same of the baselines."""
        return {
            "unit": self.unit,
            "name": self.name,
            "side": self.side,
            "label": self.label,
            "graph": {"base": list(self.base), "cutoff": self.cutoff, "nodes": [asdict(node) for node in self.nodes]},
            "threshold": self.threshold,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "f1_interval": list(self.graph.interval),
            "fired": self.graph.fired,
            "named": self.graph.named,
            "token_table": asdict(self.token_table),
            "ngram": asdict(self.ngram),
            "control": asdict(self.control),
            "examples": self.examples,
            "pruned": self.pruned,
            "context": self.context,
            "replaced": None if self.replaced is None else asdict(self.replaced),
            "n_train": self.n_train,
            "n_heldout": self.n_heldout,
            "corpus": self.corpus,
            "options": dict(self.options),
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """How well the graph predicts the unit; verified where it does on held-out text, and chance does not."""
        good = self.graph.interval[0] > max(self.control.interval[1], self.base[0])
        return [
            Finding(
                claim=f"a graph of {len(self.nodes)} nodes predicts where {self.name} fires with F1 {self.f1:.2f} on "
                f"held-out text (a token table: {self.token_table.f1:.2f})",
                method="Neuron2Graph, fitted on training text and scored on other documents",
                effect=self.f1,
                interval=self.graph.interval,
                control=self.control.f1,
                n=self.graph.fired,
                grade="verified" if good else "observed",
                command=command,
                details={"control": "as many tokens named at random", "ngram": self.ngram.f1, "label": self.label},
            )
        ]


def neuron_graph(
    lm: LanguageModel,
    source: Source,
    unit: int,
    corpus: Corpus | Store,
    **settings: Any,
) -> NeuronGraph:
    """The graph of one unit; arguments as for `neuron_graphs`."""
    return neuron_graphs(lm, source, [unit], corpus, **settings)[0]


def neuron_graphs(
    lm: LanguageModel,
    source: Source,
    chosen: Sequence[int],
    corpus: Corpus | Store,
    *,
    n_tokens: int | None = 200_000,
    heldout: float = 0.3,
    packing: Packing = DEFAULT_PACKING,
    options: GraphOptions = DEFAULT_GRAPH,
    replace_rows: int = 16,
    progress: Progress = silent,
) -> list[NeuronGraph]:
    """The graphs of some neurons of a layer, or latents of a dictionary, made and scored together.

    Args:
        lm: the model.
        source: `mlp_post.L` for neurons; a dictionary, or its folder.
        chosen: the units' numbers.
        corpus: the text, or a store of the activations that the units are known from. What is not held out makes the
            graphs; what is held out scores them.
        n_tokens: tokens of text in all; None for the whole corpus.
        heldout: about which share of the documents is held out.
        packing: how documents become rows.
        options: how graphs are made.
        replace_rows: rows of held-out text on which predictions take the unit's place in the model; 0 for none.
        progress: told how far it is.

    Returns:
        A graph for every unit, also where none could be found: it then has no nodes, and an F1 of 0.

    Raises:
        DataError: no unit, no such unit, or a side of the split has no text.
    """
    if not chosen:
        raise DataError("no unit was given; name at least one")
    units = open_units(lm, source)
    if isinstance(corpus, Store):
        units, whole = record(lm, units, chosen, corpus, packing=packing, n_tokens=n_tokens, progress=progress)
        texts = list(whole.split(heldout))
    else:
        texts = []
        for part, share in (("train", 1 - heldout), ("heldout", heldout)):
            side = corpus.split(part, heldout=heldout)  # type: ignore[arg-type]
            limit = None if n_tokens is None else int(n_tokens * share)
            units, found = record(lm, units, chosen, side, packing=packing, n_tokens=limit, progress=progress)
            texts.append(found)
    if not all(len(text) for text in texts):
        raise DataError(f"heldout={heldout} leaves a side without text; give more of it, or another share")
    return graphs_of(
        lm,
        units,
        *texts,
        corpus=text_record(corpus)["name"],
        options=options,
        replace_rows=replace_rows,
        progress=progress,
    )


def graphs_of(
    lm: LanguageModel,
    units: Units,
    train: Recorded,
    heldout: Recorded,
    *,
    corpus: str,
    options: GraphOptions = DEFAULT_GRAPH,
    replace_rows: int = 16,
    progress: Progress = silent,
) -> list[NeuronGraph]:
    """The graphs of the units of two records, made from the first and scored on the second."""
    prober = Prober(lm, units, train.units)
    pieces = [piece for column in range(len(train.units)) for piece in examples(train, column, options)]
    prune(prober, pieces, options, progress)
    pruned = [piece for piece in pieces if piece.context]
    weigh(prober, pruned, train.ids, options)
    tries = [Trie() for _ in train.units]
    grow(prober, pruned, tries, train.ids, options)
    text, other = Text(train.ids, train.starts), Text(heldout.ids, heldout.starts)
    found = []
    for column, trie in enumerate(tries):
        mine = [piece for piece in pieces if piece.column == column]
        found.append(
            _scored(lm, units, column, trie, mine, (train, text), (heldout, other), corpus, options, replace_rows)
        )
        progress("scoring", column + 1, len(tries))
    return found


def _scored(
    lm: LanguageModel,
    units: Units,
    column: int,
    trie: Trie,
    pieces: Sequence[Piece],
    train: tuple[Recorded, Text],
    heldout: tuple[Recorded, Text],
    corpus: str,
    options: GraphOptions,
    replace_rows: int,
) -> NeuronGraph:
    (seen, text), (unseen, other) = train, heldout
    unit = seen.units[column]
    values, truth_values = seen.values[:, column].astype(float), unseen.values[:, column].astype(float)
    inner, other_inner = _inner(text), _inner(other)
    threshold = max(options.fires * strongest_peak(seen, column, options), 1e-9)
    rule = graph_rule(trie, text, values, inner, threshold)
    truth = truth_values >= threshold
    documents = np.repeat(unseen.document, np.diff(unseen.starts))[other_inner]

    def judged(fires: np.ndarray) -> Detection:
        return detection(fires[other_inner], truth[other_inner], documents, seed=options.seed)

    classes = trie.best(other)
    tables = [NGram(text, values, inner, threshold, most=most) for most in (1, _NGRAM)]
    suffice = [piece for piece in pieces if piece.context]
    replaced = None
    if replace_rows and len(unseen):
        predicted = np.where(other_inner, rule.activations(classes), 0.0)
        replaced = replaced_losses(
            lm, units, unseen, column, predicted, mean=rule.base[1], rows=replace_rows, seed=options.seed
        )
    return NeuronGraph(
        unit=unit,
        name=units.name(unit),
        side=int(units.side(unit)),
        threshold=threshold,
        cutoff=rule.cutoff,
        nodes=_listed(lm, trie),
        base=rule.none,
        graph=judged(rule.fires(classes)),
        token_table=judged(tables[0].rule.fires(tables[0].classes(other))),
        ngram=judged(tables[1].rule.fires(tables[1].classes(other))),
        control=judged(_elsewhere(rule.fires(classes), other_inner, options.seed)),
        examples=len(pieces),
        pruned=len(suffice),
        context=float(np.mean([len(piece.context) for piece in suffice])) if suffice else 0.0,
        replaced=replaced,
        n_train=int(inner.sum()),
        n_heldout=int(other_inner.sum()),
        model=lm.name,
        corpus=corpus,
        options=asdict(options),
        provenance=provenance(lm, seed=options.seed),
    )


def _inner(text: Text) -> np.ndarray:
    """Tokens that are not the first of their row."""
    return np.arange(len(text)) != text.begin


def _elsewhere(fires: np.ndarray, counted: np.ndarray, seed: int) -> np.ndarray:
    """As many tokens as are named, at random places."""
    found = np.zeros_like(fires)
    found[counted] = np.random.default_rng(seed).permutation(fires[counted])
    return found


def _listed(lm: LanguageModel, trie: Trie) -> tuple[GraphNode, ...]:
    """The nodes, parents before children."""
    found: list[GraphNode] = []

    def words(step: Step) -> str:
        if step.kind in ("token", "earlier"):
            text = str(step.token) if lm.tokenizer is None else str(lm.tokenizer.decode([step.token]))
            return text if step.kind == "token" else f"{text} … "
        if step.kind == "gap":
            return f"[{step.least}–{step.most} any]" if step.most > step.least else f"[{step.most} any]"
        return "[any]" if step.kind == "any" else "(seen before) "

    def walk(node: Node, parent: int | None) -> None:
        for child in node.children.values():
            found.append(
                GraphNode(
                    id=child.number,
                    parent=parent,
                    kind=child.step.kind,
                    token=child.step.token if child.step.token >= 0 else None,
                    text=words(child.step),
                    least=child.step.least,
                    most=child.step.most,
                    score=child.score,
                    value=child.value,
                    support=int(child.n),
                )
            )
            walk(child, child.number)

    walk(trie.root, None)
    return tuple(found)
