"""The layout of dictionary_learning: `config.json`, and the weights in `ae.pt` (or, converted, in `ae.safetensors`).

`ae.pt` is written by torch.save and there is no other form of it. It is only ever read with `weights_only=True`, which
builds tensors and plain containers and refuses everything else. Its code, by class:

    AutoEncoder             ReLU((x - b) W + b_enc)
    AutoEncoderNew          ReLU(x W + b_enc)
    GatedAutoEncoder        gated on x - b; times ‖d‖, divided again when decoded
    JumpReluAutoEncoder     ReLU(pre · 1[pre > threshold]), without the bias; times ‖d‖, divided again when decoded
    AutoEncoderTopK         the k largest of ReLU((x - b) W + b_enc)
    BatchTopKSAE            ReLU((x - b) W + b_enc) above one threshold
    MatryoshkaBatchTopKSAE  the same, over nested groups
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from cutaway.errors import CorruptFileError, DataError, did_you_mean
from cutaway.features.formats._files import read_json, read_safetensors
from cutaway.features.formats._weights import Published, gated, tensors_of

CONFIG, PICKLED, WEIGHTS = "config.json", "ae.pt", "ae.safetensors"


def read_dictionary_learning(folder: Path) -> Published:
    """A dictionary in the layout of dictionary_learning.

    Args:
        folder: holds `config.json` and `ae.pt` or `ae.safetensors`.

    Raises:
        DataError: a class that cannot be read.
        CorruptFileError: a file is damaged, or `ae.pt` holds anything but tensors.
    """
    config = read_json(folder / CONFIG)
    trainer: dict[str, Any] = config.get("trainer") or {}
    name = str(trainer.get("dict_class"))
    if name not in _CLASSES:
        raise DataError(
            f"{folder / CONFIG} is of the class {name!r}{did_you_mean(name, _CLASSES)}; those that can be read are "
            f"{', '.join(_CLASSES)}"
        )
    file = folder / (WEIGHTS if (folder / WEIGHTS).is_file() else PICKLED)
    found = read_safetensors(file) if file.name == WEIGHTS else _unpickled(file)
    site, target = _places(config, trainer)
    fields = _CLASSES[name](found, file, trainer)
    bias = fields.pop("reads_less", None)
    unit = fields.pop("by_norm", False)
    published = Published(
        **fields,
        site=site,
        target=target,
        place=str(trainer.get("submodule_name") or f"layer {trainer.get('layer')}"),
        model=str(trainer.get("lm_name") or ""),
        record={"architecture": name, **{key: trainer[key] for key in ("lr", "steps", "seed") if key in trainer}},
    )
    if bias is not None:
        published = published.reading_less(bias)
    return published.in_units(published.norms()) if unit else published


def _unpickled(file: Path) -> dict[str, Tensor]:
    if not file.is_file():
        raise DataError(f"there is no {file}; give a folder with the whole dictionary in it")
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
        return {str(name): torch.as_tensor(tensor) for name, tensor in state.items()}
    except Exception as error:  # unpickling raises whatever the damaged bytes lead to
        raise CorruptFileError(
            f"{file} is damaged or holds more than tensors ({str(error).splitlines()[0] if str(error) else error!r}); it "
            "is not opened in any other way. Fetch it again, or ask its authors for safetensors"
        ) from None


def _plain(found: dict[str, Tensor], file: Path, trainer: dict[str, Any]) -> dict[str, Any]:
    weights = _linear(found, file, "bias")
    return {"kind": "relu", **weights, "reads_less": weights["b_dec"]}


def _newer(found: dict[str, Tensor], file: Path, trainer: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "relu", **_linear(found, file, "decoder.bias")}


def _gated(found: dict[str, Tensor], file: Path, trainer: dict[str, Any]) -> dict[str, Any]:
    needed = ("encoder.weight", "decoder.weight", "decoder_bias", "gate_bias", "mag_bias", "r_mag")
    tensors = tensors_of(found, needed, file)
    # The bias that is taken off the input moves both biases, so it is folded before the gate becomes a threshold.
    shift = (tensors["decoder_bias"].double() @ tensors["encoder.weight"].T.double()).float()
    encoder = gated(
        encoder=tensors["encoder.weight"].T,
        gate_bias=tensors["gate_bias"] - shift,
        magnitude_bias=tensors["mag_bias"] - tensors["r_mag"].exp() * shift,
        log_magnitude=tensors["r_mag"],
    )
    W_dec = tensors["decoder.weight"].T.contiguous()
    return {"kind": "gated", **encoder, "W_dec": W_dec, "b_dec": tensors["decoder_bias"], "by_norm": True}


def _jumprelu(found: dict[str, Tensor], file: Path, trainer: dict[str, Any]) -> dict[str, Any]:
    tensors = tensors_of(found, ("W_enc", "b_enc", "W_dec", "b_dec", "threshold"), file)
    kept = {name: tensors[name] for name in ("W_enc", "b_enc", "W_dec", "b_dec")}
    return {"kind": "jumprelu", **kept, "threshold": tensors["threshold"].relu(), "by_norm": True}


def _topk(found: dict[str, Tensor], file: Path, trainer: dict[str, Any]) -> dict[str, Any]:
    weights = _linear(found, file, "b_dec")
    k = found.get("k", trainer.get("k"))
    if k is None:
        raise DataError(f"{file} has no k, and neither has its config.json; add it there, under trainer")
    return {"kind": "topk", **weights, "k": int(k), "reads_less": weights["b_dec"]}


def _batch_topk(found: dict[str, Tensor], file: Path, trainer: dict[str, Any]) -> dict[str, Any]:
    weights = _linear(found, file, "b_dec")
    return {"kind": "batch-topk", **weights, **_one_threshold(found, file, weights, trainer)}


def _matryoshka(found: dict[str, Tensor], file: Path, trainer: dict[str, Any]) -> dict[str, Any]:
    tensors = tensors_of(found, ("W_enc", "b_enc", "W_dec", "b_dec"), file)
    weights = {name: tensors[name] for name in ("W_enc", "b_enc", "W_dec", "b_dec")}
    sizes = found.get("group_sizes", torch.as_tensor(trainer.get("group_sizes", [len(weights["b_enc"])])))
    levels = tuple(int(size) for size in sizes.cumsum(0))
    return {"kind": "matryoshka", **weights, "levels": levels, **_one_threshold(found, file, weights, trainer)}


def _one_threshold(
    found: dict[str, Tensor], file: Path, weights: dict[str, Tensor], trainer: dict[str, Any]
) -> dict[str, Any]:
    """The threshold of a batch-topk dictionary; one below 0 was never set, and means none."""
    tensors_of(found, ("threshold",), file)
    threshold = found["threshold"].float().relu().expand_as(weights["b_enc"]).clone()
    k = found.get("k", trainer.get("k"))
    return {"threshold": threshold, "k": None if k is None else int(k), "reads_less": weights["b_dec"]}


def _linear(found: dict[str, Tensor], file: Path, bias: str) -> dict[str, Tensor]:
    """The weights of the classes that are made of two linear layers."""
    tensors = tensors_of(found, ("encoder.weight", "encoder.bias", "decoder.weight", bias), file)
    return {
        "W_enc": tensors["encoder.weight"].T.contiguous(),
        "b_enc": tensors["encoder.bias"],
        "W_dec": tensors["decoder.weight"].T.contiguous(),
        "b_dec": tensors[bias],
    }


_CLASSES: dict[str, Callable[[dict[str, Tensor], Path, dict[str, Any]], dict[str, Any]]] = {
    "AutoEncoder": _plain,
    "AutoEncoderNew": _newer,
    "GatedAutoEncoder": _gated,
    "JumpReluAutoEncoder": _jumprelu,
    "AutoEncoderTopK": _topk,
    "BatchTopKSAE": _batch_topk,
    "MatryoshkaBatchTopKSAE": _matryoshka,
}


def _places(config: dict[str, Any], trainer: dict[str, Any]) -> tuple[str | None, str | None]:
    """The site, as far as the names that its users give to submodules tell it; and the target of a transcoder."""
    name = str(trainer.get("submodule_name") or "")
    layer = trainer.get("layer")
    way = (config.get("buffer") or {}).get("io", "out")
    if layer is None or isinstance(layer, list):
        return None, None
    kinds = ((r"resid_post|resid$|residual|^$", "resid_post"), (r"resid_pre", "resid_pre"), (r"mlp", "mlp_out"))
    kinds += ((r"attn|attention", "attn_out"),)
    kind = next((kind for pattern, kind in kinds if re.search(pattern, name)), None)
    if kind is None:
        return None, None
    reads = {"resid_post": "resid_pre", "mlp_out": "mlp_in", "attn_out": "attn_in"}.get(kind)
    if way == "out":
        return f"{kind}.{layer}", None
    if reads is None:
        return None, None
    return f"{reads}.{layer}", f"{kind}.{layer}" if way == "in_and_out" else None
