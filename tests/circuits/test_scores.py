"""Scores against other ways to the same numbers: the masked run's own derivative, its differences, its ends."""

import pytest
import reference
import torch
from test_runner import FAMILIES, REFUSED, model, pairs

from cutaway.circuits import SCORE_METHODS, Ablation, CircuitRunner, resampled, score_edges, top_edges
from cutaway.errors import DataError
from cutaway.intervene import Contrast
from cutaway.model import LanguageModel, Tokens
from cutaway.tasks import METRICS, Answers
from families import tiny

SUPPORTED = [family for family in FAMILIES if family not in REFUSED]
JUMPING = ("mixtral", "qwen3_moe", "gpt_oss")
"""Where a token changes its experts a value jumps, and no gradient knows of it."""


def mask_derivative(runner: CircuitRunner, mask: torch.Tensor) -> torch.Tensor:
    weights = mask.to(runner.lm.dtype).clone().requires_grad_()
    value = runner.score(runner.logits(weights, differentiable=True)).mean()
    return torch.autograd.grad(value, weights)[0]


@pytest.mark.parametrize("family", SUPPORTED)
def test_eap_is_the_derivative_with_respect_to_the_masks_at_the_clean_run(family):
    lm = model(family)
    runner = CircuitRunner(lm, pairs())
    expected = mask_derivative(runner, runner.full)
    scores = score_edges(lm, pairs(), method="eap")
    size = float(expected.abs().max())
    assert size > 0
    torch.testing.assert_close(scores.values, expected.float(), atol=2e-3 * size, rtol=1e-3)
    assert scores.n == 4 and bool((scores.values[~scores.graph.valid] == 0).all())


@pytest.mark.parametrize(
    ("family", "value"),
    [
        ("llama", "resample"),
        ("gpt2", "mean"),
        ("gemma2", "zero"),
        ("olmo2", "mean"),
        ("phi", "resample"),
        ("bloom", "zero"),
    ],
)
def test_mask_gradients_are_derivatives_along_the_way_and_sum_to_the_whole_difference(family, value):
    lm, ablation = model(family), Ablation(value=value)
    runner = CircuitRunner(lm, pairs(), ablation=ablation)
    expected = sum(mask_derivative(runner, alpha * runner.full.float()) for alpha in (0.25, 0.75)) / 2
    scores = score_edges(lm, pairs(), method="mask-gradient", steps=2, ablation=ablation)
    torch.testing.assert_close(scores.values, expected.float(), atol=2e-3 * float(expected.abs().max()), rtol=1e-3)
    many = score_edges(lm, pairs(), method="mask-gradient", steps=20, ablation=ablation)
    whole = float((runner.clean_values - runner.ablated_values).mean())
    assert float(many.values.sum()) == pytest.approx(whole, abs=0.05 * float(expected.abs().sum()))


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_exact_scores_are_differences_and_what_eap_estimates(family):
    lm, setting = model(family), pairs((5, 4))
    scores = score_edges(lm, setting, method="exact")
    runner = CircuitRunner(lm, setting)
    clean = runner.clean_values
    for text in ("embed->q.0.1", "head_out.0.3->k.2.1", "mlp_out.2->logits", "head_out.1.0->mlp_in.1"):
        mask = runner.full.clone()
        mask[runner.graph.edge(text)] = False
        fall = float((clean - runner.score(runner.logits(mask))).mean())
        assert float(scores.values[runner.graph.edge(text)]) == pytest.approx(fall, abs=2e-4)
    some = score_edges(lm, setting, method="exact", sample=30)
    assert some.measured is not None and int(some.measured.sum()) == 30
    torch.testing.assert_close(some.values[some.measured], scores.values[some.measured], atol=2e-4, rtol=1e-3)
    assert bool((some.values[~some.measured] == 0).all())


def near(setting: Contrast) -> Contrast:
    """The same answers, with prompts that do not differ."""
    return Contrast(clean=setting.clean, corrupted=setting.clean, answers=setting.answers)


@pytest.mark.parametrize("family", SUPPORTED)
@pytest.mark.parametrize("method", ["eap-ig", "eap-ig-activations"])
def test_a_path_of_one_step_is_eap(family, method):
    lm, setting = model(family), pairs((5, 4))
    one = score_edges(lm, setting, method=method, steps=1)
    eap = score_edges(lm, setting, method="eap")
    size = float(eap.values.abs().max())
    torch.testing.assert_close(one.values, eap.values, atol=1e-4 * size, rtol=1e-3)


@pytest.mark.parametrize("method", ["eap-ig", "eap-ig-activations"])
def test_more_steps_change_scores_and_a_path_between_equal_prompts_is_nothing(method):
    lm, setting = model("llama"), pairs((5, 4))
    eap = score_edges(lm, setting, method="eap")
    more = score_edges(lm, setting, method=method, steps=2)
    assert not torch.allclose(more.values, eap.values, atol=1e-4)
    same = score_edges(lm, near(setting), method=method, steps=2)
    assert float(same.values.abs().max()) < 1e-4


