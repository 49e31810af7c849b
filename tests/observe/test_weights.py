"""The circuits do what the model does: OV against a head's output, QK against its scores, products against dense ones."""

import pytest
import torch

from cutaway.errors import DataError, SiteUnavailableError, UnknownSiteError
from cutaway.model import LanguageModel, Norm, apply
from cutaway.observe import Factored, composition_scores, copying_scores, full_ov, full_qk, head_weights
from families import FAMILIES, VOCAB, tiny

IDS = [5, 9, 13, 2, 44, 71]
QK_NORM = {"qwen3", "qwen3_moe", "gemma3_text", "olmo2"}
POSITION_FREE = ["gpt2", "gpt_neo", "opt"]


def looking_at_first():
    """Every query looks at position 0 and nowhere else."""

    def function(pattern, context):
        return torch.zeros_like(pattern).index_fill(-1, torch.tensor([0]), 1.0)

    return apply("pattern.1", function)


@pytest.mark.parametrize("family", [name for name in FAMILIES if name != "deepseek_v3"])
def test_ov_is_what_a_head_writes_where_it_looks(family):
    lm = LanguageModel(tiny(family))
    weights = head_weights(lm, layers=[1], fold=False)
    run = lm.run(IDS, read=["attn_in.1", "z.1", "head_out.1"], edits=looking_at_first())
    part = lm.parts.layers[1]
    for head in range(lm.n_heads):
        group = weights.kv_head(head)
        written = weights.ov(1, head)(run["attn_in.1"][0, 0]) + weights.b_V[0, group] @ weights.W_O[0, head]
        if part.attention_post_norm is None:
            expected = run["head_out.1"][0, -1, head]
        else:  # before the post-norm
            expected = run["z.1"][0, -1, head] @ part.w_o[head]
        torch.testing.assert_close(written, expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("family", POSITION_FREE)
def test_qk_is_the_scores_of_a_model_without_rotary(family):
    lm = LanguageModel(tiny(family))
    weights = head_weights(lm, fold=False)
    assert weights.rotary == (False,) * lm.n_layers
    run = lm.run(IDS, read=["attn_in.2", "scores.2"])
    x = run["attn_in.2"][0]
    seen = torch.ones(6, 6, dtype=torch.bool).tril() & (run["scores.2"][0, 0] > -torch.inf)
    for head in range(lm.n_heads):
        q = x @ weights.W_Q[2, head] + weights.b_Q[2, head]
        k = x @ weights.W_K[2, weights.kv_head(head)] + weights.b_K[2, weights.kv_head(head)]
        expected = run["scores.2"][0, head]
        torch.testing.assert_close((weights.scale[2] * q @ k.T)[seen], expected[seen], rtol=1e-3, atol=1e-4)
        biased = weights.scale[2] * (
            q @ k.T - (q - weights.b_Q[2, head]) @ weights.W_K[2, weights.kv_head(head)].T @ x.T
        )
        bilinear = (weights.qk(2, head)(x) @ x.T) + biased
        torch.testing.assert_close(bilinear[seen], expected[seen], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("family", ["llama", "mistral", "gemma", "granite"])
def test_under_rotary_qk_is_the_score_at_distance_zero(family):
    lm = LanguageModel(tiny(family))
    weights = head_weights(lm)
    assert weights.rotary == (True,) * lm.n_layers
    run = lm.run(IDS, read=["resid_pre.1", "scores.1"])
    x = run["resid_pre.1"][0]
    x = x / Norm.of(lm.parts.layers[1].attention_norm, lm.d_model).frozen(x).scale
    for head in range(lm.n_heads):
        own = (weights.qk(1, head)(x) * x).sum(-1)
        torch.testing.assert_close(own, run["scores.1"][0, head].diagonal(), rtol=1e-3, atol=1e-3)


def test_layers_without_rotary_are_told_from_those_with_it():
    assert head_weights(LanguageModel(tiny("smollm3"))).rotary == (True, False, True)


def test_a_soft_cap_leaves_the_circuit_without_its_scale():
    assert head_weights(LanguageModel(tiny("gemma2"))).scale == (None, None, None)


@pytest.mark.parametrize("family", ["gpt2", "llama", "gemma3_text", "olmo2", "granite"])
def test_folded_weights_start_at_the_residual_stream(family):
    """v from resid_pre over its norm's scale, and head_out up to its post-norm's scale."""
    lm = LanguageModel(tiny(family))
    weights = head_weights(lm)
    run = lm.run(IDS, read=["resid_pre.1", "v.1", "head_out.1"], edits=looking_at_first())
    x, norm = run["resid_pre.1"][0], lm.parts.layers[1].attention_norm
    x = x if norm is None else x / Norm.of(norm, lm.d_model).frozen(x).scale
    for group in range(lm.n_kv_heads):
        v = x @ weights.W_V[1, group] + weights.b_V[1, group]
        torch.testing.assert_close(v, run["v.1"][0, :, group], rtol=1e-3, atol=1e-4)
    for head in range(lm.n_heads):
        written = run["v.1"][0, 0, weights.kv_head(head)] @ weights.W_O[1, head]
        cosine = torch.cosine_similarity(written, run["head_out.1"][0, -1, head], dim=0)
        assert float(cosine) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("family", sorted(QK_NORM))
def test_a_norm_on_queries_refuses_qk_and_leaves_ov(family):
    lm = LanguageModel(tiny(family))
    weights = head_weights(lm)
    with pytest.raises(SiteUnavailableError, match="not an affine map of attn_in"):
        weights.qk(0, 0)
    assert weights.ov(0, 0).shape == (lm.d_model, lm.d_model)


def test_compressed_values_refuse_both():
    lm = LanguageModel(tiny("deepseek_v3"))
    weights = head_weights(lm)
    for circuit in (weights.ov, weights.qk):
        with pytest.raises(SiteUnavailableError, match="a norm stands in between"):
            circuit(0, 0)
    with pytest.raises(SiteUnavailableError, match="no OV circuit"):
        copying_scores(lm, weights)


def test_large_biases_do_not_swallow_the_weights():
    model = tiny("qwen2")
    with torch.no_grad():
        model.model.layers[0].self_attn.k_proj.bias.fill_(150.0)
    weights = head_weights(LanguageModel(model), layers=[0], fold=False)
    own = model.model.layers[0].self_attn.k_proj.weight.T.unflatten(1, (2, -1)).movedim(1, 0)
    torch.testing.assert_close(weights.W_K[0], own, rtol=1e-3, atol=1e-4)


def test_factored_matrices_behave_as_dense_ones():
    generator = torch.Generator().manual_seed(0)
    a = Factored(left=torch.randn(9, 3, generator=generator), right=torch.randn(3, 9, generator=generator))
    b = Factored(left=torch.randn(9, 2, generator=generator), right=torch.randn(2, 9, generator=generator))
    torch.testing.assert_close((a @ b).dense(), a.dense() @ b.dense())
    assert (a @ b).left.shape[1] == 2 and (b @ a).left.shape[1] == 2
    torch.testing.assert_close(a.T.dense(), a.dense().T)
    assert a.norm() == pytest.approx(float(a.dense().norm()), rel=1e-5)
    expected = torch.linalg.eigvals(a.dense().double())
    expected = expected[expected.abs().argsort(descending=True)][:3]
    torch.testing.assert_close(a.eigenvalues().abs(), expected.abs(), rtol=1e-5, atol=1e-5)
    assert float(a.eigenvalues().sum().real) == pytest.approx(float(a.dense().trace()), rel=1e-4)
    with pytest.raises(DataError, match="no eigenvalues"):
        Factored(left=torch.ones(4, 1), right=torch.ones(1, 5)).eigenvalues()


def test_full_circuits_are_the_products_they_are_named_after():
    lm = LanguageModel(tiny("gpt2"))
    weights = head_weights(lm, fold=False)
    embed, unembed = lm.hf.transformer.wte.weight, lm.hf.lm_head.weight
    ov, qk = weights.ov(1, 2).dense(), weights.qk(1, 2).dense()
    torch.testing.assert_close(full_ov(lm, weights, 1, 2).dense(), embed @ ov @ unembed.T, rtol=1e-4, atol=1e-4)
    torch.testing.assert_close(full_qk(lm, weights, 1, 2).dense(), embed @ qk @ embed.T, rtol=1e-4, atol=1e-4)
    assert full_ov(lm, weights, 1, 2).shape == (VOCAB, VOCAB)


@pytest.mark.parametrize("family", ["gpt2", "llama"])
def test_copying_is_read_off_the_eigenvalues_of_the_whole_matrix(family):
    lm = LanguageModel(tiny(family))
    weights = head_weights(lm)
    found = copying_scores(lm, weights)
    for layer, head in ((0, 0), (2, 3)):
        values = torch.linalg.eigvals(full_ov(lm, weights, layer, head).dense().double())
        expected = values.real.sum() / values.abs().sum()
        assert float(found.score[layer, head]) == pytest.approx(float(expected), abs=1e-3)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_planted_copying_head_scores_one_and_its_negative_minus_one(sign):
    model = tiny("llama")
    model.lm_head.weight = torch.nn.Parameter(model.model.embed_tokens.weight.clone(), requires_grad=False)
    attention = model.model.layers[1].self_attn
    with torch.no_grad():
        for norm in (model.model.norm, model.model.layers[1].input_layernorm, model.model.layers[0].input_layernorm):
            norm.weight.fill_(1.0)
        attention.o_proj.weight[:, 8:16] = sign * attention.v_proj.weight[:8].T  # head 1 writes what it reads
    found = copying_scores(LanguageModel(model))
    assert float(found.score[1, 1]) == pytest.approx(sign, abs=0.02)
    if sign > 0:
        assert found.largest(1)[0][:2] == (1, 1)
        assert float(found.positive[1, 1]) == 1.0


def test_composition_is_the_norm_of_the_dense_product():
    lm = LanguageModel(tiny("llama"))
    weights = head_weights(lm)
    found = composition_scores(lm, weights)
    for (l1, h1), (l2, h2) in (((0, 1), (1, 2)), ((1, 3), (2, 0))):
        ov, ov2, qk2 = (c.dense().double() for c in (weights.ov(l1, h1), weights.ov(l2, h2), weights.qk(l2, h2)))
        for kind, reader in (("q", qk2), ("k", qk2.T), ("v", ov2)):
            expected = (ov @ reader).norm() / (ov.norm() * reader.norm())
            assert float(found.scores["qkv".index(kind), l1, h1, l2, h2]) == pytest.approx(float(expected), rel=1e-4)
    assert found.scores[:, 1, :, :2].isnan().all()


def test_a_planted_composition_stands_out():
    model = tiny("llama")
    with torch.no_grad():  # the keys of layer 2's second group read what head 0 of layer 0 writes
        written = model.model.layers[0].self_attn.o_proj.weight[:, :8]
        model.model.layers[2].self_attn.k_proj.weight[8:] = 4 * written.T / model.model.layers[2].input_layernorm.weight
    found = composition_scores(LanguageModel(model))
    pairs = found.largest(2, kind="k")
    assert {(p["writer"]["layer"], p["writer"]["head"], p["reader"]["layer"]) for p in pairs} == {(0, 0, 2)}
    assert {p["reader"]["head"] for p in pairs} == {2, 3}
    assert pairs[0]["score"] > 1.5 * pairs[0]["baseline"]


def test_bad_input_is_refused_by_name():
    lm = LanguageModel(tiny("llama"))
    with pytest.raises(UnknownSiteError, match="layers 0 to 2"):
        head_weights(lm, layers=[5])
    weights = head_weights(lm, layers=[1])
    with pytest.raises(UnknownSiteError, match=r"head 0\.0 is not among these"):
        weights.ov(0, 0)
    with pytest.raises(DataError, match="use some of q, k, v"):
        composition_scores(lm, weights, kinds=())


def test_smollm2_previous_token_head_is_read_by_the_keys_of_its_induction_heads(smollm2):
    weights = head_weights(smollm2, layers=[16, 17, 18])
    found = composition_scores(smollm2, weights, kinds=("k",))
    readers = found.scores[0, 0, 0]  # of head 16.0
    best = {tuple(divmod(i, 9)) for i in readers.flatten().nan_to_num(0).topk(6).indices.tolist()}
    assert best == {(1, 3), (1, 4), (1, 5), (2, 6), (2, 7), (2, 8)}
    assert float(readers[2, 6]) > 3 * float(found.baseline)
