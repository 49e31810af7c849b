"""Steering and latent circuits: on models small enough to know the answer, and against runs made one by one."""

import pytest
import torch

from corpora import characters
from cutaway.errors import DataError
from cutaway.features import Dictionary, DictionaryConfig, latent_circuit, promoted, steer
from cutaway.model import LanguageModel, replace
from cutaway.tasks import METRICS, Pair, Task
from families import tiny

D = 24
PROMPTS = ["some text", "other words", "a b"]


def drawn(*shape, seed=0, scale=1.0):
    return scale * torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"), characters(), name="speller")


def made(lm, site, W_enc, W_dec, kind="relu"):
    n = W_enc.shape[1]
    config = DictionaryConfig(
        kind=kind, sites=(site,), widths_in=(D,), latents=n, k=4, models=((lm.name, lm.fingerprint),)
    )
    return Dictionary(config, W_enc=W_enc, b_enc=torch.zeros(n), W_dec=W_dec, b_dec=torch.zeros(D))


# -- steering -----------------------------------------------------------------------------------------------------


def towards(lm, token):
    """At the last layer, a dictionary whose latent 0 writes a token's logit, and whose others are random."""
    gain = lm.final_norm.gain
    direction = lm.W_U[token] * gain
    W_dec = torch.nn.functional.normalize(torch.cat([direction[None], drawn(30, D, seed=1)]), dim=-1)
    return made(lm, "resid_post.2", W_dec.T.clone(), W_dec)


def test_a_latent_that_writes_a_token_is_seen_to_do_so(lm):
    token = lm.token_id("q")
    d = towards(lm, token)
    found = steer(lm, d, 0, prompts=PROMPTS, strength=6.0, words=["q"], draws=3, n_random=5, max_new_tokens=12)
    assert float(found.steered.words.mean()) > 0.5 > 0.1 > float(found.plain.words.mean())
    words, echo = found.findings()
    assert words.grade == "causal" and words.effect > 0.4
    assert words.control is not None and abs(words.control) < 0.2
    assert echo.details["surprise"]["steered"] > echo.details["surprise"]["plain"]
    assert len(found.random) == 5 and len({arm.name for arm in found.random} | {"latent 0"}) == 6


def test_a_random_latent_is_not_said_to_steer(lm):
    d = towards(lm, lm.token_id("q"))
    found = steer(lm, d, 4, prompts=PROMPTS, strength=3.0, words=["q"], draws=3, n_random=5, max_new_tokens=12)
    assert found.findings()[0].grade == "observed"


def test_measures_are_what_they_say(lm):
    d = towards(lm, lm.token_id("q"))
    found = steer(lm, d, 2, prompts=PROMPTS[:2], strength=1.0, draws=1, n_random=1, max_new_tokens=6, n_words=7)
    ids = promoted(lm, d, 2, n=7)
    scores = lm.W_U @ (lm.final_norm.gain * d.W_dec[2])
    assert ids == scores.argsort(descending=True)[:7].tolist()
    size = torch.cat([lm.run(p, read="resid_post.2")["resid_post.2"][0, 1:] for p in PROMPTS[:2]]).norm(dim=-1).mean()
    assert found.added == pytest.approx(float(size / d.W_dec[2].norm()), rel=1e-5)
    for row, (prompt, text) in enumerate(zip(found.prompts, found.steered.texts, strict=True)):
        old, new = (lm.tokenizer(t)["input_ids"] for t in (prompt, text))
        if len(new) != 6:  # a token that has no text of its own was written
            continue
        run = lm.run([[*old, *new]], read="resid_post.2")
        z = d.encode(run["resid_post.2"][0, len(old) :])[:, 2]
        logs = run.logits[0, len(old) - 1 : -1].log_softmax(-1)
        assert float(found.steered.echo[row]) == pytest.approx(float(z.mean()), rel=1e-4, abs=1e-5)
        own = -sum(float(logs[i, token]) for i, token in enumerate(new)) / len(new)
        assert float(found.steered.surprise[row]) == pytest.approx(own, rel=1e-4)
        assert float(found.steered.words[row]) == pytest.approx(sum(t in ids for t in new) / len(new))


