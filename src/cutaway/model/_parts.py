"""The modules of one loaded model by the role that they play, found with a row of the anatomy table."""

from dataclasses import dataclass, field
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn
from transformers import PreTrainedModel

from cutaway.errors import UnsupportedModelError
from cutaway.model._anatomy import Anatomy, Inner
from cutaway.model._norms import Norm


@dataclass(kw_only=True)
class LayerParts:
    """One decoder layer's modules by role."""

    index: int
    block: nn.Module
    attention: nn.Module
    attention_out: nn.Module
    attention_norm: nn.Module | None
    attention_post_norm: Norm | None
    inner: Inner
    mlp: nn.Module
    mlp_norm: nn.Module | None
    mlp_pre: nn.Module | None
    """None in a mixture of experts, which has no single row of neurons."""
    mlp_linear: nn.Module | None
    mlp_down: nn.Module | None
    mlp_out: nn.Module
    mlp_post_norm: Norm | None
    mlp_out_reused: bool
    gate_fused: bool
    parallel: bool
    multiplier: float
    n_heads: int
    stash: dict[str, Tensor] = field(default_factory=dict)
    """What one hook leaves for a later one within a pass."""

    @property
    def mid_reader(self) -> nn.Module:
        """The module that reads `resid_mid`."""
        return self.mlp_norm or self.mlp

    @property
    def w_o(self) -> Float[Tensor, "head d_value d_model"]:
        """The output projection by head, before any post-norm or multiplier."""
        return _weight_in_out(self.attention_out).unflatten(0, (self.n_heads, -1))

    @property
    def b_o(self) -> Float[Tensor, " d_model"] | None:
        """The output projection's bias."""
        return getattr(self.attention_out, "bias", None)

    @property
    def w_down(self) -> Float[Tensor, "neuron d_model"] | None:
        """What each neuron writes, before any post-norm or multiplier; None in a mixture of experts."""
        return None if self.mlp_down is None else _weight_in_out(self.mlp_down)

    def head_out(
        self, z: Float[Tensor, "batch pos head d_value"], normed: Float[Tensor, "batch pos d_model"] | None
    ) -> Float[Tensor, "batch pos head d_model"]:
        """What each head adds to the stream; under a post-norm, with the norm's scale at `normed` held fixed."""
        out = torch.einsum("bphd,hdm->bphm", z, self.w_o.to(z.dtype))
        if self.attention_post_norm is not None:
            assert normed is not None
            frozen = self.attention_post_norm.frozen(normed.unsqueeze(2))
            out = frozen(out).to(z.dtype)
        return out * self.multiplier if self.multiplier != 1 else out

    def attention_bias(self, normed: Tensor | None) -> Tensor:
        """What attention adds that belongs to no head: the biases, carried as `head_out` is."""
        like = self.w_o
        bias = self.b_o if self.b_o is not None else like.new_zeros(like.shape[-1])
        if self.attention_post_norm is not None:
            assert normed is not None
            bias = self.attention_post_norm.frozen(normed)(bias)
            if self.attention_post_norm.bias is not None:
                bias = bias + self.attention_post_norm.bias
        return bias * self.multiplier


@dataclass(kw_only=True)
class Parts:
    """The whole model's modules by role."""

    model: PreTrainedModel
    layers: tuple[LayerParts, ...]
    final_norm: Norm
    unembed: nn.Module
    logit_divisor: float
    logit_softcap: float | None
    anatomy: Anatomy

    def to_logits(self, normalised: Float[Tensor, "*rest d_model"]) -> Float[Tensor, "*rest d_vocab"]:
        """Unembedding, divisor and soft cap, in the model's own order."""
        return self.scaled(self.unembed(normalised))

    def scaled(self, logits: Float[Tensor, "*rest entry"]) -> Float[Tensor, "*rest entry"]:
        """Divisor and soft cap on what the unembedding gave, for all of the vocabulary or a part of it."""
        if self.logit_divisor != 1:
            logits = logits / self.logit_divisor
        if self.logit_softcap is not None:
            logits = torch.tanh(logits / self.logit_softcap) * self.logit_softcap
        return logits


def find_parts(model: PreTrainedModel, anatomy: Anatomy) -> Parts:
    """Find every module that the row names.

    Raises:
        UnsupportedModelError: a path does not exist on this model.
    """
    config = model.config.get_text_config()
    d_model = int(config.hidden_size)
    blocks = _get(model, anatomy.layers)
    multiplier = float(getattr(config, anatomy.residual_multiplier)) if anatomy.residual_multiplier else 1.0
    layers = [
        _layer(block, index, anatomy, multiplier, n_heads=int(config.num_attention_heads), d_model=d_model)
        for index, block in enumerate(blocks)  # type: ignore[arg-type]
    ]
    divisor = getattr(config, anatomy.logit_divisor) if anatomy.logit_divisor else None
    return Parts(
        model=model,
        layers=tuple(layers),
        final_norm=Norm.of(_get(model, anatomy.final_norm), d_model),
        unembed=_get(model, anatomy.unembed),
        logit_divisor=float(divisor) if divisor else 1.0,
        logit_softcap=getattr(config, anatomy.logit_softcap) if anatomy.logit_softcap else None,
        anatomy=anatomy,
    )


def _layer(block: nn.Module, index: int, row: Anatomy, multiplier: float, *, n_heads: int, d_model: int) -> LayerParts:
    def norm(path: str | None) -> Norm | None:
        return Norm.of(_get(block, path), d_model) if path else None

    dense = _find(block, row.mlp_down) is not None
    return LayerParts(
        index=index,
        block=block,
        attention=_get(block, row.attention),
        attention_out=_get(block, row.attention_out),
        attention_norm=_get(block, row.attention_norm) if row.attention_norm else None,
        attention_post_norm=norm(row.attention_post_norm),
        inner=_inner(row, _get(block, row.attention)),
        mlp=_get(block, row.mlp),
        mlp_norm=_get(block, row.mlp_norm) if row.mlp_norm else None,
        mlp_pre=_get(block, row.mlp_pre) if dense else None,
        mlp_linear=_get(block, row.mlp_linear) if dense and row.mlp_linear else None,
        mlp_down=_get(block, row.mlp_down) if dense else None,
        mlp_out=_get(block, row.mlp_out),
        mlp_post_norm=norm(row.mlp_post_norm),
        mlp_out_reused=row.mlp_out_reused,
        gate_fused=row.mlp_linear == row.mlp_pre,
        parallel=row.parallel,
        multiplier=multiplier,
        n_heads=n_heads,
    )


def _inner(row: Anatomy, attention: nn.Module) -> Inner:
    """How the inside of attention is reached; GPT-J has been using transformers' interface since 5.24."""
    return "interface" if row.inner == "method" and not hasattr(attention, "_attn") else row.inner


def _find(root: nn.Module, path: str) -> nn.Module | None:
    module: Any = root
    for name in path.split("."):
        module = getattr(module, name, None)
        if not isinstance(module, nn.Module):
            return None
    return module


def _get(root: nn.Module, path: str) -> nn.Module:
    module = _find(root, path)
    if module is None:
        raise UnsupportedModelError(f"no module {path!r} in {type(root).__name__}")
    return module


def _weight_in_out(projection: nn.Module) -> Tensor:
    """A projection's weight as [in out], whichever way round its class stores it."""
    weight = projection.weight
    assert isinstance(weight, Tensor)
    return weight if type(projection).__name__ == "Conv1D" else weight.T
