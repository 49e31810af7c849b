"""A whole study beside the same thing done by hand with transformers and scikit-learn; transfer; harvests."""

import errno
import json

import numpy as np
import pytest
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from cutaway.errors import DataError, FileError, NonFiniteError, SiteUnavailableError, UnknownSiteError
from cutaway.model import LanguageModel, Site
from cutaway.observe import Labelled, probe, transfer
from cutaway.observe.probing import _harvest
from cutaway.observe.probing._harvest import harvest, sites_of
from cutaway.observe.probing._labelled import rows_of
from cutaway.observe.probing._split import split_groups
from families import tiny


@pytest.fixture(scope="module")
def study(lm, ids):
    return probe(lm, ids, strength=10.0, controls=2)


def hidden_states(lm, data) -> torch.Tensor:
    """[layer prompt d] at the last token, from transformers itself, one prompt at a time."""
    states = []
    for prompt in data.prompts:
        found = lm.hf.model(torch.tensor([list(prompt)]), output_hidden_states=True)
        states.append(torch.stack([layer[0, -1] for layer in found.hidden_states[1:-1]]))  # the last is normed
    return torch.stack(states, dim=1)


def test_it_is_what_scikit_learn_finds_on_hidden_states_of_transformers(lm, ids, study):
    states = hidden_states(lm, ids).double().numpy()
    label = np.array([("high", "low").index(one) for one in ids.labels])
    _, group = np.unique(ids.groups, return_inverse=True)
    rows = rows_of(lm, ids)
    split = split_groups(rows.group, rows.label, share=0.3, seed=0)
    assert not set(group[split.train]) & set(group[split.test])
    for layer, x in enumerate(states):
        model = make_pipeline(StandardScaler(), LogisticRegression(C=1 / 10, max_iter=5000, tol=1e-8))
        model.fit(x[split.train], label[split.train])
        scores = model.decision_function(x[split.test])
        assert study.layers[layer].auroc == pytest.approx(roc_auc_score(label[split.test], scores), abs=0.002)
        ours = study.layers[layer].probe.scores(torch.from_numpy(x[split.test]))
        assert np.abs(ours.numpy() - scores).max() < 0.02 * np.abs(scores).max()


def test_a_study_says_what_it_rests_on(ids, study):
    assert [one.layer for one in study.layers] == [0, 1, 2] and study.classes == ("high", "low")
    assert study.n_train + study.n_test == len(ids)
    groups = [{ids.groups[i] for i in side} for side in (study.test_prompts, set(range(160)) - {*study.test_prompts})]
    assert not groups[0] & groups[1] and len(study.test_prompts) == study.n_test
    for one in study.layers:
        assert one.interval.low <= one.auroc <= one.interval.high
        assert one.selectivity == pytest.approx(one.accuracy - np.mean(one.controls))
        assert len(one.controls) == len(one.shuffled) == 2
    assert study.best.validation == max(one.validation for one in study.layers)
    assert 0.5 <= study.majority < 0.8 and set(study.baselines) == {"bag_of_tokens", "embedding"}


def test_what_the_model_holds_is_found_and_what_is_random_is_not(lm, ids):
    assert probe(lm, ids, site="resid_pre.0", controls=0, mdl=False).best.auroc > 0.95
    rng = np.random.default_rng(0)
    random = Labelled(name="random", prompts=ids.prompts, labels=tuple(rng.permutation(ids.labels).tolist()))
    found = probe(lm, random, layers=[0], controls=3)
    assert found.best.interval.low < 0.6 and found.best.mdl.compression < 1.1
    assert not found.grouped and "no groups were given" in " ".join(found.notes)
    assert "selectivity says little" in " ".join(found.notes)