def test_steering_is_the_same_again_and_refuses_nonsense(lm):
    d = towards(lm, lm.token_id("q"))
    options = {"prompts": PROMPTS[:1], "draws": 1, "n_random": 1, "max_new_tokens": 4}
    assert steer(lm, d, 2, **options).to_json() == steer(lm, d, 2, **options).to_json()
    assert steer(lm, d, 2, **options, seed=1).plain.texts != steer(lm, d, 2, **options).plain.texts
    with pytest.raises(DataError, match="no latent 99"):
        steer(lm, d, 99)
    with pytest.raises(DataError, match="draws"):
        steer(lm, d, 1, draws=0)


# -- circuits of latents ------------------------------------------------------------------------------------------

TASK = Task(
    name="pairs",
    pairs=tuple(
        Pair(clean=a, corrupted=b, answer="x", wrong="y")
        for a, b in (("hello ther", "hellu ther"), ("good day t", "gaod day t"), ("one two th", "ene two th"))
    ),
)
ROUGH = {"W_enc": drawn(D, 50, seed=1, scale=0.5), "W_dec": drawn(50, D, seed=2, scale=0.3)}


def test_all_latents_and_the_error_are_the_clean_run(lm):
    d = made(lm, "resid_post.1", **ROUGH)
    found = latent_circuit(lm, d, TASK, TASK, sizes=(1, 4, 50), skip_positions=0)
    assert found.sizes[-1] == len(found.ranking) == 50
    torch.testing.assert_close(found.with_error[-1].mean(), torch.tensor(1.0), rtol=1e-3, atol=1e-3)
    own = found.faithfulness[-1] + found.error_alone
    assert not torch.allclose(found.faithfulness[-1], torch.ones(3), atol=1e-3)  # the error has a part of its own
    assert own.shape == (3,)


def test_each_circuit_is_a_run_with_the_site_put_together_by_hand(lm):
    d = made(lm, "resid_post.1", **ROUGH)
    found = latent_circuit(lm, d, TASK, TASK, sizes=(3, 7), draws=2, skip_positions=0)
    metric, answers = METRICS["logit_difference"], TASK.check(lm)

    def score(prompts, edits=()):
        return metric(lm.run(prompts, edits=edits).last_logits, answers)

    clean, corrupted = (lm.run(p, read="resid_post.1")["resid_post.1"] for p in (TASK.clean, TASK.corrupted))
    full, empty = score(TASK.clean), score(TASK.corrupted)
    z, other = d.encode(clean), d.encode(corrupted)
    for index, size in enumerate(found.sizes):
        mixed = other.clone()
        held = list(found.ranking[:size])
        mixed[..., held] = z[..., held]
        error = corrupted - other @ d.W_dec
        value = score(TASK.clean, [replace("resid_post.1", mixed @ d.W_dec + error)])
        expected = (value - empty) / (full - empty).mean()
        torch.testing.assert_close(found.faithfulness[index], expected, rtol=1e-3, atol=1e-3)
    assert found.random.shape == (2, 2, 3)


def test_the_ranking_is_by_gradients_at_both_ends(lm):
    d = made(lm, "resid_post.1", **ROUGH)
    found = latent_circuit(lm, d, TASK, TASK, sizes=(3,), skip_positions=0)
    answers = TASK.check(lm)
    expected = torch.zeros(50)
    z = {
        name: d.encode(lm.run(p, read="resid_post.1")["resid_post.1"])
        for name, p in (("a", TASK.clean), ("b", TASK.corrupted))
    }
    for prompts in (TASK.clean, TASK.corrupted):
        g = lm.gradients(prompts, TASK.metric.of_run(answers), at="resid_post.1")["resid_post.1"]
        expected += ((z["a"] - z["b"]) * (g @ d.W_dec.T)).sum((0, 1)) / 6
    torch.testing.assert_close(found.scores, expected[list(found.ranking)], rtol=1e-4, atol=1e-5)
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


def test_a_site_with_nothing_to_tell_and_a_flat_metric_are_refused(lm):
    silent = made(lm, "resid_post.1", -torch.zeros(D, 4), torch.zeros(4, D))
    with pytest.raises(DataError, match="no latent differs"):
        latent_circuit(lm, silent, TASK, TASK)
    with pytest.raises(DataError, match="gradient"):
        kl = Task(name="kl", pairs=TASK.pairs, metric=METRICS["kl"])
        latent_circuit(lm, made(lm, "resid_post.1", **ROUGH), kl, kl)
