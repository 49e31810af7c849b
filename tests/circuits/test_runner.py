"""Running circuits: both ends, any mask against plain loops, every family, and derivatives against differences."""

from functools import cache

import pytest
import torch
from reference import run as plain_run

from cutaway.circuits import Ablation, CircuitRunner, Graph
from cutaway.errors import DataError, UnsupportedModelError
from cutaway.intervene import Contrast
from cutaway.model import LanguageModel, Tokens, projections
from cutaway.tasks import METRICS, Answers
from families import FAMILIES, VOCAB, tiny

LENGTHS = (6, 4, 6, 5)


@cache
def model(family: str) -> LanguageModel:
    return LanguageModel(tiny(family), name=family)


def pairs(lengths: tuple[int, ...] = LENGTHS, seed: int = 1, first: int = 2) -> Contrast:
    generator = torch.Generator().manual_seed(seed)
    clean = torch.randint(3, VOCAB, (len(lengths), max(lengths)), generator=generator)
    corrupted = clean.clone()
    corrupted[:, first : first + 2] = torch.randint(3, VOCAB, (len(lengths), 2), generator=generator)
    size = torch.tensor(lengths)
    count = len(lengths)
    answers = Answers(tuple((i + 5,) for i in range(count)), tuple((i + 40,) for i in range(count)))
    return Contrast(clean=Tokens(clean, size), corrupted=Tokens(corrupted, size), answers=answers)


def random_mask(graph: Graph, seed: int = 0, share: float = 0.5) -> torch.Tensor:
    return (torch.rand(graph.shape, generator=torch.Generator().manual_seed(seed)) < share) & graph.valid


REFUSED = {"falcon-new": "laid out in no known way", "deepseek_v3": "laid out in no known way"}


