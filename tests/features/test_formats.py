"""Every layout is read as its own definition says: the definitions are written out here, plainly and on their own."""

import io
import json
import math

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from cutaway.errors import CorruptFileError, DataError
from cutaway.features import load_dictionary, read_published_dictionary, write_saelens
from cutaway.features.formats._hooks import hook_of_site, site_of_hook, site_of_module
from cutaway.model import LanguageModel
from families import tiny

D, N, K = 24, 61, 7


def drawn(*shape, seed, scale=1.0):
    return scale * torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


X = drawn(40, D, seed=99, scale=2.0) + 3.0


def close(mine, theirs):
    torch.testing.assert_close(mine.double(), theirs.double(), rtol=2e-5, atol=2e-5)


def same(dictionary, z, x_hat):
    """Code and reconstruction are the definition's, and the code is neither empty nor full."""
    assert 0 < (z > 0).float().mean() < 1
    close(dictionary.encode(X), z)
    close(dictionary.decode(z.float(), X if dictionary.W_skip is not None else None), x_hat)


def largest(pre, k):
    values, indices = pre.topk(k, dim=-1)
    return torch.zeros_like(pre).scatter(-1, indices, values.relu())


# -- SAELens ------------------------------------------------------------------------------------------------------


def saelens_folder(folder, architecture, extra=(), /, **config):
    rows = {
        "W_enc": drawn(D, N, seed=1, scale=0.3),
        "b_enc": drawn(N, seed=2),
        "W_dec": drawn(N, D, seed=3),
        "b_dec": drawn(D, seed=4),
        "threshold": drawn(N, seed=5),
        "b_gate": drawn(N, seed=6),
        "b_mag": drawn(N, seed=7),
        "r_mag": drawn(N, seed=8, scale=0.4),
        "W_skip": drawn(D, D, seed=9, scale=0.2),
        "topk_threshold": torch.tensor(1.3, dtype=torch.float64),
    }
    names = {"W_enc", "W_dec", "b_dec", *extra} | (
        {"b_gate", "b_mag", "r_mag"} if architecture == "gated" else {"b_enc"}
    )
    kept = {name: rows[name] for name in names}
    folder.mkdir(parents=True, exist_ok=True)
    save_file(kept, folder / "sae_weights.safetensors")
    metadata = {"sae_lens_version": "6.5.0", "hook_name": "blocks.1.hook_resid_post", "model_name": "tiny"}
    settings = {"architecture": architecture, "d_in": D, "d_sae": N, "dtype": "float32", "metadata": metadata}
    settings |= {"apply_b_dec_to_input": True, "normalize_activations": "none"}
    metadata |= config.pop("metadata", {})
    (folder / "cfg.json").write_text(json.dumps(settings | config))
    return {name: tensor.double() for name, tensor in rows.items()}


@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("architecture", ["standard", "jumprelu", "gated", "topk", "batchtopk"])
def test_saelens(tmp_path, architecture, centred):
    extra = {"jumprelu": ["threshold"], "batchtopk": ["topk_threshold"]}.get(architecture, [])
    more = {"k": K} if "topk" in architecture else {}
    p = saelens_folder(tmp_path, architecture, extra, apply_b_dec_to_input=centred, **more)
    u = X.double() - p["b_dec"] * centred
    if architecture == "gated":
        z = ((u @ p["W_enc"] + p["b_gate"]) > 0) * (u @ (p["W_enc"] * p["r_mag"].exp()) + p["b_mag"]).relu()
    else:
        pre = u @ p["W_enc"] + p["b_enc"]
        z = {
            "standard": pre.relu(),
            "jumprelu": pre.relu() * (pre > p["threshold"].relu()),
            "topk": largest(pre, K),
            "batchtopk": pre * (pre > p["topk_threshold"]),
        }[architecture]
    same(read_published_dictionary(tmp_path), z, z @ p["W_dec"] + p["b_dec"])


