"""The layout of SAELens: `cfg.json` and `sae_weights.safetensors`; read for every architecture that is one matrix in
and one out, and written.

Its code, by architecture, with u = x - b_dec where `apply_b_dec_to_input` (never for transcoders):

    standard          ReLU(u W_enc + b_enc)
    jumprelu          ReLU(pre) · 1[pre > ReLU(threshold)]
    gated             1[u W_enc + b_gate > 0] · ReLU(u (W_enc e^{r_mag}) + b_mag)
    topk              the k largest of pre, then ReLU; by pre · ‖W_dec‖ under `rescale_acts_by_decoder_norm`
    batchtopk         pre · 1[pre > topk_threshold] once trained; kept as jumprelu by the library itself

Transcoders of the same activations read one hook and write another; the skip variants add x W_skipᵀ.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor

from cutaway.errors import DataError, did_you_mean
from cutaway.features._dictionary import Dictionary
from cutaway.features.formats._files import read_json, read_safetensors
from cutaway.features.formats._hooks import hook_of_site, site_of_hook
from cutaway.features.formats._weights import Published, gated, tensors_of
from cutaway.files import write_atomically

CONFIG, WEIGHTS = "cfg.json", "sae_weights.safetensors"
_KINDS = {
    "standard": "relu",
    "jumprelu": "jumprelu",
    "gated": "gated",
    "topk": "topk",
    "batchtopk": "batch-topk",
    "matryoshka_batchtopk": "batch-topk",
    "transcoder": "relu",
    "skip_transcoder": "relu",
    "jumprelu_transcoder": "jumprelu",
    "jumprelu_skip_transcoder": "jumprelu",
}
_FORMAT_VERSION = "6.0.0"
"""The first version of the layout that is written; the reader of older ones takes other defaults."""
_KEPT = (
    "context_size",
    "prepend_bos",
    "exclude_special_tokens",
    "dataset_path",
    "sae_lens_version",
    "neuronpedia_id",
    "fingerprint",
)


def read_saelens(folder: Path, *, scale: float | None = None) -> Published:
    """A dictionary in the layout of SAELens.

    Args:
        folder: holds `cfg.json` and `sae_weights.safetensors`.
        scale: the factor that activations were multiplied by, where the configuration says
            `expected_average_only_in` (the file does not hold it).

    Raises:
        DataError: an architecture, activation or normalisation that cannot be folded into weights.
        CorruptFileError: a file is damaged.
    """
    config = _modern(read_json(folder / CONFIG))
    architecture = str(config.get("architecture", "standard"))
    if architecture not in _KINDS:
        raise DataError(
            f"{folder / CONFIG} is of the architecture {architecture!r}{did_you_mean(architecture, _KINDS)}; those that "
            f"can be read are {', '.join(_KINDS)}"
        )
    transcoder = "transcoder" in architecture
    file = folder / WEIGHTS
    found = read_safetensors(file)
    encoder = ("b_gate", "b_mag", "r_mag") if architecture == "gated" else ("b_enc",)
    needed = ["W_enc", "W_dec", "b_dec", *encoder, *(["threshold"] if "jumprelu" in architecture else [])]
    needed += ["W_skip"] if "skip" in architecture else []
    if architecture in ("batchtopk", "matryoshka_batchtopk") and "threshold" not in found:
        needed.append("topk_threshold")
    if "log_threshold" in found:
        found["threshold"] = found.pop("log_threshold").exp()
    tensors = tensors_of(found, needed, file)
    metadata = config["metadata"]
    published = Published(
        kind=_KINDS[architecture],
        **_encoder(architecture, tensors),
        W_dec=tensors["W_dec"] * _finetuned(tensors),
        b_dec=tensors["b_dec"],
        W_skip=tensors["W_skip"].T.contiguous() if "skip" in architecture else None,
        k=_k_of(config, architecture, folder),
        site=site_of_hook(str(metadata.get("hook_name")), head=metadata.get("hook_head_index")),
        target=_target(metadata, folder) if transcoder else None,
        place=str(metadata.get("hook_name")),
        model=str(metadata.get("model_name") or ""),
        record={"architecture": architecture, **{key: metadata[key] for key in _KEPT if metadata.get(key) is not None}},
    )
    if config.get("apply_b_dec_to_input", True) and not transcoder:
        published = published.reading_less(published.b_dec)
    if config.get("rescale_acts_by_decoder_norm"):
        thresholds = published.threshold  # of a batchtopk: of the rescaled code already
        published = replace(published.in_units(published.norms()), threshold=thresholds)
    return _normalised(published, config, scale, folder)


def _modern(config: dict[str, Any]) -> dict[str, Any]:
    """The configuration with what older versions called otherwise; what is not about the code moves to `metadata`."""
    older = {
        "hook_point": "hook_name",
        "hook_point_head_index": "hook_head_index",
        "activation_fn_str": "activation_fn",
    }
    modern = {older.get(key, key): value for key, value in config.items()}
    kwargs = modern.get("activation_fn_kwargs") or {}
    if modern.get("activation_fn") == "topk" and kwargs.get("k") is not None:
        modern |= {"architecture": "topk", "k": kwargs["k"]}
    if isinstance(modern.get("normalize_activations"), bool):
        modern["normalize_activations"] = "expected_average_only_in" if modern["normalize_activations"] else "none"
    modern["metadata"] = {**modern, **(modern.get("metadata") or {})}
    return modern


def _encoder(architecture: str, tensors: dict[str, Tensor]) -> dict[str, Any]:
    if architecture == "gated":
        return gated(
            encoder=tensors["W_enc"],
            gate_bias=tensors["b_gate"],
            magnitude_bias=tensors["b_mag"],
            log_magnitude=tensors["r_mag"],
        )
    weights = {"W_enc": tensors["W_enc"], "b_enc": tensors["b_enc"]}
    if "threshold" in tensors and _KINDS[architecture] != "relu":
        weights["threshold"] = tensors["threshold"].relu()
    elif "topk_threshold" in tensors:
        weights["threshold"] = tensors["topk_threshold"].relu().expand_as(tensors["b_enc"]).clone()
    return weights


def _finetuned(tensors: dict[str, Tensor]) -> Tensor | float:
    """A factor of each latent's direction that an old version could learn afterwards."""
    factor = tensors.get("finetuning_scaling_factor", tensors.get("scaling_factor"))
    return 1.0 if factor is None else factor[:, None]


