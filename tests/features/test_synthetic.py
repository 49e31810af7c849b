"""Features that are known: how they are drawn, how dictionaries are scored on them, and that they are found."""

import json
from dataclasses import replace

import pytest
import torch

from cutaway.cli import main
from cutaway.errors import DataError
from cutaway.features import (
    SYNTHETIC_SETTINGS,
    Dictionary,
    DictionaryConfig,
    DictionaryTraining,
    SyntheticFeatures,
    oracle_dictionaries,
    score_synthetic,
    synthetic_benchmark,
    train_dictionary,
)

DATA = SyntheticFeatures(features=200, width=60, active=8.0, topics=4, children=3)


def run_command(arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0


def fired(data, tokens=20_000):
    drawn = data.drawn()
    x, pairs = drawn.sample(tokens, torch.Generator().manual_seed(0))
    present = torch.zeros(tokens, data.features)
    present[pairs.token, pairs.latent] = pairs.value
    return drawn, x, present


def test_features_fire_as_often_as_they_should_and_make_up_the_activations():
    drawn, x, present = fired(replace(DATA, noise=0.0))
    assert float((present > 0).sum(-1).float().mean()) == pytest.approx(8.0, rel=0.15)
    torch.testing.assert_close(x, present @ drawn.directions, atol=1e-4, rtol=1e-4)
    rates = (present > 0).float().mean(0).sort(descending=True).values
    assert rates[0] > 4 * rates[-20]
    values = present[present > 0]
    assert float(values.mean()) == pytest.approx(1.0, abs=0.02) and float(values.std()) == pytest.approx(0.25, abs=0.02)


def test_a_child_fires_only_with_its_parent_and_never_with_its_sibling():
    drawn, _, present = fired(DATA)
    on = present > 0
    assert drawn._young is not None
    for number, children in enumerate(drawn._young):
        parent = drawn.roots[number]
        assert not (on[:, children].any(-1) & ~on[:, parent]).any()
        assert (on[:, children].sum(-1) <= 1).all() and on[:, children].any()


def test_features_of_a_topic_fire_together():
    data = replace(DATA, children=0, power=0.0)
    drawn, _, present = fired(data)
    correlation = torch.corrcoef((present > 0).float().T)
    topic = torch.empty(data.features, dtype=torch.int64)
    topic[drawn.roots] = drawn._topic
    same = (topic[:, None] == topic) & ~torch.eye(data.features, dtype=torch.bool)
    assert correlation[same].mean() > 0.02 > 0 > correlation[topic[:, None] != topic].mean()
    none = fired(replace(data, topics=1))[2]
    assert abs(float(torch.corrcoef((none > 0).float().T)[same].mean())) < 0.01


def made_of(directions, bar):
    config = DictionaryConfig(sites=("data",), widths_in=(directions.shape[1],), latents=len(directions), k=8)
    return Dictionary(
        config,
        W_enc=directions.T,
        b_enc=torch.zeros(len(directions)),
        W_dec=directions,
        b_dec=torch.zeros(directions.shape[1]),
        threshold=torch.full((len(directions),), bar),
    )


def test_the_features_themselves_score_one_and_random_directions_little():
    data = SyntheticFeatures(features=50, width=50, active=3.0, topics=1, children=0, noise=0.0, spread=0.0)
    drawn = data.drawn()
    drawn.directions = torch.linalg.qr(drawn.directions)[0]
    order = torch.randperm(50, generator=torch.Generator().manual_seed(3))
    perfect = score_synthetic(made_of(drawn.directions[order], 0.5), drawn, tokens=3000)
    for name, expected in {"mcc": 1.0, "f1": 1.0, "ev": 1.0, "dead": 0.0}.items():
        assert perfect[name] == pytest.approx(expected, abs=1e-5), name
    random = score_synthetic(made_of(torch.linalg.qr(torch.randn(50, 50))[0], 0.5), drawn, tokens=3000)
    assert random["mcc"] < 0.5 and random["f1"] < 0.4
    silent = score_synthetic(made_of(drawn.directions, 1e6), drawn, tokens=3000)
    assert silent["f1"] == 0 and silent["dead"] == 1 and silent["mcc"] == pytest.approx(1.0, abs=1e-5)


def test_a_dictionary_that_knows_the_directions_is_as_good_as_can_be():
    easy = SyntheticFeatures(features=50, width=50, active=3.0, topics=1, children=0, noise=0.0, spread=0.0)
    drawn = easy.drawn()
    drawn.directions = torch.linalg.qr(drawn.directions)[0]
    for known in oracle_dictionaries(drawn, 60, 3, tokens=3000):
        assert known.config.latents == 50, "no more than there are"
        assert score_synthetic(known, drawn, tokens=2000)["mcc"] == pytest.approx(1.0, abs=1e-5)
    assert score_synthetic(known, drawn, tokens=2000)["f1"] > 0.999
    # Superposed: the threshold keeps as many active as asked, and the best threshold of each latent is better.
    drawn = replace(DATA, noise=0.1).drawn()
    one, best = oracle_dictionaries(drawn, 80, 6, tokens=8000)
    shared, each = score_synthetic(one, drawn, tokens=4000), score_synthetic(best, drawn, tokens=4000)
    assert shared["mcc"] == pytest.approx(1.0, abs=1e-5) and shared["l0"] == pytest.approx(6, rel=0.1)
    assert each["f1"] > shared["f1"] > 0.3
    for factor in (0.7, 1.4):  # lower or higher thresholds do worse, on tokens that these were not found on
        assert best.threshold is not None
        weights = {name: getattr(best, name) for name in ("W_enc", "b_enc", "W_dec", "b_dec")}
        other = Dictionary(best.config, **weights, threshold=best.threshold * factor)
        assert score_synthetic(other, drawn, tokens=4000)["f1"] < each["f1"]
    # What training finds with random first weights does not pass it.
    training = DictionaryTraining(kind="jumprelu", latents=80, k=6, tokens=60_000, batch=300, rate=5e-3)
    score = synthetic_benchmark(training, replace(DATA, noise=0.1), seeds=(0,), tokens=2000)
    assert 0.1 < score.f1[0] < score.oracle_f1_best and score.to_json()["oracle"]["f1_best"] == score.oracle_f1_best


def test_superposed_features_are_found():
    """A toy with more features than dimensions: mean cosine of each feature with its closest latent at least .96."""
    data = SyntheticFeatures(features=64, width=24, active=1.5, power=0.0, topics=1, children=0, noise=0.0)
    drawn = data.drawn()
    generator = torch.Generator().manual_seed(5)
    table = drawn.sample(20_000, generator)[0]
    training = DictionaryTraining(
        kind="topk", latents=64, k=2, tokens=200_000, batch=400, rate=1.5e-2, dead_tokens=4000
    )
    found = train_dictionary(table, training)
    closest = (found.W_dec @ drawn.directions.T).amax(0)
    assert closest.mean() >= 0.96
    assert score_synthetic(found, drawn, tokens=2000)["f1"] > 0.7


def test_a_dictionary_that_has_hardly_trained_scores_like_random_directions():
    data = SyntheticFeatures(features=96, width=40, active=2.5, topics=1, children=0)
    training = DictionaryTraining(latents=96, k=3, tokens=100, batch=100, rate=1e-6, start="random")
    score = synthetic_benchmark(training, data, seeds=(0, 1), tokens=500)
    assert max(score.mcc) < score.random_mcc + 0.05


def test_a_benchmark_is_the_same_each_time_and_refuses_what_contradicts_itself():
    training = DictionaryTraining(latents=20, k=2, tokens=2000, batch=200)
    data = SyntheticFeatures(features=30, width=12, active=2.0, topics=2)
    one, two = (synthetic_benchmark(training, data, seeds=(4,), tokens=400) for _ in range(2))
    assert one == two
    with pytest.raises(DataError, match="no seed"):
        synthetic_benchmark(training, data, seeds=())
    with pytest.raises(DataError, match="more than all"):
        SyntheticFeatures(parents=0.5)
    with pytest.raises(DataError, match="fewer active"):
        SyntheticFeatures(features=10, active=20.0)


def test_the_command_prints_the_fixed_keys(capsys):
    run_command(
        [
            "features",
            "synthetic",
            "--kind",
            "matryoshka",
            "--features",
            "40",
            "--width",
            "16",
            "--active",
            "2",
            "--latents",
            "24",
            "--k",
            "2",
            "--tokens",
            "2000",
            "--batch",
            "200",
            "--seeds",
            "2",
            "--scored",
            "500",
            "--json",
        ]
    )
    result = json.loads(capsys.readouterr().out)
    assert {"mcc", "f1", "ev"} <= set(result) and len(result["seeds"]["mcc"]) == 2
    assert result["mcc"] == pytest.approx(sum(result["seeds"]["mcc"]) / 2)


def test_a_setting_is_changed_value_by_value(capsys):
    shrunk = "--features 60 --width 16 --active 3 --latents 30 --tokens 1500 --batch 200 --seeds 1 --scored 300 --json"
    run_command(["features", "synthetic", "--setting", "full", *shrunk.split()])
    result = json.loads(capsys.readouterr().out)
    assert result["training"]["k"] == 25 and result["training"]["rate"] == 1e-3
    assert result["data"]["features"] == 60 and result["training"]["tokens"] == 1500
    full = SYNTHETIC_SETTINGS["full"]
    assert (full.data.features, full.data.width, full.data.active, full.training.latents) == (16_384, 768, 25.0, 4096)
