"""The k largest of each token, or of a whole batch, without a sort of everything.

For a whole batch the bar is the smallest value that was kept in the batch before, a little lowered; what exceeds it is
counted, and the bar is lowered until enough does. For each token it is the k-th largest of the maxima of groups of
latents, which is never above the k-th largest of all. What exceeds the bar is few, and only that is partitioned.
"""

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.features.training._kernels import Pairs, candidates, largest

_LOWERED = 0.97
_SAMPLE = 64
"""Tokens that the first bar is estimated on."""


def batch_top(
    x: Float[Tensor, "token d"],
    encoder: Float[Tensor, "latent d"],
    bias: Float[Tensor, " latent"],
    k: int,
    *,
    bar: float | None,
    screen: bool,
) -> tuple[Pairs, Pairs]:
    """The k · tokens largest positive pre-activations of the batch.

    Args:
        x: activations.
        encoder: a row for each latent.
        bias: of each latent.
        k: how many a token on average.
        bar: the smallest value that was kept last time; None: estimated.
        screen: see `candidates`.

    Returns:
        What is kept, and all pairs that were looked at.
    """
    wanted = min(k * len(x), len(x) * len(encoder))
    if bar is None:
        sample = x[:: max(1, len(x) // _SAMPLE)][:_SAMPLE]
        pre = torch.addmm(bias, sample, encoder.T).flatten()
        bar = float(pre.topk(min(len(pre), k * len(sample)), sorted=True).values[-1])
    bar = max(0.0, bar * _LOWERED)
    while True:
        found = candidates(x, encoder, bias, bar, screen=screen)
        enough = int((found.value > bar).sum()) >= wanted
        if enough or bar == 0.0:
            break
        bar = bar * 0.8 if bar > 1e-3 else 0.0
    positive = found.where(found.value > 0) if bar == 0.0 else found
    if len(positive) <= wanted:
        return positive, found
    order = largest(positive.value, wanted)
    return Pairs(positive.token[order], positive.latent[order], positive.value[order]), found


def token_top(
    x: Float[Tensor, "token d"],
    encoder: Float[Tensor, "latent d"],
    bias: Float[Tensor, " latent"],
    k: int,
    *,
    screen: bool,
) -> Pairs:
    """The k largest of ReLU(pre-activation) of each token."""
    found = candidates(x, encoder, bias, None, k=k, screen=screen)
    count = torch.bincount(found.token, minlength=len(x))
    first = count.cumsum(0) - count
    place = torch.arange(len(found), device=x.device) - first[found.token]
    width = max(k, int(count.max())) if len(found) else k
    values = x.new_full((len(x), width), -1.0)
    values[found.token, place] = found.value
    latents = found.latent.new_zeros(len(x), width)
    latents[found.token, place] = found.latent
    top, where = values.topk(k, dim=-1, sorted=False)
    kept = top > 0
    token = torch.arange(len(x), device=x.device)[:, None].expand(-1, k)
    return Pairs(token[kept], latents.gather(1, where)[kept], top[kept])