def test_integrated_inputs_are_the_mean_of_gradients_between_the_embeddings():
    lm, setting = model("gpt2"), pairs((5, 4))
    runs = [
        lm.run(tokens, read=["embed", "head_out", "mlp_out"], logits=False)
        for tokens in (setting.clean, setting.corrupted)
    ]
    metric = setting.metric.of_run(setting.answers)
    from cutaway.model import replace

    change = runs[0]["mlp_out.0"] - runs[1]["mlp_out.0"]
    total = 0.0
    for k in (1, 2, 3):
        point = runs[1]["embed"] + k / 3 * (runs[0]["embed"] - runs[1]["embed"])
        # What the logits read of MLP 0 directly is the last stream's gradient.
        g = lm.gradients(setting.clean, metric, at=["resid_post.2"], edits=[replace("embed", point)])["resid_post.2"]
        total += float((change * g).sum()) / 3 / len(setting)
    scores = score_edges(lm, setting, method="eap-ig", steps=3)
    assert float(scores.values[scores.graph.edge("mlp_out.0->logits")]) == pytest.approx(total, rel=1e-3)


@pytest.mark.parametrize("family", [family for family in SUPPORTED if family not in JUMPING])
def test_what_a_source_loses_along_its_path_is_its_whole_effect(family):
    lm, setting = model(family), pairs((6, 5))
    scores = score_edges(lm, setting, method="eap-ig-activations", steps=120)
    runner = CircuitRunner(lm, setting)
    masks = runner.full.repeat(len(runner.graph.sources), 1, 1)
    for row in range(len(masks)):
        masks[row, row] = False
    effect = (runner.clean_values - runner.values(masks)).mean(1)
    torch.testing.assert_close(scores.values.sum(1), effect, atol=0.04 * float(effect.abs().max()), rtol=0.03)


@pytest.mark.parametrize("family", ["llama", "gpt2"])
def test_integrated_activations_move_one_source_at_a_time(family):
    lm, setting = model(family), pairs((6, 5))
    scores = score_edges(lm, setting, method="eap-ig-activations", steps=3, keep_pairs=True)
    small = score_edges(lm, setting, method="eap-ig-activations", steps=3, memory=1 << 15, keep_pairs=True)
    graph = scores.graph
    assert scores.per_pair is not None and small.per_pair is not None
    for row in range(len(setting)):
        clean, corrupted = (tokens.rows[row] for tokens in (setting.clean, setting.corrupted))
        before, after = (reference.run(lm.hf, graph, torch.tensor(ids), {}, None)[1] for ids in (corrupted, clean))
        right, wrong = setting.answers.correct[row][0], setting.answers.wrong[row][0]
        expected = torch.zeros(graph.shape)
        for number, source in enumerate(graph.sources):
            change = after[source] - before[source]
            for k in (1, 2, 3):
                nudge = {name: torch.zeros(len(clean), lm.d_model, requires_grad=True) for name in graph.destinations}
                moved = {source: (k / 3 - 1) * change}
                logits, _ = reference.run(lm.hf, graph, torch.tensor(clean), {}, None, nudge | moved)
                gradients = torch.autograd.grad(logits[right] - logits[wrong], list(nudge.values()), allow_unused=True)
                fell = [0 * change.sum() if g is None else (g * change).sum() for g in gradients]
                expected[number] += torch.stack(fell).detach() / 3
        expected *= graph.valid
        size = float(expected.abs().max())
        torch.testing.assert_close(scores.per_pair[row], expected, atol=1e-4 * size, rtol=1e-3)
        torch.testing.assert_close(small.per_pair[row], expected, atol=1e-4 * size, rtol=1e-3)


def test_scores_do_not_grow_with_the_number_of_pairs_or_depend_on_batches():
    lm, setting = model("llama"), pairs()
    twice = Contrast(
        clean=Tokens(setting.clean.ids.repeat(2, 1), setting.clean.lengths.repeat(2)),
        corrupted=Tokens(setting.corrupted.ids.repeat(2, 1), setting.corrupted.lengths.repeat(2)),
        answers=Answers(setting.answers.correct * 2, setting.answers.wrong * 2),
    )
    for method in ("eap", "eap-ig", "mask-gradient"):
        a = score_edges(lm, setting, method=method, steps=2)
        b = score_edges(lm, twice, method=method, steps=2, memory=1 << 17)
        torch.testing.assert_close(a.values, b.values, atol=1e-5, rtol=1e-3)


def test_padding_adds_nothing():
    lm, setting = model("gpt2"), pairs((6, 4))
    both = score_edges(lm, setting, method="eap-ig", keep_pairs=True)
    assert both.per_pair is not None
    for row in range(2):
        ids = [torch.tensor([tokens.rows[row]]) for tokens in (setting.clean, setting.corrupted)]
        length = setting.clean.lengths[[row]]
        answers = Answers(setting.answers.correct[row : row + 1], setting.answers.wrong[row : row + 1])
        one = Contrast(clean=Tokens(ids[0], length), corrupted=Tokens(ids[1], length), answers=answers)
        alone = score_edges(lm, one, method="eap-ig")
        torch.testing.assert_close(both.per_pair[row], alone.values, atol=1e-5, rtol=1e-3)
    again = resampled(both, 0)
    assert any(
        torch.allclose(again.values, both.per_pair[list(rows)].mean(0), atol=1e-6) for rows in ((0, 0), (0, 1), (1, 1))
    )
    with pytest.raises(DataError, match="keep_pairs"):
        resampled(again, 0)


