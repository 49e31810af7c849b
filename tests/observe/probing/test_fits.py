"""Fits, measures and controls, each beside scikit-learn or a computation by hand."""

from itertools import pairwise

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cutaway.errors import DataError
from cutaway.observe import control_labels
from cutaway.observe.probing._controls import BLOCKS, code_length
from cutaway.observe.probing._fit import KINDS, fit
from cutaway.observe.probing._measures import accuracy_interval, auroc, auroc_interval

RNG = np.random.default_rng(0)
N, D = 240, 12


def planted(n_classes: int, *, n: int = N, noise: float = 1.0, seed: int = 0):
    """Classes whose means lie apart, on features of unequal scale and far from zero."""
    rng = np.random.default_rng(seed)
    label = rng.integers(0, n_classes, n)
    means = np.random.default_rng(9).normal(size=(n_classes, D))
    x = (means[label] + noise * rng.normal(size=(n, D))) * np.geomspace(0.01, 100, D) + 5.0
    return x.astype(np.float32), label


@pytest.mark.parametrize("n_classes", [2, 4])
@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("logistic", lambda: LogisticRegression(C=1 / 30, max_iter=5000, tol=1e-8)),
        ("lda", lambda: LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")),
    ],
)
def test_it_is_scikit_learns_on_standardised_features(kind, model, n_classes):
    x, label = planted(n_classes)
    ours = fit(kind, x[:180], label[:180], n_classes, strength=30.0)
    theirs = make_pipeline(StandardScaler(), model()).fit(x[:180].astype(float), label[:180])
    expected = theirs.predict_log_proba(x[180:].astype(float)) / np.log(2)
    assert np.abs(ours.log2_probabilities(x[180:]) - expected).max() < 0.02
    assert (ours.predict(x[180:]) == theirs.predict(x[180:].astype(float))).all()


@pytest.mark.parametrize("n_classes", [2, 4])
def test_ridge_ranks_as_scikit_learns(n_classes):
    x, label = planted(n_classes)
    ours = fit("ridge", x, label, n_classes, strength=30.0)
    theirs = make_pipeline(StandardScaler(), RidgeClassifier(alpha=30.0)).fit(x.astype(float), label)
    expected = theirs.decision_function(x.astype(float)).reshape(len(x), -1)
    assert np.corrcoef(ours.logits(x)[:, 0], expected[:, 0])[0, 1] > 1 - 1e-6
    if n_classes > 2:
        assert (ours.predict(x) == expected.argmax(1)).all()


def test_the_mean_difference_is_the_difference_of_means():
    x, label = planted(2)
    (weight,) = fit("mean_difference", x, label, 2).weights
    difference = x[label == 1].astype(float).mean(0) - x[label == 0].astype(float).mean(0)
    assert weight[0] @ difference / np.linalg.norm(weight) / np.linalg.norm(difference) == pytest.approx(1.0)


def test_the_nearest_mean_wins_among_several():
    x, label = planted(4)
    means = np.stack([x[label == k].astype(float).mean(0) for k in range(4)])
    nearest = ((x[:, None].astype(float) - means) ** 2).sum(-1).argmin(1)
    assert (fit("mean_difference", x, label, 4).predict(x) == nearest).all()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_finds_what_is_planted_and_is_calibrated_on_it(kind):
    x, label = planted(2, n=600)
    fitted = fit(kind, x[:400], label[:400], 2, strength=1.0)
    assert auroc(fitted.scores(x[400:]), label[400:]) > (0.7 if kind == "mean_difference" else 0.95)
    p = 2 ** fitted.log2_probabilities(x[400:])
    assert np.allclose(p.sum(1), 1)
    assert p[:, 1].mean() == pytest.approx(label[400:].mean(), abs=0.1)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("present", [(1, 3), (0, 1, 3)])
def test_a_class_without_rows_is_never_predicted(kind, present):
    x, label = planted(4)
    keep = np.isin(label, present)
    assert set(fit(kind, x[keep], label[keep], 4).predict(x * 10)) <= set(present)


def test_one_class_and_unknown_kinds_are_refused():
    x, label = planted(2)
    with pytest.raises(DataError, match="only one class"):
        fit("logistic", x, np.zeros(len(x), int), 2)
    with pytest.raises(DataError, match="did you mean 'logistic'"):
        fit("logistc", x, label, 2)


def test_a_constant_feature_does_no_harm():
    x, label = planted(2)
    x[:, 3] = 7.0
    assert np.isfinite(fit("logistic", x, label, 2).logits(x)).all()


# Measures


@pytest.mark.parametrize("ties", [False, True])
def test_auroc_is_scikit_learns(ties):
    scores, label = RNG.normal(size=(200, 1)), RNG.integers(0, 2, 200)
    scores = np.round(scores) if ties else scores
    assert auroc(scores, label) == pytest.approx(roc_auc_score(label, scores[:, 0]), abs=1e-12)


