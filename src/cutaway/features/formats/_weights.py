"""What a published dictionary comes to: weights in our form, into which its own conventions have been folded.

    z = pre · 1[pre > threshold],   pre = x W_enc + b_enc,   x̂ = z W_dec + b_dec (+ x W_skip)

Each fold below is an identity in exact arithmetic: what `encode` and `decode` give afterwards is what the definition of
the format gives.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import CorruptFileError

_COLUMNS = 8192
"""Columns of an encoder that are multiplied at a time in double precision."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """A dictionary as read from a file of others, not yet tied to a model."""

    kind: str
    """As in `DictionaryConfig.kind`."""
    W_enc: Float[Tensor, "d_in latent"]
    b_enc: Float[Tensor, " latent"]
    W_dec: Float[Tensor, "latent d_out"]
    b_dec: Float[Tensor, " d_out"]
    threshold: Float[Tensor, " latent"] | None = None
    W_skip: Float[Tensor, "d_in d_out"] | None = None
    k: int | None = None
    levels: tuple[int, ...] = ()
    site: str | None = None
    """What it reads; None where its file does not say, or names a place that is no site here."""
    target: str | None = None
    """What it reconstructs; None: what it reads."""
    place: str = ""
    """What its file calls the place."""
    model: str = ""
    """What its file calls the model."""
    record: Mapping[str, Any] = field(default_factory=dict)
    """What else is worth keeping of its configuration."""

    def reading_less(self, bias: Float[Tensor, " d_in"]) -> "Published":
        """The same for a definition that encodes `x - bias`: pre = (x - bias) W_enc + b_enc."""
        shift = torch.cat([bias.double() @ part.double() for part in self.W_enc.split(_COLUMNS, dim=1)])
        return replace(self, b_enc=(self.b_enc.double() - shift).float())

    def scaled(self, reads: float, writes: float) -> "Published":
        """The same for a definition that encodes `reads · x` and reconstructs `writes` times the target.

        The code is left in the definition's own unit, and an affine path as it is, from plain x to the plain target.
        """
        return replace(self, W_enc=self.W_enc * reads, W_dec=self.W_dec / writes, b_dec=self.b_dec / writes)

    def in_units(self, unit: Float[Tensor, " latent"] | float) -> "Published":
        """The same with each latent's code multiplied by `unit` (above 0) and its direction divided by it."""
        factor = torch.as_tensor(unit, dtype=torch.float32).expand(len(self.W_dec))
        return replace(
            self,
            W_enc=self.W_enc * factor,
            b_enc=self.b_enc * factor,
            W_dec=self.W_dec / factor[:, None],
            threshold=None if self.threshold is None else self.threshold * factor,
        )

    def norms(self) -> Float[Tensor, " latent"]:
        """The length of each latent's direction, at least 1e-30."""
        return self.W_dec.norm(dim=1).clamp(min=1e-30)


def gated(
    *,
    encoder: Float[Tensor, "d_in latent"],
    gate_bias: Float[Tensor, " latent"],
    magnitude_bias: Float[Tensor, " latent"],
    log_magnitude: Float[Tensor, " latent"],
) -> dict[str, Tensor]:
    """A gated encoder as one with thresholds (Rajamanoharan et al., 2024, section 3.2).

    A gate 1[u + b_gate > 0] on ReLU(e^r u + b_mag) is open where the magnitude e^r u + b_mag exceeds b_mag - e^r b_gate.
    """
    factor = log_magnitude.exp()
    threshold = (magnitude_bias - factor * gate_bias).clamp(min=0)
    return {"W_enc": encoder * factor, "b_enc": magnitude_bias, "threshold": threshold}


def tensors_of(found: Mapping[str, Tensor], needed: Sequence[str], file: Path) -> dict[str, Tensor]:
    """All tensors as fp32 on the CPU.

    Raises:
        CorruptFileError: one that the format has to have is missing, or one holds NaN.
    """
    missing = [name for name in needed if name not in found]
    if missing:
        raise CorruptFileError(
            f"{file} has no {', '.join(missing)} (it has {', '.join(sorted(found))}); fetch it again"
        )
    tensors = {name: tensor.detach().to("cpu", torch.float32) for name, tensor in found.items()}
    broken = [name for name in needed if not bool(torch.isfinite(tensors[name]).all())]
    if broken:
        raise CorruptFileError(f"{file}: {', '.join(broken)} holds NaN or infinity; fetch it again")
    return tensors