def test_kl_has_no_gradient_at_the_clean_run_and_is_refused_there_only():
    lm, setting = model("llama"), pairs()
    with pytest.raises(DataError, match="its gradient there is zero"):
        score_edges(lm, setting, method="eap", metric="kl")
    scores = score_edges(lm, setting, method="mask-gradient", metric="kl", steps=20)
    runner = CircuitRunner(lm, setting, metric="kl")
    divergence = float(runner.ablated_values.mean())
    assert divergence > 0 and float(scores.values.sum()) == pytest.approx(divergence, rel=0.1)
    with pytest.raises(DataError, match="has no gradient"):
        score_edges(lm, setting, method="eap", metric="rank")


@pytest.mark.parametrize("metric", ["probability_difference", "cross_entropy", "probability"])
def test_positive_is_an_edge_that_helps_whichever_way_the_metric_counts(metric):
    lm, setting = model("llama"), pairs((5, 4))
    exact = score_edges(lm, setting, method="exact", metric=metric)
    runner = CircuitRunner(lm, setting, metric=METRICS[metric])
    row, column = divmod(int(exact.values.argmax()), exact.values.shape[1])
    mask = runner.full.clone()
    mask[row, column] = False
    moved = float((runner.values([mask])[0] - runner.clean_values).mean())
    assert moved < 0 if METRICS[metric].higher_is_better else moved > 0


def test_unknown_methods_are_refused_with_the_known_ones():
    with pytest.raises(DataError, match="did you mean 'eap-ig'"):
        score_edges(model("llama"), pairs(), method="eap-gi")
    assert set(SCORE_METHODS) >= {"eap", "eap-ig", "eap-ig-activations", "mask-gradient", "exact", "random"}
    scores = score_edges(model("llama"), pairs(), method="random", seed=3)
    assert torch.equal(scores.values, score_edges(model("llama"), pairs(), method="random", seed=3).values)
    assert top_edges(scores, 10).method == "random"


def test_other_precisions_run():
    lm = LanguageModel(tiny("llama", dtype=torch.bfloat16), name="half")
    scores = score_edges(lm, pairs(), method="eap-ig")
    full = score_edges(model("llama"), pairs(), method="eap-ig")
    valid = scores.graph.valid
    assert float(torch.corrcoef(torch.stack([scores.values[valid], full.values[valid]]))[0, 1]) > 0.9


def lost_by_the_last_z(runner: CircuitRunner, edge: str) -> torch.Tensor:
    """[pair], z of the last layer with one edge ablated, less the clean one, times the clean gradient there."""
    lm, setting, last = runner.lm, runner.setting, runner.lm.n_layers - 1
    gradient = lm.gradients(setting.clean, setting.metric.of_run(setting.answers), at=[f"z.{last}"])[f"z.{last}"]
    mask = runner.full.clone()
    mask[runner.graph.edge(edge)] = False
    seen: list[torch.Tensor] = []
    out = lm.parts.layers[last].attention_out
    hook = out.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    runner.logits(runner.full)
    runner.logits(mask)
    hook.remove()
    moved = (seen[-2] - seen[-1]).reshape(gradient.shape)
    order = torch.cat([chunk.rows for chunk in runner.chunks])
    return (moved * gradient[order, : moved.shape[1]]).flatten(1).sum(1)[order.argsort()]


@pytest.mark.parametrize("family", ["llama", "gpt2", "gpt_neox", "bloom"])
def test_atp_star_recomputes_the_softmax_and_keeps_what_cancels(family):
    """Into a query of the last layer the whole effect is: z with that query's input changed, times the gradient at z."""
    lm, setting = model(family), pairs((5, 4))
    scores = score_edges(lm, setting, method="atp*", keep_pairs=True)
    graph, last = scores.graph, lm.n_layers - 1
    runner = CircuitRunner(lm, setting, share_prefix=False)
    for text in (f"embed->q.{last}.2", f"mlp_out.0->k.{last}.0", f"head_out.0.1->q.{last}.0"):
        row, column = graph.edge(text)
        # The other layers' drops leave the gradient at the last z as it is, and this layer's own takes it away.
        assert scores.per_pair is not None
        expected = lost_by_the_last_z(runner, text)
        torch.testing.assert_close(scores.per_pair[:, row, column], expected, atol=2e-4, rtol=2e-2)
    sizes = scores.values[graph.valid].abs()
    plain = score_edges(lm, setting, method="eap").values[graph.valid].abs()
    assert float(torch.corrcoef(torch.stack([sizes, plain]))[0, 1]) > 0.5
