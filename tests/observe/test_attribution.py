"""The parts sum to the logit for every architecture, and each part is what plain arithmetic on the model gives."""

import pytest
import torch

from cutaway.errors import AlignmentError, DataError, NotReadError
from cutaway.model import LanguageModel, ablate
from cutaway.observe import direct_logit_attribution
from families import FAMILIES, VOCAB, tiny

IDS = [5, 9, 13, 2, 44, 71]
SITES = ["embed", "head_out", "attn_out", "mlp_out", "resid_post"]


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"))


@pytest.mark.parametrize("family", list(FAMILIES))
def test_parts_sum_to_the_models_own_logit(family):
    lm = LanguageModel(tiny(family))
    with torch.no_grad():
        logits = lm.hf(torch.tensor([IDS])).logits[0].double()
    if lm.logit_softcap is not None:  # the parts are those of the logit before the cap
        logits = torch.atanh(logits / lm.logit_softcap) * lm.logit_softcap
    for pos in (-1, 2):
        one = direct_logit_attribution(lm, IDS, answer=11, pos=pos)
        two = direct_logit_attribution(lm, IDS, answer=11, wrong=40, pos=pos)
        for attribution, expected in ((one, logits[pos, 11]), (two, logits[pos, 11] - logits[pos, 40])):
            scale = max(abs(float(expected)), float(attribution.values.abs().max()))
            assert abs(float(attribution.total) - float(expected)) < 1e-4 * scale
            assert attribution.error < 1e-4


@pytest.mark.parametrize("family", list(FAMILIES))
def test_every_way_of_taking_apart_gives_the_same_whole(family):
    lm = LanguageModel(tiny(family))
    by = {
        how: direct_logit_attribution(lm, IDS, answer=11, wrong=40, by=how, top=7)
        for how in ("component", "head", "neuron", "source")
    }
    for found in by.values():
        assert found.error < 1e-4
        torch.testing.assert_close(found.total + found.remainder, found.measured)
        torch.testing.assert_close(
            torch.tensor([[row["attn"], row["mlp"]] for row in found.by_layer()]),
            torch.tensor([[row["attn"], row["mlp"]] for row in by["head"].by_layer()]),
            rtol=1e-4,
            atol=1e-5,
        )
    dense = [layer for layer in range(3) if lm.has(f"mlp_post.{layer}")]
    kinds = [part.kind for part in by["neuron"].parts]
    assert (kinds.count("neuron"), kinds.count("mlp_rest"), kinds.count("mlp")) == (
        (7, len(dense), 3 - len(dense)) if dense else (0, 0, 3)
    )
    heads = {part.name: by["head"].value(part.name) for part in by["head"].parts if part.kind == "head"}
    for name, value in heads.items():
        sources = [by["source"].value(f"{name} from {key}") for key in range(len(IDS))]
        torch.testing.assert_close(torch.stack(sources).sum(0), value, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    "family", ["gpt2", "gpt_neo", "gptj", "bloom", "falcon-new", "llama", "phi3", "granite", "deepseek_v3"]
)
def test_neurons_and_sources_are_what_their_removal_takes_out(family):
    """Zero one neuron or one value vector in a run of its own, and read what its layer no longer writes."""
    lm = LanguageModel(tiny(family))
    final = lm.run(IDS, read=SITES)["resid_post"][-1, 0, -1].double()
    direction = lm.final_norm.frozen(final).transposed(lm.W_U[11].double() * lm.logit_scale)

    def lost(site, edit):
        before = lm.run(IDS, read=[site])[site][0, -1].double()
        return float((before - lm.run(IDS, read=[site], edits=[edit])[site][0, -1].double()).flatten() @ direction)

    neurons = direct_logit_attribution(lm, IDS, answer=11, by="neuron", top=5)
    chosen = [part for part in neurons.parts if part.kind == "neuron"]
    assert len(chosen) == 5
    for part in chosen:
        expected = lost(f"mlp_out.{part.layer}", ablate(part.name, "zero", pos=-1))
        assert float(neurons.value(part.name)) == pytest.approx(expected, rel=1e-3, abs=1e-4)
    sources = direct_logit_attribution(lm, IDS, answer=11, by="source")
    shared = lm.n_heads // lm.n_kv_heads
    for layer, head, key in ((0, 0, 3), (1, 3, 5), (2, 1, 4)):
        edit = ablate(f"v.{layer}.{head // shared}", "zero", pos=key)
        expected = lost(f"head_out.{layer}.{head}", edit)
        found = float(sources.value(f"head_out.{layer}.{head} from {key}"))
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-4)