@pytest.mark.parametrize("architecture", ["topk", "batchtopk"])
def test_saelens_code_that_is_chosen_by_what_it_writes(tmp_path, architecture):
    extra = ["topk_threshold"] if architecture == "batchtopk" else []
    p = saelens_folder(tmp_path, architecture, extra, k=K, rescale_acts_by_decoder_norm=True)
    norm = p["W_dec"].norm(dim=1)
    pre = ((X.double() - p["b_dec"]) @ p["W_enc"] + p["b_enc"]) * norm
    z = largest(pre, K) if architecture == "topk" else pre * (pre > p["topk_threshold"])
    assert not torch.equal(z > 0, largest(pre / norm, K) > 0)
    same(read_published_dictionary(tmp_path), z, (z / norm) @ p["W_dec"] + p["b_dec"])


@pytest.mark.parametrize("skip", ["", "skip_"])
@pytest.mark.parametrize("jump", ["", "jumprelu_"])
def test_saelens_transcoders(tmp_path, jump, skip):
    extra = [*(["threshold"] if jump else []), *(["W_skip"] if skip else [])]
    out = {"hook_name": "blocks.1.hook_resid_mid", "hook_name_out": "blocks.1.hook_mlp_out"}
    p = saelens_folder(tmp_path, f"{jump}{skip}transcoder", extra, d_out=D, apply_b_dec_to_input=False, metadata=out)
    x = X.double()
    pre = x @ p["W_enc"] + p["b_enc"]
    z = pre.relu() * (pre > (p["threshold"] if jump else 0))
    x_hat = z @ p["W_dec"] + p["b_dec"] + (x @ p["W_skip"].T if skip else 0)
    dictionary = read_published_dictionary(tmp_path)
    assert (dictionary.config.site, dictionary.config.target) == ("resid_mid.1", "mlp_out.1")
    same(dictionary, z, x_hat)


def test_saelens_factor_that_is_not_in_the_file(tmp_path):
    p = saelens_folder(tmp_path, "jumprelu", ["threshold"], normalize_activations="expected_average_only_in")
    with pytest.raises(DataError, match="scale="):
        read_published_dictionary(tmp_path)
    scale = 0.37
    pre = (scale * X.double() - p["b_dec"]) @ p["W_enc"] + p["b_enc"]
    z = pre.relu() * (pre > p["threshold"].relu())
    same(read_published_dictionary(tmp_path, scale=scale), z, (z @ p["W_dec"] + p["b_dec"]) / scale)


def test_saelens_before_version_6(tmp_path):
    p = saelens_folder(tmp_path, "standard")
    factor = drawn(N, seed=11).abs() + 0.5
    weights = {name: p[name].float() for name in ("W_enc", "b_enc", "W_dec", "b_dec")}
    save_file({**weights, "scaling_factor": factor}, tmp_path / "sae_weights.safetensors")
    old = {"d_in": D, "d_sae": N, "hook_point": "blocks.0.attn.hook_z", "hook_point_head_index": 2}
    old |= {"activation_fn_str": "topk", "activation_fn_kwargs": {"k": K}, "normalize_activations": False}
    (tmp_path / "cfg.json").write_text(json.dumps(old))
    dictionary = read_published_dictionary(tmp_path)
    assert dictionary.config.site == "z.0.2"
    z = largest((X.double() - p["b_dec"]) @ p["W_enc"] + p["b_enc"], K)
    same(dictionary, z, (z * factor.double()) @ p["W_dec"] + p["b_dec"])


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"normalize_activations": "layer_norm"}, "each token by itself"),
        ({"architecture": "temporal"}, "architecture"),
        ({"activation_fn": "tanh-relu"}, "activation"),
        ({"architecture": "topk"}, "its k"),
        ({"architecture": "transcoder"}, "hook_name_out"),
    ],
)
def test_saelens_refuses_what_no_weights_can_say(tmp_path, config, message):
    saelens_folder(tmp_path, "standard", **config)
    with pytest.raises(DataError, match=message):
        read_published_dictionary(tmp_path)


# -- sparsify -----------------------------------------------------------------------------------------------------


