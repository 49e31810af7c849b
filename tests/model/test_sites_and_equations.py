"""Every site of every family against plain transformers and against code that is written here from its equation."""

import copy

import pytest
import torch

from cutaway.errors import SiteUnavailableError, UnknownSiteError, UnsupportedModelError
from cutaway.model import ANATOMIES, SITE_KINDS, LanguageModel, Site
from families import FAMILIES, VOCAB, tiny

PARALLEL = {"gptj", "gpt_neox", "falcon", "falcon-new", "phi", "stablelm-parallel"}
MIXTURE = {"mixtral", "gpt_oss"}


def ids(rows: int = 3, length: int = 11, seed: int = 5) -> torch.Tensor:
    return torch.randint(0, VOCAB, (rows, length), generator=torch.Generator().manual_seed(seed))


@pytest.fixture(scope="module", params=FAMILIES)
def family(request):
    return request.param


@pytest.fixture(scope="module")
def plain(family):
    return tiny(family)


@pytest.fixture(scope="module")
def lm(plain, family):
    return LanguageModel(copy.deepcopy(plain), name=family)


@pytest.fixture(scope="module")
def run(lm):
    return lm.run(ids(), read=[kind for kind in SITE_KINDS if kind not in lm.refused])


def test_the_table_names_at_least_the_promised_families():
    promised = (
        "gpt2 gpt_neo gptj gpt_neox opt bloom falcon llama mistral mixtral qwen2 qwen3 qwen3_moe gemma gemma2 "
        "gemma3_text phi phi3 olmo2 stablelm granite smollm3 gpt_oss deepseek_v3"
    )
    assert set(promised.split()) <= set(ANATOMIES)
    assert {name.split("-")[0] for name in FAMILIES} == set(ANATOMIES)


def test_reading_everything_changes_no_bit(plain, run):
    with torch.no_grad():
        expected = plain(input_ids=ids(), use_cache=False).logits
    assert torch.equal(run.logits, expected)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float64])
def test_reading_changes_no_bit_in_other_types(family, dtype):
    model = tiny(family, dtype=dtype)
    if dtype == torch.float64:
        model.set_experts_implementation("eager")  # torch's grouped matrix product has no fp64
    with torch.no_grad():
        expected = copy.deepcopy(model)(input_ids=ids(), use_cache=False).logits
    lm = LanguageModel(model, name=family)
    assert not [check for check in lm.checks if not check.passed]
    assert torch.equal(lm.run(ids(), read=[kind for kind in SITE_KINDS if kind not in lm.refused]).logits, expected)


def test_what_is_refused_is_what_the_architecture_lacks(lm, family):
    expected = {"resid_mid"} if family in PARALLEL else set()
    if family in MIXTURE:
        expected |= {"mlp_pre", "mlp_post"}
    assert {name for name in lm.refused if "." not in name} == expected


def test_the_stream_is_what_transformers_calls_hidden_states(plain, run, lm):
    with torch.no_grad():
        hidden = plain(input_ids=ids(), output_hidden_states=True, use_cache=False).hidden_states
    torch.testing.assert_close(run["embed"], hidden[0])
    for layer in range(lm.n_layers - 1):
        torch.testing.assert_close(run[f"resid_post.{layer}"], hidden[layer + 1])
    # the last entry of transformers' list is behind the final norm
    torch.testing.assert_close(run["final_norm"], hidden[-1])


def test_patterns_are_those_of_eager_attention(family, run, lm):
    if family == "falcon-alibi":
        pytest.skip("transformers' own eager and sdpa give different logits for Falcon with alibi")
    model = tiny(family)
    if model._can_set_attn_implementation():
        model.set_attn_implementation("eager")
    elif family.startswith("falcon"):
        model.config._attn_implementation = "eager"
    with torch.no_grad():
        attentions = model(input_ids=ids(), output_attentions=True, use_cache=False).attentions
    for layer in range(lm.n_layers):
        torch.testing.assert_close(run[f"pattern.{layer}"], attentions[layer], atol=1e-5, rtol=1e-4)


def test_all_that_is_written_sums_to_the_last_stream(run):
    total = run["embed"] + run["attn_out"].sum(0) + run["mlp_out"].sum(0)
    last = run["resid_post"][-1]
    assert (total - last).norm() / last.norm() < 1e-4


def test_heads_and_bias_sum_to_the_attention(run, lm):
    for layer in range(lm.n_layers):
        rest = run[f"attn_out.{layer}"] - run[f"head_out.{layer}"].sum(2)
        part = lm.parts.layers[layer]
        if part.b_o is None:
            assert rest.norm() < 1e-4 * run[f"attn_out.{layer}"].norm()
        elif part.attention_post_norm is None:
            torch.testing.assert_close(rest, (part.b_o * part.multiplier).expand_as(rest), atol=1e-4, rtol=1e-3)


def test_the_norm_and_the_unembedding_are_the_models_own(run, lm):
    torch.testing.assert_close(lm.unembed(run["resid_post"][-1]), run.logits)
    frozen = lm.final_norm.frozen(run["resid_post"][-1])
    by_hand = frozen(run["resid_post"][-1])
    if lm.final_norm.bias is not None:
        by_hand = by_hand + lm.final_norm.bias
    torch.testing.assert_close(by_hand, run["final_norm"], atol=1e-5, rtol=1e-4)


