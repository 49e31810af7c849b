"""How well a rule predicts where a unit fires: counted on training text, scored on held-out text, beside baselines.

Every rule sorts places into classes that back off to one another: a node of a graph to its parent, a context of n tokens
to one of n - 1. A class's share of firing places is drawn towards its parent's as if one more place had been seen there;
the unit is predicted to fire above a cutoff, chosen for the best F1 on training text with each place left out of its own
class. Graph, token table and n-gram are treated alike.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from cutaway.evidence import Interval
from cutaway.features.neuron2graph._graph import Text, Trie

_PRIOR = 1.0
"""Places that a class borrows from its parent."""


@dataclass(frozen=True, kw_only=True)
class Detection:
    """How well a rule finds the tokens on which a unit fires, on text that it was not made from."""

    precision: float
    """Of the tokens that it names, the share on which the unit fires; 0 where it names none."""
    recall: float
    """Of the tokens on which the unit fires, the share that it names; 0 where there are none."""
    f1: float
    """Their harmonic mean; 0 where nothing was found."""
    interval: tuple[float, float]
    """A 95% bootstrap interval of F1 over documents."""
    fired: int
    """Tokens on which the unit fires."""
    named: int
    """Tokens on which the rule says so."""


def detection(
    predicted: np.ndarray, truth: np.ndarray, groups: np.ndarray, *, n_resamples: int = 1000, seed: int = 0
) -> Detection:
    """Precision, recall and F1 of predictions, with an interval over groups of tokens.

    Args:
        predicted, truth: [token], whether the unit fires.
        groups: [token], what is resampled together (documents).
        n_resamples, seed: of the bootstrap.
    """
    number = np.unique(groups, return_inverse=True)[1] if len(groups) else groups
    count = int(number.max()) + 1 if len(number) else 0

    def by_group(kept: np.ndarray) -> np.ndarray:
        return np.bincount(number[kept], minlength=count)

    hits, named, fired = by_group(predicted & truth), by_group(predicted), by_group(truth)

    def f1(hit: Any, says: Any, does: Any) -> Any:
        return 2 * hit / np.maximum(1, says + does)

    some = (named + fired) > 0  # documents without either change nothing but their own number
    rng = np.random.default_rng(seed)
    if some.any():
        weights = rng.multinomial(count, np.ones(count) / count, size=n_resamples)[:, some]
        drawn = f1(weights @ hits[some], weights @ named[some], weights @ fired[some])
        low, high = np.quantile(drawn, [0.025, 0.975])
    else:
        low = high = 0.0
    hit, says, does = int(hits.sum()), int(named.sum()), int(fired.sum())
    return Detection(
        precision=hit / max(1, says),
        recall=hit / max(1, does),
        f1=float(f1(hit, says, does)),
        interval=Interval(float(low), float(high)),
        fired=does,
        named=says,
    )


class Rule:
    """Classes of places, with what the training text shows of each.

    Args:
        parent: [class], the class that each backs off to, always of a lower number; -1 for none.
        n, fired, total: [class], places of training text, those that fire, and the sum of activations on all of them.
        base: share of all places that fire, and mean activation.
    """

    def __init__(
        self, parent: np.ndarray, n: np.ndarray, fired: np.ndarray, total: np.ndarray, base: tuple[float, float]
    ):
        self.parent, self.n, self.fired, self.total, self.base = parent, n, fired, total, base
        self.score, self.value = np.zeros(len(n)), np.zeros(len(n))
        for k in range(len(n)):
            up, mean = base if parent[k] < 0 else (self.score[parent[k]], self.value[parent[k]])
            self.score[k] = (fired[k] + _PRIOR * up) / (n[k] + _PRIOR)
            self.value[k] = (total[k] + _PRIOR * mean) / (n[k] + _PRIOR)
        self.none = base
        """The same of places of no class (of which the rule says nothing, so that it names none of them)."""
        self.cutoff = 0.5

    def fit_cutoff(self, classes: np.ndarray, truth: np.ndarray) -> None:
        """Choose the cutoff for the best F1 on training places, each left out of its own class."""
        known = classes >= 0
        if not (known & truth).any():
            self.cutoff = 1.1  # above every score
            return
        k, hit = classes[known], truth[known]
        up = np.where(self.parent[k] < 0, self.base[0], self.score[self.parent[k].clip(min=0)])
        score = (np.maximum(0.0, self.fired[k] - hit) + _PRIOR * up) / (np.maximum(0.0, self.n[k] - 1) + _PRIOR)
        order = np.argsort(-score, kind="stable")
        score = score[order]
        f1 = 2 * np.cumsum(hit[order]) / (np.arange(1, len(order) + 1) + truth.sum())
        ends = np.append(score[1:] < score[:-1], True)  # a cutoff takes in all of a score
        best = int(np.argmax(np.where(ends, f1, -1.0)))
        self.cutoff = float(score[best] + (score[best + 1] if best + 1 < len(score) else 0.0)) / 2

    def fires(self, classes: np.ndarray) -> np.ndarray:
        """Whether the unit is predicted to fire at places of these classes; at places of none (-1) it is not."""
        return np.append(self.score, -1.0)[classes] >= self.cutoff  # the last entry is that of -1

    def activations(self, classes: np.ndarray) -> np.ndarray:
        """The activation that is predicted."""
        return np.append(self.value, self.none[1])[classes]


def graph_rule(trie: Trie, text: Text, values: np.ndarray, counted: np.ndarray, threshold: float) -> Rule:
    """What training text and the prompts that made it show of a graph's nodes; written into the nodes, too.

    Args:
        trie: the graph, whose nodes are listed.
        text: training text.
        values: [token], activations.
        counted: [token], which places count.
        threshold: from which activation on the unit fires.
    """
    trie.enumerate()
    fires = values >= threshold
    for node in trie.nodes:
        node.n, node.total = float(len(node.shown)), float(sum(node.shown))
        node.fired = float(sum(value >= threshold for value in node.shown))
    for node, places in trie.matches(text):
        places = places[counted[places]]
        node.n += len(places)
        node.fired += float(fires[places].sum())
        node.total += float(values[places].sum())
    parent = np.array([-1 if node.parent is None else node.parent.number for node in trie.nodes], dtype=np.int64)
    n, fired, total = (np.array([getattr(node, name) for node in trie.nodes]) for name in ("n", "fired", "total"))
    rule = Rule(parent, n, fired, total, base=_base(fires, values, counted))
    for node, score, value in zip(trie.nodes, rule.score, rule.value, strict=True):
        node.score, node.value = float(score), float(value)
    classes = trie.best(text)
    rule.none = _base(fires, values, counted & (classes < 0))
    rule.fit_cutoff(classes[counted], fires[counted])
    return rule


class NGram:
    """A table of the last tokens: the longest context that was seen, backing off to shorter ones.

    Args:
        text: training text.
        values, counted, threshold: as for `graph_rule`.
        most: the longest context, in tokens; 1 for a token table.
    """

    def __init__(self, text: Text, values: np.ndarray, counted: np.ndarray, threshold: float, *, most: int):
        self.most = most
        self._known: list[np.ndarray] = []
        self._first: list[int] = []
        fires = values >= threshold
        parents, columns, first = [], [], 0
        shorter: np.ndarray | None = None
        for length in range(1, most + 1):
            keys, there = _contexts(text, length)
            kept = there & counted
            known, number = np.unique(keys[kept], return_inverse=True)
            size = len(known)
            n = np.bincount(number, minlength=size)
            weights = [np.bincount(number, weights=w[kept], minlength=size) for w in (fires.astype(float), values)]
            parent = np.full(size, -1, dtype=np.int64)
            if shorter is not None:
                parent[number] = shorter[kept]
            here = np.full(len(text), -1, dtype=np.int64)
            here[kept] = first + number
            self._known.append(known)
            self._first.append(first)
            parents.append(parent)
            columns.append((n, *weights))
            shorter, first = here, first + size
        n, fired, total = (np.concatenate([c[k] for c in columns]).astype(float) for k in range(3))
        self.rule = Rule(np.concatenate(parents), n, fired, total, base=_base(fires, values, counted))
        self.rule.fit_cutoff(self.classes(text)[counted], fires[counted])

    def classes(self, text: Text) -> np.ndarray:
        """[token]: the class of the longest context that was seen in training."""
        found = np.full(len(text), -1, dtype=np.int64)
        for length, (known, first) in enumerate(zip(self._known, self._first, strict=True), 1):
            keys, there = _contexts(text, length)
            at = np.searchsorted(known, keys).clip(max=max(0, len(known) - 1))
            hit = there & (known[at] == keys) if len(known) else np.zeros(len(text), dtype=bool)
            found[hit] = first + at[hit]
        return found


def _contexts(text: Text, length: int) -> tuple[np.ndarray, np.ndarray]:
    """A number for the last `length` tokens at each place, and whether the row has so many."""
    key = np.zeros(len(text), dtype=np.uint64)
    place = np.arange(len(text))
    there = np.ones(len(text), dtype=bool)
    for back in range(length):
        at = place - back
        there &= at >= text.begin
        ids = text.ids[at.clip(min=0)].astype(np.uint64)
        key = key * np.uint64(0x9E3779B97F4A7C15) + ids + np.uint64(1)  # wraps around; 64 bits keep contexts apart
    return key, there


def _base(fires: np.ndarray, values: np.ndarray, counted: np.ndarray) -> tuple[float, float]:
    n = max(1, int(counted.sum()))
    return float(fires[counted].sum()) / n, float(values[counted].sum()) / n
