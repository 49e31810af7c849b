"""A dictionary encodes and decodes as its formula says, is written whole, and is refused where it does not belong."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

import cutaway
import made
from cutaway.errors import CorruptFileError, DataError, FileError
from cutaway.features import Dictionary, DictionaryConfig, load_dictionary
from cutaway.model import LanguageModel
from families import tiny


def drawn(kind="batch-topk", *, d_in=12, d_out=12, latents=30, k=5, skip=False, seed=0, **options):
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape):
        return torch.randn(*shape, generator=generator)

    targets = {} if d_in == d_out else {"targets": ("mlp_out.1",), "widths_out": (d_out,)}
    config = DictionaryConfig(
        kind=kind, sites=("mlp_in.1",), widths_in=(d_in,), latents=latents, k=k, skip=skip, **targets, **options
    )
    return Dictionary(
        config,
        W_enc=normal(d_in, latents),
        b_enc=normal(latents),
        W_dec=normal(latents, d_out),
        b_dec=normal(d_out),
        threshold=None if kind in ("topk", "relu") else normal(latents).abs() - 0.1,
        W_skip=normal(d_in, d_out) if skip else None,
    )


def by_hand(d, x):
    """Code and reconstruction of one token, latent by latent."""
    pre = [float(sum(x[i] * d.W_enc[i, j] for i in range(len(x))) + d.b_enc[j]) for j in range(d.config.latents)]
    if d.config.kind == "topk":
        kept = sorted(range(len(pre)), key=lambda j: -pre[j])[: d.config.k]
        z = [max(pre[j], 0.0) if j in kept else 0.0 for j in range(len(pre))]
    else:
        bar = [max(0.0, float(t)) for t in (d.threshold if d.threshold is not None else [0.0] * len(pre))]
        z = [p if p > t else 0.0 for p, t in zip(pre, bar, strict=True)]
    x_hat = d.b_dec.clone()
    for j, value in enumerate(z):
        x_hat += value * d.W_dec[j]
    if d.W_skip is not None:
        x_hat += x @ d.W_skip
    return torch.tensor(z), x_hat


@pytest.mark.parametrize("kind", ["relu", "topk", "batch-topk", "jumprelu", "gated", "matryoshka"])
@pytest.mark.parametrize(("d_out", "skip"), [(12, False), (7, True)])
def test_encoding_and_decoding_are_the_formula(kind, d_out, skip):
    d = drawn(kind, d_out=d_out, skip=skip)
    x = torch.randn(2, 3, 12, generator=torch.Generator().manual_seed(1))
    z = d.encode(x)
    for row in range(2):
        for pos in range(3):
            code, x_hat = by_hand(d, x[row, pos])
            torch.testing.assert_close(z[row, pos], code, atol=1e-5, rtol=1e-5)
            torch.testing.assert_close(d.reconstruct(x)[row, pos], x_hat, atol=1e-4, rtol=1e-4)
    assert (z >= 0).all() and 0 < (z > 0).sum() < z.numel()
    indices, values = d.encode_sparse(x)
    dense = torch.zeros_like(z).scatter_add(-1, indices, values)
    torch.testing.assert_close(dense, z)
    torch.testing.assert_close(d.decode_sparse(indices, values, x), d.decode(z, x), atol=1e-5, rtol=1e-5)
    assert (values[..., :-1] >= values[..., 1:]).all()


def test_a_threshold_below_zero_lets_nothing_negative_through():
    d = drawn("jumprelu")
    assert (d.threshold < 0).any()
    assert (d.encode(torch.randn(50, 12)) >= 0).all()


def test_gradients_pass_through_and_its_weights_have_none():
    d = drawn()
    x = torch.randn(4, 12, requires_grad=True)
    d(x).square().sum().backward()
    assert x.grad is not None and x.grad.abs().sum() > 0 and not list(d.parameters())


def test_other_float_types_are_read_and_other_widths_refused():
    d = drawn()
    x = torch.randn(4, 12)
    torch.testing.assert_close(d.encode(x.double()), d.encode(x))
    with pytest.raises(DataError, match="last axis"):
        d.encode(torch.randn(4, 11))
    with pytest.raises(DataError, match="what was encoded"):
        drawn(skip=True).decode(torch.zeros(1, 30))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "batchtopk"}, "did you mean 'batch-topk'"),
        ({"k": 31}, "k=31"),
        ({"widths_in": (3, 4)}, "2 widths"),
        ({"levels": (2, 30)}, "only matryoshka"),
        ({"kind": "matryoshka", "levels": (8, 4, 30)}, "rising"),
        ({"targets": ("mlp_out.1",)}, "0 widths"),
    ],
)
def test_a_config_that_contradicts_itself_is_refused(change, said):
    with pytest.raises(DataError, match=said):
        DictionaryConfig(**{"sites": ("mlp_in.1",), "widths_in": (12,), "latents": 30, "k": 5, **change})


def test_weights_that_do_not_fit_are_refused():
    d = drawn()
    weights = {"W_enc": d.W_enc, "b_enc": d.b_enc, "W_dec": d.W_dec, "b_dec": d.b_dec}
    with pytest.raises(DataError, match="W_enc is"):
        Dictionary(d.config, **{**weights, "W_enc": d.W_enc.T})
    with pytest.raises(DataError, match="skip=False"):
        Dictionary(d.config, **weights, W_skip=torch.zeros(12, 12))


def test_the_shape_of_a_dictionary_is_told_from_its_sites():
    assert drawn().config.shape == "sae" and drawn().config.layer == 1
    assert drawn(d_out=7).config.shape == "transcoder" and drawn(d_out=7).config.target == "mlp_out.1"
    both = DictionaryConfig(sites=("resid_post.0", "resid_post.1"), widths_in=(12, 12), latents=30, k=5)
    assert both.shape == "crosscoder" and both.d_in == both.d_out == 24


@pytest.mark.parametrize("kind", ["topk", "batch-topk", "matryoshka"])
def test_what_is_saved_is_what_is_loaded(kind, tmp_path):
    d = drawn(kind, d_out=7, skip=True).with_training(tokens=1000, log=[{"tokens": 500, "fvu": 0.4}])
    d.save(tmp_path / "d")
    for path in (tmp_path / "d", tmp_path / "d" / "dictionary.safetensors"):
        again = cutaway.features.load_dictionary(path)
        assert again.config == d.config
        x = torch.randn(5, 12)
        assert torch.equal(again.encode(x), d.encode(x)) and torch.equal(again(x), d(x))
    assert json.loads((tmp_path / "d" / "dictionary.json").read_text())["training"]["tokens"] == 1000
    d.save(tmp_path / "small", dtype=torch.bfloat16)
    assert load_file(tmp_path / "small" / "dictionary.safetensors")["W_enc"].dtype == torch.bfloat16
    small = load_dictionary(tmp_path / "small")
    assert small.dtype == torch.float32
    torch.testing.assert_close(small.W_dec, d.W_dec.bfloat16().float())


@pytest.mark.parametrize("kind", ["batch-topk", "matryoshka", "relu"])
def test_without_silent_latents_a_dictionary_says_the_same(kind):
    d = drawn(kind)
    d.b_enc[::3] = -1e6
    x = torch.randn(20, 12, generator=torch.Generator().manual_seed(3))
    alive = (d.encode(x) > 0).any(0).nonzero().squeeze(1)
    assert 5 < len(alive) <= 20
    small = d.only(alive)
    assert small.config.latents == len(alive)
    torch.testing.assert_close(small.encode(x), d.encode(x)[:, alive])
    torch.testing.assert_close(small(x), d(x), atol=1e-5, rtol=1e-5)
    with pytest.raises(DataError, match="k=5 of 2"):
        d.only(alive[:2])


def test_a_dictionary_is_checked_against_its_model():
    made.dictionary().check(made.speller())
    with pytest.raises(DataError, match="not for other"):
        made.dictionary().check(LanguageModel(tiny("gpt2"), made.words(), name="other"))
    with pytest.raises(DataError, match="data of no model"):
        drawn().check(made.lm())


def test_damage_and_strangers_are_refused(tmp_path):
    with pytest.raises(DataError, match="no dictionary at"):
        load_dictionary(tmp_path / "nothing")
    folder = drawn().save(tmp_path / "d")
    file = folder / "dictionary.safetensors"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorruptFileError):
        load_dictionary(folder)
    file.write_bytes(b"no tensors")
    with pytest.raises(CorruptFileError):
        load_dictionary(folder)
    made.tuned().save(tmp_path / "lens.safetensors")
    with pytest.raises(DataError, match="not a dictionary"):
        load_dictionary(tmp_path / "lens.safetensors")


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError):
        drawn().save(tmp_path / "file" / "d")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_dictionary_that_comes_along_is_small_and_says_how_it_was_made():
    d = cutaway.features.bundled_dictionary()
    assert d.config.site == "resid_post.12" and d.config.model == "smollm2-135m" and d.config.d_in == 576
    folder = Path(cutaway.features.__file__).parent / "bundled"
    assert sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < 12e6
    training = d.config.training
    assert "features train" in training["provenance"]["command"] and training["tokens_seen"] >= 1_000_000
    torch.testing.assert_close(d.W_dec.norm(dim=-1), torch.ones(d.config.latents), atol=1e-2, rtol=0)


@pytest.mark.slow
def test_the_dictionary_that_comes_along_explains_the_model_that_comes_along():
    lm = cutaway.load("smollm2-135m")
    d = cutaway.features.bundled_dictionary()
    d.check(lm)
    text = "The function returns a list of all the names that are defined in the module, in the order of the file."
    x = lm.run(text, read=["resid_post.12"])["resid_post.12"][0, 2:]
    left = (d(x) - x).square().sum() / (x - d.b_dec).square().sum()
    assert left < 0.4 and 5 < float((d.encode(x) > 0).sum(-1).float().mean()) < 100