def test_a_probe_that_memorises_types_is_not_selective(lm):
    """Labels that are random for each token: only tokens that were trained on are known, so that held-out tokens are
    not told apart, and the control task is learned as well as can be."""
    rng = np.random.default_rng(0)
    kinds = rng.integers(0, 2, 97)
    prompts = tuple(tuple(rng.integers(3, 23, 6).tolist()) for _ in range(60))
    labels = tuple(tuple(str(kinds[token]) for token in prompt) for prompt in prompts)
    groups = tuple(tuple(map(str, prompt)) for prompt in prompts)
    data = Labelled(name="memory", prompts=prompts, labels=labels, groups=groups)
    (found,) = probe(lm, data, site="resid_pre.0", strength=0.1, mdl=False).layers
    assert found.control > 0.9 and found.accuracy < 0.8 and found.selectivity < -0.1


@pytest.mark.parametrize("kind", ["ridge", "mean_difference", "lda", "mlp"])
def test_every_kind_runs_on_heads_as_well(lm, ids, kind):
    (found,) = probe(lm, ids, site="z.0", kind=kind, strength=1.0, controls=1, mdl=False).layers
    assert found.probe.weights[0].shape[1] == lm.n_heads * lm.d_head and found.probe.kind == kind
    assert found.auroc > 0.5 and (found.strength is None) == (kind in ("mean_difference", "lda"))


def test_the_same_seed_gives_the_same_numbers(lm, ids):
    one, two = (json.dumps(probe(lm, ids, layers=[1], controls=1, seed=4).to_json()) for _ in range(2))
    assert one == two


def test_findings_and_plain_data(study):
    (finding,) = study.findings(command="c")
    assert finding.grade == "observed" and finding.effect == study.best.auroc and finding.control == study.baseline
    data = json.loads(json.dumps(study.to_json()))
    assert {"auroc", "interval", "control", "selectivity", "layer"} <= set(data["layers"][0])
    assert len(study.to_frame()) == 3 and study.at(1).layer == 1
    with pytest.raises(DataError, match="layer 7 was not probed"):
        study.at(7)


def test_a_threshold_holds_on_the_held_out_negatives(study):
    for rate in (0.0, 0.1, 0.3):
        one = study.with_threshold(1, false_positive_rate=rate)
        scores = study.at(1).test_scores[study.at(1).test_labels == 0, 0]
        assert (scores > one.threshold).mean() <= rate
        assert (scores >= one.threshold).mean() > rate  # and no stricter than it must be
    low = study.with_threshold(1, false_positive_rate=0.1, positive="high")
    scores = -study.at(1).test_scores[study.at(1).test_labels == 1, 0]
    assert (scores > low.threshold).mean() <= 0.1
    with pytest.raises(DataError, match="false positive rate"):
        study.with_threshold(false_positive_rate=1.0)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"kind": "svm"}, DataError, "no probe 'svm'"),
        ({"site": "pattern.0"}, SiteUnavailableError, "grows with the prompt"),
        ({"site": "resid_pots"}, UnknownSiteError, "did you mean 'resid_post'"),
        ({"layers": [9]}, UnknownSiteError, "3 layers"),
        ({"site": "resid_post.1", "layers": [1]}, DataError, "a kind that has layers"),
        ({"strength": -1.0}, DataError, "positive strength"),
        ({"test_share": 1.5}, DataError, "between 0 and 1"),
        ({"pos": "verb"}, DataError, "no position 'verb'"),
    ],
)
def test_options_out_of_range_are_refused(lm, ids, options, error, message):
    with pytest.raises(error, match=message):
        probe(lm, ids, **options)


def test_too_few_rows_are_refused(lm):
    with pytest.raises(DataError, match="4 rows to probe; at least 8"):
        probe(lm, Labelled(name="few", prompts=((3,), (4,), (5,), (6,)), labels=("a", "b", "a", "b")))


# Transfer