def sparsify_folder(folder, **config):
    folder.mkdir(parents=True)
    p = {
        "encoder.weight": drawn(N, D, seed=1, scale=0.3),
        "encoder.bias": drawn(N, seed=2),
        "W_dec": drawn(N, D, seed=3),
        "b_dec": drawn(D, seed=4),
    }
    if config.get("skip_connection"):
        p["W_skip"] = drawn(D, D, seed=5, scale=0.2)
    save_file(p, folder / "sae.safetensors")
    (folder / "cfg.json").write_text(
        json.dumps({"k": K, "d_in": D, "num_latents": N, "normalize_decoder": True, **config})
    )
    (folder.parent / "config.json").write_text(json.dumps({"model": "org/model", "layers": [1]}))
    return {name: tensor.double() for name, tensor in p.items()}


def test_sparsify(tmp_path):
    p = sparsify_folder(tmp_path / "layers.1")
    dictionary = read_published_dictionary(tmp_path / "layers.1")
    assert dictionary.config.site == "resid_post.1" and dictionary.config.model == "org/model"
    z = largest((X.double() - p["b_dec"]) @ p["encoder.weight"].T + p["encoder.bias"], K)
    same(dictionary, z, z @ p["W_dec"] + p["b_dec"])


def test_sparsify_skip_transcoder(tmp_path):
    p = sparsify_folder(tmp_path / "layers.1.mlp", transcode=True, skip_connection=True)
    dictionary = read_published_dictionary(tmp_path / "layers.1.mlp")
    assert (dictionary.config.site, dictionary.config.target) == ("mlp_in.1", "mlp_out.1")
    z = largest(X.double() @ p["encoder.weight"].T + p["encoder.bias"], K)
    same(dictionary, z, z @ p["W_dec"] + p["b_dec"] + X.double() @ p["W_skip"].T)


@pytest.mark.parametrize("config", [{"activation": "groupmax"}, {"signed": True}, {"gram_lookup": True}])
def test_sparsify_refuses(tmp_path, config):
    sparsify_folder(tmp_path / "layers.1", **config)
    with pytest.raises(DataError):
        read_published_dictionary(tmp_path / "layers.1")


# -- dictionary_learning ------------------------------------------------------------------------------------------


def dictionary_learning_folder(folder, name, state, **trainer):
    torch.save(state, folder / "ae.pt")
    trainer = {
        "dict_class": name,
        "layer": 2,
        "lm_name": "org/model",
        "submodule_name": "resid_post_layer_2",
        **trainer,
    }
    (folder / "config.json").write_text(json.dumps({"trainer": trainer, "buffer": {"io": "out"}}))


def linear(**more):
    return {
        "encoder.weight": drawn(N, D, seed=1, scale=0.3),
        "encoder.bias": drawn(N, seed=2),
        "decoder.weight": drawn(D, N, seed=3),
        **more,
    }


def test_dictionary_learning_autoencoders(tmp_path):
    for name, bias in (("AutoEncoder", "bias"), ("AutoEncoderNew", "decoder.bias")):
        p = linear(**{bias: drawn(D, seed=4)})
        dictionary_learning_folder(tmp_path, name, p)
        dictionary = read_published_dictionary(tmp_path)
        assert dictionary.config.site == "resid_post.2"
        u = X - p[bias] if name == "AutoEncoder" else X
        z = (u @ p["encoder.weight"].T + p["encoder.bias"]).relu()
        same(dictionary, z, z @ p["decoder.weight"].T + p[bias])


def test_dictionary_learning_gated(tmp_path):
    p = linear(decoder_bias=drawn(D, seed=4), gate_bias=drawn(N, seed=5), mag_bias=drawn(N, seed=6))
    p |= {"r_mag": drawn(N, seed=7, scale=0.4)}
    del p["encoder.bias"]
    dictionary_learning_folder(tmp_path, "GatedAutoEncoder", p)
    p = {name: tensor.double() for name, tensor in p.items()}
    u = (X.double() - p["decoder_bias"]) @ p["encoder.weight"].T
    norm = p["decoder.weight"].norm(dim=0)
    z = ((u + p["gate_bias"]) > 0) * (p["r_mag"].exp() * u + p["mag_bias"]).relu() * norm
    same(read_published_dictionary(tmp_path), z, (z / norm) @ p["decoder.weight"].T + p["decoder_bias"])


