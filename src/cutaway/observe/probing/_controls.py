"""What a probe is compared with: random labels, the tokens alone, and the length of the labels' description."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from cutaway.errors import DataError
from cutaway.evidence import Interval
from cutaway.observe.probing._fit import STRENGTHS, fit
from cutaway.observe.probing._labelled import Rows
from cutaway.observe.probing._measures import accuracy_interval, auroc, auroc_interval
from cutaway.observe.probing._split import Split, split_groups, split_within

BLOCKS = (0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.0625, 0.125, 0.25, 0.5, 1.0)
"""Ends of the blocks of the online code, as shares of the rows (Voita and Titov, 2020)."""
_FLOOR = -20.0
"""No label costs more bits than this: a probe of two rows is surer than it may be."""


@dataclass(frozen=True, kw_only=True)
class CodeLength:
    """What it costs to send the training labels to somebody who has the activations."""

    bits: float
    """With the probe learned as the labels arrive."""
    uniform_bits: float
    """Without the activations: log2 of the number of classes for each."""

    @property
    def compression(self) -> float:
        """How many times shorter: 1 is nothing learned."""
        return self.uniform_bits / max(self.bits, 1e-12)


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """A classifier that sees no activation of the model's layers, on the same split."""

    auroc: float
    interval: Interval | None
    accuracy: float
    accuracy_interval: Interval | None


def control_labels(
    kind: Int[np.ndarray, " row"], label: Int[np.ndarray, " row"], *, seed: int
) -> Int[np.ndarray, " row"]:
    """A control task (Hewitt and Liang, 2019): every type gets one label at random, drawn from the labels' own
    frequencies. Only a probe that memorises types can learn it."""
    rng = np.random.default_rng(seed)
    _, index = np.unique(kind, return_inverse=True)
    classes, counts = np.unique(label, return_counts=True)
    return rng.choice(classes, size=int(index.max()) + 1, p=counts / len(label))[index]


def control_accuracies(
    x: Float[np.ndarray, "row d"], rows: Rows, *, probe: str, strength: float, share: float, n: int, seed: int
) -> tuple[float, ...]:
    """The held-out accuracy of the same probe on `n` control tasks, where types recur across the split."""
    split, _ = split_within(rows.type, share=share, seed=seed)
    found = []
    for draw in range(20 * n):
        labels = control_labels(rows.type, rows.label, seed=seed + 1000 + draw)
        if len(np.unique(labels[split.train])) < 2:
            continue
        fitted = fit(probe, x[split.train], labels[split.train], len(rows.classes), strength=strength, seed=seed)
        found.append(float((fitted.predict(x[split.test]) == labels[split.test]).mean()))
        if len(found) == n:
            break
    return tuple(found)


def shuffled_aurocs(
    x: Float[np.ndarray, "row d"], rows: Rows, split: Split, *, probe: str, strength: float, n: int, seed: int
) -> tuple[float, ...]:
    """The held-out AUROC of the same probe trained on its labels in a random order, `n` times: what chance gives."""
    found = []
    for draw in range(n):
        labels = np.random.default_rng(seed + 2000 + draw).permutation(rows.label[split.train])
        fitted = fit(probe, x[split.train], labels, len(rows.classes), strength=strength, seed=seed)
        found.append(auroc(fitted.scores(x[split.test]), rows.label[split.test]))
    return tuple(found)


def code_length(
    x: Float[np.ndarray, "row d"],
    label: Int[np.ndarray, " row"],
    group: Int[np.ndarray, " row"],
    n_classes: int,
    *,
    probe: str,
    strengths: Sequence[float],
    seed: int,
) -> CodeLength:
    """The online code of Voita and Titov (2020): t₁·log₂K + Σ −log₂ p(block | probe of all rows before it).

    Rows are sent in a random order of their groups, a group's rows one after another. As long as the rows before a
    block are all of one class, its labels cost log₂K each. Of several strengths the one with the shortest code is
    taken, and log₂ of their number is paid to say which: what ranks best is far too sure of itself on the few rows of
    the first blocks.
    """
    names, index = np.unique(group, return_inverse=True)
    order = np.argsort(np.random.default_rng(seed).permutation(len(names))[index], kind="stable")
    x, label = x[order], label[order]
    ends = sorted({max(1, round(share * len(label))) for share in BLOCKS})
    uniform = float(np.log2(n_classes))
    bits = np.full(len(strengths), ends[0] * uniform)
    for start, end in pairwise(ends):
        if len(np.unique(label[:start])) < 2:
            bits += (end - start) * uniform
            continue
        for number, strength in enumerate(strengths):
            fitted = fit(probe, x[:start], label[:start], n_classes, strength=strength, seed=seed)
            logp = fitted.log2_probabilities(x[start:end])[np.arange(end - start), label[start:end]]
            bits[number] -= float(np.maximum(logp, _FLOOR).sum())
    return CodeLength(bits=float(bits.min() + np.log2(len(strengths))), uniform_bits=len(label) * uniform)


