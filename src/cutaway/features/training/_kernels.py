"""The arithmetic of sparse codes: which latents are active, and sums over only those.

A code of a batch is a list of pairs (token, latent) with a value each; the dense matrix of tokens and latents is never
kept. Three operations are all that training needs:

- `candidates`: the pairs whose pre-activation may exceed a bar. The full matrix of pre-activations is computed a slice
  at a time; where the processor multiplies bfloat16 fast, in bfloat16, with the bar lowered by what rounding can do at
  the most, so that no pair is missed, and values are computed afterwards in float32, for these pairs only.
- `products`: for each pair the inner product of a row of one matrix with a row of another.
- `summed`: for each group of pairs the weighted sum of rows.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float, Int
from torch import Tensor

_SLICE = 512
"""Tokens whose pre-activations are held at a time: they stay in the processor's cache."""
_GATHER = 4096
"""Pairs whose rows are held at a time."""
_COLUMNS = 96
"""Columns that are summed at a time: so many of a few thousand rows stay in a core's own cache."""
_ROUNDING = 2.0**-8 * 1.05
"""Two factors of bfloat16 are each wrong by 2^-9 of themselves at the most, their product by 2^-8; sums are float32."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of tokens and latents with a value each, in the order of the tokens."""

    token: Int[Tensor, " pair"]
    latent: Int[Tensor, " pair"]
    value: Float[Tensor, " pair"]

    def __len__(self) -> int:
        return len(self.token)

    def where(self, kept: Tensor) -> "Pairs":
        """Those for which `kept` is true."""
        place = kept.nonzero().squeeze(1)
        return Pairs(self.token[place], self.latent[place], self.value[place])


def screens(device: torch.device) -> bool:
    """Whether bfloat16 multiplies faster than float32 here."""
    if device.type != "cpu":
        return device.type == "cuda"
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())


def candidates(
    x: Float[Tensor, "token d"],
    encoder: Float[Tensor, "latent d"],
    bias: Float[Tensor, " latent"],
    bar: float | Float[Tensor, " latent"] | None,
    *,
    k: int = 0,
    screen: bool,
) -> Pairs:
    """Every pair whose pre-activation exceeds the bar, and some that come close, with their exact values.

    Args:
        x: activations.
        encoder: a row for each latent.
        bias: of each latent.
        bar: one for all, or one for each latent; None: for each token one that at least its k largest reach, if they
            are positive: the k-th largest maximum of groups of latents.
        k: for `bar=None`.
        screen: look for them in bfloat16.
    """
    raised = bar if isinstance(bar, Tensor) else None
    shifted = bias if raised is None else bias - raised
    level = bar if isinstance(bar, float | int) else 0.0
    if screen:
        narrow, narrow_bias = encoder.bfloat16().T, shifted.bfloat16()
        longest = encoder.square().sum(-1).amax().sqrt()
        slack = _ROUNDING * (x.square().sum(-1).sqrt() * longest + shifted.abs().amax() + 2 * abs(level)) + 1e-6
    else:
        narrow, narrow_bias = encoder.detach().T, shifted.detach()
    held = narrow.new_empty(min(_SLICE, len(x)), len(encoder))
    places, values = [], []
    for start in range(0, len(x), _SLICE):
        part = x[start : start + _SLICE].to(narrow.dtype)
        pre = held[: len(part)]
        if screen:
            torch.addmm(narrow_bias, part, narrow, out=pre)
            loose = slack[start : start + _SLICE, None]
            if bar is None:
                top = _bars(pre, k).float()
                near = (top - 2 * (loose + _ROUNDING * top.abs())).maximum(-loose)
            else:
                near = level - loose
            # Rounded down, since a bar that is rounded up would lose pairs.
            near = (near - near.abs() * 2.0**-8).to(pre.dtype)
        else:
            torch.mm(part, narrow, out=pre)
            if bar is None:
                pre += narrow_bias
                near = _bars(pre, k).clamp(min=0) * (1 - 1e-6)  # those that reach the bar, too
            else:
                near = level - narrow_bias  # rather than to add the bias to the whole matrix
        place = _exceeding(pre, near)
        if not screen:
            values.append(pre.view(-1).index_select(0, place))
        places.append(place + start * len(encoder))
    place = torch.cat(places)
    token = place.div(len(encoder), rounding_mode="floor")
    latent = place - token * len(encoder)
    if screen:
        return Pairs(token, latent, products(x, encoder, token, latent) + bias[latent])
    value = torch.cat(values)
    if bar is None:
        return Pairs(token, latent, value)
    return Pairs(token, latent, value + bias[latent])


