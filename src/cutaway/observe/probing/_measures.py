"""How well scores tell classes apart: AUROC and accuracy, with intervals over resampled groups."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float, Int

from cutaway.evidence import Interval

_RESAMPLES = 1000
_CELLS = 1_000_000
"""Weights that are held at a time."""


def auroc(scores: Float[np.ndarray, "row k"], label: Int[np.ndarray, " row"]) -> float:
    """The area under the ROC curve: how often a positive scores above a negative, a tie counting half.

    With two classes `k` is 1 and class 1 is the positive one; with more, each class's score against the rest, and the
    mean over the classes that are there. NaN where there is nothing to tell apart.
    """
    return float(_auroc(scores, label, np.ones((1, len(label))))[0])


def auroc_interval(
    scores: Float[np.ndarray, "row k"], label: Int[np.ndarray, " row"], group: Int[np.ndarray, " row"], *, seed: int = 0
) -> Interval | None:
    """A 95% percentile interval over resampled groups (Efron, 1979; whole groups, since rows of one depend on each
    other); None where there are fewer than two groups. Resamples that lack a class are left out."""
    drawn = [_auroc(scores, label, weights) for weights in _resampled(group, seed)]
    return _interval(np.concatenate(drawn)) if drawn else None


def accuracy_interval(correct: np.ndarray, group: Int[np.ndarray, " row"], *, seed: int = 0) -> Interval | None:
    """The same for the share of rows that are `correct`."""
    drawn = [weights @ correct.astype(float) / weights.sum(1) for weights in _resampled(group, seed)]
    return _interval(np.concatenate(drawn)) if drawn else None


def _interval(values: np.ndarray) -> Interval | None:
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    low, high = np.quantile(values, [0.025, 0.975])
    return Interval(float(low), float(high))


def _resampled(group: np.ndarray, seed: int) -> Iterator[np.ndarray]:
    """[resample row], some at a time: how often each row's group was drawn. Nothing where there is one group only."""
    _, index = np.unique(group, return_inverse=True)
    n = int(index.max()) + 1
    if n < 2:
        return
    counts = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=_RESAMPLES)
    step = max(1, _CELLS // len(group))
    for first in range(0, _RESAMPLES, step):
        yield counts[first : first + step, index].astype(float)


def _auroc(scores: np.ndarray, label: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """[resample], from weights [resample row]; NaN where a class has no weight."""
    if scores.shape[1] == 1:
        return _binary(scores[:, 0], label == 1, weights)
    present = [k for k in range(scores.shape[1]) if (label == k).any() and (label != k).any()]
    if not present:
        return np.full(len(weights), np.nan)
    return np.mean([_binary(scores[:, k], label == k, weights) for k in present], axis=0)


def _binary(scores: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> np.ndarray:
    order = np.argsort(scores, kind="stable")
    scores, positive = scores[order], positive[order]
    starts = np.flatnonzero(np.r_[True, scores[1:] != scores[:-1]])  # rows of one score are one step of the curve
    weights = weights[:, order]
    above = np.add.reduceat(weights * positive, starts, axis=1)
    below = np.add.reduceat(weights * ~positive, starts, axis=1)
    pairs = above.sum(1) * below.sum(1)
    won = (above * (below.cumsum(1) - below / 2)).sum(1)
    return np.where(pairs > 0, won / np.where(pairs > 0, pairs, 1), np.nan)
