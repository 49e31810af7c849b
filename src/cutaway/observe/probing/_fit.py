"""Fitting probes with scikit-learn, which is imported when the first probe is fitted.

Logistic regression, ridge, LDA and the MLP see features scaled to zero mean and unit variance of the training rows; the
scaling is folded into the weights afterwards. The mean difference is taken on the activations as they are. Scores that
are not log-odds (mean difference, ridge) become so by a logistic regression on them (Platt, 1999).
"""

import warnings
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from jaxtyping import Float, Int

from cutaway.errors import DataError, did_you_mean

ProbeKind = Literal["logistic", "ridge", "mean_difference", "lda", "mlp"]
KINDS: tuple[str, ...] = get_args(ProbeKind)
STRENGTHS = (1.0, 10.0, 100.0, 1000.0, 10000.0)
"""Weights of the L2 penalty that are tried, on features of unit variance; the loss is summed over the rows."""
TUNED = ("logistic", "ridge", "mlp")
"""The kinds that have such a penalty."""
_HIDDEN = 64


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitted:
    """Weights and biases of a probe in fp64, and whether its fit converged."""

    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]
    converged: bool = True

    def logits(self, x: Float[np.ndarray, "row d"]) -> Float[np.ndarray, "row k"]:
        """As `Probe.logits`."""
        x = x.astype(np.float64)
        for index, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            x = (np.maximum(x, 0) if index else x) @ weight.T + bias
        return x

    def scores(self, x: Float[np.ndarray, "row d"]) -> Float[np.ndarray, "row k"]:
        """What rows are ranked by: the log-odds of class 1, or the log-probability of each of several classes."""
        logits = self.logits(x)
        return logits if logits.shape[1] == 1 else logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)

    def predict(self, x: Float[np.ndarray, "row d"]) -> Int[np.ndarray, " row"]:
        """The index of the likeliest class."""
        logits = self.logits(x)
        return (logits[:, 0] > 0).astype(np.int64) if logits.shape[1] == 1 else logits.argmax(1)

    def log2_probabilities(self, x: Float[np.ndarray, "row d"]) -> Float[np.ndarray, "row class"]:
        """Of every class, in bits."""
        logits = self.logits(x)
        if logits.shape[1] == 1:
            logits = np.concatenate([np.zeros_like(logits), logits], axis=1)
        return (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)) / np.log(2)


def check_kind(kind: str) -> None:
    """Refuse a kind of probe that there is not.

    Raises:
        DataError: it is none of `KINDS`.
    """
    if kind not in KINDS:
        raise DataError(f"no probe {kind!r}{did_you_mean(kind, KINDS)}; there are {', '.join(KINDS)}")


def fit(
    kind: str,
    x: Float[np.ndarray, "row d"],
    label: Int[np.ndarray, " row"],
    n_classes: int,
    *,
    strength: float = 100.0,
    seed: int = 0,
) -> Fitted:
    """Fit one probe.

    Args:
        kind: one of `KINDS`.
        x: activations.
        label: class indices; at least two different ones.
        n_classes: how many classes there are, also where some have no row here.
        strength: weight of the L2 penalty ½·strength·‖w‖² beside the summed loss; LDA shrinks by Ledoit and Wolf's
            estimate (2004) instead, and the mean difference not at all.
        seed: of the MLP's initialisation.
    """
    check_kind(kind)
    x = x.astype(np.float64)
    present = np.unique(label)
    if len(present) < 2:
        raise DataError("only one class among the rows that a probe is to be fitted on")
    index = np.searchsorted(present, label)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if kind == "mean_difference":
            weights, biases = _calibrated(*_mean_difference(x, index, len(present)), x, index)
        else:
            mean, scale = x.mean(0), x.std(0)
            scale = np.where(scale > 1e-12 * max(float(scale.max()), 1e-300), scale, 1.0)
            weights, biases = _FITS[kind]((x - mean) / scale, index, strength, seed)
            first = weights[0] / scale
            weights, biases = [first, *weights[1:]], [biases[0] - first @ mean, *biases[1:]]
            if kind == "ridge":
                weights, biases = _calibrated(weights[0], biases[0], x, index)
    converged = not any("onverge" in str(warning.message) for warning in caught)
    weights[-1], biases[-1] = _all_classes(weights[-1], biases[-1], present, n_classes)
    return Fitted(weights=tuple(weights), biases=tuple(biases), converged=converged)


