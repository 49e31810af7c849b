"""Loss and gradients of every kind of dictionary, with sums over active pairs only.

All kinds share one shape. With pre = x Eᵀ + b, code z, reconstructions ŷ_m = Σ_{l < m} z_l D_l + b_dec of each nested
prefix m (one, all latents, but for `matryoshka`), and g_m = ∂L/∂ŷ_m:

    L = mean_m ‖ŷ_m − y‖² / (tokens · d)  +  what makes it sparse
    ∂L/∂z_il = Σ_{m > l} g_m,i · D_l        for active pairs only
    ∂L/∂D_l  = Σ_i z_il Σ_{m > l} g_m,i
    ∂L/∂E_l  = Σ_i ∂L/∂pre_il x_i

Gradients are written down rather than left to autograd, since autograd would build the dense matrix of pre-activations;
a test compares them with it. Data are centred and scaled, so that the loss is the share of variance not explained.
"""

from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.features.training._kernels import (
    ByLatent,
    Pairs,
    by_latent,
    candidates,
    counted,
    group_starts,
    products,
    summed,
)
from cutaway.features.training._settings import DictionaryTraining
from cutaway.features.training._topk import batch_top, token_top

Params = dict[str, Tensor]
"""E [latent d_in], b [latent], D [latent d_out], b_dec [d_out]; theta, r, b_mag [latent] and skip [d_in d_out] where the
kind has them."""


@dataclass(eq=False)
class Step:
    """What one batch gives."""

    grads: Params
    loss: float
    """The whole loss, without that of dead latents."""
    fvu: float
    """The share of variance that is not explained, in this batch."""
    l0: float
    fired: Tensor
    """How many tokens each latent was active on."""
    smallest: float
    """The smallest value that was kept."""
    error: Float[Tensor, "token level d"]
    """ŷ − y of each nested prefix, the last one of all latents."""
    along: Float[Tensor, " latent"]
    """∂L/∂D_l · D_l, the part of the decoder's gradient that would only make a direction longer."""
    l0_at: float | None = None
    """Active latents a token with the threshold that would be saved now."""


def step(
    p: Params,
    x: Float[Tensor, "token d_in"],
    y: Float[Tensor, "token d_out"],
    settings: DictionaryTraining,
    levels: tuple[int, ...],
    *,
    bar: float | None,
    threshold: float,
    penalty: float,
    screen: bool,
) -> Step:
    """Loss and gradients of a batch.

    Args:
        p: the parameters.
        x: what is read, centred and scaled.
        y: what is to be reconstructed.
        settings: how it is trained.
        levels: sizes of the nested prefixes, the last one all latents.
        bar: the smallest value kept last time, for the kinds with a top-k over the batch.
        threshold: their inference threshold, for the record.
        penalty: the weight of what makes the code sparse, for the kinds without a top-k.
        screen: see `candidates`.
    """
    kind, k = settings.kind, settings.k
    if kind == "gated":
        return _gated(p, x, y, penalty, screen)
    looked: Pairs | None = None
    if kind == "topk":
        active = token_top(x, p["E"], p["b"], k, screen=screen)
    elif kind in ("batch-topk", "matryoshka"):
        active, looked = batch_top(x, p["E"], p["b"], k, bar=bar, screen=screen)
    elif kind == "jumprelu":
        return _jumprelu(p, x, y, penalty, settings.bandwidth, screen)
    else:
        active = _above(candidates(x, p["E"], p["b"], 0.0, screen=screen), 0.0)
    found, pulled, grouped = _reconstructed(p, x, y, active, levels)
    if kind == "relu":
        found.loss += penalty * float(active.value.sum()) / len(x)
        pulled = pulled + penalty / len(x)
    _into_encoder(found.grads, grouped, x, active, pulled)
    if looked is not None:
        found.l0_at = int((looked.value > threshold).sum()) / len(x)
    return found


def _reconstructed(
    p: Params, x: Tensor, y: Tensor, active: Pairs, levels: tuple[int, ...]
) -> tuple[Step, Float[Tensor, " pair"], ByLatent]:
    """Loss and gradients of the decoder, ∂L/∂z of each pair, and the pairs by their latent."""
    n, d, many, latents = len(x), y.shape[1], len(levels), len(p["b"])
    row = active.token
    if many > 1:
        edges = torch.tensor(levels[:-1], device=x.device)
        row = row * many + torch.bucketize(active.latent, edges, right=True)
    parts = summed(p["D"], active.latent, active.value, group_starts(row, n * many)).view(n, many, d)
    error = parts.cumsum(1) if many > 1 else parts
    error += (p["b_dec"] + x @ p["skip"] if "skip" in p else p["b_dec"].expand(n, d))[:, None]
    error -= y[:, None]
    squares = torch.linalg.vecdot(error, error).sum(0) / (n * d)
    slope = 2 / (n * d * many)  # of the loss by the error
    behind = error.flip(1).cumsum(1).flip(1) if many > 1 else error
    flat = behind.reshape(n * many, d)
    grouped = by_latent(active.latent, latents)
    total = behind[:, 0]
    grads = {
        "D": summed(flat, row[grouped.order], active.value[grouped.order] * slope, grouped.starts),
        "b_dec": total.sum(0) * slope,
    }
    if "skip" in p:
        grads["skip"] = x.T @ total * slope
    pulled = products(flat, p["D"], row, active.latent) * slope
    found = Step(
        grads=grads,
        loss=float(squares.mean()),
        fvu=float(squares[-1]),
        l0=len(active) / n,
        fired=grouped.count,
        smallest=_smallest(active),
        error=error,
        along=counted(active.latent, active.value * pulled, latents),
    )
    return found, pulled, grouped