@pytest.mark.parametrize("family", ["gemma2", "gemma3_text"])
def test_post_norms_are_frozen_as_written_out_here(family):
    """Hooks of our own on the plain model; RMS norms written out, with their gain of 1 + weight."""
    lm = LanguageModel(tiny(family))
    seen = {}

    def keep(name):
        return lambda module, args, *rest: seen.__setitem__(name, args[0].double())

    model, layer = lm.hf.model, lm.hf.model.layers[1]
    handles = [
        layer.mlp.down_proj.register_forward_pre_hook(keep("post")),
        layer.post_feedforward_layernorm.register_forward_pre_hook(keep("raw_mlp")),
        layer.self_attn.o_proj.register_forward_pre_hook(keep("z")),
        layer.post_attention_layernorm.register_forward_pre_hook(keep("raw_attention")),
        model.norm.register_forward_pre_hook(keep("final")),
    ]
    with torch.no_grad():
        lm.hf(torch.tensor([IDS]))
    for handle in handles:
        handle.remove()

    def frozen(norm, at, y):
        return (1 + norm.weight.double()) * y / (at.pow(2).mean() + norm.eps).sqrt()

    def worth(y):
        return float(frozen(model.norm, seen["final"][0, -1], y) @ lm.hf.lm_head.weight[11].double())

    neurons = direct_logit_attribution(lm, IDS, answer=11, by="neuron", top=120)
    assert neurons.frozen == ("final norm", "post-norm after attention", "post-norm after the MLP")
    for n in (0, 17, 39):
        wrote = seen["post"][0, -1, n] * layer.mlp.down_proj.weight[:, n].double()
        expected = worth(frozen(layer.post_feedforward_layernorm, seen["raw_mlp"][0, -1], wrote))
        assert float(neurons.value(f"mlp_post.1.{n}")) == pytest.approx(expected, rel=1e-4, abs=1e-6)
    pattern, v = (lm.run(IDS, read=["pattern", "v"])[f"{kind}.1"][0].double() for kind in ("pattern", "v"))
    sources = direct_logit_attribution(lm, IDS, answer=11, by="source")
    for head, key in ((0, 2), (3, 5)):
        mixed = torch.zeros(4, 8, dtype=torch.float64)
        mixed[head] = pattern[head, -1, key] * v[key, head // 2]
        wrote = layer.self_attn.o_proj.weight.double() @ mixed.flatten()
        expected = worth(frozen(layer.post_attention_layernorm, seen["raw_attention"][0, -1], wrote))
        found = float(sources.value(f"head_out.1.{head} from {key}"))
        assert found == pytest.approx(expected, rel=1e-4, abs=1e-6)


def test_the_largest_neurons_of_all_layers_are_chosen(lm):
    whole = direct_logit_attribution(lm, IDS, answer=11, by="neuron", top=120)
    few = direct_logit_attribution(lm, IDS, answer=11, by="neuron", top=4)
    sizes = sorted((abs(v), p.name) for p, v in whole.largest(120, kind="neuron"))
    assert {name for _, name in sizes[-4:]} == {part.name for part in few.parts if part.kind == "neuron"}
    assert max(abs(v) for _, v in whole.largest(3, kind="mlp_rest")) < 1e-4  # llama's MLP has no bias


def test_what_heads_bring_from_each_token_sums_over_heads(lm):
    batch = direct_logit_attribution(lm, [IDS, IDS[:3]], answer=[11, 12], by="source")
    alone = direct_logit_attribution(lm, IDS[:3], answer=12, by="source")
    rows = batch.by_source(prompt=1)
    assert [row["value"] for row in rows] == pytest.approx([row["value"] for row in alone.by_source()], abs=1e-5)
    heads = direct_logit_attribution(lm, IDS[:3], answer=12)
    expected = sum(value for _, value in heads.largest(100, kind="head"))
    assert sum(row["value"] for row in rows) == pytest.approx(expected, abs=1e-5)
    assert [row["token"] for row in alone.to_json()["sources"]] == ["5", "9", "13"]
    with pytest.raises(DataError, match="make it with by='source'"):
        heads.by_source()


def test_an_edited_run_sums_also_by_neuron_and_source(lm):
    edits = [ablate("z.2.1", "zero"), ablate("mlp_out.1", "zero"), ablate("attn_out.0", "zero")]
    run = lm.run(IDS, read=[*SITES, "z", "v", "pattern", "mlp_post"], edits=edits)
    for by in ("component", "neuron", "source"):
        found = direct_logit_attribution(lm, run, answer=11, by=by)
        assert found.error < 1e-4
        assert float(found.measured) == pytest.approx(float(run.last_logits[0, 11]), rel=1e-4)


def test_findings_name_neurons_and_sources(lm):
    neuron = direct_logit_attribution(lm, IDS, answer=11, by="neuron").findings(n=30)
    assert any(f.claim.startswith("Neuron ") and "neuron" in f.details for f in neuron)
    source = direct_logit_attribution(lm, IDS, answer=11, by="source").findings(n=1)[0]
    assert "reading position" in source.claim and source.details["source"] in range(len(IDS))
    assert all(f.grade == "observed" for f in [*neuron, source])


@pytest.mark.slow
def test_the_real_model_by_every_part(smollm2):
    prompt = "When Mary and John went to the store, John gave a drink to"
    mary, john = smollm2.token_id(" Mary"), smollm2.token_id(" John")
    logits = smollm2.run(prompt, logits="last").last_logits[0].double()
    for by in ("component", "head", "neuron", "source"):
        found = direct_logit_attribution(smollm2, prompt, answer=mary, wrong=john, by=by)
        assert float(found.total) == pytest.approx(float(logits[mary] - logits[john]), abs=2e-3)
    part = found.largest(1, kind="source")[0][0]
    assert found.tokens.strings[0][part.source] in (" Mary", " John")


def test_the_cap_is_named_and_not_silently_undone():
    lm = LanguageModel(tiny("gemma2"))
    attribution = direct_logit_attribution(lm, IDS, answer=11)
    assert attribution.softcap == 3.0 and attribution.to_json()["softcap"] == 3.0
    capped = 3.0 * torch.tanh(attribution.total / 3.0)
    torch.testing.assert_close(capped.float(), lm.run(IDS).last_logits[:, 11], rtol=1e-4, atol=1e-5)


def test_every_part_of_a_llama_by_hand(lm):
    """Hooks of our own on the plain model; the frozen norm written out."""
    seen = {}
    model = lm.hf.model
    handles = []
    for n, layer in enumerate(model.layers):
        handles.append(layer.mlp.register_forward_hook(lambda m, a, o, n=n: seen.__setitem__(("mlp", n), o)))
        handles.append(
            layer.self_attn.o_proj.register_forward_pre_hook(lambda m, a, n=n: seen.__setitem__(("z", n), a[0]))
        )
    handles.append(model.norm.register_forward_pre_hook(lambda m, a: seen.__setitem__("final", a[0])))
    with torch.no_grad():
        lm.hf(torch.tensor([IDS]))
    for handle in handles:
        handle.remove()
    x = seen["final"][0, -1].double()
    scale = (x.pow(2).mean() + model.norm.variance_epsilon).sqrt()
    direction = model.norm.weight.double() / scale * (lm.hf.lm_head.weight[11] - lm.hf.lm_head.weight[40]).double()
    attribution = direct_logit_attribution(lm, IDS, answer=11, wrong=40)
    expected = {"embed": model.embed_tokens.weight[IDS[-1]].double() @ direction}
    for n, layer in enumerate(model.layers):
        expected[f"mlp_out.{n}"] = seen["mlp", n][0, -1].double() @ direction
        z = seen["z", n][0, -1].double().split(8)
        w_o = layer.self_attn.o_proj.weight.double().split(8, dim=1)
        for h in range(4):
            expected[f"head_out.{n}.{h}"] = (w_o[h] @ z[h]) @ direction
    assert {part.name for part in attribution.parts} == set(expected)
    for name, value in expected.items():
        assert float(attribution.value(name)) == pytest.approx(float(value), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("family", ["gpt2", "llama", "gemma3_text", "granite"])
def test_a_part_is_what_the_logit_loses_without_it_under_a_frozen_norm(family):
    """Take each part out of the last stream, and read the rest with the scale of the whole stream."""
    lm = LanguageModel(tiny(family))
    run = lm.run(IDS, read=SITES)
    final = run["resid_post"][-1, 0, -1].double()
    frozen = lm.final_norm.frozen(final)
    weight = lm.W_U[11].double() * lm.logit_scale
    attribution = direct_logit_attribution(lm, run, answer=11)
    for part in attribution.parts:
        if part.kind in ("embed", "mlp", "head"):
            without = frozen(final - run[part.name][0, -1].double())
            loss = (frozen(final) - without) @ weight
            assert float(attribution.value(part.name)) == pytest.approx(float(loss), rel=1e-6, abs=1e-7)


def test_bias_parts_are_there_exactly_where_the_model_has_them(lm):
    kinds = {part.kind for part in direct_logit_attribution(lm, IDS, answer=1).parts}
    assert kinds == {"embed", "head", "mlp"}
    gpt2 = direct_logit_attribution(LanguageModel(tiny("gpt2")), IDS, answer=1)
    assert {part.kind for part in gpt2.parts} == {"embed", "head", "mlp", "attn_bias", "final_norm_bias"}
    phi = direct_logit_attribution(LanguageModel(tiny("phi")), IDS, answer=1)
    assert "unembed_bias" in {part.kind for part in phi.parts}


def test_layers_are_the_sums_of_their_parts(lm):
    attribution = direct_logit_attribution(lm, IDS, answer=11, wrong=40)
    layers = attribution.by_layer()
    assert [row["layer"] for row in layers] == [0, 1, 2]
    whole = sum(row["attn"] + row["mlp"] for row in layers) + float(attribution.value("embed"))
    assert whole == pytest.approx(float(attribution.total))


def test_a_batch_gives_each_prompt_as_alone(lm):
    prompts, answers = [IDS, IDS[:3]], [11, 12]
    both = direct_logit_attribution(lm, prompts, answer=answers)
    for row in (0, 1):
        alone = direct_logit_attribution(lm, prompts[row], answer=answers[row])
        torch.testing.assert_close(both.values[row], alone.values[0], rtol=1e-4, atol=1e-5)
    assert both.to_json()["n"] == 2
    assert len(both.to_frame()) == 2 * len(both.parts)
    assert both.findings()[0].interval is not None


def test_an_edited_run_still_sums(lm):
    run = lm.run(IDS, read=SITES, edits=[ablate("attn_out.1", "zero"), ablate("z.2.1", "zero")])
    attribution = direct_logit_attribution(lm, run, answer=11)
    assert attribution.error < 1e-4
    assert float(attribution.measured) == pytest.approx(float(run.last_logits[0, 11]), rel=1e-4)
    assert float(attribution.value("head_out.2.1")) == 0


def test_half_precision_says_how_far_its_parts_are_off():
    lm = LanguageModel(tiny("llama", dtype=torch.bfloat16))
    attribution = direct_logit_attribution(lm, IDS, answer=11)
    assert 0 < attribution.error < 0.05


def test_findings_are_observations_in_order_of_size(lm):
    attribution = direct_logit_attribution(lm, IDS, answer=11, wrong=40)
    findings = attribution.findings(n=3, command="again")
    sizes = [abs(finding.effect) for finding in findings]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) == 3
    assert all(f.grade == "observed" and f.command == "again" and f.control is not None for f in findings)


def test_bad_input_is_refused_by_name(lm):
    with pytest.raises(DataError, match="outside the vocabulary"):
        direct_logit_attribution(lm, IDS, answer=VOCAB)
    with pytest.raises(AlignmentError, match="3 tokens were given as answer= for 1 prompts"):
        direct_logit_attribution(lm, IDS, answer=[1, 2, 3])
    with pytest.raises(NotReadError, match="position 9 is not in prompt 0"):
        direct_logit_attribution(lm, IDS, answer=1, pos=9)
    with pytest.raises(NotReadError, match="did not keep position"):
        direct_logit_attribution(lm, lm.run(IDS, read=SITES, positions=0), answer=1)
    with pytest.raises(NotReadError, match="was not read"):
        direct_logit_attribution(lm, lm.run(IDS, read=["resid_post"]), answer=1)
    with pytest.raises(DataError, match="top=0"):
        direct_logit_attribution(lm, IDS, answer=1, by="neuron", top=0)
    with pytest.raises(NotReadError, match="values of all positions"):
        direct_logit_attribution(lm, lm.run(IDS, read=SITES, positions=-1), answer=1, by="source")
    with pytest.raises(DataError, match="no part 'head 3'"):
        direct_logit_attribution(lm, IDS, answer=1).value("head 3")
