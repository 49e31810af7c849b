"""Calibration: rankings are measured as brute force measures them, and what is known to hold of methods holds."""

import itertools
import json

import numpy as np
import pytest
import torch

from cutaway.circuits import Ablation
from cutaway.cli import main
from cutaway.errors import DataError
from cutaway.planted import Calibration, calibrate, compile_program, planted_models
from cutaway.planted._calibrate import ranked
from cutaway.planted._calibration import median_interval
from cutaway.planted._methods import methods


@pytest.fixture(scope="module")
def calibration():
    return calibrate(["previous_token", "histogram", "induction"], ["exact", "eap", "random"], n=10)


class TestMeasures:
    def test_auroc_is_the_share_of_pairs_that_are_in_order(self):
        generator = torch.Generator().manual_seed(0)
        valid = torch.rand(6, 9, generator=generator) < 0.7
        truth = (torch.rand(6, 9, generator=generator) < 0.3) & valid
        ranking = torch.randint(0, 4, (6, 9), generator=generator).float()  # with ties
        measured = ranked(truth, ranking, valid)
        assert measured is not None
        pairs = list(itertools.product(ranking[truth].tolist(), ranking[valid & ~truth].tolist()))
        expected = np.mean([1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs])
        assert measured[0] == pytest.approx(expected)

    def test_average_precision_is_the_mean_precision_at_each_true_edge(self):
        valid = torch.ones(1, 5, dtype=torch.bool)
        truth = torch.tensor([[True, False, True, False, False]])
        measured = ranked(truth, torch.tensor([[5.0, 4.0, 3.0, 2.0, 1.0]]), valid)
        assert measured is not None and measured[1] == pytest.approx((1 / 1 + 2 / 3) / 2)

    def test_an_edge_that_is_missing_from_the_answer_counts_as_a_no(self):
        valid = torch.ones(1, 4, dtype=torch.bool)
        truth = torch.tensor([[True, True, False, False]])
        whole, half = (
            ranked(truth, torch.tensor([row]), valid) for row in ([1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0])
        )
        assert whole is not None and half is not None and whole[0] == 1 and half[0] == 0.75

    def test_what_cannot_be_ranked_is_none(self):
        everything = torch.ones(1, 3, dtype=torch.bool)
        assert ranked(everything, torch.rand(1, 3), everything) is None

    def test_the_interval_of_a_median_holds_it(self):
        values = [0.2, 0.9, 0.95, 1.0, 1.0, 0.97, 0.99]
        interval = median_interval(values)
        assert interval.low <= np.median(values) <= interval.high and interval.low < interval.high
        assert median_interval([0.5, 0.5]) == (0.5, 0.5)


class TestKnownResults:
    def test_exact_patching_finds_every_planted_edge(self, calibration):
        for row in calibration.of("exact", "resample"):
            assert row.auroc == 1 and row.auprc == 1
            assert row.faithfulness == pytest.approx(1, abs=1e-3)

    def test_random_scores_are_worth_a_half(self):
        planted = compile_program("induction")
        task, random = planted.task(n=2), methods()["random"]
        found = [
            ranked(planted.mechanism, random(planted.lm, task, Ablation(), seed), planted.graph.valid)
            for seed in range(40)
        ]
        assert abs(np.mean([each[0] for each in found if each is not None]) - 0.5) < 0.08

    def test_zero_ablation_ranks_constants_among_the_mechanism(self, calibration):
        """What a program reads in every prompt alike (positions, the start token) breaks it when it is zero."""
        for name in ("induction", "histogram"):
            (zero,) = [row for row in calibration.of("exact", "zero") if row.model == name]
            assert zero.auprc < 0.95 and zero.auroc_own == 1
            assert zero.faithfulness < 0.5  # of as many edges as the mechanism has

    def test_findings_name_the_best_beside_random(self, calibration):
        best, loss = calibration.findings()
        assert best.effect == max(each.auroc for each in calibration.summary() if each.method != "random")
        assert best.control is not None and best.control < best.effect and "Zero ablation" in loss.claim


def test_a_calibration_is_saved_and_read_again(calibration, tmp_path):
    again = Calibration.load(calibration.save(tmp_path / "c.json"))
    assert again == calibration
    with pytest.raises(DataError, match="no calibration"):
        Calibration.load(tmp_path / "other.json")


def test_summary_is_over_models(calibration):
    (row,) = [each for each in calibration.summary() if (each.method, each.ablation) == ("eap", "mean")]
    values = [each.auroc for each in calibration.rows if (each.method, each.ablation) == ("eap", "mean")]
    assert row.n == 3 and row.auroc == pytest.approx(np.median(values)) and row.least == min(values)
    assert calibration.summary(hardened=True) == ()


def test_every_method_gives_a_number_for_every_edge():
    planted = compile_program("histogram")
    task = planted.task(n=3)
    for name, method in methods().items():
        ranking = method(planted.lm, task, Ablation(), 0)
        assert ranking.shape == planted.graph.shape and bool(torch.isfinite(ranking).all()), name
        assert float(ranking[~planted.graph.valid].abs().sum()) == 0, name


def test_names_that_are_not_there_are_refused():
    with pytest.raises(DataError, match="did you mean 'reverse'"):
        calibrate(["revers"], ["random"])
    with pytest.raises(DataError, match="did you mean 'exact'"):
        calibrate(["reverse"], ["exakt"])
    with pytest.raises(DataError, match="at least one model"):
        calibrate([], ["random"])
    assert "reverse-hardened" in planted_models() and "reverse" in planted_models()


def run(arguments):
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert not end.value.code


def test_the_command_prints_the_fixed_rows(capsys, tmp_path):
    arguments = ["--quick", "--methods", "eap", "random", "--ablations", "resample", "--out", str(tmp_path / "c.json")]
    run(["calibrate", *arguments, "--json"])
    rows = json.loads(capsys.readouterr().out)
    assert isinstance(rows, list) and len(rows) == 6
    assert {"model", "method", "ablation", "auroc", "auprc", "seconds"} <= set(rows[0])
    assert len(Calibration.load(tmp_path / "c.json").rows) == 6
    run(["calibrate", *arguments])
    out = capsys.readouterr().out
    assert "median AUROC" in out and "resample" in out
