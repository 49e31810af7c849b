"""The tuned lens: equal to what the formula says, better than the logit lens where it was trained, and refused elsewhere."""

import dataclasses
import json

import pytest
import torch

from corpora import characters, documents
from cutaway.errors import CorruptFileError, DataError, SiteUnavailableError
from cutaway.model import LanguageModel
from cutaway.observe import (
    LensTraining,
    TunedLens,
    compare_lenses,
    logit_lens,
    read_published_lens,
    train_tuned_lens,
    trajectory,
    write_published_lens,
)
from cutaway.observe._lens_measures import Target
from cutaway.observe._tuned_training import _kl_gradient, _State
from cutaway.store import Corpus, Packing, harvest, stream
from families import VOCAB, tiny

IDS = [5, 9, 13, 2, 44, 71]
CORPUS = Corpus(name="list", read=lambda: iter(documents(300)))
TRAINING = LensTraining(n_tokens=12_000, length=32, batch_tokens=512, positions=128, steps_per_batch=4, rate=0.02)


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"), characters(), name="tiny")


@pytest.fixture(scope="module")
def other():
    return LanguageModel(tiny("llama", seed=1), characters(), name="other")


@pytest.fixture(scope="module")
def trained(lm):
    return train_tuned_lens(lm, CORPUS.split("train"), training=TRAINING)


def random_lens(lm) -> TunedLens:
    g = torch.Generator().manual_seed(0)
    n, d = lm.n_layers, lm.d_model
    return TunedLens(
        weight=0.1 * torch.randn(n, d, d, generator=g),
        bias=torch.randn(n, d, generator=g),
        model=lm.name,
        fingerprint=lm.fingerprint,
    )


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma2"])
def test_it_is_translator_norm_and_unembedding_of_the_hidden_states(family):
    lm = LanguageModel(tiny(family))
    lens = random_lens(lm)
    with torch.no_grad():
        output = lm.hf(torch.tensor([IDS]), output_hidden_states=True)
    for at, shift in (("resid_pre", 0), ("resid_post", 1)):
        found = logit_lens(lm, IDS, at=at, follow=range(VOCAB), translator=lens)
        for layer in range(lm.n_layers):
            if layer + shift == lm.n_layers:
                expected = output.logits.softmax(-1)
            else:
                h = output.hidden_states[layer + shift]
                h = h + torch.nn.functional.linear(h, lens.weight[layer + shift], lens.bias[layer + shift])
                expected = lm.unembed(h).softmax(-1)
            torch.testing.assert_close(found.followed_probabilities[layer, 0], expected[0], rtol=1e-4, atol=1e-6)
        assert found.name == "tuned lens" and "tuned lens" in found.findings()[0].method


def test_without_translators_it_is_the_logit_lens(lm):
    plain, tuned = (logit_lens(lm, IDS, follow=[3], translator=t) for t in (None, TunedLens.identity(lm)))
    torch.testing.assert_close(plain.followed_probabilities, tuned.followed_probabilities)


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma2", "granite"])
def test_the_gradient_is_that_of_the_divergence(family):
    lm = LanguageModel(tiny(family, dtype=torch.float64))
    g = torch.Generator().manual_seed(0)
    y, last = (torch.randn(4, lm.d_model, generator=g, dtype=torch.float64) for _ in range(2))
    leaf = y.clone().requires_grad_()
    p = lm.unembed(last).softmax(-1)
    kl = (p * (p.log() - lm.unembed(leaf).log_softmax(-1))).sum(-1)
    (expected,) = torch.autograd.grad(kl.mean(), leaf)
    gradient, value = _kl_gradient(lm, y, Target(lm, last))
    torch.testing.assert_close(gradient, expected.float(), rtol=1e-4, atol=1e-7)
    assert value == pytest.approx(float(kl.detach().mean()), rel=1e-5)


def test_the_start_is_the_ridge_regression_of_the_normalised_final_stream(lm):
    training = LensTraining(n_tokens=6000, length=32, batch_tokens=512, ridge=1e-3)
    state = _State(lm, training)
    xs, ys = [], []
    for batch in stream(lm, CORPUS, ["resid_pre", "resid_post.2"], packing=Packing(length=32), n_tokens=2000):
        inside = batch.pos >= 1
        state.take(batch)
        xs.append(batch["resid_pre.1"][inside].double())
        ys.append(batch["resid_post.2"][inside].double())
    state.solve()
    x, y = torch.cat(xs), torch.cat(ys)
    y = y / y.pow(2).mean(-1, keepdim=True).sqrt()
    centred = x - x.mean(0)
    covariance = centred.T @ centred / len(x)
    covariance += 1e-3 * covariance.diagonal().mean() * torch.eye(lm.d_model)
    expected = torch.linalg.solve(covariance, centred.T @ (y - y.mean(0)) / len(x))
    torch.testing.assert_close(state.start["map"][1].double(), expected, rtol=1e-3, atol=1e-4)
    whitened = centred @ state.start["whiten"][1].double()
    spread = whitened.T @ whitened / len(x)
    assert float(spread.diagonal().median()) == pytest.approx(1, abs=0.05)


