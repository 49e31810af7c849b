"""Layer norms and RMS norms as what they are: a linear map once the scale of their input is held fixed.

A model without a norm has `nn.Identity` in its place, which is that map with gain and scale one.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Float
from torch import Tensor, nn


@dataclass(frozen=True)
class FrozenNorm:
    """The linear map `y -> gain * centre(y) / scale`, with the scale taken from one particular input."""

    gain: Float[Tensor, " d_model"]
    scale: Float[Tensor, "*rest 1"]
    centred: bool

    def __call__(self, y: Tensor) -> Tensor:
        """Apply to `y` of shape [..., d_model] that broadcasts against the frozen input; the norm's bias is not added."""
        if self.centred:
            y = y - y.mean(-1, keepdim=True)
        return self.gain * y / self.scale

    def transposed(self, g: Tensor) -> Tensor:
        """The transpose of the map, which carries a gradient (or a direction read after the norm) back to before it."""
        g = self.gain * g / self.scale
        return g - g.mean(-1, keepdim=True) if self.centred else g


@dataclass(frozen=True)
class Norm:
    """A model's norm module together with its formula: `gain * centre(x) / scale(x) + bias`."""

    module: nn.Module
    kind: Literal["rms", "layer", "identity"]
    gain: Float[Tensor, " d_model"]
    bias: Float[Tensor, " d_model"] | None
    eps: float

    def __call__(self, x: Tensor) -> Tensor:
        """The module's own output."""
        return self.module(x)

    def frozen(self, x: Float[Tensor, "*rest d_model"]) -> FrozenNorm:
        """The linear map that this norm is at `x`: `frozen(x)(x) + bias` equals the norm of x."""
        x = x.float() if x.dtype in (torch.bfloat16, torch.float16) else x
        centred = x - x.mean(-1, keepdim=True) if self.kind == "layer" else x
        if self.kind == "identity":
            scale = torch.ones_like(x[..., :1])
        else:
            scale = torch.sqrt(centred.pow(2).mean(-1, keepdim=True) + self.eps)
        return FrozenNorm(self.gain.to(x), scale, self.kind == "layer")

    @classmethod
    def of(cls, module: nn.Module, d_model: int) -> "Norm":
        """Read the formula off a module.

        The gain of an RMS norm is read off its output for a constant vector, since some families store it less one.
        """
        if isinstance(module, nn.Identity):
            return cls(module, "identity", torch.ones(d_model), None, 0.0)
        eps = next((getattr(module, n) for n in ("variance_epsilon", "eps", "epsilon") if hasattr(module, n)), 1e-6)
        if isinstance(module, nn.LayerNorm):
            gain = module.weight.detach()
            return cls(module, "layer", gain, None if module.bias is None else module.bias.detach(), float(eps))
        like = next(module.parameters())
        dtype = torch.float64 if like.dtype == torch.float64 else torch.float32
        with torch.no_grad():
            gain = module(torch.full((1, d_model), 1e3, dtype=dtype, device=like.device))[0]
        return cls(module, "rms", gain, None, float(eps))