def _into_encoder(
    grads: Params, grouped: ByLatent, x: Tensor, active: Pairs, pulled: Tensor, *, bias: bool = True
) -> None:
    """∂L/∂E and, if wanted, ∂L/∂b from ∂L/∂pre of each pair."""
    grads["E"] = summed(x, active.token[grouped.order], pulled[grouped.order], grouped.starts)
    if bias:
        grads["b"] = counted(active.latent, pulled, len(grouped.count))


def _jumprelu(p: Params, x: Tensor, y: Tensor, penalty: float, width: float, screen: bool) -> Step:
    """z = pre · 1[pre > θ], L = mse + penalty · L0; thresholds have a gradient from pairs within half a window of them.

    ∂z/∂θ = −(θ/ε) rect((pre − θ)/ε) and ∂L0/∂θ = −(1/ε) rect((pre − θ)/ε).
    """
    theta, n, latents = p["theta"], len(x), len(p["b"])
    near = candidates(x, p["E"], p["b"], theta - width / 2, screen=screen)
    bar = theta[near.latent]
    active = near.where((near.value > bar) & (near.value > 0))
    found, pulled, grouped = _reconstructed(p, x, y, active, (latents,))
    _into_encoder(found.grads, grouped, x, active, pulled)
    window = near.where((near.value - bar).abs() < width / 2)
    slope = products(found.error[:, 0], p["D"], window.token, window.latent) * (2 / y.numel())
    own = theta[window.latent]
    found.grads["theta"] = counted(window.latent, -(own * slope + penalty / n) / width, latents)
    found.loss += penalty * found.l0
    return found


def _gated(p: Params, x: Tensor, y: Tensor, penalty: float, screen: bool) -> Step:
    """π = x E + b, z = 1[π > 0] ReLU(eʳ · x E + b_mag), L = mse + penalty · Σ π⁺ + ‖y − (π⁺ D + b_dec)‖² with D, b_dec held."""
    n, d, latents = len(x), y.shape[1], len(p["b"])
    gate = _above(candidates(x, p["E"], p["b"], 0.0, screen=screen), 0.0)
    latent = gate.latent
    raw = gate.value - p["b"][latent]
    gain = p["r"].exp()[latent]
    code = Pairs(gate.token, latent, (gain * raw + p["b_mag"][latent]).relu())
    found, pulled, grouped = _reconstructed(p, x, y, code, (latents,))
    grads, pulled = found.grads, pulled * (code.value > 0)
    grads["r"] = counted(latent, pulled * gain * raw, latents)
    grads["b_mag"] = counted(latent, pulled, latents)
    gated = summed(p["D"], latent, gate.value, group_starts(gate.token, n)) + p["b_dec"]
    if "skip" in p:
        gated = gated + x @ p["skip"]
    apart = gated - y
    opened = products(apart * (2 / (n * d)), p["D"], gate.token, latent) + penalty / n
    grads["b"] = counted(latent, opened, latents)
    _into_encoder(grads, grouped, x, gate, pulled * gain + opened, bias=False)
    found.loss += penalty * float(gate.value.sum()) / n + float(apart.square().sum()) / (n * d)
    active = code.where(code.value > 0)  # an open gate may let nothing through
    found.l0, found.smallest = len(active) / n, _smallest(active)
    found.fired = torch.bincount(active.latent, minlength=latents)
    return found


def revive(
    p: Params,
    x: Tensor,
    found: Step,
    dead: Tensor,
    levels: tuple[int, ...],
    weight: float,
) -> float:
    """AuxK: dead latents learn to reconstruct what the others leave over; adds to the gradients.

    α ‖ê − e‖² / Var(e) · min(n_dead / k_aux, 1), with ê from the k_aux = d/2 largest dead latents, and e held. For nested
    prefixes it is the mean over them, each with its own error and the dead latents in it.

    Returns:
        The loss.
    """
    share = max(1, found.error.shape[-1] // 2)
    total = 0.0
    for number, level in enumerate(levels):
        own = dead[dead < level]
        if not len(own):
            continue
        e = -found.error[:, number]
        spread = float((e - e.mean(0)).square().sum()) + 1e-12
        E, D = p["E"][own], p["D"][own]
        pre = torch.addmm(p["b"][own], x, E.T).relu()
        if len(own) > share:
            bar = pre.topk(share, dim=-1).values[:, -1:]
            pre = pre.where(pre >= bar, 0.0)
        apart = pre @ D - e
        scale = weight * min(len(own) / share, 1.0) / (spread * len(levels))
        total += scale * float(apart.square().sum())
        g = apart * (2 * scale)
        back = (g @ D.T) * (pre > 0)
        found.along.index_add_(0, own, (pre * back).sum(0))
        found.grads["D"].index_add_(0, own, pre.T @ g)
        found.grads["E"].index_add_(0, own, back.T @ x)
        found.grads["b"].index_add_(0, own, back.sum(0))
    return total


def _smallest(pairs: Pairs) -> float:
    return float(pairs.value.min()) if len(pairs) else 0.0


def _above(pairs: Pairs, bar: float) -> Pairs:
    return pairs.where(pairs.value > bar)