def test_training_brings_it_closer_than_the_logit_lens_on_held_out_text(lm, trained):
    found = compare_lenses(lm, trained, CORPUS.split("heldout", heldout=0.1), length=32, n_positions=400)
    assert set(found.worse) <= {"resid_pre.0"}  # a token alone says next to nothing of what a random model makes of it
    assert float(found.tuned_kl[0].mean()) < 1.05 * float(found.logit_kl[0].mean())
    assert (found.tuned_kl[1:-1].mean(1) < 0.5 * found.logit_kl[1:-1].mean(1)).all()
    assert (found.tuned_kl[-1] < 1e-5).all() and (found.tuned_agreement[-1] == 1).all()
    rows = found.to_frame()
    assert rows[1]["gain_interval"][0] > 0
    assert rows[1]["tuned_interval"][0] <= rows[1]["tuned_kl"] <= rows[1]["tuned_interval"][1]
    (finding,) = found.findings()
    assert finding.grade == "observed" and finding.effect > 0


def test_gradient_steps_improve_on_least_squares_alone(lm, trained):
    training = dataclasses.replace(TRAINING, least_squares=1.0)
    alone = train_tuned_lens(lm, CORPUS.split("train"), training=training)
    heldout = CORPUS.split("heldout")
    both, one = (compare_lenses(lm, lens, heldout, length=32, n_positions=400) for lens in (trained, alone))
    assert both.tuned_kl[:-1].mean() < one.tuned_kl[:-1].mean()
    assert alone.record["steps"] == 0 < trained.record["steps"]


def test_a_point_that_training_does_not_help_keeps_no_translator(lm):
    hopeless = dataclasses.replace(TRAINING, n_tokens=3000, rate=500.0)
    lens = train_tuned_lens(lm, CORPUS, training=hopeless)
    assert lens.record["untranslated"] == [0, 1, 2]
    assert not lens.weight.any() and not lens.bias.any()


def test_the_comparison_is_what_plain_arithmetic_gives(lm, trained):
    found = compare_lenses(lm, trained, CORPUS, length=16, n_tokens=200, n_positions=200)
    text = next(iter(CORPUS.documents()))
    assert found.tuned_kl.shape[0] == lm.n_layers + 1
    rows = [lm.tokenizer(text)["input_ids"][k : k + 16] for k in range(0, min(len(text), 64), 16)]
    values = []
    for row in (row for row in rows if len(row) >= 8):
        with torch.no_grad():
            output = lm.hf(torch.tensor([row]), output_hidden_states=True)
        p = output.logits[0, 1:].softmax(-1)
        h = output.hidden_states[1][0, 1:]
        q = lm.unembed(h + h @ trained.weight[1].T + trained.bias[1]).log_softmax(-1)
        values.append((p * (p.log() - q)).sum(-1))
    assert float(found.tuned_kl[1, 0]) == pytest.approx(float(torch.cat(values).mean()), rel=1e-3)


def test_a_seed_gives_one_lens_and_an_interrupted_training_goes_on(lm, trained, tmp_path):
    class StopError(Exception):
        pass

    for limit in (4000, 10_000):  # in the least squares, and among the gradient steps

        def stop(label, done, total, limit=limit):
            if done >= limit:
                raise StopError

        options = {"training": TRAINING, "checkpoint": tmp_path / f"{limit}.safetensors", "checkpoint_every": 1}
        with pytest.raises(StopError):
            train_tuned_lens(lm, CORPUS.split("train"), progress=stop, **options)
        heard = []
        again = train_tuned_lens(
            lm, CORPUS.split("train"), progress=lambda label, done, total, heard=heard: heard.append(done), **options
        )
        assert heard[0] > 0
        assert torch.equal(again.weight, trained.weight) and torch.equal(again.bias, trained.bias)
    with pytest.raises(DataError, match="another training"):
        train_tuned_lens(lm, CORPUS, **options)


def test_it_trains_from_a_store_as_well(lm, tmp_path):
    sites = ["resid_pre", "resid_post.2"]
    store = harvest(lm, CORPUS.split("train"), sites, tmp_path / "store", packing=Packing(length=32))
    lens = train_tuned_lens(lm, store, training=TRAINING)
    found = compare_lenses(lm, lens, CORPUS.split("heldout"), length=32, n_positions=200)
    assert set(found.worse) <= {"resid_pre.0"}
    small = harvest(lm, CORPUS, "resid_pre.1", tmp_path / "small", packing=Packing(length=32), n_tokens=100)
    with pytest.raises(DataError, match=r"resid_pre\.0 was not kept"):
        train_tuned_lens(lm, small, training=TRAINING)


