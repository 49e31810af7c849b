"""Saliency against plain transformers, brute force and planted truths."""

import dataclasses
import itertools
import json

import numpy as np
import pytest
import torch

from cutaway.errors import DataError, PromptError, SiteUnavailableError
from cutaway.model import LanguageModel
from cutaway.observe import Saliency, SaliencyOptions, Target, saliency, saliency_study, shuffled_weights
from cutaway.observe._faithfulness import _counts, faithfulness
from cutaway.tasks import METRICS, Answers, Pair, Task
from families import VOCAB, tiny

IDS = [5, 9, 13, 2, 44, 71]
ONLY_MAPS = {"draws": 0, "substitutes": 0}


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"))


@pytest.fixture(scope="module")
def whole(lm) -> Saliency:
    """Every method with every test."""
    return saliency(
        lm,
        IDS,
        answer=40,  # what the prompt speaks for
        wrong=11,
        options=SaliencyOptions(method="all", substitutes=3),
        forgetful=shuffled_weights(lm),
    )


def entering(model, ids) -> torch.Tensor:
    """What enters the first layer of a plain model."""
    seen = []
    layers = model.transformer.h if hasattr(model, "transformer") else model.model.layers
    handle = layers[0].register_forward_pre_hook(
        lambda m, args, kwargs: seen.append((args or [kwargs["hidden_states"]])[0]), with_kwargs=True
    )
    with torch.no_grad():
        model(torch.tensor([ids]))
    handle.remove()
    return seen[0][0].clone()


def score_of(model, embeddings) -> torch.Tensor:
    """logit 11 less logit 40 of a plain model whose first layer is given these embeddings."""
    layers = model.transformer.h if hasattr(model, "transformer") else model.model.layers

    def given(module, args, kwargs):
        return (
            ((embeddings[None], *args[1:]), kwargs) if args else (args, {**kwargs, "hidden_states": embeddings[None]})
        )

    handle = layers[0].register_forward_pre_hook(given, with_kwargs=True)
    logits = model(torch.tensor([IDS])).logits[0, -1]
    handle.remove()
    return logits[11] - logits[40]