@pytest.mark.parametrize("family", FAMILIES)
def test_all_edges_are_the_clean_run_and_none_the_corrupted_one(family):
    lm = model(family)
    if family in REFUSED:
        with pytest.raises(UnsupportedModelError, match=REFUSED[family]):
            CircuitRunner(lm, pairs())
        return
    setting = pairs()
    runner = CircuitRunner(lm, setting)
    clean = lm.run(setting.clean, logits="last").last_logits
    corrupted = lm.run(setting.corrupted, logits="last").last_logits
    assert float((clean - corrupted).abs().max()) > 0.01
    ends = runner.logits_many([runner.full, runner.empty])
    torch.testing.assert_close(ends[0], clean, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(ends[1], corrupted, atol=1e-4, rtol=1e-4)
    # Masks that differ late share their beginning; the numbers are those of each alone.
    late = runner.full.clone()
    late[:, -runner.graph.n_layers * 2 :] &= random_mask(runner.graph)[:, -runner.graph.n_layers * 2 :]
    masks = [runner.full, late, random_mask(runner.graph)]
    alone = torch.stack([runner.logits(mask) for mask in masks])
    torch.testing.assert_close(runner.logits_many(masks[:2]), alone[:2], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(runner.logits_many(masks), alone, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("family", ["gpt2", "llama"])
@pytest.mark.parametrize("value", ["resample", "mean", "zero"])
def test_any_mask_is_what_plain_loops_give(family, value):
    lm, setting = model(family), pairs((5, 4, 5))
    runner = CircuitRunner(lm, setting, ablation=Ablation(value=value))
    graph = runner.graph
    said = [plain_run(lm.hf, graph, torch.tensor(row), {}, None)[1] for row in setting.corrupted.rows]
    weights = torch.rand(graph.shape, generator=torch.Generator().manual_seed(4))
    for mask in (random_mask(graph).float(), weights * graph.valid):
        weight = {graph.edge_text(i, j): float(mask[i, j]) for i, j in graph.valid.nonzero().tolist()}
        got = runner.logits(mask)
        for row, ids in enumerate(setting.clean.rows):
            n = len(ids)
            ablated = said[row]
            if value == "zero":
                ablated = {name: torch.zeros_like(out) for name, out in ablated.items()}
            if value == "mean":
                ablated = {
                    name: torch.stack(
                        [torch.stack([one[name][p] for one in said if len(one[name]) > p]).mean(0) for p in range(n)]
                    )
                    for name in ablated
                }
            expected, _ = plain_run(lm.hf, graph, torch.tensor(ids), weight, ablated)
            torch.testing.assert_close(got[row], expected, atol=2e-4, rtol=1e-4)


@pytest.mark.parametrize("family", ["gpt2", "llama", "gemma2", "olmo2", "gpt_neox", "mistral"])
def test_the_derivative_with_respect_to_a_mask_is_that_of_finite_differences(family):
    lm = LanguageModel(tiny(family, dtype=torch.float64), name=family)
    runner = CircuitRunner(lm, pairs())
    graph = runner.graph
    weights = torch.rand(graph.shape, generator=torch.Generator().manual_seed(2), dtype=torch.float64)
    mask = (weights * graph.valid).requires_grad_()
    value = runner.score(runner.logits(mask, differentiable=True)).mean()
    (gradient,) = torch.autograd.grad(value, mask)
    assert bool((gradient[~graph.valid] == 0).all())
    edges = graph.valid.nonzero()
    chosen = edges[torch.randperm(len(edges), generator=torch.Generator().manual_seed(0))[:12]].tolist()
    chosen += [divmod(int(i), graph.shape[1]) for i in gradient.abs().flatten().topk(4).indices]
    # Norms that compute in fp32 whatever the model's type leave noise that a wider step must drown.
    exact = family in ("gpt2", "gpt_neox")
    step, within = (1e-5, 1e-5) if exact else (4e-3, 3e-3)
    stepped = mask.detach().repeat(2 * len(chosen), 1, 1)
    for number, (i, j) in enumerate(chosen):
        stepped[2 * number, i, j] += step
        stepped[2 * number + 1, i, j] -= step
    values = torch.stack([runner.score(one).mean() for one in runner.logits_many(stepped)])
    differences = (values[::2] - values[1::2]) / (2 * step)
    expected = torch.stack([gradient[i, j] for i, j in chosen])
    torch.testing.assert_close(differences, expected, atol=within * float(expected.abs().max()), rtol=0)


def test_padding_changes_nothing_and_rows_can_be_chosen():
    lm, setting = model("llama"), pairs()
    runner = CircuitRunner(lm, setting, memory=1 << 16)  # several chunks
    mask = random_mask(runner.graph)
    together = runner.logits(mask)
    assert len(runner.chunks) > 1
    for row in range(len(setting)):
        one = Contrast(
            clean=Tokens(torch.tensor([setting.clean.rows[row]]), setting.clean.lengths[[row]]),
            corrupted=Tokens(torch.tensor([setting.corrupted.rows[row]]), setting.clean.lengths[[row]]),
            answers=Answers(((5,),), ((6,),)),
        )
        torch.testing.assert_close(CircuitRunner(lm, one).logits(mask)[0], together[row], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(runner.logits(mask, rows=[2, 0]), together[[2, 0]], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(runner.values([mask])[0], runner.score(together), atol=1e-5, rtol=1e-5)


def test_edges_that_lead_nowhere_change_nothing_under_resampling():
    lm = model("llama")
    runner = CircuitRunner(lm, pairs())
    mask = random_mask(runner.graph, seed=5, share=0.12)
    connected = runner.graph.connected(mask)
    assert 0 < int(connected.sum()) < int(mask.sum())
    a, b = runner.logits_many([mask, connected])
    torch.testing.assert_close(a, b, atol=1e-4, rtol=1e-4)


def test_a_shared_key_reaches_every_head_of_its_group():
    lm = model("llama")
    runner = CircuitRunner(lm, pairs())
    mask = runner.full.clone()
    mask[:, runner.graph.destination("k.1.0")] = False
    read: dict[str, torch.Tensor] = {}
    part = lm.parts.layers[1]
    hook = part.attention_out.register_forward_pre_hook(lambda _, args: read.update(z=args[0].clone()))
    runner.logits(runner.full)
    before = read["z"].unflatten(-1, (lm.n_heads, -1))
    runner.logits(mask)
    hook.remove()
    moved = (read["z"].unflatten(-1, (lm.n_heads, -1)) - before).abs().amax((0, 1, 3))
    assert bool((moved[:2] > 1e-3).all()) and bool((moved[2:] < 1e-6).all())


def test_the_model_is_left_as_it_was():
    lm, setting = model("gpt2"), pairs()
    before = lm.run(setting.clean).logits
    runner = CircuitRunner(lm, setting)
    runner.logits(random_mask(runner.graph))
    with pytest.raises(DataError, match="masks of shape"):
        runner.logits(torch.zeros(2, 2))
    with pytest.raises(DataError, match="NaN"):
        runner.logits(torch.full(runner.graph.shape, torch.nan))
    assert torch.equal(lm.run(setting.clean).logits, before)
    assert not any("forward" in module.__dict__ for module in lm.hf.modules())


def test_faithfulness_is_one_for_all_edges_nought_for_none_and_never_clipped():
    runner = CircuitRunner(model("llama"), pairs(), metric=METRICS["logit_difference"])
    values = runner.values([runner.full, runner.empty])
    shares = runner.faithfulness(values)
    torch.testing.assert_close(shares, torch.tensor([1.0, 0.0]), atol=1e-3, rtol=0)
    torch.testing.assert_close(runner.faithfulness(2 * values[0] - values[1]), torch.tensor(2.0), atol=1e-3, rtol=0)
    same = pairs()
    with pytest.raises(DataError, match="no share of a"):
        CircuitRunner(
            model("llama"), Contrast(clean=same.clean, corrupted=same.clean, answers=same.answers)
        ).faithfulness(values)


def test_columns_of_a_fused_projection_are_found_and_checked():
    for family in ("gpt2", "gpt_neox", "bloom", "phi3", "falcon"):
        lm = model(family)
        layer = projections(lm)[1]
        assert len(layer.modules) == 1
        run = lm.run([[5, 9, 13]], read=["attn_in.1", "v.1"], logits=False)
        v = torch.einsum("pd,hde->phe", run["attn_in.1"][0], layer.v.weight)
        v = v if layer.v.bias is None else v + layer.v.bias
        torch.testing.assert_close(v, run["v.1"][0], atol=1e-4, rtol=1e-4)


@pytest.mark.slow
def test_grouped_query_edges_are_exact_on_the_bundled_model(smollm2):
    from cutaway.tasks import TASKS

    task = TASKS["ioi"](smollm2, n=3)
    runner = CircuitRunner(smollm2, task)
    assert runner.graph.n_edges == 70_651
    ends = runner.logits_many([runner.full, runner.empty])
    for tokens, logits in zip((task.clean, task.corrupted), ends, strict=True):
        plain = smollm2.run(tokens, logits="last").last_logits
        torch.testing.assert_close(logits, plain, atol=1e-3, rtol=1e-4)