def test_transfer_tests_the_probes_as_they_are(lm, ids, study):
    turned = Labelled(
        name="turned",
        prompts=tuple((7, *prompt) for prompt in ids.prompts),
        labels=tuple("low" if one == "high" else "high" for one in ids.labels),
    )
    found = transfer(lm, study, turned)
    states = hidden_states(lm, turned)
    label = np.array([("high", "low").index(one) for one in turned.labels])
    for layer, x in enumerate(states):
        scores = study.layers[layer].probe.scores(x).numpy()
        assert found.layers[layer].auroc == pytest.approx(roc_auc_score(label, scores), abs=1e-3)
        assert found.layers[layer].accuracy == pytest.approx(((scores > 0) == label).mean(), abs=0.01)
    assert found.layers[0].auroc < 0.4 and found.n == 160 and found.left_out == 0
    json.dumps(found.to_json())


def test_transfer_leaves_out_what_was_trained_on(lm, ids, study):
    same = transfer(lm, study, ids)
    assert same.n == study.n_test and same.left_out == study.n_train
    for one, own in zip(same.layers, study.layers, strict=True):
        assert one.auroc == pytest.approx(own.auroc, abs=1e-3)
    bare = Labelled(name="bare", prompts=ids.prompts, labels=ids.labels)  # the same prompts without groups
    assert transfer(lm, study, bare).n == study.n_test
    train = [i for i in range(len(ids)) if i not in study.test_prompts]
    renamed = [(96, *prompt) for prompt in ids.prompts]  # other prompts of the same groups
    grouped = Labelled(name="grouped", prompts=tuple(renamed), labels=ids.labels, groups=ids.groups)
    assert transfer(lm, study, grouped).left_out == len(train)
    with pytest.raises(DataError, match="rows have a prompt or a group"):
        transfer(lm, study, grouped.take(train))


def test_transfer_refuses_another_model_and_other_labels(lm, other, ids, study):
    with pytest.raises(DataError, match="trained on tiny"):
        transfer(other, study, ids)
    strange = Labelled(name="strange", prompts=ids.prompts[:9], labels=("up", "down", "up") * 3)
    with pytest.raises(DataError, match="has the label 'up', but the probe knows high, low"):
        transfer(lm, study, strange)


# Harvest


def test_a_harvest_is_the_runs_own_activations(lm, ids, monkeypatch):
    rows, sites = rows_of(lm, ids, "mean"), [Site.parse("resid_post.1"), Site.parse("z.0")]
    found = harvest(lm, rows, sites)
    for row in (0, 31, 159):
        run = lm.run([list(ids.prompts[row])], read=sites)
        for site in sites:
            expected = run[site][0].flatten(1).mean(0)
            assert np.abs(found[site][row] - expected.numpy()).max() < 1e-5
    monkeypatch.setattr(_harvest, "IN_MEMORY", 10)
    monkeypatch.setattr(_harvest, "_BATCH_TOKENS", 20)
    on_disk = harvest(lm, rows, sites)
    assert all(
        isinstance(on_disk[site], np.memmap) and np.abs(on_disk[site] - found[site]).max() < 1e-5 for site in sites
    )


def test_a_full_disk_is_an_error_before_anything_is_read(lm, ids, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(_harvest, "IN_MEMORY", 10)
    monkeypatch.setattr(_harvest.os, "posix_fallocate", full)
    with pytest.raises(FileError, match=r"no room for .* bytes of activations"):
        harvest(lm, rows_of(lm, ids), sites_of(lm, "resid_post"))


def test_an_activation_that_is_not_finite_is_named(ids):
    hf = tiny("llama")
    with torch.no_grad():
        hf.model.layers[2].mlp.down_proj.weight[0, 0] = torch.inf
    lm = LanguageModel.__new__(LanguageModel)
    try:
        lm = LanguageModel(hf)
    except Exception:  # a model that cannot be checked is refused when it is loaded
        pytest.skip("refused at load")
    with pytest.raises(NonFiniteError, match=r"resid_post\.2 is NaN or infinite in prompt"):
        probe(lm, ids)