def test_auroc_of_several_classes_is_the_mean_of_each_against_the_rest():
    scores, label = RNG.normal(size=(200, 4)), RNG.integers(0, 4, 200)
    each = [roc_auc_score(label == k, scores[:, k]) for k in range(4)]
    assert auroc(scores, label) == pytest.approx(np.mean(each), abs=1e-12)
    assert np.isnan(auroc(scores[:, :1], np.zeros(200, int)))


def test_the_interval_is_that_of_resampled_groups():
    """Beside a plain loop that draws whole groups, with another generator: the ends agree but for Monte Carlo noise."""
    group = np.repeat(np.arange(25), 8)
    shift = RNG.normal(size=25)[group]  # rows of a group share their luck
    label = RNG.integers(0, 2, 200)
    scores = label + shift + 0.5 * RNG.normal(size=200)
    drawn = []
    for _ in range(1000):
        rows = np.concatenate([np.flatnonzero(group == g) for g in RNG.integers(0, 25, 25)])
        drawn.append(roc_auc_score(label[rows], scores[rows]))
    found = auroc_interval(scores[:, None], label, group)
    assert found is not None
    assert found == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.02)
    assert auroc_interval(scores[:, None], label, np.zeros(200, int)) is None
    rows = auroc_interval(scores[:, None], label, np.arange(200))
    assert rows is not None and rows.high - rows.low < found.high - found.low


def test_the_interval_of_the_accuracy():
    correct, group = RNG.random(300) < 0.8, np.arange(300)
    low, high = accuracy_interval(correct, group)
    half = 1.96 * np.sqrt(correct.mean() * (1 - correct.mean()) / 300)
    assert (low, high) == pytest.approx((correct.mean() - half, correct.mean() + half), abs=0.01)


def test_intervals_in_pieces_are_the_same(monkeypatch):
    from cutaway.observe.probing import _measures

    scores, label, group = RNG.normal(size=(90, 1)), RNG.integers(0, 2, 90), np.repeat(np.arange(30), 3)
    whole = auroc_interval(scores, label, group)
    monkeypatch.setattr(_measures, "_CELLS", 700)
    assert auroc_interval(scores, label, group) == whole


# Controls


def test_a_control_task_gives_each_type_one_label_at_the_labels_own_frequencies():
    kind = np.repeat(np.arange(2000), 3)
    label = np.repeat([0, 0, 0, 2], 1500)
    drawn = control_labels(kind, label, seed=0)
    assert (drawn.reshape(2000, 3) == drawn[::3, None]).all()
    assert set(drawn) == {0, 2} and (drawn == 2).mean() == pytest.approx(0.25, abs=0.04)
    assert (drawn != control_labels(kind, label, seed=1)).any()


def test_the_code_length_is_the_sum_over_blocks():
    x, label = planted(2, n=500)
    group = np.arange(500)
    order = np.random.default_rng(3).permutation(500).argsort()
    x, label = x[order], label[order]  # as code_length with seed 3 sends them
    inverse = order.argsort()
    found = code_length(x[inverse], label[inverse], group, 2, probe="logistic", strengths=(30.0,), seed=3)
    ends = sorted({max(1, round(share * 500)) for share in BLOCKS})
    bits = float(ends[0])
    for start, end in pairwise(ends):
        if len(set(label[:start])) == 1:
            bits += end - start
            continue
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1 / 30, max_iter=5000, tol=1e-8))
        p = model.fit(x[:start].astype(float), label[:start]).predict_proba(x[start:end].astype(float))
        bits -= np.log2(p[np.arange(end - start), label[start:end]]).sum()
    assert found.bits == pytest.approx(bits, rel=1e-3)
    assert found.uniform_bits == 500 and found.compression == pytest.approx(500 / found.bits)


def test_labels_that_the_activations_hold_are_cheap_and_others_are_not():
    x, label = planted(4, n=600, noise=0.2)
    options = {"probe": "logistic", "strengths": (10.0,), "seed": 0}
    assert code_length(x, label, np.arange(600), 4, **options).compression > 4
    shuffled = np.random.default_rng(1).permutation(label)
    found = code_length(x, shuffled, np.arange(600), 4, **options)
    assert found.compression < 1.1 and found.uniform_bits == 1200


def test_the_choice_of_a_strength_is_paid_for():
    x, label = planted(2, n=300)
    each = [
        code_length(x, label, np.arange(300), 2, probe="logistic", strengths=(s,), seed=0).bits
        for s in (1.0, 10.0, 1e4)
    ]
    chosen = code_length(x, label, np.arange(300), 2, probe="logistic", strengths=(1.0, 10.0, 1e4), seed=0)
    assert chosen.bits == pytest.approx(min(each) + np.log2(3))
