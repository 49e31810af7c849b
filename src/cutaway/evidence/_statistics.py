"""Intervals and tests: how sure a number is, without assuming what its distribution looks like."""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cutaway.errors import DataError


class Interval(NamedTuple):
    """A confidence interval, ends included."""

    low: float
    high: float


def bootstrap(samples: ArrayLike, *, confidence: float = 0.95, n_resamples: int = 4000, seed: int = 0) -> Interval:
    """A percentile bootstrap interval of the mean (Efron, 1979).

    Args:
        samples: [n], independent measurements, one a prompt.
        confidence: how often such an interval should cover the true mean.
        n_resamples: resamples that are drawn.
        seed: draws them; the same seed gives the same interval.

    Raises:
        DataError: no sample, or one that is not finite.
    """
    x = _finite(samples)
    _check_confidence(confidence)
    if len(x) == 1 or np.all(x == x[0]):
        return Interval(float(x[0]), float(x[0]))
    rng = np.random.default_rng(seed)
    step = max(1, 4_000_000 // len(x))
    means = [
        x[rng.integers(0, len(x), (min(step, n_resamples - first), len(x)))].mean(1)
        for first in range(0, n_resamples, step)
    ]
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.concatenate(means), [tail, 1 - tail])
    return Interval(float(low), float(high))


def wilson(successes: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of a proportion (1927): sound for small n and for proportions near 0 or 1.

    Raises:
        DataError: n below one, or successes outside 0..n.
    """
    if n < 1 or not 0 <= successes <= n:
        raise DataError(f"{successes} successes of {n}: give n of at least 1 and successes within 0..n")
    _check_confidence(confidence)
    z = _normal_quantile(1 - (1 - confidence) / 2)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)))
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def permutation_test(
    a: ArrayLike, b: ArrayLike, *, paired: bool = False, n_permutations: int = 10_000, seed: int = 0
) -> float:
    """The two-sided p-value of a difference of means under exchange of labels.

    Args:
        a, b: [n] and [m]; of equal length if `paired`, where signs of the differences are flipped instead.
        paired: whether a[i] and b[i] belong to the same prompt.
        n_permutations: random permutations; the observed one is counted among them, so p is never 0.
        seed: draws them.

    Raises:
        DataError: no samples, samples that are not finite, or paired samples of unequal number.
    """
    x, y = _finite(a), _finite(b)
    rng = np.random.default_rng(seed)
    if paired:
        if len(x) != len(y):
            raise DataError(f"paired samples differ in number: {len(x)} and {len(y)}; give one of each per prompt")
        difference = x - y
        observed = abs(difference.mean())
        signs = rng.choice([-1.0, 1.0], (n_permutations, len(difference)))
        drawn = np.abs((signs * difference).mean(1))
    else:
        pooled = np.concatenate([x, y])
        observed = abs(x.mean() - y.mean())
        drawn = np.empty(n_permutations)
        for i in range(n_permutations):
            mixed = rng.permutation(pooled)
            drawn[i] = abs(mixed[: len(x)].mean() - mixed[len(x) :].mean())
    return float((1 + np.sum(drawn >= observed - 1e-12)) / (1 + n_permutations))


def _finite(samples: ArrayLike) -> NDArray[np.float64]:
    x = np.asarray(samples, dtype=np.float64).reshape(-1)
    if not len(x):
        raise DataError("no samples to work with; give at least one")
    if not np.isfinite(x).all():
        raise DataError(
            f"{int((~np.isfinite(x)).sum())} of {len(x)} samples are NaN or infinite; leave them out or find out why"
        )
    return x


def _check_confidence(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise DataError(f"confidence={confidence}; give a share between 0 and 1, such as 0.95")


def _normal_quantile(p: float) -> float:
    return NormalDist().inv_cdf(p)
