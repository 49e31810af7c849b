"""Where, in a patching grid, what decides the answer is carried: which cells a claim should be made about.

At the layer where two prompts enter the model, patching the token that differs restores everything, and at the last
layer so does patching the last position, whatever lies between. So a claim is about the turning points: how far up the
differing token's position still carries at least half, from where on the last position does, and which position in
between carries a noticeable part. What is true by construction is left out: the first layer's state of the only
token that differs, and that token where it is the last.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Bool, Float
from torch import Tensor

HALF = 0.5
NOTICEABLE = 0.2
"""The least share of the difference for which a position in between is named."""
MOST_BETWEEN = 2


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """A cell that a finding is about."""

    layer: int
    pos: int
    role: Literal["source", "between", "end"]
    """`source`: a position where the prompts differ, at the last layer where it carries half. `end`: the last
    position, at the first such layer. `between`: any other, at its best layer."""


def carriers(shares: Float[Tensor, "layer pos"], differs: Bool[Tensor, " pos"]) -> list[Carrier]:
    """The turning points of a grid of normalised effects, in the order of positions.

    Args:
        shares: the normalised effect of each cell; NaN where it was not measured.
        differs: the positions where the prompts have different tokens.
    """
    shares = torch.nan_to_num(shares, nan=-torch.inf)
    last = shares.shape[1] - 1
    found: list[Carrier] = []
    for pos in range(last + 1):
        enough = (shares[:, pos] >= HALF).nonzero().flatten().tolist()
        best = int(shares[:, pos].argmax())
        if float(shares[best, pos]) < NOTICEABLE:
            continue
        if bool(differs[pos]):
            layer = enough[-1] if enough else best
            if int(differs.sum()) > 1 or (layer > 0 and pos < last):
                found.append(Carrier(layer=layer, pos=pos, role="source"))
        elif pos == last:
            found.append(Carrier(layer=enough[0] if enough else best, pos=pos, role="end"))
    between = [
        Carrier(layer=int(shares[:, pos].argmax()), pos=pos, role="between")
        for pos in range(last)
        if not bool(differs[pos]) and float(shares[:, pos].max()) >= NOTICEABLE
    ]
    between.sort(key=lambda one: -float(shares[one.layer, one.pos]))
    return sorted(found + between[:MOST_BETWEEN], key=lambda one: one.pos)