def _bars(pre: Float[Tensor, "token latent"], k: int) -> Float[Tensor, "token 1"]:
    """For each token the k-th largest maximum of groups of latents: at least k latents reach it."""
    latents = pre.shape[1]
    size = max(1, min(16, latents // (4 * k)))
    grouped = pre[:, : latents // size * size].view(len(pre), size, latents // size)
    return grouped.amax(1).topk(k, dim=-1).values[:, -1:]


def products(
    a: Float[Tensor, "row d"], b: Float[Tensor, "other d"], row: Int[Tensor, " pair"], other: Int[Tensor, " pair"]
) -> Float[Tensor, " pair"]:
    """a[row] · b[other] for each pair; `row` must be rising."""
    if not len(row):
        return a.new_empty(0)
    if a.device.type != "cpu":
        parts = zip(row.split(_GATHER), other.split(_GATHER), strict=True)
        return torch.cat([torch.linalg.vecdot(a[i], b[j]) for i, j in parts])
    ends = torch.cat([group_starts(row, len(a)), row.new_tensor([len(row)])])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that compressed rows are in beta
        wanted = torch.sparse_csr_tensor(ends, other, a.new_zeros(len(row)), (len(a), len(b)), check_invariants=False)
        return torch.sparse.sampled_addmm(wanted, a, b.T, beta=0.0).values()


def summed(
    rows: Float[Tensor, "row d"],
    row: Int[Tensor, " pair"],
    weight: Float[Tensor, " pair"],
    starts: Int[Tensor, " group"],
) -> Float[Tensor, "group d"]:
    """For each group the weighted sum of rows over its pairs, which lie side by side from its place in `starts` on; the
    first group begins at 0, and starts rise."""
    if not len(row):
        return rows.new_zeros(len(starts), rows.shape[1])
    if rows.device.type != "cpu" or len(row) < len(rows):  # to copy columns pays where rows are read several times
        return torch.nn.functional.embedding_bag(row, rows, starts, mode="sum", per_sample_weights=weight)
    row, starts = row.int(), starts.int()
    found = rows.new_empty(len(starts), rows.shape[1])
    for part, out in zip(rows.split(_COLUMNS, 1), found.split(_COLUMNS, 1), strict=True):
        part = part.contiguous()
        out.copy_(torch.nn.functional.embedding_bag(row, part, starts, mode="sum", per_sample_weights=weight))
    return found


def counted(latent: Int[Tensor, " pair"], weight: Float[Tensor, " pair"], n: int) -> Float[Tensor, " n"]:
    """For each of n latents the sum of its pairs' weights."""
    if latent.device.type == "cpu":
        return torch.from_numpy(np.bincount(latent.numpy(), weight.numpy(), minlength=n)).to(weight.dtype)
    return torch.bincount(latent, weight, minlength=n)


@dataclass(frozen=True, eq=False)
class ByLatent:
    """The order that puts the pairs of a latent side by side, tokens rising within it."""

    order: Int[Tensor, " pair"]
    count: Int[Tensor, " latent"]
    """How many pairs each latent has."""

    @property
    def starts(self) -> Int[Tensor, " latent"]:
        """Where each latent's pairs begin."""
        return self.count.cumsum(0) - self.count


def by_latent(latent: Int[Tensor, " pair"], n: int) -> ByLatent:
    """Pairs by their latent, of n."""
    count = torch.bincount(latent, minlength=n)
    if latent.device.type == "cpu":  # numpy sorts 16 bits by counting
        keys = latent.numpy().astype(np.int16 if n <= 1 << 15 else np.int32)
        return ByLatent(torch.from_numpy(np.argsort(keys, kind="stable")), count)
    return ByLatent(torch.sort(latent, stable=True).indices, count)


def largest(values: Float[Tensor, " pair"], count: int) -> Int[Tensor, " kept"]:
    """The places of the `count` largest values, rising; of equal values the first."""
    if values.device.type != "cpu":
        return values.topk(count, sorted=False).indices.sort().values
    array = values.numpy()
    bar = np.partition(array, len(array) - count)[len(array) - count]
    above = array > bar
    above[np.flatnonzero(array == bar)[: count - int(above.sum())]] = True
    return torch.from_numpy(np.flatnonzero(above))


def group_starts(group: Int[Tensor, " pair"], n: int) -> Int[Tensor, " n"]:
    """Where the pairs of each of n groups begin; `group` must be rising."""
    return torch.searchsorted(group, torch.arange(n, device=group.device, dtype=group.dtype))


def _exceeding(pre: Tensor, bar: Tensor) -> Int[Tensor, " place"]:
    """The places, counted row by row, of every entry above the bar."""
    if pre.device.type != "cpu":
        return (pre > bar).view(-1).nonzero().squeeze(1)
    if pre.dtype == torch.bfloat16 and bool((bar > 0).all()):
        # Positive floats are ordered as their bits are, and negative ones have negative bits; numpy compares integers
        # many times faster.
        pre, bar = pre.view(torch.int16), bar.view(torch.int16)
    elif pre.dtype == torch.bfloat16:
        return torch.from_numpy(np.flatnonzero((pre > bar).numpy()))
    return torch.from_numpy(np.flatnonzero(pre.numpy() > bar.numpy()))