def test_dictionary_learning_jumprelu(tmp_path):
    p = {"W_enc": drawn(D, N, seed=1, scale=0.3), "b_enc": drawn(N, seed=2), "W_dec": drawn(N, D, seed=3)}
    p |= {"b_dec": drawn(D, seed=4), "threshold": drawn(N, seed=5)}
    dictionary_learning_folder(tmp_path, "JumpReluAutoEncoder", p)
    p = {name: tensor.double() for name, tensor in p.items()}
    pre, norm = X.double() @ p["W_enc"] + p["b_enc"], p["W_dec"].norm(dim=1)
    z = (pre * (pre > p["threshold"])).relu() * norm
    same(read_published_dictionary(tmp_path), z, (z / norm) @ p["W_dec"] + p["b_dec"])


def test_dictionary_learning_topk_and_batch_topk(tmp_path):
    p = linear(b_dec=drawn(D, seed=4), k=torch.tensor(K, dtype=torch.int), threshold=torch.tensor(1.7))
    pre = ((X.double() - p["b_dec"]) @ p["encoder.weight"].double().T + p["encoder.bias"]).relu()
    for name, z in (("AutoEncoderTopK", largest(pre, K)), ("BatchTopKSAE", pre * (pre > 1.7))):
        dictionary_learning_folder(tmp_path, name, p, k=K)
        same(read_published_dictionary(tmp_path), z, z @ p["decoder.weight"].double().T + p["b_dec"])


def test_dictionary_learning_matryoshka_from_safetensors(tmp_path):
    p = {"W_enc": drawn(D, N, seed=1, scale=0.3), "b_enc": drawn(N, seed=2), "W_dec": drawn(N, D, seed=3)}
    p |= {"b_dec": drawn(D, seed=4), "threshold": torch.tensor(0.9), "k": torch.tensor(K)}
    p |= {"group_sizes": torch.tensor([11, 20, 30])}
    dictionary_learning_folder(tmp_path, "MatryoshkaBatchTopKSAE", {})
    (tmp_path / "ae.pt").unlink()
    save_file(p, tmp_path / "ae.safetensors")
    dictionary = read_published_dictionary(tmp_path)
    assert dictionary.config.levels == (11, 31, 61)
    pre = ((X.double() - p["b_dec"]) @ p["W_enc"].double() + p["b_enc"]).relu()
    same(dictionary, pre * (pre > 0.9), (pre * (pre > 0.9)) @ p["W_dec"].double() + p["b_dec"])