def _k_of(config: dict[str, Any], architecture: str, folder: Path) -> int | None:
    activation = config.get("activation_fn", "relu")
    if activation not in ("relu", "topk"):
        raise DataError(f"{folder / CONFIG} has the activation {activation!r}; only relu and topk can be read")
    if (config.get("activation_fn_kwargs") or {}).get("signed"):
        raise DataError(f"{folder / CONFIG} keeps negative activations (signed), which a dictionary here cannot")
    k = config.get("k")
    if architecture == "topk" and k is None:
        raise DataError(f"{folder / CONFIG} is a topk dictionary without its k; add it to the file")
    return None if k is None else max(1, round(float(k)))


def _target(metadata: dict[str, Any], folder: Path) -> str | None:
    if metadata.get("hook_name_out") is None:
        raise DataError(f"{folder / CONFIG} is a transcoder without hook_name_out; add it to the file")
    return site_of_hook(str(metadata["hook_name_out"]), head=metadata.get("hook_head_index_out"))


def _normalised(published: Published, config: dict[str, Any], scale: float | None, folder: Path) -> Published:
    how = config.get("normalize_activations") or "none"
    if how == "none":
        return published
    if how == "expected_average_only_in":
        scale = scale or config.get("norm_scaling_factor")
        if scale is None:
            raise DataError(
                f"{folder / CONFIG} was trained on activations times a factor that is not in the file "
                "(normalize_activations='expected_average_only_in'); give scale=, the square root of the width over the "
                "mean norm of the activations it was trained on"
            )
        # A transcoder's target is not divided again by the library, so that it writes the plain target.
        return published.scaled(scale, scale if published.target is None else 1.0)
    raise DataError(
        f"{folder / CONFIG} rescales each token by itself (normalize_activations={how!r}), which no weights can say; "
        "use a dictionary that was trained without"
    )


def write_saelens(dictionary: Dictionary, folder: Path | str) -> Path:
    """Write a dictionary in the layout of SAELens 6.

    Args:
        dictionary: an SAE or a transcoder; its thresholds make it `jumprelu`, none `standard`, k per token `topk`.
        folder: gets `cfg.json` and `sae_weights.safetensors`.

    Raises:
        DataError: a crosscoder, or k per token with a transcoder, for which the layout has no architecture.
        FileError: a file cannot be written.
    """
    own, folder = dictionary.config, Path(folder)
    transcoder = own.shape == "transcoder"
    if own.shape == "crosscoder" or (transcoder and own.kind == "topk"):
        raise DataError(f"SAELens has no layout for a {own.kind} {own.shape}; save it with Dictionary.save")
    thresholds = dictionary.threshold is not None and bool((dictionary.threshold > 0).any())
    base = "topk" if own.kind == "topk" else "jumprelu" if thresholds else "standard"
    if transcoder or dictionary.W_skip is not None:
        parts = ["jumprelu"] if thresholds else []
        base = "_".join([*parts, *(["skip"] if dictionary.W_skip is not None else []), "transcoder"])
    (hook, head), (hook_out, head_out) = hook_of_site(own.sites[0]), hook_of_site(own.targets[0])
    metadata: dict[str, Any] = {
        "sae_lens_version": _FORMAT_VERSION,
        "model_name": own.model,
        "hook_name": hook,
        "hook_head_index": head,
        "written_by": "cutaway",
        "fingerprint": own.fingerprint,
    }
    config = {
        "architecture": base,
        "d_in": own.d_in,
        "d_sae": own.latents,
        "dtype": "float32",
        "device": "cpu",
        "apply_b_dec_to_input": False,
        "normalize_activations": "none",
        "reshape_activations": "hook_z" if hook.endswith("hook_z") and head is None else "none",
        "metadata": metadata,
    }
    names = ["W_enc", "b_enc", "W_dec", "b_dec", *(["threshold"] if "jumprelu" in base else [])]
    weights = {name: getattr(dictionary, name) for name in names}
    if "transcoder" in base:
        config["d_out"] = own.d_out
        metadata |= {"hook_name_out": hook_out, "hook_head_index_out": head_out}
    if base == "topk":
        config |= {"k": own.k, "rescale_acts_by_decoder_norm": False}
    if dictionary.W_skip is not None:
        weights["W_skip"] = dictionary.W_skip.T
    write_atomically(folder / WEIGHTS, save({n: t.to("cpu", torch.float32).contiguous() for n, t in weights.items()}))
    write_atomically(folder / CONFIG, json.dumps(config))
    return folder