def test_a_padded_prompt_gives_what_it_gives_alone(lm):
    rows = [ids(1, n, seed=n)[0].tolist() for n in (9, 4, 6)]
    kinds = [kind for kind in ("resid_post", "z", "mlp_out") if kind not in lm.refused]
    together = lm.run(rows, read=kinds)
    for number, row in enumerate(rows):
        alone = lm.run(row, read=kinds)
        torch.testing.assert_close(together.last_logits[number], alone.last_logits[0], atol=1e-5, rtol=1e-5)
        for kind in kinds:
            torch.testing.assert_close(together[kind][:, number, : len(row)], alone[kind][:, 0], atol=1e-5, rtol=1e-5)


class TestTraps:
    def test_granite_multiplies_what_it_adds(self):
        lm = LanguageModel(tiny("granite"))
        run = lm.run(ids(), read=["attn_out", "z"])
        projected = lm.parts.layers[0].attention_out(run["z.0"].flatten(2))
        torch.testing.assert_close(run["attn_out.0"], 0.22 * projected)

    def test_sinks_take_a_share_of_every_row(self):
        run = LanguageModel(tiny("gpt_oss")).run(ids(), read=["pattern"])
        assert run["pattern"].sum(-1).max() <= 1
        assert run["pattern"].sum(-1).mean() < 0.99

    def test_neurons_of_a_mixed_model_are_those_of_its_dense_layer(self):
        lm = LanguageModel(tiny("qwen3_moe"))
        assert lm.run(ids(), read=["mlp_post.1"])["mlp_post.1"].shape[-1] == 40
        with pytest.raises(SiteUnavailableError, match="mixture of experts"):
            lm.run(ids(), read=["mlp_post.0"])

    def test_falcon_adds_to_its_mlp_output_in_place(self):
        lm = LanguageModel(tiny("falcon"))
        run = lm.run(ids(), read=["mlp_out", "attn_out", "resid_pre", "resid_post"])
        torch.testing.assert_close(run["resid_pre"] + run["attn_out"] + run["mlp_out"], run["resid_post"])

    def test_heads_need_not_be_d_model_over_n_heads(self):
        lm = LanguageModel(tiny("llama"))
        assert (lm.d_head, lm.d_model, lm.n_heads, lm.n_kv_heads) == (8, 24, 4, 2)


class TestRefusals:
    def test_a_wrong_scale_is_refused_by_name_though_the_direction_is_right(self, monkeypatch):
        from dataclasses import replace

        monkeypatch.setitem(
            ANATOMIES, "granite", tuple(replace(r, residual_multiplier=None) for r in ANATOMIES["granite"])
        )
        lm = LanguageModel(tiny("granite"))
        assert "mlp_post.0" not in lm.refused
        assert "attn_out.0" in lm.refused
        with pytest.raises(SiteUnavailableError, match=r"resid_post = resid_pre \+ attn_out \+ mlp_out.*scale off"):
            lm.run(ids(), read=["attn_out.0"])

    def test_a_wrong_norm_is_refused(self, monkeypatch):
        from dataclasses import replace

        wrong = tuple(replace(row, mlp_norm="input_layernorm") for row in ANATOMIES["llama"])
        monkeypatch.setitem(ANATOMIES, "llama", wrong)
        refused = LanguageModel(tiny("llama")).refused
        assert any(name.startswith(("mlp_in", "resid_mid")) for name in refused)

    def test_an_unknown_family_is_inferred_and_verified(self, monkeypatch):
        rows = {name: value for name, value in ANATOMIES.items() if name != "qwen3"}
        monkeypatch.setattr("cutaway.model._verify.ANATOMIES", rows)
        monkeypatch.setattr("cutaway.model._anatomy.ANATOMIES", rows)
        lm = LanguageModel(tiny("qwen3"))
        assert not lm.refused

    def test_an_unknown_family_that_fits_nothing_is_refused(self, monkeypatch):
        rows = {"gpt2": ANATOMIES["gpt2"], "llama": ANATOMIES["llama"]}
        monkeypatch.setattr("cutaway.model._verify.ANATOMIES", rows)
        monkeypatch.setattr("cutaway.model._anatomy.ANATOMIES", rows)
        with pytest.raises(UnsupportedModelError, match="could not be inferred"):
            LanguageModel(tiny("olmo2"))


class TestNames:
    lm = None

    @pytest.fixture(autouse=True)
    def _model(self):
        self.lm = LanguageModel(tiny("llama"))

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("resid_pos", "did you mean 'resid_post'"),
            ("z.1.2.3", "a part too many"),
            ("resid_post.1.2", "a part too many"),
            ("z.one", "whole numbers"),
            ("z.7", "3 layers"),
            ("z.1.9", "4 heads"),
            ("k.1.3", "2 kv_heads"),
        ],
    )
    def test_a_wrong_name_says_what_is_wrong(self, text, message):
        with pytest.raises(UnknownSiteError, match=message):
            self.lm.run(ids(), read=[text])

    def test_a_site_that_an_architecture_lacks_says_what_to_use(self):
        with pytest.raises(SiteUnavailableError, match="use resid_pre"):
            LanguageModel(tiny("gptj")).run(ids(), read=["resid_mid"])

    def test_text_and_site_are_two_forms_of_one_thing(self):
        assert str(Site.parse("z.18.6")) == "z.18.6"
        assert Site.parse("resid_post") == Site("resid_post")
