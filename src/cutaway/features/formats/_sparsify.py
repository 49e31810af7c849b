"""The layout of sparsify: `cfg.json` and `sae.safetensors`, in a folder that is named after the module it reads.

Its code is the k largest of ReLU((x - b_dec) encoderᵀ + b_enc), without b_dec for a transcoder. `W_dec` has a row for
each latent, as ours. A skip connection adds x W_skipᵀ.
"""

from pathlib import Path

from cutaway.errors import DataError
from cutaway.features.formats._files import read_json, read_safetensors
from cutaway.features.formats._hooks import site_of_module
from cutaway.features.formats._weights import Published, tensors_of

CONFIG, WEIGHTS = "cfg.json", "sae.safetensors"


def read_sparsify(folder: Path) -> Published:
    """A dictionary in the layout of sparsify.

    Args:
        folder: holds `cfg.json` and `sae.safetensors`; its own name is the module (`layers.5`, `layers.5.mlp`).

    Raises:
        DataError: an activation or a skip connection that cannot be folded into weights.
        CorruptFileError: a file is damaged.
    """
    config = read_json(folder / CONFIG)
    activation = config.get("activation", "topk")
    if activation != "topk" or config.get("signed"):
        what = "negative activations (signed)" if config.get("signed") else f"the activation {activation!r}"
        raise DataError(f"{folder / CONFIG} has {what}; only topk can be read")
    foreign = [name for name in ("embed_skip", "gram_lookup") if config.get(name)]
    if foreign:
        raise DataError(f"{folder / CONFIG} has {foreign[0]}, which reads more than one site; it cannot be read")
    file = folder / WEIGHTS
    found = read_safetensors(file)
    skips = "W_skip" in found
    needed = ["encoder.weight", "encoder.bias", "W_dec", "b_dec", *(["W_skip"] if skips else [])]
    tensors = tensors_of(found, needed, file)
    transcodes = bool(config.get("transcode"))
    output = site_of_module(folder.name)
    if "k" not in config:
        raise DataError(f"{folder / CONFIG} has no k; add it to the file")
    published = Published(
        kind="topk",
        W_enc=tensors["encoder.weight"].T.contiguous(),
        b_enc=tensors["encoder.bias"],
        W_dec=tensors["W_dec"],
        b_dec=tensors["b_dec"],
        W_skip=tensors["W_skip"].T.contiguous() if skips else None,
        k=int(config["k"]),
        site=site_of_module(folder.name, reads_input=True) if transcodes else output,
        target=output if transcodes else None,
        place=folder.name,
        model=_model(folder),
        record={"architecture": "topk transcoder" if transcodes else "topk"},
    )
    return published if transcodes else published.reading_less(published.b_dec)


def _model(folder: Path) -> str:
    """The model, which the configuration of the whole run one folder up names."""
    above = folder.resolve().parent / "config.json"
    return str(read_json(above).get("model") or "") if above.is_file() else ""