class Harmful:
    """Makes a file when it is unpickled."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return open, (self.path, "w")


def test_a_pickle_that_runs_code_is_refused_and_does_not_run(tmp_path):
    mark = tmp_path / "it-ran"
    dictionary_learning_folder(tmp_path, "AutoEncoder", {"encoder.weight": Harmful(mark)})
    with pytest.raises(CorruptFileError, match="more than tensors"):
        read_published_dictionary(tmp_path)
    assert not mark.exists()


@pytest.mark.parametrize("name", ["sae_weights.pt", "model.bin", "sae.pkl"])
def test_pickled_weights_of_no_layout_are_refused_with_a_remedy(tmp_path, name):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(DataError, match=f"{name}.*safetensors"):
        read_published_dictionary(tmp_path)


# -- Gemma Scope and Llama Scope ----------------------------------------------------------------------------------


def gemma_params():
    return {
        "W_enc": drawn(D, N, seed=1, scale=0.3),
        "b_enc": drawn(N, seed=2),
        "W_dec": drawn(N, D, seed=3),
        "b_dec": drawn(D, seed=4),
        "threshold": drawn(N, seed=5).abs(),
    }


def test_gemma_scope(tmp_path):
    folder = tmp_path / "gemma-scope-2b-pt-res" / "layer_2" / "width_16k" / "average_l0_41"
    folder.mkdir(parents=True)
    p = gemma_params()
    np.savez(folder / "params.npz", **{name: tensor.numpy() for name, tensor in p.items()})
    dictionary = read_published_dictionary(folder)
    assert (dictionary.config.site, dictionary.config.k, dictionary.config.model) == (
        "resid_post.2",
        41,
        "gemma-2-2b-pt",
    )
    p = {name: tensor.double() for name, tensor in p.items()}
    pre = X.double() @ p["W_enc"] + p["b_enc"]
    z = pre.relu() * (pre > p["threshold"])
    same(dictionary, z, z @ p["W_dec"] + p["b_dec"])


def test_gemma_scope_without_a_telling_path_asks_for_the_site(tmp_path):
    np.savez(tmp_path / "params.npz", **{name: tensor.numpy() for name, tensor in gemma_params().items()})
    with pytest.raises(DataError, match="site="):
        read_published_dictionary(tmp_path)
    assert read_published_dictionary(tmp_path, site="mlp_out.3").config.target == "mlp_out.3"


def test_gemma_scope_arrays_of_objects_are_not_opened(tmp_path):
    np.savez(tmp_path / "params.npz", W_enc=np.array([Harmful(tmp_path / "it-ran")], dtype=object))
    with pytest.raises(CorruptFileError, match="more than arrays"):
        read_published_dictionary(tmp_path, site="mlp_out.3")
    assert not (tmp_path / "it-ran").exists()


def test_gemma_scope_2_skip_transcoder(tmp_path):
    p = gemma_params()
    skip = drawn(D, D, seed=9, scale=0.2)
    lower = {name.replace("W_", "w_"): tensor for name, tensor in p.items()}
    save_file({**lower, "affine_skip_connection": skip}, tmp_path / "params.safetensors")
    hooks = {"hf_hook_point_in": "model.layers.2.pre_feedforward_layernorm.output"}
    hooks |= {
        "hf_hook_point_out": "model.layers.2.post_feedforward_layernorm.output",
        "model_name": "google/gemma-3-1b",
    }
    (tmp_path / "config.json").write_text(json.dumps({**hooks, "l0": 20}))
    dictionary = read_published_dictionary(tmp_path)
    assert (dictionary.config.site, dictionary.config.target) == ("mlp_in.2", "mlp_out.2")
    p = {name: tensor.double() for name, tensor in p.items()}
    pre = X.double() @ p["W_enc"] + p["b_enc"]
    z = pre.relu() * (pre > p["threshold"])
    same(dictionary, z, z @ p["W_dec"] + p["b_dec"] + X.double() @ skip.double())


def llama_folder(folder, **config):
    (folder / "checkpoints").mkdir(parents=True)
    p = linear(**{"decoder.bias": drawn(D, seed=4)})
    save_file(p, folder / "checkpoints" / "final.safetensors")
    settings = {"hook_point_in": "blocks.8.hook_resid_post", "hook_point_out": "blocks.8.hook_resid_post", "d_model": D}
    settings |= {"act_fn": "jumprelu", "jump_relu_threshold": 0.4, "norm_activation": "dataset-wise", "top_k": 50}
    settings |= {"dataset_average_activation_norm": {"in": 6.3, "out": 6.3}, "sparsity_include_decoder_norm": True}
    (folder / "hyperparams.json").write_text(json.dumps(settings | config))
    return {name: tensor.double() for name, tensor in p.items()}


@pytest.mark.parametrize("by_norm", [True, False])
@pytest.mark.parametrize("norms", [{"in": 6.3, "out": 6.3}, {"in": 6.3, "out": 1.9}])
def test_llama_scope(tmp_path, norms, by_norm):
    """The library's form for plain activations, against scaling the activations in and the output back."""
    p = llama_folder(tmp_path, dataset_average_activation_norm=norms, sparsity_include_decoder_norm=by_norm)
    dictionary = read_published_dictionary(tmp_path)
    assert dictionary.config.site == "resid_post.8"
    s_in, s_out = math.sqrt(D) / norms["in"], math.sqrt(D) / norms["out"]
    W_dec = p["decoder.weight"] * s_in / s_out
    pre = X.double() @ p["encoder.weight"].T + p["encoder.bias"] / s_in
    z = pre * (pre * (W_dec.norm(dim=0) if by_norm else 1) > 0.4)
    same(dictionary, z, z @ W_dec.T + p["decoder.bias"] / s_out)
    scaled = (s_in * X.double()) @ p["encoder.weight"].T + p["encoder.bias"]
    close(z, torch.where(z != 0, scaled, 0.0) / s_in)
    close(
        z @ W_dec.T + p["decoder.bias"] / s_out,
        (torch.where(z != 0, scaled, 0.0) @ p["decoder.weight"].T + p["decoder.bias"]) / s_out,
    )


