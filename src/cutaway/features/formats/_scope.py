"""The layouts of published collections: Gemma Scope (`params.npz`), Gemma Scope 2 (`params.safetensors`), and Llama
Scope (`hyperparams.json` with `checkpoints/final.safetensors`, or `config.json` with `sae_weights.safetensors`).

Gemma Scope is ReLU(pre) · 1[pre > threshold] with pre = x W_enc + b_enc, in plain activations; its files say nothing
else, so the site comes from the path. Its embedding dictionaries are of embeddings before Gemma's factor √d. The affine
path of Gemma Scope 2 adds x W, not transposed.

Llama Scope was trained on activations scaled to a mean norm of √d: with s_in = √d / n_in, s_out = √d / n_out and the n of
`dataset_average_activation_norm`. The library's own form for plain activations divides the encoder's bias by s_in and
the decoder's by s_out, and multiplies the decoder by s_in / s_out; the code is in that unit here. The one
`jump_relu_threshold` of a file was estimated in that form, on pre · ‖d‖ under `sparsity_include_decoder_norm` (it goes
with n_out over the layers); a learnt `log_jumprelu_threshold` belongs to the scaled form instead.
"""

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from cutaway.errors import DataError
from cutaway.features.formats._files import read_json, read_npz, read_safetensors
from cutaway.features.formats._hooks import site_of_hook, site_of_module
from cutaway.features.formats._weights import Published, tensors_of

GEMMA, GEMMA_2 = "params.npz", "params.safetensors"
LLAMA, LLAMA_WEIGHTS = "hyperparams.json", ("checkpoints/final.safetensors", "sae_weights.safetensors")


def read_gemma_scope(folder: Path) -> Published:
    """A dictionary of Gemma Scope or Gemma Scope 2.

    Args:
        folder: holds `params.npz` or `params.safetensors`; the site is told from the names of the folders above, such
            as `gemma-scope-2b-pt-res/layer_12/width_16k/average_l0_82`, or from the `config.json` of the second.

    Raises:
        DataError: a cross-layer transcoder or a crosscoder.
        CorruptFileError: a file is damaged.
    """
    file = folder / (GEMMA if (folder / GEMMA).is_file() else GEMMA_2)
    raw = read_npz(file) if file.name == GEMMA else read_safetensors(file)
    found = {re.sub(r"^w_", "W_", name): tensor for name, tensor in raw.items()}
    tensors = tensors_of(found, ("W_enc", "b_enc", "W_dec", "b_dec", "threshold"), file)
    if tensors["W_enc"].ndim != 2 or tensors["W_dec"].ndim != 2:
        raise DataError(f"{file} is of several layers at once, which cannot be read; use one of its single layers")
    config = read_json(folder / "config.json") if (folder / "config.json").is_file() else {}
    site, target, model = _gemma_places(folder, config)
    skip = tensors.get("affine_skip_connection")
    found_l0 = re.search(r"l0_(\d+)", folder.name)
    published = Published(
        kind="jumprelu",
        W_enc=tensors["W_enc"],
        b_enc=tensors["b_enc"],
        W_dec=tensors["W_dec"],
        b_dec=tensors["b_dec"],
        threshold=tensors["threshold"].relu(),
        W_skip=skip,
        k=int(found_l0[1]) if found_l0 else config.get("l0"),
        site=site,
        target=target,
        place="/".join(folder.parts[-4:]),
        model=model,
        record={
            "architecture": "jumprelu transcoder" if target or "transcoder" in str(folder.resolve()) else "jumprelu"
        },
    )
    if site == "embed":
        width = math.sqrt(tensors["W_enc"].shape[0])
        published = published.scaled(1 / width, 1 / width)
    return published


def _gemma_places(folder: Path, config: dict[str, Any]) -> tuple[str | None, str | None, str]:
    """Site, target and model: from the configuration where there is one, else from the path."""
    model = str(config.get("model_name") or "")
    if config.get("hf_hook_point_in"):
        site, target = (
            site_of_module(str(config.get(f"hf_hook_point_{way}") or ""), model=model or "gemma-3")
            for way in ("in", "out")
        )
        return site, None if target == site else target, model
    path = "/".join(folder.resolve().parts[-6:])
    model = next((f"gemma-2-{size}" for size in re.findall(r"gemma-scope-(\w+?-\w+)-(?:res|mlp|att)", path)), "")
    layer = re.search(r"layer_(\d+)", path)
    if "embedding" in path:
        return "embed", None, model
    kind = next(
        (kind for part, kind in (("-res", "resid_post"), ("-mlp", "mlp_out"), ("-att", "z")) if part in path), None
    )
    kind = "mlp_out" if "transcoder" in path else kind
    if layer is None or kind is None or "transcoder" in path:
        return None, None, model
    return f"{kind}.{layer[1]}", None, model