def made(lm, method, **settings) -> Saliency:
    return saliency(lm, IDS, answer=11, wrong=40, options=SaliencyOptions(method=method, **ONLY_MAPS, **settings))


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma2", "bloom"])
def test_gradient_times_input_is_that_of_autograd_on_the_plain_model(family):
    lm = LanguageModel(tiny(family))
    plain = tiny(family)
    x = entering(plain, IDS).requires_grad_()
    (gradient,) = torch.autograd.grad(score_of(plain, x), x)
    expected = (gradient * x).sum(-1).detach().double()
    torch.testing.assert_close(made(lm, "gradient_x_input")["gradient_x_input"].values, expected, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("family", ["llama", "gpt2", "gemma3_text"])
def test_integrated_gradients_become_complete_with_steps(family):
    lm = LanguageModel(tiny(family))
    errors = []
    for steps in (3, 17, 65, 257):
        found = made(lm, "integrated_gradients", steps=steps, tolerance=1e-5)
        complete = found.maps[0].completeness
        assert complete is not None and complete.expected == pytest.approx(found.plain - found.empty)
        assert complete.total == pytest.approx(float(found.maps[0].values.sum()))
        errors.append(complete.error)
    assert errors[-1] < 0.01 and errors[-1] < errors[0]


def test_a_mixture_of_experts_says_that_its_gradients_miss_the_jumps():
    """The choice of experts jumps on the way, and no gradient sees a jump: the error stays and is stated."""
    found = made(LanguageModel(tiny("qwen3_moe")), "integrated_gradients", steps=129).maps[0]
    assert found.completeness is not None and found.completeness.error > 0.05


def test_integrated_gradients_are_the_integral_for_each_token(lm):
    """250 evenly spaced gradients of the plain model."""
    plain = tiny("llama")
    x, mean = entering(plain, IDS), plain.model.embed_tokens.weight.mean(0)
    total = torch.zeros(len(IDS), dtype=torch.float64)
    for k in range(250):
        at = (mean + (k + 0.5) / 250 * (x - mean)).requires_grad_()
        (gradient,) = torch.autograd.grad(score_of(plain, at), at)
        total += (gradient * (x - mean)).sum(-1).double() / 250
    found = made(lm, "integrated_gradients", steps=400, tolerance=1e-5).maps[0]
    torch.testing.assert_close(found.values, total, rtol=0.02, atol=0.02)


def test_integration_stops_where_it_is_good_enough(lm, monkeypatch):
    taken = []
    original = LanguageModel.gradients
    monkeypatch.setattr(
        LanguageModel, "gradients", lambda self, ids, *a, **k: taken.append(len(ids)) or original(self, ids, *a, **k)
    )
    made(lm, "integrated_gradients", steps=500, tolerance=0.5)
    loose = sum(taken)
    taken.clear()
    made(lm, "integrated_gradients", steps=100, tolerance=1e-9)
    assert loose < 100 and sum(taken) <= 100


def test_smoothgrad_without_noise_is_the_gradient_and_with_noise_its_mean(lm):
    plain = made(lm, "gradient_x_input").maps[0].values
    torch.testing.assert_close(made(lm, "smoothgrad", noise=0.0, samples=2).maps[0].values, plain, rtol=1e-4, atol=1e-6)
    some = made(lm, "smoothgrad", samples=5).maps[0].values
    assert torch.equal(some, made(lm, "smoothgrad", samples=5).maps[0].values)
    x = entering(tiny("llama"), IDS).double()
    epsilon = torch.randn((5, *x.shape), generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    model, total = tiny("llama"), 0
    for noise in epsilon:
        at = (x + 0.1 * x.std() * noise).float().requires_grad_()
        (gradient,) = torch.autograd.grad(score_of(model, at), at)
        total = total + (gradient.double() * x).sum(-1) / 5
    torch.testing.assert_close(some, total, rtol=1e-3, atol=1e-5)


def test_rollout_is_the_product_of_the_plain_models_patterns(lm):
    plain = tiny("llama")
    plain.set_attn_implementation("eager")
    with torch.no_grad():
        patterns = plain(torch.tensor([IDS]), output_attentions=True).attentions
    rolled = torch.eye(len(IDS))
    for pattern in patterns:
        rolled = (0.5 * pattern[0].mean(0) + 0.5 * torch.eye(len(IDS))) @ rolled
    found = made(lm, "attention_rollout").maps[0]
    torch.testing.assert_close(found.values.float(), rolled[-1], rtol=1e-4, atol=1e-6)
    other = saliency(lm, IDS, answer=3, options=SaliencyOptions(method="attention_rollout", **ONLY_MAPS))
    assert torch.equal(found.values, other.maps[0].values)
    assert found.to_json([])["target_blind"]


def test_rollout_shares_out_all_attention_also_where_a_sink_takes_some():
    found = made(LanguageModel(tiny("gpt_oss")), "attention_rollout").maps[0]
    assert float(found.values.sum()) == pytest.approx(1)


@pytest.mark.parametrize("family", ["llama", "gpt2", "bloom", "gemma3_text"])
@pytest.mark.parametrize("baseline", ["mean", "token"])
def test_occlusion_is_a_plain_run_for_each_token(family, baseline):
    lm, plain = LanguageModel(tiny(family)), tiny(family)
    x = entering(plain, IDS)
    if baseline == "token":
        other = entering(plain, [7] * len(IDS))
    else:
        handle = plain.get_input_embeddings().register_forward_hook(
            lambda m, a, out: m(torch.arange(VOCAB)).mean(0).expand_as(out) if a[0].shape[-1] == len(IDS) else out
        )
        other = entering(plain, IDS)
        handle.remove()
    found = saliency(
        lm,
        IDS,
        answer=11,
        wrong=40,
        options=SaliencyOptions(method="occlusion", baseline=baseline, **ONLY_MAPS),
        neutral=7 if baseline == "token" else None,
    )
    with torch.no_grad():
        full = float(score_of(plain, x))
        for pos in range(len(IDS)):
            changed = x.clone()
            changed[pos] = other[pos]
            assert float(found.maps[0].values[pos]) == pytest.approx(full - float(score_of(plain, changed)), abs=1e-4)
        assert found.empty == pytest.approx(float(score_of(plain, other)), abs=1e-4)


def test_curves_are_plain_runs_with_tokens_taken_away(lm, whole):
    plain = tiny("llama")
    x, mean = entering(plain, IDS), plain.model.embed_tokens.weight.mean(0)

    def without(removed):
        changed = x.clone()
        changed[list(removed)] = mean
        with torch.no_grad():
            return -float(score_of(plain, changed))

    for one in whole.maps:
        test = one.faithfulness
        order = sorted(range(6), key=lambda pos: -float(one.values[pos]))
        assert list(test.order) == order and test.random.counts == (0, 1, 2, 3, 4, 5, 6)
        assert test.deletion.tolist() == pytest.approx([without(order[:k]) for k in range(7)], abs=1e-4)
        assert test.insertion.tolist() == pytest.approx([without(order[k:]) for k in range(7)], abs=1e-4)
    assert whole.random is not None
    ends = whole.random.deletion[:, [0, -1]]
    torch.testing.assert_close(ends, torch.tensor([[whole.plain, whole.empty]]).double().expand_as(ends))
    torch.testing.assert_close(whole.random.insertion[0], whole.random.deletion[1].flip(-1))


class Planted:
    """Tokens that add up: removing one takes away exactly its weight."""

    def __init__(self, weights):
        self.weights = weights
        self.baseline = type("Baseline", (), {"removable": tuple(range(len(weights)))})

    def score(self, removed) -> float:
        return float(sum(w for pos, w in enumerate(self.weights) if pos not in set(removed)))

    def scores(self, subsets, **_) -> list[float]:
        return [self.score(subset) for subset in subsets]


def planted(values, weights, **settings):
    unchecked = faithfulness.__wrapped__ if hasattr(faithfulness, "__wrapped__") else faithfulness
    settings = {"points": 20, "draws": 40, "seed": 0, **settings}
    return unchecked(Planted(weights), [torch.tensor(v, dtype=torch.float64) for v in values], **settings)


def test_a_true_order_is_found_faithful_and_a_reversed_one_is_not():
    weights = [8.0, 0.5, 4.0, 0.25, 2.0, 1.0, 0.1, 0.05]
    true, reverse = planted([weights, [-w for w in weights]], weights)
    assert true.faithful and true.p_deletion == true.p_insertion == pytest.approx(1 / 41)
    assert not reverse.faithful and reverse.p_deletion == 1
    assert true.deletion_area == pytest.approx(1 - true.insertion_area)
    assert reverse.deletion_area == pytest.approx(true.insertion_area)
    ranked = sorted(weights, reverse=True)
    curve = [1 - sum(ranked[:k]) / sum(weights) for k in range(9)]
    assert true.deletion_area == pytest.approx(sum((a + b) / 16 for a, b in itertools.pairwise(curve)))
    assert float(true.random.margins.mean()) == pytest.approx(0, abs=1e-9)
    low, high = true.random.margin_interval
    assert low < -0.2 and 0.2 < high < true.margin


def test_random_orders_have_both_curves_of_their_own():
    """With tokens that add up, inserting by an order is deleting by its reverse: checked draw by draw."""
    weights = [8.0, 0.5, 4.0, 2.0]
    (test,) = planted([weights], weights, draws=5)
    assert len(test.random.deletion) == 6
    for down, up in zip(test.random.deletion, test.random.insertion, strict=True):
        torch.testing.assert_close(down + up, torch.full_like(down, sum(weights)))


def test_random_orders_are_rarely_found_faithful():
    rng = np.random.default_rng(0)
    weights = rng.exponential(size=10).tolist()
    tests = planted(rng.normal(size=(200, 10)).tolist(), weights, draws=100)
    assert np.mean([test.faithful for test in tests]) < 0.08


def test_tokens_that_are_worth_nothing_together_have_no_area():
    (test,) = planted([[1.0, 0.0, 2.0]], [-1.0, -2.0, 0.5])
    assert np.isnan(test.deletion_area) and not test.faithful


def test_long_prompts_are_scored_at_some_points_the_same_from_both_ends():
    counts = _counts(101, 21)
    assert counts[0] == 0 and counts[-1] == 101 and len(counts) <= 23
    assert counts == tuple(sorted(101 - count for count in counts))
    assert _counts(5, 21) == (0, 1, 2, 3, 4, 5)


def test_patching_is_a_plain_run_for_each_exchange(lm, whole):
    patching = whole.patching

    def score(ids):
        logits = lm.run(ids, logits="last").last_logits[0]
        return float(logits[40] - logits[11])

    assert patching.substitutes.shape == (3, 6)
    assert not bool((patching.substitutes == torch.tensor(IDS)).any())
    for s, drawn in enumerate(patching.substitutes.tolist()):
        for pos in range(6):
            exchanged = [*IDS[:pos], drawn[pos], *IDS[pos + 1 :]]
            restored = [*drawn[:pos], IDS[pos], *drawn[pos + 1 :]]
            assert float(patching.noise_by_substitute[s, pos]) == pytest.approx(score(IDS) - score(exchanged), abs=1e-4)
            gained = score(restored) - score(drawn)
            assert float(patching.denoise_by_substitute[s, pos]) == pytest.approx(gained, abs=1e-4)
    assert -1 <= patching.reliability <= 1
    assert patching.rank_correlation(patching.noise)["noise"] == pytest.approx(1)
    assert patching.rank_correlation(-patching.denoise)["denoise"] == pytest.approx(-1)


def test_everything_is_there_as_strict_json(whole):
    data = json.loads(json.dumps(whole.to_json(), allow_nan=False))
    assert [m["method"] for m in data["maps"]] == [
        "gradient_x_input", "integrated_gradients", "smoothgrad", "attention_rollout", "occlusion",
    ]  # fmt: skip
    for one in data["maps"]:
        assert set(one["rank_correlation_with_patching"]) == {"noise", "denoise"}
        assert one["rank_correlation_with_shuffled_weights"] is not None
        assert (one["completeness"] is not None) == (one["method"] == "integrated_gradients")
    low, high = data["random_orders"]["deletion"]["interval"]
    assert low <= data["random_orders"]["deletion"]["area"] <= high
    assert len(whole.to_frame()) == 5 * 6


def test_a_finding_is_causal_only_where_random_orders_did_worse(whole):
    weights = [8.0, 0.5, 4.0, 0.25, 2.0, 1.0]
    good, bad = planted([weights, [-w for w in weights]], weights)
    grades = []
    for test in (good, bad, None):
        one = dataclasses.replace(whole["occlusion"], faithfulness=test)
        (finding,) = dataclasses.replace(whole, maps=(one,)).findings(command="again")
        grades.append(finding.grade)
        assert finding.command == "again"
        if test is not None:
            assert finding.control == pytest.approx(0) and finding.effect == test.margin
            low, high = finding.details["control_interval"]
            assert low < 0 < high
            assert finding.details["p_deletion"] == test.p_deletion
    assert grades == ["causal", "observed", "observed"]


def test_an_answer_that_the_tokens_speak_against_is_not_tested_by_their_order(lm):
    found = saliency(lm, IDS, answer=11, wrong=40, options=SaliencyOptions(method="occlusion", draws=2, substitutes=0))
    assert found.plain < found.empty and np.isnan(found.maps[0].faithfulness.margin)
    (finding,) = found.findings()
    assert finding.grade == "observed" and "speak against" in finding.claim and np.isfinite(finding.effect)


def test_targets_are_the_metrics_of_the_same_name():
    logits = torch.randn(4, 12, generator=torch.Generator().manual_seed(1))
    answers = Answers(((3, 5),) * 4, ((7,),) * 4)
    difference = Target(kind="logit_difference", answer=(3, 5), wrong=(7,))
    torch.testing.assert_close(difference(logits), METRICS["logit_difference"](logits, answers))
    log_p = Target(kind="log_probability", answer=(3, 5))
    torch.testing.assert_close(log_p(logits), -METRICS["cross_entropy"](logits, answers))
    torch.testing.assert_close(Target(kind="logit", answer=(3, 5))(logits), logits[:, [3, 5]].mean(-1))
    chosen = logits[:, difference.vocab]
    torch.testing.assert_close(difference.score(chosen, torch.zeros(4, dtype=torch.long)), difference(logits))


@pytest.mark.parametrize("target", ["logit", "log_probability"])
def test_every_target_is_explained_and_the_likeliest_token_is_the_default(lm, target):
    found = saliency(lm, IDS, options=SaliencyOptions(method="occlusion", target=target, **ONLY_MAPS))
    logits = lm.run(IDS, logits="last").last_logits[0]
    best = int(logits.argmax())
    assert found.target.answer == (best,)
    expected = logits[best] if target == "logit" else logits.log_softmax(-1)[best]
    assert found.plain == pytest.approx(float(expected), rel=1e-4)


def test_a_method_that_a_model_cannot_have_is_left_out_and_named(monkeypatch):
    lm = LanguageModel(tiny("llama"))
    monkeypatch.setitem(lm.refused, "pattern.1", "its equation fails")
    with pytest.raises(SiteUnavailableError, match="does not give that of layer 1"):
        made(lm, "attention_rollout")
    found = made(lm, "all", steps=5)
    assert list(found.skipped) == ["attention_rollout"] and len(found.maps) == 4


def test_shuffled_weights_keep_every_number_and_forget_the_order(lm):
    other = shuffled_weights(lm, seed=1)
    for (name, own), (_, changed) in zip(lm.hf.named_parameters(), other.hf.named_parameters(), strict=True):
        torch.testing.assert_close(own.flatten().sort().values, changed.flatten().sort().values)
        assert torch.equal(own, changed) == ("layers" not in name or own.dim() == 1)


def test_bad_input_is_refused_by_name(lm):
    with pytest.raises(PromptError, match="2 prompts were given"):
        saliency(lm, [IDS, IDS], answer=1)
    with pytest.raises(DataError, match="outside the vocabulary"):
        saliency(lm, IDS, answer=VOCAB)
    with pytest.raises(DataError, match="both answer and wrong"):
        saliency(lm, IDS, answer=1, wrong=1)
    with pytest.raises(DataError, match="needs a wrong token"):
        saliency(lm, IDS, answer=1, options=SaliencyOptions(target="logit_difference"))
    with pytest.raises(DataError, match="steps=1; give at least 3"):
        SaliencyOptions(steps=1)
    with pytest.raises(DataError, match="tolerance=2"):
        SaliencyOptions(tolerance=2.0)
    with pytest.raises(DataError, match="one token that can be taken away"):
        saliency(lm, [5], answer=1, options=SaliencyOptions(method="occlusion", substitutes=0))
    with pytest.raises(DataError, match="neutral token was given for the baseline 'mean'"):
        saliency(lm, IDS, answer=1, neutral=3)
    with pytest.raises(DataError, match="no map by 'lime'"):
        made(lm, "occlusion")["lime"]


@pytest.mark.slow
class TestOnTheRealModel:
    OPTIONS = SaliencyOptions(method="occlusion", draws=3, points=3, substitutes=1)

    def test_special_tokens_are_never_taken_away(self, smollm2):
        chat = "<|im_start|>user\nHello!<|im_end|>\n<|im_start|>assistant\n"
        found = saliency(smollm2, chat, options=SaliencyOptions(method="occlusion", draws=2, points=3, substitutes=1))
        special = set(smollm2.tokenizer.all_special_ids)
        kept = [pos for pos, token in enumerate(found.tokens.rows[0]) if token in special]
        assert kept and all(float(found.maps[0].values[pos]) == 0 for pos in kept)
        assert not set(found.maps[0].faithfulness.order) & set(kept)
        assert bool(found.patching.noise[kept].isnan().all())

    def test_the_subject_of_a_fact_comes_first_by_occlusion(self, smollm2):
        prompt, answer = "The Eiffel Tower is located in the city of", smollm2.token_id(" Paris")
        options = SaliencyOptions(method="occlusion", draws=2, points=2, substitutes=0)
        found = saliency(smollm2, prompt, answer=answer, options=options)
        strings = found.tokens.strings[0]
        best = int(found.maps[0].values.argmax())
        assert strings[best] in (" Eiff", "iffel", " Eiffel", "el", " E", " Tower")
        assert found.findings()[0].claim.startswith("By occlusion")

    def test_a_study_averages_its_prompts(self, smollm2):
        pairs = (
            Pair(clean="Paris is in", corrupted="Rome is in", answer=" France", wrong=" Italy"),
            Pair(clean="Rome is in", corrupted="Paris is in", answer=" Italy", wrong=" France"),
        )
        task = Task(name="capitals", pairs=pairs)
        study = saliency_study(smollm2, task, options=self.OPTIONS, check_weights=False)
        data = json.loads(json.dumps(study.to_json()))
        margins = study.samples("occlusion", "margin")
        gap = np.mean([one.plain - one.empty for one in study.each])
        for one, margin in zip(study.each, margins, strict=True):
            test = one.maps[0].faithfulness
            assert margin == pytest.approx(test.margin * (one.plain - one.empty) / gap)
        assert data["methods"]["occlusion"]["margin"]["mean"] == pytest.approx(np.mean(margins))
        assert data["n"] == 2 and len(data["prompts"]) == 2 and "margin" in data["random"]
        (finding,) = study.findings()
        assert finding.n == 2 and finding.effect == pytest.approx(np.mean(margins))
