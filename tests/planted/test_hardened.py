"""Hardened models keep the mechanism, and come from the cache the second time."""

import pytest
import torch

from cutaway.errors import DataError
from cutaway.planted import Hardening, calibrate, compile_program, harden, hardened

QUICK = Hardening(steps=300, batch=96)


@pytest.fixture(scope="module")
def trained():
    return harden("previous_token", how=QUICK)


def test_it_answers_as_the_program_does(trained):
    assert trained.record["accuracy"] > 0.99 and trained.record["agreement"] > 0.99
    report = trained.task(n=30, split="heldout").evaluate(trained.lm)
    assert report.accuracy == 1
    assert trained.hardened and trained.name == "previous_token-hardened"


def test_its_edges_are_the_programs(trained):
    """Every edge of the mechanism moves the answer, and no other does; by trying each."""
    found = trained.effects(sets=1)
    assert bool((found.true == trained.mechanism).all())
    assert torch.equal(trained.mechanism, compile_program("previous_token").mechanism)


def test_its_weights_are_no_table(trained):
    """Hardly a weight is zero, where in the compiled model nearly all are."""

    def zeros(model):
        weights = torch.cat([p.flatten() for name, p in model.lm.hf.named_parameters() if "weight" in name])
        return float((weights.abs() < 1e-6).float().mean())

    assert zeros(trained) < 0.01 and zeros(compile_program("previous_token")) > 0.5


def test_training_is_the_same_again_and_kept_in_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CUTAWAY_CACHE", str(tmp_path))
    short = Hardening(steps=5, batch=16)
    first = hardened("previous_token", how=short)
    told = []
    again = hardened("previous_token", how=short, progress=lambda *step: told.append(step))
    assert not told and first.lm.fingerprint == again.lm.fingerprint and first.record == again.record
    assert harden("previous_token", how=short).lm.fingerprint == first.lm.fingerprint
    (file,) = (tmp_path / "planted").iterdir()
    file.write_bytes(file.read_bytes()[:100])
    assert hardened("previous_token", how=short).lm.fingerprint == first.lm.fingerprint
    other = hardened("previous_token", how=Hardening(steps=5, batch=16, seed=1))
    assert other.lm.fingerprint != first.lm.fingerprint


def test_settings_that_make_no_sense_are_refused():
    with pytest.raises(DataError, match="steps=0"):
        Hardening(steps=0)


def test_zeros_lead_astray_where_weights_look_natural(trained):
    """The known failure: the same method on the same model finds the mechanism by resampling, and not by zeros."""
    rows = {row.ablation: row for row in calibrate([trained], ["eap-ig"], ["resample", "zero"], n=12).rows}
    assert rows["resample"].auroc == 1 and rows["zero"].auroc < 0.9
    assert rows["resample"].faithfulness == pytest.approx(1, abs=0.05) and rows["zero"].faithfulness < 0.5