def test_llama_scope_centred_and_topk(tmp_path):
    p = llama_folder(tmp_path, act_fn="topk", top_k=K, apply_decoder_bias_to_pre_encoder=True)
    s, norm = math.sqrt(D) / 6.3, p["decoder.weight"].norm(dim=0)
    pre = (s * X.double() - p["decoder.bias"]) @ p["encoder.weight"].T + p["encoder.bias"]
    chosen = largest(pre * norm, K)  # by what a latent contributes
    x_hat = ((chosen / norm) @ p["decoder.weight"].T + p["decoder.bias"]) / s
    same(read_published_dictionary(tmp_path), chosen / s, x_hat)


def test_llama_scope_learnt_thresholds_belong_to_scaled_activations(tmp_path):
    p = linear(**{"decoder.bias": drawn(D, seed=4), "log_jumprelu_threshold": drawn(N, seed=6)})
    hook = "blocks.3.hook_mlp_out"
    save_file({**p, f"dataset_average_activation_norm.{hook}": torch.tensor(5.0)}, tmp_path / "sae_weights.safetensors")
    config = {"hook_point_in": hook, "hook_point_out": hook, "d_model": D, "act_fn": "jumprelu"}
    (tmp_path / "config.json").write_text(json.dumps({**config, "norm_activation": "dataset-wise"}))
    p = {name: tensor.double() for name, tensor in p.items()}
    s = math.sqrt(D) / 5.0
    pre = (s * X.double()) @ p["encoder.weight"].T + p["encoder.bias"]
    z = pre * (pre * p["decoder.weight"].norm(dim=0) > p["log_jumprelu_threshold"].exp())
    same(read_published_dictionary(tmp_path), z / s, (z @ p["decoder.weight"].T + p["decoder.bias"]) / s)


def test_llama_scope_refuses(tmp_path):
    llama_folder(tmp_path / "a", norm_activation="token-wise")
    with pytest.raises(DataError, match="by itself"):
        read_published_dictionary(tmp_path / "a")
    llama_folder(tmp_path / "b", dataset_average_activation_norm=None)
    with pytest.raises(DataError, match="dataset_average_activation_norm"):
        read_published_dictionary(tmp_path / "b")


# -- ties to a model, writing, and the rest -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def lm():
    return LanguageModel(tiny("llama"), name="tiny")


def test_a_dictionary_is_tied_to_the_model_it_is_read_for(tmp_path, lm):
    saelens_folder(tmp_path / "whole", "standard")
    dictionary = read_published_dictionary(tmp_path / "whole", lm)
    dictionary.check(lm)
    with pytest.raises(DataError):
        dictionary.check(LanguageModel(tiny("llama", seed=1)))
    with pytest.raises(DataError):  # read for no model, it is for none
        read_published_dictionary(tmp_path / "whole").check(lm)
    with pytest.raises(DataError, match=r"24 entries for mlp_post\.1, where tiny has 40"):
        read_published_dictionary(tmp_path / "whole", lm, site="mlp_post.1", target="mlp_post.1")
    load_dictionary(dictionary.save(tmp_path / "own")).check(lm)
    with pytest.raises(DataError, match="load_dictionary"):
        read_published_dictionary(tmp_path / "own", lm)


