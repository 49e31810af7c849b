"""A dictionary: activations as a sparse sum of directions, each with a latent that says how much of it there is.

    pre = x W_enc + b_enc
    z = pre · 1[pre > threshold and pre > 0]          (`topk`: the k largest of ReLU(pre) of each token)
    x̂ = z W_dec + b_dec  (+ x W_skip)

Everything that training does to the data (centring, scaling) and to the code (decoder norms, gates) is folded into
these weights, so that a dictionary reads plain activations of the model and writes plain activations.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Bool, Float, Int
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn

from cutaway.errors import CorruptFileError, DataError
from cutaway.features._config import DictionaryConfig
from cutaway.files import write_atomically
from cutaway.model import LanguageModel
from cutaway.shown import Shown

FORMAT = "cutaway dictionary 1"
WEIGHTS, RECORD = "dictionary.safetensors", "dictionary.json"
_TENSORS = ("W_enc", "b_enc", "W_dec", "b_dec", "threshold", "W_skip")


class Dictionary(Shown, nn.Module):
    """A trained sparse code of one or more sites.

    Its weights are buffers: gradients flow through it, none to it.

    Args:
        config: what it is.
        W_enc: encoder.
        b_enc: encoder bias.
        W_dec: decoder; a row is the direction that a latent writes.
        b_dec: decoder bias.
        threshold: pre-activations up to it count as nothing; None: zero.
        W_skip: the affine path past the latents; None without one.

    Raises:
        DataError: a shape does not fit the config.
    """

    W_enc: Float[Tensor, "d_in latent"]
    b_enc: Float[Tensor, " latent"]
    W_dec: Float[Tensor, "latent d_out"]
    b_dec: Float[Tensor, " d_out"]
    threshold: Float[Tensor, " latent"] | None
    W_skip: Float[Tensor, "d_in d_out"] | None

    def __init__(
        self,
        config: DictionaryConfig,
        *,
        W_enc: Tensor,
        b_enc: Tensor,
        W_dec: Tensor,
        b_dec: Tensor,
        threshold: Tensor | None = None,
        W_skip: Tensor | None = None,
    ):
        super().__init__()
        self.config = config
        c = config
        given = (W_enc, b_enc, W_dec, b_dec, threshold, W_skip)
        shapes = ((c.d_in, c.latents), (c.latents,), (c.latents, c.d_out), (c.d_out,), (c.latents,), (c.d_in, c.d_out))
        for name, tensor, shape in zip(_TENSORS, given, shapes, strict=True):
            if tensor is not None and tuple(tensor.shape) != shape:
                raise DataError(f"{name} is {list(tensor.shape)}, but the config says {list(shape)}; mend one of them")
            self.register_buffer(name, None if tensor is None else tensor.detach())
        if (W_skip is not None) != config.skip:
            raise DataError(f"skip={config.skip}, but W_skip is {'given' if W_skip is not None else 'missing'}")

    def __repr__(self) -> str:
        c = self.config
        return f"Dictionary({c.kind} {c.shape} of {c.model or 'data'} at {c.site}: {c.latents:,} latents, k={c.k})"

    @property
    def device(self) -> torch.device:
        """Where its weights are."""
        return self.W_dec.device

    @property
    def dtype(self) -> torch.dtype:
        """The type of its weights, in which it computes."""
        return self.W_dec.dtype

    def pre_activations(self, x: Float[Tensor, "*rest d_in"]) -> Float[Tensor, "*rest latent"]:
        """The encoder's output before anything is set to zero."""
        return torch.nn.functional.linear(self._read(x), self.W_enc.T, self.b_enc)

    def encode(self, x: Float[Tensor, "*rest d_in"]) -> Float[Tensor, "*rest latent"]:
        """How much of each latent's direction there is; most are zero.

        Args:
            x: activations of the site (of several sites: side by side on the last axis), in any float type.

        Raises:
            DataError: the last axis is not as wide as the site.
        """
        pre = self.pre_activations(x)
        if self.config.kind == "topk":
            values, indices = pre.topk(self.config.k, dim=-1)
            return torch.zeros_like(pre).scatter(-1, indices, values.relu())
        return self._thresholded(pre)

    def encode_sparse(
        self, x: Float[Tensor, "*rest d_in"]
    ) -> tuple[Int[Tensor, "*rest active"], Float[Tensor, "*rest active"]]:
        """The active latents alone, the strongest first.

        Returns:
            Their numbers and values, padded with zeros (number 0 with value 0) to as many as the fullest token has.
        """
        pre = self.pre_activations(x)
        if self.config.kind == "topk":
            values, indices = pre.topk(self.config.k, dim=-1)
            values = values.relu()
        else:
            z = self._thresholded(pre)
            count = int((z != 0).sum(-1).max()) if z.numel() else 0
            values, indices = z.topk(count, dim=-1)
        return indices.where(values > 0, torch.zeros_like(indices)), values

    def decode(
        self, z: Float[Tensor, "*rest latent"], x: Float[Tensor, "*rest d_in"] | None = None
    ) -> Float[Tensor, "*rest d_out"]:
        """The activations that a code stands for.

        Args:
            z: the code.
            x: what was encoded; needed, and only read, where there is an affine path past the latents.

        Raises:
            DataError: there is such a path, and no `x`.
        """
        return self._past(z.to(self.dtype) @ self.W_dec + self.b_dec, x)

    def decode_sparse(
        self,
        indices: Int[Tensor, "*rest active"],
        values: Float[Tensor, "*rest active"],
        x: Float[Tensor, "*rest d_in"] | None = None,
    ) -> Float[Tensor, "*rest d_out"]:
        """`decode`, for what `encode_sparse` gives."""
        rows = indices.flatten(0, -2) if indices.ndim > 1 else indices[None]
        weights = values.reshape(rows.shape).to(self.dtype)
        if rows.shape[-1] == 0:
            summed = self.W_dec.new_zeros(len(rows), self.config.d_out)
        else:
            summed = torch.nn.functional.embedding_bag(rows, self.W_dec, mode="sum", per_sample_weights=weights)
        return self._past(summed.reshape(*indices.shape[:-1], self.config.d_out) + self.b_dec, x)

    def reconstruct(self, x: Float[Tensor, "*rest d_in"]) -> Float[Tensor, "*rest d_out"]:
        """Encoded and decoded again: what the dictionary can say of the target."""
        return self.decode(self.encode(x), x if self.W_skip is not None else None)

    def forward(self, x: Float[Tensor, "*rest d_in"]) -> Float[Tensor, "*rest d_out"]:
        """`reconstruct`."""
        return self.reconstruct(x)

    def check(self, *models: LanguageModel) -> None:
        """That it was trained on this model (for a crosscoder of several: on these models, in this order).

        Raises:
            DataError: it was not.
        """
        own = self.config.models
        if [lm.fingerprint for lm in models] != [mark for _, mark in own]:
            trained = ", ".join(f"{name} ({mark})" for name, mark in own) or "data of no model"
            given = ", ".join(f"{lm.name} ({lm.fingerprint})" for lm in models)
            raise DataError(f"this dictionary is for {trained}, not for {given}; train one with train_dictionary")

    def save(self, folder: Path | str, *, dtype: torch.dtype | None = None) -> Path:
        """Write `dictionary.safetensors`, whose header holds the config, and a copy of that as `dictionary.json`.

        Args:
            folder: made if it is not there; an older dictionary in it is replaced.
            dtype: what to keep the weights as; None: as they are. Loaded, they are float32 again.

        Returns:
            The folder.

        Raises:
            FileError: a file cannot be written; the older one stays whole.
        """
        folder = Path(folder)
        tensors = {name: getattr(self, name) for name in _TENSORS if getattr(self, name) is not None}
        kept = {
            name: tensor.to(device="cpu", dtype=dtype or tensor.dtype).contiguous() for name, tensor in tensors.items()
        }
        record = json.dumps(self.config.to_json())
        write_atomically(folder / WEIGHTS, save(kept, {"format": FORMAT, "config": record}))
        write_atomically(folder / RECORD, json.dumps(self.to_json(), indent=1) + "\n")
        return folder

    def to_json(self) -> dict[str, Any]:
        """What it is, as plain data."""
        return {"format": FORMAT, "shape": self.config.shape, **self.config.to_json()}

    def extreme(self, x: Float[Tensor, "*rest d_in"]) -> Bool[Tensor, "*rest"]:
        """Whether a token lies so far from the others that the training of an SAE left its like out.

        What the dictionary makes of such a token means nothing. Never, where the training says nothing of it.
        """
        longest = self.config.training.get("longest")
        if longest is None or self.config.sites != self.config.targets:
            return torch.zeros(x.shape[:-1], dtype=torch.bool, device=x.device)
        return (x.float() - self.b_dec.to(x.device).float()).norm(dim=-1) > float(longest)

    def with_training(self, **record: Any) -> "Dictionary":
        """The same dictionary with more said about its training."""
        config = replace(self.config, training={**self.config.training, **record})
        return Dictionary(config, **{name: getattr(self, name) for name in _TENSORS})

    def only(self, latents: Int[Tensor, " kept"]) -> "Dictionary":
        """The dictionary of some of its latents, in that order; without those that never fire it says the same.

        Raises:
            DataError: none is left, or fewer than k.
        """
        config = replace(self.config, latents=len(latents), **self._without_levels())
        rows = {name: getattr(self, name) for name in _TENSORS}
        rows |= {"W_enc": self.W_enc[:, latents], "b_enc": self.b_enc[latents], "W_dec": self.W_dec[latents]}
        rows["threshold"] = None if self.threshold is None else self.threshold[latents]
        return Dictionary(config, **rows)

    def _without_levels(self) -> dict[str, Any]:
        """Nested prefixes mean nothing once latents are left out; what is left is read as any batch-topk."""
        return {"kind": "batch-topk", "levels": ()} if self.config.levels else {}

    def _thresholded(self, pre: Tensor) -> Tensor:
        return pre.relu() if self.threshold is None else pre.where((pre > self.threshold) & (pre > 0), 0.0)

    def _read(self, x: Tensor) -> Tensor:
        if x.shape[-1] != self.config.d_in:
            raise DataError(
                f"activations {list(x.shape)} for a dictionary of {self.config.site} with {self.config.d_in} entries; "
                "the last axis must be that wide"
            )
        return x.to(self.dtype)

    def _past(self, x_hat: Tensor, x: Tensor | None) -> Tensor:
        if self.W_skip is None:
            return x_hat
        if x is None:
            raise DataError("this dictionary has an affine path past its latents; give decode(z, x) what was encoded")
        return x_hat + self._read(x) @ self.W_skip


def load_dictionary(path: Path | str) -> Dictionary:
    """Read a dictionary that `Dictionary.save` or training wrote; nothing is checked against a model before `check`.

    Args:
        path: the folder, or the `.safetensors` file in it.

    Raises:
        DataError: nothing there, or not a dictionary of Cutaway's.
        CorruptFileError: the file is damaged.
    """
    path = Path(path)
    file = path / WEIGHTS if path.is_dir() else path
    if not file.is_file():
        raise DataError(f"there is no dictionary at {path}; make one with: cutaway features train --out {path}")
    try:
        with safe_open(file, "pt") as opened:
            metadata = opened.metadata() or {}
            if metadata.get("format") != FORMAT:
                raise DataError(f"{file} is not a dictionary of Cutaway's; name one that features train wrote")
            config = DictionaryConfig.from_json(json.loads(metadata["config"]))
            tensors = {name: opened.get_tensor(name).float() for name in opened.keys()}  # noqa: SIM118
        return Dictionary(config, **tensors)
    except (SafetensorError, KeyError, TypeError, ValueError) as error:
        raise CorruptFileError(f"{file} is damaged ({error}); train it again, or fetch it again") from None
