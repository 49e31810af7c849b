"""Intervals cover what they should, tests reject what they should, and bad samples are refused."""

import numpy as np
import pytest
from scipy import stats

from cutaway.errors import DataError
from cutaway.evidence import bootstrap, bootstrap_difference, grade_causal, graded, permutation_test, spearman, wilson


def test_bootstrap_covers_the_mean_about_as_often_as_it_says():
    rng = np.random.default_rng(0)
    hits = 0
    for trial in range(300):
        interval = bootstrap(rng.normal(3.0, 1.0, 40), n_resamples=500, seed=trial)
        hits += interval.low <= 3.0 <= interval.high
    assert 0.89 <= hits / 300 <= 0.98


def test_bootstrap_agrees_with_scipy():
    x = np.random.default_rng(1).exponential(2.0, 60)
    ours = bootstrap(x, n_resamples=20_000)
    theirs = stats.bootstrap((x,), np.mean, method="percentile", n_resamples=20_000, rng=2).confidence_interval
    assert ours.low == pytest.approx(theirs.low, abs=0.05)
    assert ours.high == pytest.approx(theirs.high, abs=0.05)


def test_the_same_seed_gives_the_same_interval():
    assert bootstrap([1, 2, 5], seed=3) == bootstrap([1, 2, 5], seed=3)


@pytest.mark.parametrize(("k", "n"), [(0, 10), (7, 10), (10, 10), (98, 100)])
def test_wilson_agrees_with_scipy(k, n):
    theirs = stats.binomtest(k, n).proportion_ci(method="wilson")
    ours = wilson(k, n)
    assert ours.low == pytest.approx(theirs.low, abs=1e-9)
    assert ours.high == pytest.approx(theirs.high, abs=1e-9)


def test_permutation_p_values():
    rng = np.random.default_rng(2)
    a, b = rng.normal(0, 1, 30), rng.normal(1.5, 1, 30)
    assert permutation_test(a, b) < 0.001
    assert permutation_test(a, a) == 1.0
    assert permutation_test(a, a + 0.5, paired=True) < 0.001
    exact = stats.permutation_test(
        (a[:6], b[:6]), lambda x, y: abs(np.mean(x) - np.mean(y)), alternative="greater", n_resamples=np.inf
    ).pvalue
    assert permutation_test(a[:6], b[:6]) == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize("bad", [[], [1.0, np.nan], [np.inf]])
def test_bad_samples_are_refused(bad):
    with pytest.raises(DataError):
        bootstrap(bad)
    with pytest.raises(DataError):
        permutation_test(bad, [1.0])


def test_a_proportion_needs_counts():
    with pytest.raises(DataError):
        wilson(3, 2)


@pytest.mark.parametrize(
    ("effect", "control", "grade"),
    [
        ([1.0, 1.1, 0.9, 1.0], [0.0, 0.1, 0.0, -0.1], "causal"),
        ([1.0, -1.0, 1.2, -1.1], [0.0, 0.0], "observed"),  # the effect's sign is not known
        ([0.2, 0.1, 0.2], [0.5, 0.6], "observed"),  # the control does more
        ([0.5], [0.4], "observed"),
        ([0.9], [0.1], "causal"),
        ([0.9], [], "observed"),
    ],
)
def test_a_cause_must_beat_its_control(effect, control, grade):
    assert grade_causal(effect, control) == grade


def test_graded_states_what_it_rests_on():
    finding = graded(claim="c", method="m", effect=[1.0, 1.2, 0.8], control=[0.1], command="x")
    assert (finding.n, finding.grade) == (3, "causal")
    assert finding.effect == pytest.approx(1.0)
    assert finding.interval is not None
    assert finding.interval[0] < 1.0 < finding.interval[1]
    assert graded(claim="c", method="m", effect=[1.0], control=None).grade == "observed"


def test_equal_effect_and_control_are_seldom_called_a_cause():
    """Both drawn from one distribution far from zero: the control's own spread has to count."""
    rng = np.random.default_rng(0)
    graded_causal = [grade_causal(rng.normal(3, 1, 10), rng.normal(3, 1, 5)) == "causal" for _ in range(200)]
    assert np.mean(graded_causal) < 0.1


def test_a_sample_that_is_not_finite_earns_no_cause():
    assert grade_causal([2.0, 2.1, np.nan, 2.2, 2.0], [0.0, 0.1, 0.0, 0.1, 0.0]) == "observed"


def test_the_interval_of_a_difference_covers_it():
    rng = np.random.default_rng(1)
    covered = 0
    for _ in range(100):
        low, high = bootstrap_difference(rng.normal(1, 1, 30), rng.normal(0, 1, 20), n_resamples=500)
        covered += low <= 1 <= high
    assert covered >= 85


def test_rank_correlation_agrees_with_scipy_also_under_ties():
    rng = np.random.default_rng(4)
    for high in (3, 10, 10_000):
        a, b = rng.integers(0, high, 40), rng.integers(0, high, 40)
        assert spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic)
    assert spearman([1, 1, 1], [1, 2, 3]) == 0
    with pytest.raises(DataError, match="lists of 2 and 3"):
        spearman([1, 2], [1, 2, 3])
