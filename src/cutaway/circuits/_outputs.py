"""What every component says in a plain run, and its mean over prompts."""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import UnsupportedModelError
from cutaway.model import LanguageModel, Tokens


@dataclass(frozen=True, eq=False)
class Outputs:
    """One plain run, source by source.

    Attributes:
        values: what each source adds to the residual stream.
        logits: at each prompt's last token.
    """

    values: Float[Tensor, "source row pos d_model"]
    logits: Float[Tensor, "row d_vocab"]


def outputs(lm: LanguageModel, tokens: Tokens) -> Outputs:
    """Run prompts and keep what each source says."""
    run = lm.run(tokens, read=["embed", "head_out", "mlp_out"], logits="last")
    embed = run["embed"]
    values = embed.new_empty(1 + lm.n_layers * (lm.n_heads + 1), *embed.shape)
    values[0] = embed
    for layer in range(lm.n_layers):
        first = 1 + layer * (lm.n_heads + 1)
        values[first : first + lm.n_heads] = run[f"head_out.{layer}"].movedim(2, 0)
        values[first + lm.n_heads] = run[f"mlp_out.{layer}"]
    return Outputs(values, run.last_logits)


def constants(lm: LanguageModel) -> Float[Tensor, "layer d_model"]:
    """What each layer's attention adds that belongs to no head: its biases. They are in every run, whatever is ablated.

    Raises:
        UnsupportedModelError: a bias goes through a norm, so that it is not the same in every run.
    """
    found = []
    for part in lm.parts.layers:
        if part.attention_post_norm is None:
            found.append(part.attention_bias(None))
            continue
        if part.b_o is not None:
            raise UnsupportedModelError(
                f"layer {part.index} of {lm.name} normalises the bias of its attention together with its heads, so it is "
                "no constant; circuits of such models are not defined here"
            )
        bias = part.attention_post_norm.bias
        found.append(torch.zeros_like(part.w_o[0, 0]) if bias is None else bias * part.multiplier)
    return torch.stack(found)


class MeanOutputs:
    """The mean of each source's output at each position, over the prompts that are that long."""

    def __init__(self) -> None:
        self._sum: Tensor | None = None
        self._count = torch.zeros(0)

    def add(self, values: Float[Tensor, "source row pos d_model"], tokens: Tokens) -> None:
        """Take in some prompts; padding does not count."""
        real = (torch.arange(values.shape[2])[None] < tokens.lengths[:, None]).to(values)
        total = torch.einsum("srpd,rp->spd", values, real)
        count = real.sum(0)
        if self._sum is None:
            self._sum, self._count = total, count
            return
        if total.shape[1] < self._sum.shape[1]:
            total, self._sum = self._sum, total
            count, self._count = self._count, count
        width = self._sum.shape[1]
        total[:, :width] += self._sum
        count[:width] += self._count
        self._sum, self._count = total, count

    def mean(self) -> Float[Tensor, "source pos d_model"]:
        """The means so far."""
        assert self._sum is not None
        return self._sum / self._count.clamp(min=1)[:, None]
