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
        samples: [n], independent measurements, one a prompt. A single one is both ends of its interval: it tells
            nothing of the spread. Below about ten the interval is too narrow.
        confidence: how often such an interval should cover the true mean.
        n_resamples: resamples that are drawn.
        seed: draws them; the same seed gives the same interval.

    Raises:
        DataError: no sample, one that is not finite, several for a prompt, or no resample.
    """
    x = _finite(samples)
    _check_confidence(confidence)
    _check_draws("n_resamples", n_resamples)
    if np.all(x == x[0]):
        return Interval(float(x[0]), float(x[0]))
    return _quantiles(_resampled_means(x, n_resamples, np.random.default_rng(seed)), confidence)


def bootstrap_difference(
    a: ArrayLike, b: ArrayLike, *, confidence: float = 0.95, n_resamples: int = 4000, seed: int = 0
) -> Interval:
    """A percentile bootstrap interval of mean(a) - mean(b), each resampled on its own.

    Args:
        a, b: [n] and [m], independent measurements.
        confidence, n_resamples, seed: as in `bootstrap`.

    Raises:
        DataError: as in `bootstrap`.
    """
    x, y = _finite(a), _finite(b)
    _check_confidence(confidence)
    _check_draws("n_resamples", n_resamples)
    rng = np.random.default_rng(seed)
    return _quantiles(_resampled_means(x, n_resamples, rng) - _resampled_means(y, n_resamples, rng), confidence)


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
    # Exact at the ends, where rounding would leave the proportion itself outside.
    return Interval(0.0 if successes == 0 else centre - half, 1.0 if successes == n else centre + half)


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
        DataError: no samples, samples that are not finite, paired samples of unequal number, or no permutation.
    """
    x, y = _finite(a), _finite(b)
    _check_draws("n_permutations", n_permutations)
    rng = np.random.default_rng(seed)
    if paired:
        if len(x) != len(y):
            raise DataError(f"paired samples differ in number: {len(x)} and {len(y)}; give one of each per prompt")
        difference = x - y
        observed = abs(difference.mean())
        size = np.abs(difference).max()
        drawn = [
            np.abs(np.where(rng.random((rows, len(difference))) < 0.5, -difference, difference).mean(1))
            for rows in _chunks(n_permutations, len(difference))
        ]
    else:
        pooled = np.concatenate([x, y])
        observed = abs(x.mean() - y.mean())
        size = np.abs(pooled).max()
        drawn = []
        for rows in _chunks(n_permutations, len(pooled)):
            mixed = rng.permuted(np.broadcast_to(pooled, (rows, len(pooled))), axis=1)
            drawn.append(np.abs(mixed[:, : len(x)].mean(1) - mixed[:, len(x) :].mean(1)))
    # The same split summed in another order must count as equal, whatever the unit.
    slack = 1e-12 * size
    return float((1 + np.sum(np.concatenate(drawn) >= observed - slack)) / (1 + n_permutations))


def _resampled_means(x: NDArray[np.float64], n: int, rng: np.random.Generator) -> NDArray[np.float64]:
    return np.concatenate([x[rng.integers(0, len(x), (rows, len(x)))].mean(1) for rows in _chunks(n, len(x))])


def _chunks(draws: int, width: int) -> list[int]:
    """How many draws to make at a time, so that memory stays bounded."""
    step = max(1, 4_000_000 // width)
    return [min(step, draws - first) for first in range(0, draws, step)]


def _quantiles(drawn: NDArray[np.float64], confidence: float) -> Interval:
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Interval(float(low), float(high))


def spearman(a: ArrayLike, b: ArrayLike) -> float:
    """Spearman's rank correlation (1904); ties take the mean of their ranks, and a constant list correlates to 0.

    Args:
        a, b: [n] each.

    Raises:
        DataError: no samples, samples that are not finite, or lists of unequal length.
    """
    x, y = _finite(a), _finite(b)
    if len(x) != len(y):
        raise DataError(f"lists of {len(x)} and {len(y)} cannot be ranked against each other; give as many of each")
    x, y = _ranks(x), _ranks(y)
    x, y = x - x.mean(), y - y.mean()
    return float(x @ y / max(float(np.linalg.norm(x) * np.linalg.norm(y)), 1e-30))


def _ranks(x: NDArray[np.float64]) -> NDArray[np.float64]:
    _, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
    return (counts.cumsum() - (counts - 1) / 2)[inverse]


def _finite(samples: ArrayLike) -> NDArray[np.float64]:
    x = np.asarray(samples, dtype=np.float64)
    if x.ndim > 1:
        raise DataError(f"samples of shape {list(x.shape)}; give one number a prompt (average over the rest first)")
    x = x.reshape(-1)
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


def _check_draws(name: str, count: int) -> None:
    if count < 1:
        raise DataError(f"{name}={count}; give at least 1, and thousands for a steady result")


def _normal_quantile(p: float) -> float:
    return NormalDist().inv_cdf(p)
