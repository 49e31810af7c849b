"""A component's logits are its share of the model's own, and a direction's tokens are those of plain arithmetic."""

import pytest
import torch

from cutaway.errors import DataError, SiteUnavailableError
from cutaway.model import LanguageModel
from cutaway.observe import component_lens, direct_logit_attribution, direction_lens
from families import VOCAB, tiny

IDS = [5, 9, 13, 2, 44, 71]


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"))


def all_logits(lens) -> torch.Tensor:
    """[row d_vocab], where the lens was asked for the whole vocabulary."""
    return torch.zeros(lens.promoted.shape).scatter(1, lens.promoted, lens.promoted_logits)


@pytest.mark.parametrize("family", ["gpt2", "llama", "gpt_neox", "gemma2", "granite", "mixtral", "phi"])
def test_the_logits_of_all_components_sum_to_the_models_own(family):
    lm = LanguageModel(tiny(family))
    run = lm.run(IDS, read=["embed", "attn_out", "mlp_out", "resid_post", "final_norm"])
    parts = all_logits(component_lens(lm, run, ["embed", "attn_out", "mlp_out"], top=VOCAB)).double().sum(0)
    if lm.final_norm.bias is not None:
        parts = parts + lm.W_U.double() @ lm.final_norm.bias.double() * lm.logit_scale
    if lm.b_U is not None:
        parts = parts + lm.b_U.double() * lm.logit_scale
    logits = lm.W_U.double() @ run["final_norm"][0, -1].double() * lm.logit_scale  # before any soft cap
    if lm.b_U is not None:
        logits = logits + lm.b_U.double() * lm.logit_scale
    torch.testing.assert_close(parts - parts.mean(), logits - logits.mean(), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("family", ["gpt2", "llama", "gemma3_text", "granite"])
def test_a_heads_and_a_neurons_logit_is_its_direct_attribution(family):
    lm = LanguageModel(tiny(family))
    neurons = direct_logit_attribution(lm, IDS, answer=11, wrong=40, by="neuron", top=120)
    for site in ("head_out.1.2", "mlp_post.2.17", "mlp_post.0.3"):
        logits = all_logits(component_lens(lm, IDS, site, top=VOCAB))[0]
        assert float(logits[11] - logits[40]) == pytest.approx(float(neurons.value(site)), rel=1e-3, abs=1e-5)


@pytest.mark.parametrize("family", ["gpt2", "llama", "phi"])
def test_a_stream_is_read_as_the_logit_lens_reads_it(family):
    lm = LanguageModel(tiny(family))
    stream = lm.run(IDS, read="resid_pre.1")["resid_pre.1"][0, -2]
    expected = lm.unembed(stream)
    found = all_logits(component_lens(lm, IDS, "resid_pre.1", pos=-2, top=VOCAB))[0]
    torch.testing.assert_close(found, expected - expected.mean(), rtol=1e-4, atol=1e-4)


def test_promoted_and_suppressed_are_the_two_ends(lm):
    lens = component_lens(lm, IDS, ["head_out.2.1", "mlp_out.0"], top=4)
    whole = all_logits(component_lens(lm, IDS, ["head_out.2.1", "mlp_out.0"], top=VOCAB))
    assert lens.promoted.tolist() == whole.topk(4).indices.tolist()
    assert lens.suppressed.tolist() == whole.topk(4, largest=False).indices.tolist()
    assert torch.allclose(whole.mean(1), torch.zeros(2), atol=1e-5)
    assert len(lens.to_frame()) == 2 * 2 * 4
    assert lens.findings()[0].grade == "observed" and "head_out.2.1 promotes" in lens.findings()[0].claim


def test_sites_without_numbers_mean_all_of_them_and_prompts_keep_apart(lm):
    lens = component_lens(lm, [IDS, IDS[:3]], ["head_out.1", "embed"], top=2)
    assert lens.names == (*(f"head_out.1.{h}" for h in range(4) for _ in range(2)), "embed", "embed")
    assert lens.prompts == (0, 1) * 5
    alone = component_lens(lm, IDS[:3], "head_out.1.3", top=2)
    assert lens.promoted[7].tolist() == alone.promoted[0].tolist()
    assert len(component_lens(lm, IDS, "mlp_out")) == 3


@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_a_direction_has_the_tokens_of_its_unembedding(family):
    lm = LanguageModel(tiny(family))
    direction = torch.randn(24, generator=torch.Generator().manual_seed(0))
    norm = lm.final_norm.module
    unit = direction / direction.norm()
    unit = unit - unit.mean() if family == "gpt2" else unit
    expected = lm.W_U @ (norm.weight * unit)
    found = direction_lens(lm, direction * 7, names=["mine"], top=VOCAB)
    torch.testing.assert_close(all_logits(found)[0], expected - expected.mean(), rtol=1e-4, atol=1e-5)
    turned = direction_lens(lm, torch.stack([direction, -direction]), top=3)
    assert turned.promoted[1].tolist() == turned.suppressed[0].tolist()
    assert found.names == ("mine",) and found.to_json()["rows"][0]["prompt"] is None


def test_what_is_not_of_the_stream_is_refused(lm):
    with pytest.raises(SiteUnavailableError, match=r"z\.1 is not of the residual stream"):
        component_lens(lm, IDS, "z.1")
    with pytest.raises(SiteUnavailableError, match="name one, as in mlp_post"):
        component_lens(lm, IDS, "mlp_post.1")
    with pytest.raises(DataError, match="top=0"):
        component_lens(lm, IDS, "embed", top=0)
    with pytest.raises(DataError, match="give \\[n 24\\]"):
        direction_lens(lm, torch.ones(7))
    with pytest.raises(DataError, match="zero or not finite"):
        direction_lens(lm, torch.zeros(24))
    with pytest.raises(DataError, match="2 names for 1 directions"):
        direction_lens(lm, torch.ones(24), names=["a", "b"])


@pytest.mark.slow
def test_the_lens_tells_a_head_that_names_from_one_that_silences_the_other_name(smollm2):
    prompt = "When Mary and John went to the store, John gave a drink to"
    mary, john = smollm2.token_id(" Mary"), smollm2.token_id(" John")
    attribution = direct_logit_attribution(smollm2, prompt, answer=mary, wrong=john)
    lens = component_lens(smollm2, prompt, [part.name for part, _ in attribution.largest(2, kind="head")], top=3)
    promoted = [up for row in range(2) for up in lens.words(row)[0]]
    suppressed = [down for row in range(2) for down in lens.words(row)[1]]
    assert " Mary" in promoted and " John" in suppressed