def bag_of_tokens(rows: Rows, split: Split, *, share: float, seed: int) -> Baseline:
    """A logistic probe on how often each token id occurs in what is labelled (the prompt up to there, or the word)."""
    from scipy.sparse import csr_matrix

    words = [rows.words(row) for row in range(len(rows))]
    columns = np.concatenate([np.asarray(ids) for ids in words])
    starts = np.cumsum([0, *map(len, words)])
    vocabulary, columns = np.unique(columns, return_inverse=True)
    counts: Any = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(words), len(vocabulary)))
    counts.sum_duplicates()

    def scores(train: np.ndarray, test: np.ndarray, strength: float) -> np.ndarray:
        from sklearn.linear_model import LogisticRegression

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a baseline that has not quite converged is still a baseline
            model: Any = LogisticRegression(C=1 / strength, max_iter=2000).fit(counts[train], rows.label[train])
        found = np.asarray(model.decision_function(counts[test]))
        if found.ndim == 1 and len(rows.classes) == 2:
            return found[:, None]
        full = np.full((len(found), len(rows.classes)), -30.0)
        full[:, model.classes_] = found if found.ndim == 2 else np.stack([-found / 2, found / 2], axis=1)
        return full

    strength = _best(scores, rows, split, (0.01, 0.1, 1.0, 10.0), share=share, seed=seed)
    return _baseline(scores(split.train, split.test, strength), rows, split, seed)


def embedding_probe(x: Float[np.ndarray, "row d"], rows: Rows, split: Split, *, share: float, seed: int) -> Baseline:
    """A logistic probe on the mean input embedding of the same tokens."""

    def scores(train: np.ndarray, test: np.ndarray, strength: float) -> np.ndarray:
        fitted = fit("logistic", x[train], rows.label[train], len(rows.classes), strength=strength, seed=seed)
        return fitted.scores(x[test])

    strength = _best(scores, rows, split, STRENGTHS, share=share, seed=seed)
    return _baseline(scores(split.train, split.test, strength), rows, split, seed)


def inner_split(rows: Rows, split: Split, *, share: float, seed: int) -> Split | None:
    """A split of the training side alone, to choose by; None where it has too few groups for one."""
    try:
        inner = split_groups(rows.group[split.train], rows.label[split.train], share=share, seed=seed, needs_all=False)
    except DataError:
        return None
    return Split(train=split.train[inner.train], test=split.train[inner.test])


def _best(scores: Any, rows: Rows, split: Split, strengths: tuple[float, ...], *, share: float, seed: int) -> float:
    inner = inner_split(rows, split, share=share, seed=seed)
    if inner is None:
        return strengths[len(strengths) // 2]
    found = [auroc(scores(inner.train, inner.test, strength), rows.label[inner.test]) for strength in strengths]
    return strengths[int(np.argmax(np.nan_to_num(found)))]


def _baseline(scores: np.ndarray, rows: Rows, split: Split, seed: int) -> Baseline:
    label, group = rows.label[split.test], rows.group[split.test]
    predicted = (scores[:, 0] > 0).astype(int) if scores.shape[1] == 1 else scores.argmax(1)
    correct = predicted == label
    return Baseline(
        auroc=auroc(scores, label),
        interval=auroc_interval(scores, label, group, seed=seed),
        accuracy=float(correct.mean()),
        accuracy_interval=accuracy_interval(correct, group, seed=seed),
    )