def read_llama_scope(folder: Path) -> Published:
    """A dictionary of Llama Scope, or of its library's later releases.

    Args:
        folder: holds `hyperparams.json` (or `config.json`) and the weights.

    Raises:
        DataError: an activation or normalisation that cannot be folded into weights.
        CorruptFileError: a file is damaged.
    """
    path = folder / (LLAMA if (folder / LLAMA).is_file() else "config.json")
    config = read_json(path)
    file = next((folder / name for name in LLAMA_WEIGHTS if (folder / name).is_file()), folder / LLAMA_WEIGHTS[0])
    raw = read_safetensors(file)
    found = _named_alike(raw)
    has_bias = bool(config.get("use_decoder_bias", True))
    tensors = tensors_of(found, ("W_enc", "b_enc", "W_dec", *(["b_dec"] if has_bias else [])), file)
    activation = str(config.get("act_fn", "jumprelu")).lower()
    if activation not in ("relu", "topk", "jumprelu") or config.get("use_glu_encoder"):
        what = "a gated linear encoder" if config.get("use_glu_encoder") else f"the activation {activation!r}"
        raise DataError(f"{path} has {what}; relu, topk and jumprelu without it can be read")
    reads, writes = _norm_factors(config, raw, tensors["W_enc"].shape[0], path)
    hook = str(config.get("hook_point_in"))
    hook_out = str(config.get("hook_point_out", hook))
    published = Published(
        kind=activation,
        W_enc=tensors["W_enc"],
        b_enc=tensors["b_enc"],
        W_dec=tensors["W_dec"],
        b_dec=tensors["b_dec"] if has_bias else torch.zeros(tensors["W_dec"].shape[1]),
        k=config.get("top_k"),
        site=site_of_hook(hook),
        target=None if hook_out == hook else site_of_hook(hook_out),
        place=hook if hook_out == hook else f"{hook} to {hook_out}",
        model=str(config.get("model_name") or ("Llama-3.1-8B" if "Llama3_1-8B" in str(folder.resolve()) else "")),
        record={"architecture": activation if hook_out == hook else f"{activation} transcoder"},
    )
    if has_bias and config.get("apply_decoder_bias_to_pre_encoder"):
        published = published.reading_less(published.b_dec)
    return _activated(published, config, found, reads, writes, path)


def _named_alike(raw: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights under our names, from linear layers or from the later releases' own matrices."""
    if "encoder.weight" in raw:
        names = {"encoder.bias": "b_enc", "decoder.bias": "b_dec", "log_jumprelu_threshold": "log_threshold"}
        found = {names[name]: tensor for name, tensor in raw.items() if name in names}
        turned = {"W_enc": "encoder.weight", "W_dec": "decoder.weight"}
        return found | {name: raw[old].T.contiguous() for name, old in turned.items() if old in raw}
    names = {"W_E": "W_enc", "b_E": "b_enc", "W_D": "W_dec", "b_D": "b_dec"}
    names |= {"activation_function.log_jumprelu_threshold": "log_threshold"}
    return {names.get(name, name): tensor for name, tensor in raw.items()}


def _norm_factors(config: dict[str, Any], raw: dict[str, Tensor], width: int, path: Path) -> tuple[float, float]:
    """What activations were multiplied by, on the way in and as the target."""
    how = config.get("norm_activation", "dataset-wise" if "dataset_average_activation_norm" in config else "inference")
    if how == "inference":
        return 1.0, 1.0
    if how != "dataset-wise":
        raise DataError(f"{path} rescales each token or batch by itself ({how}), which no weights can say")
    norms = dict(config.get("dataset_average_activation_norm") or {})
    for way in ("in", "out"):
        kept = raw.get(f"dataset_average_activation_norm.{config.get(f'hook_point_{way}')}")
        if kept is not None:
            norms[way] = float(kept)
    norms.setdefault("out", norms.get("in"))
    if not all(isinstance(norms.get(way), int | float) and norms[way] > 0 for way in ("in", "out")):
        raise DataError(
            f"{path} scales activations by a norm that it does not hold; add dataset_average_activation_norm"
        )
    return math.sqrt(width) / norms["in"], math.sqrt(width) / norms["out"]


def _activated(
    published: Published, config: dict[str, Any], found: dict[str, Tensor], reads: float, writes: float, path: Path
) -> Published:
    """Scales folded, and the code's threshold put where the definition compares."""
    scaled = published
    learnt = found.get("log_threshold")
    by_norm = bool(config.get("sparsity_include_decoder_norm", True))
    if published.kind == "jumprelu" and learnt is not None:
        threshold = learnt.float().exp()
        scaled = replace(published, threshold=threshold / published.norms() if by_norm else threshold)
    plain = scaled.scaled(reads, writes).in_units(1 / reads)
    if published.kind == "jumprelu" and learnt is None:
        single = config.get("jump_relu_threshold")
        if single is None:
            raise DataError(f"{path} is of the activation jumprelu without a threshold; add jump_relu_threshold")
        threshold = torch.full_like(plain.b_enc, float(single))
        plain = replace(plain, threshold=threshold / plain.norms() if by_norm else threshold)
    # The k largest are chosen by what they contribute, which only directions of length one leave to the code alone.
    return plain.in_units(plain.norms()) if published.kind == "topk" and by_norm else plain