@pytest.mark.parametrize("architecture", ["standard", "jumprelu", "gated", "topk"])
def test_written_for_saelens_it_says_the_same(tmp_path, lm, architecture):
    extra = ["threshold"] if architecture == "jumprelu" else []
    saelens_folder(tmp_path / "theirs", architecture, extra, k=K)
    first = read_published_dictionary(tmp_path / "theirs", lm)
    write_saelens(first, tmp_path / "ours")
    again = read_published_dictionary(tmp_path / "ours", lm)
    torch.testing.assert_close(again.encode(X), first.encode(X))
    torch.testing.assert_close(again.reconstruct(X), first.reconstruct(X))
    written = json.loads((tmp_path / "ours" / "cfg.json").read_text())
    assert written["metadata"]["hook_name"] == "blocks.1.hook_resid_post" and not written["apply_b_dec_to_input"]
    with pytest.raises(DataError, match="not for"):
        read_published_dictionary(tmp_path / "ours", LanguageModel(tiny("llama", seed=1), name="other"))


def test_a_written_skip_transcoder_says_the_same(tmp_path):
    out = {"hook_name": "blocks.1.hook_resid_mid", "hook_name_out": "blocks.1.hook_mlp_out"}
    saelens_folder(tmp_path / "theirs", "jumprelu_skip_transcoder", ["threshold", "W_skip"], metadata=out)
    first = read_published_dictionary(tmp_path / "theirs")
    again = read_published_dictionary(write_saelens(first, tmp_path / "ours"))
    assert again.config.target == "mlp_out.1"
    torch.testing.assert_close(again.reconstruct(X), first.reconstruct(X))


def test_damaged_files_are_named(tmp_path):
    saelens_folder(tmp_path, "standard")
    (tmp_path / "sae_weights.safetensors").write_bytes(b"\x08\x00")
    with pytest.raises(CorruptFileError, match="sae_weights"):
        read_published_dictionary(tmp_path)
    saelens_folder(tmp_path, "standard")
    (tmp_path / "cfg.json").write_text("{")
    with pytest.raises(CorruptFileError, match=r"cfg\.json"):
        read_published_dictionary(tmp_path)
    buffer = io.BytesIO()
    np.savez(buffer, a=np.zeros(3))
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "params.npz").write_bytes(buffer.getvalue()[:40])
    with pytest.raises(CorruptFileError):
        read_published_dictionary(tmp_path / "x", site="mlp_out.1")


def test_nothing_there_and_no_layout(tmp_path):
    with pytest.raises(DataError, match="no dictionary"):
        read_published_dictionary(tmp_path / "nowhere")
    (tmp_path / "layers.3").mkdir()
    with pytest.raises(DataError, match=r"layers\.3"):
        read_published_dictionary(tmp_path)


def test_hooks_and_modules_are_translated_only_where_the_numbers_are_the_same():
    assert site_of_hook("blocks.12.hook_resid_pre") == "resid_pre.12"
    assert site_of_hook("blocks.12.attn.hook_z", head=3) == "z.12.3"
    assert site_of_hook("blocks.12.ln2.hook_normalized") is None
    assert hook_of_site("z.12.3") == ("blocks.12.attn.hook_z", 3)
    for hook in ("hook_embed", "blocks.0.mlp.hook_post", "blocks.4.hook_attn_out"):
        assert hook_of_site(site_of_hook(hook))[0] == hook
    assert site_of_module("model.layers.7.output") == "resid_post.7"
    assert site_of_module("transformer.h.7.mlp", reads_input=True) == "mlp_in.7"
    assert site_of_module("model.layers.7.post_attention_layernorm", model="gemma-3-1b") == "attn_out.7"
    assert site_of_module("model.layers.7.post_attention_layernorm", model="llama") == "mlp_in.7"
    assert site_of_module("lm_head") is None


@pytest.mark.parametrize("place", ["org/nothing", "org/nothing/layer_1/width_1k"])
def test_without_a_network_the_hub_says_what_to_do(place):
    with pytest.raises(DataError, match="hf download org/nothing"):
        read_published_dictionary(place)