def _logistic(x: np.ndarray, label: np.ndarray, strength: float, seed: int) -> tuple[list, list]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / strength, max_iter=2000, tol=1e-4).fit(x, label)
    return [model.coef_], [model.intercept_]


def _ridge(x: np.ndarray, label: np.ndarray, strength: float, seed: int) -> tuple[list, list]:
    from sklearn.linear_model import RidgeClassifier

    model = RidgeClassifier(alpha=strength).fit(x, label)
    return [np.atleast_2d(model.coef_)], [np.atleast_1d(model.intercept_)]


def _lda(x: np.ndarray, label: np.ndarray, strength: float, seed: int) -> tuple[list, list]:
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    model = LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto").fit(x, label)
    return [np.atleast_2d(model.coef_)], [np.atleast_1d(model.intercept_)]


def _mlp(x: np.ndarray, label: np.ndarray, strength: float, seed: int) -> tuple[list, list]:
    from sklearn.neural_network import MLPClassifier

    batch = min(64, len(x))
    alpha = strength * batch / len(x)  # scikit-learn divides by the batch's size
    model: Any = MLPClassifier((_HIDDEN,), alpha=alpha, max_iter=100, batch_size=batch, random_state=seed)  # type: ignore[arg-type]
    model.fit(x, label)
    return [weight.T for weight in model.coefs_], list(model.intercepts_)


_FITS = {"logistic": _logistic, "ridge": _ridge, "lda": _lda, "mlp": _mlp}


def _mean_difference(x: np.ndarray, label: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """θ = μ₊ − μ₋, scored from the midpoint; with more classes each score is that of the nearest mean."""
    means = np.stack([x[label == k].mean(0) for k in range(n)])
    if n == 2:
        theta = means[1] - means[0]
        return theta[None], -np.atleast_1d(theta @ (means[0] + means[1]) / 2)
    return means - means.mean(0), -((means**2).sum(1) - (means**2).sum(1).mean()) / 2


def _calibrated(
    weight: np.ndarray, bias: np.ndarray, x: np.ndarray, label: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Scores as log-odds, by one scale and offset (for several classes: one scale, an offset a class)."""
    from sklearn.linear_model import LogisticRegression

    scores = x @ weight.T + bias
    size = float(scores.std()) or 1.0
    if scores.shape[1] == 1:
        platt = LogisticRegression(C=100.0).fit(scores / size, label)
        scale = max(float(platt.coef_[0, 0]), 1e-6) / size  # never upside down
        return [scale * weight], [scale * bias + platt.intercept_]
    best, chosen = np.inf, 1.0
    for candidate in np.geomspace(0.01, 100, 33):
        logits = candidate * scores / size
        loss = (np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(label)), label]).mean()
        if loss < best:
            best, chosen = loss, candidate
    return [chosen / size * weight], [chosen / size * bias]


def _all_classes(
    weight: np.ndarray, bias: np.ndarray, present: np.ndarray, n_classes: int
) -> tuple[np.ndarray, np.ndarray]:
    """The rows of classes that were not there: never predicted, since the present ones are centred and the likeliest of
    them is then at least even. Two present of several become two rows."""
    if n_classes == 2 or len(present) == n_classes:
        return weight, bias
    if len(present) == 2:
        weight, bias = np.concatenate([-weight / 2, weight / 2]), np.concatenate([-bias / 2, bias / 2])
    full, offset = np.zeros((n_classes, weight.shape[1])), np.full(n_classes, -30.0)
    full[present], offset[present] = weight - weight.mean(0), bias - bias.mean()
    return full, offset