def test_it_is_saved_and_read_back_and_refused_by_another_model(lm, other, trained, tmp_path):
    path = trained.save(tmp_path / "lens.safetensors")
    read = TunedLens.load(path, lm)
    assert torch.equal(read.weight, trained.weight) and torch.equal(read.bias, trained.bias)
    assert read.record["training"]["seed"] == 0 and read.record["tokens"] == trained.record["tokens"]
    with pytest.raises(DataError, match="not for other"):
        TunedLens.load(path, other)
    for use in (logit_lens, trajectory):
        with pytest.raises(DataError, match="not for other"):
            use(other, IDS, translator=read)
    with pytest.raises(DataError, match="no file"):
        TunedLens.load(tmp_path / "none", lm)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CorruptFileError, match="damaged"):
        TunedLens.load(path, lm)
    with pytest.raises(SiteUnavailableError, match="resid_mid"):
        logit_lens(lm, IDS, at="resid_mid", translator=trained)


class TestThePublishedFormat:
    def test_a_folder_as_the_package_writes_it_is_read(self, lm, tmp_path):
        layers = torch.nn.ModuleList([torch.nn.Linear(lm.d_model, lm.d_model) for _ in range(lm.n_layers)])
        torch.save(layers.state_dict(), tmp_path / "params.pt")
        config = {"base_model_name_or_path": "x", "d_model": lm.d_model, "num_hidden_layers": lm.n_layers, "bias": True}
        (tmp_path / "config.json").write_text(json.dumps({**config, "lens_type": "linear_tuned_lens"}))
        lens = read_published_lens(tmp_path, lm)
        with torch.no_grad():
            hidden = lm.hf(torch.tensor([IDS]), output_hidden_states=True).hidden_states
            expected = lm.unembed(hidden[1] + layers[1](hidden[1])).softmax(-1)
        found = logit_lens(lm, IDS, follow=range(VOCAB), translator=lens)
        torch.testing.assert_close(found.followed_probabilities[0], expected, rtol=1e-4, atol=1e-6)

    def test_what_is_written_is_read_back(self, lm, other, trained, tmp_path):
        write_published_lens(trained, tmp_path, lm)
        assert torch.equal(read_published_lens(tmp_path, lm).weight, trained.weight)
        assert set(torch.load(tmp_path / "params.pt", weights_only=True)) == {
            f"{layer}.{name}" for layer in range(lm.n_layers) for name in ("weight", "bias")
        }
        with pytest.raises(DataError, match="unembedding is not that of other"):
            read_published_lens(tmp_path, other)
        with pytest.raises(DataError, match="layers of"):
            read_published_lens(tmp_path, LanguageModel(tiny("phi")))

    def test_code_in_the_file_is_not_run(self, lm, trained, tmp_path):
        write_published_lens(trained, tmp_path, lm)

        class Evil:
            def __reduce__(self):
                return (open, (str(tmp_path / "ran"), "w"))

        torch.save({"0.weight": Evil()}, tmp_path / "params.pt")
        with pytest.raises(CorruptFileError, match="does not hold"):
            read_published_lens(tmp_path, lm)
        assert not (tmp_path / "ran").exists()
        (tmp_path / "config.json").write_text('{"lens_type": "other", "d_model": 24}')
        with pytest.raises(DataError, match="linear_tuned_lens"):
            read_published_lens(tmp_path, lm)


@pytest.mark.parametrize("tuned", [False, True])
def test_trajectories_are_plain_arithmetic(lm, trained, tuned):
    lens = trained if tuned else None
    found = trajectory(lm, [IDS, IDS[:3]], translator=lens)
    with torch.no_grad():
        output = lm.hf(torch.tensor([IDS]), output_hidden_states=True)
    p = output.logits[0].softmax(-1)
    tops = []
    for layer, h in enumerate([*output.hidden_states[1:-1], None]):
        if h is None:
            q = p
        else:
            h = h + torch.nn.functional.linear(h, trained.weight[layer + 1], trained.bias[layer + 1]) if tuned else h
            q = lm.unembed(h)[0].softmax(-1)
        torch.testing.assert_close(found.kl[layer, 0], (p * (p / q).log()).sum(-1), rtol=1e-3, atol=1e-5)
        torch.testing.assert_close(found.entropy[layer, 0], -(q * q.log()).sum(-1), rtol=1e-4, atol=1e-5)
        said = -q[torch.arange(5), torch.tensor(IDS[1:])].log()
        torch.testing.assert_close(found.surprisal[layer, 0, :5], said, rtol=1e-4, atol=1e-5)
        tops.append(q.argmax(-1))
    for pos in range(len(IDS)):
        agree = [int(top[pos]) == int(tops[-1][pos]) for top in tops]
        assert int(found.depth[0, pos]) == next(n for n in range(len(tops)) if all(agree[n:]))
    assert found.kl[:, 1, 3:].isnan().all() and (found.depth[1, 3:] == -1).all()
    assert found.surprisal[:, 0, 5].isnan().all()
    lens_depth = logit_lens(lm, [IDS, IDS[:3]], translator=lens).prediction_depth()
    assert torch.equal(lens_depth, found.depth)
    assert len(found.to_frame()) == lm.n_layers * 9 and len(found.to_json(prompt=1)["kl"][0]) == 3
