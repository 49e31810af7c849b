"""The folder format of the `tuned-lens` package: `config.json`, and `params.pt` with a matrix and a bias a layer.

Published lenses for many models come in this form. `params.pt` is written by torch.save; it is only ever read with
`weights_only=True`, which builds tensors and nothing else. Translator i is that of the stream before block i, and adds
to the stream, as ours do.
"""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from cutaway.errors import CorruptFileError, DataError
from cutaway.files import write_atomically
from cutaway.model import LanguageModel
from cutaway.observe._tuned_lens import TunedLens

_TYPE = "linear_tuned_lens"


def read_published_lens(folder: Path | str, lm: LanguageModel, *, check_unembedding: bool = True) -> TunedLens:
    """Read a lens from the folder format of the `tuned-lens` package.

    Args:
        folder: holds `config.json` and `params.pt`.
        lm: the model that it is for.
        check_unembedding: refuse the lens where the unembedding's hash is not the one that it was trained with. The
            hash is of the matrix's printed corners, so it can differ for the same weights in another type.

    Raises:
        DataError: no such folder, another kind of lens, or another model's.
        CorruptFileError: a file is damaged, or holds anything but tensors.
    """
    folder = Path(folder)
    config_path, params_path = folder / "config.json", folder / "params.pt"
    if not config_path.is_file() or not params_path.is_file():
        raise DataError(f"{folder} has no config.json and params.pt; name the folder of a published tuned lens")
    try:
        config: Any = json.loads(config_path.read_text())
    except ValueError as error:
        raise CorruptFileError(f"{config_path} is not JSON ({error}); fetch it again") from None
    if not isinstance(config, dict) or config.get("lens_type", _TYPE) != _TYPE or "d_model" not in config:
        raise DataError(f"{config_path} does not describe a {_TYPE}; other kinds of lens cannot be read")
    size = (config.get("num_hidden_layers"), config["d_model"])
    if size != (lm.n_layers, lm.d_model):
        raise DataError(
            f"{folder} is a lens for {config.get('base_model_name_or_path')} with {size[0]} layers of {size[1]}, but "
            f"{lm.name} has {lm.n_layers} of {lm.d_model}"
        )
    expected = config.get("unembed_hash")
    if check_unembedding and expected and expected != unembedding_hash(lm):
        raise DataError(
            f"{folder} was trained for {config.get('base_model_name_or_path')}, whose unembedding is not that of "
            f"{lm.name}; use the model that it is for, or check_unembedding=False if only the type of its weights differs"
        )
    weight, bias = _parameters(params_path, lm)
    return TunedLens(weight=weight, bias=bias, model=lm.name, fingerprint=lm.fingerprint, record={"published": config})


def _parameters(path: Path, lm: LanguageModel) -> tuple[torch.Tensor, torch.Tensor]:
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        bias = [state.get(f"{layer}.bias", torch.zeros(lm.d_model)) for layer in range(lm.n_layers)]
        weight = torch.stack([state[f"{layer}.weight"] for layer in range(lm.n_layers)]).float()
        found = weight, torch.stack(bias).float()
    except Exception as error:  # unpickling raises whatever the damaged bytes lead to
        raise CorruptFileError(f"{path} does not hold the translators of {lm.n_layers} layers ({error})") from None
    if found[0].shape[1:] != (lm.d_model, lm.d_model):
        raise CorruptFileError(f"{path} has matrices of {tuple(found[0].shape[1:])}, not of {lm.d_model}")
    return found


def write_published_lens(lens: TunedLens, folder: Path | str, lm: LanguageModel) -> Path:
    """Write a lens in the folder format of the `tuned-lens` package.

    Args:
        lens: the lens.
        folder: gets `config.json` and `params.pt`.
        lm: the model that it is for.

    Raises:
        DataError: the lens is another model's.
        FileError: a file cannot be written.
    """
    lens.check(lm)
    folder = Path(folder)
    state = {}
    for layer in range(lm.n_layers):
        state[f"{layer}.weight"] = lens.weight[layer].clone()
        state[f"{layer}.bias"] = lens.bias[layer].clone()
    payload = io.BytesIO()
    torch.save(state, payload)
    write_atomically(folder / "params.pt", payload.getvalue())
    config = {
        "base_model_name_or_path": lm.name,
        "d_model": lm.d_model,
        "num_hidden_layers": lm.n_layers,
        "bias": True,
        "base_model_revision": None,
        "unembed_hash": unembedding_hash(lm),
        "lens_type": _TYPE,
    }
    write_atomically(folder / "config.json", json.dumps(config))
    return folder


def unembedding_hash(lm: LanguageModel) -> str:
    """The hash by which the format names an unembedding: SHA-256 of the matrix as numpy prints it to one digit."""
    printed = np.array_str(lm.W_U.detach().float().cpu().numpy(), precision=1)
    return hashlib.sha256(printed.encode()).hexdigest()
