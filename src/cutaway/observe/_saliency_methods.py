"""The saliency methods themselves: one number for every token of a prompt.

Notation: x the prompt's embeddings [pos d_model] at the site `embed`, x' the baseline's, F the target. Each method gives
a number a token by summing over d_model; a positive number says that the token speaks for the target.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import SiteUnavailableError
from cutaway.model import replace
from cutaway.observe._removal import Removal

Method = Literal["gradient_x_input", "integrated_gradients", "smoothgrad", "attention_rollout", "occlusion"]
_LOGITS_BYTES = 256 << 20
"""Gradients are taken for so many rows at a time that their logits stay below this."""
_SEGMENTS = 8
_AT_ONCE = 8
"""How many segments an integral begins with, and how many are halved at a time."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the methods are run: see `SaliencyOptions`, which documents and checks them."""

    steps: int
    tolerance: float
    samples: int
    noise: float
    seed: int


def gradient_x_input(removal: Removal, settings: Settings) -> Float[Tensor, " pos"]:
    """x · ∂F/∂x (Shrikumar et al., 2016)."""
    x = removal.embeddings
    return (_gradients(removal, x[None])[0][0] * x.double().cpu()).sum(-1)


def integrated_gradients(removal: Removal, settings: Settings) -> Float[Tensor, " pos"]:
    """(x − x') · ∫ ∂F/∂x at x' + t (x − x') dt (Sundararajan et al., 2017).

    The numbers sum to F(x) − F(x') as far as the integral is right. A language model's F has cliffs on the way, which
    evenly spaced points miss: Simpson's rule is applied by segments, and those are halved whose own sum is furthest
    from the change of F across them, until these errors together are below `tolerance` of F(x) − F(x') or `steps`
    gradients were taken. In a mixture of experts F jumps where the choice of experts changes, which no gradient sees:
    there the error stays.
    """
    x, other = removal.embeddings.double(), removal.baseline.embeddings.double()
    known: dict[float, tuple[Tensor, float]] = {}
    """By t: the integrand of each token, and F."""

    def evaluate(at: list[float]) -> None:
        t = torch.tensor(at).to(x)
        gradients, values = _gradients(removal, other + t[:, None, None] * (x - other))
        for point, integrand, value in zip(at, (gradients * (x - other).cpu()).sum(-1), values.tolist(), strict=True):
            known[point] = (integrand, value)

    def segment(a: float, b: float) -> tuple[Tensor, float]:
        """Its integral, and how far the integral's sum is from the change of F."""
        integral = (known[a][0] + 4 * known[(a + b) / 2][0] + known[b][0]) * (b - a) / 6
        return integral, abs(float(integral.sum()) - (known[b][1] - known[a][1]))

    count = max(1, min(_SEGMENTS, (settings.steps - 1) // 2))
    evaluate([point / (2 * count) for point in range(2 * count + 1)])
    segments = {(k / count, (k + 1) / count): segment(k / count, (k + 1) / count) for k in range(count)}
    allowed = settings.tolerance * abs(known[1.0][1] - known[0.0][1])
    while len(known) + 2 <= settings.steps and sum(error for _, error in segments.values()) > allowed:
        worst = sorted(segments, key=lambda ends: -segments[ends][1])[
            : min(_AT_ONCE, (settings.steps - len(known)) // 2)
        ]
        worst = [ends for ends in worst if segments[ends][1] > allowed / (4 * len(segments))]
        evaluate([(3 * a + b) / 4 for a, b in worst] + [(a + 3 * b) / 4 for a, b in worst])
        for a, b in worst:
            del segments[a, b]
            middle = (a + b) / 2
            segments[a, middle], segments[middle, b] = segment(a, middle), segment(middle, b)
    return torch.stack([integral for integral, _ in segments.values()]).sum(0)


def smoothgrad(removal: Removal, settings: Settings) -> Float[Tensor, " pos"]:
    """x · E[∂F/∂x at x + ε], ε Gaussian (Smilkov et al., 2017).

    Its standard deviation is `noise` times the standard deviation of the prompt's embeddings (in the paper: of the
    range of an image's pixels, which embeddings with their few large entries do not have).
    """
    x = removal.embeddings.double()
    generator = torch.Generator().manual_seed(settings.seed)
    epsilon = torch.randn((settings.samples, *x.shape), generator=generator, dtype=torch.float64).to(x.device)
    gradients, _ = _gradients(removal, x + settings.noise * x.std() * epsilon)
    return (gradients.mean(0) * x.cpu()).sum(-1)


def attention_rollout(removal: Removal, settings: Settings) -> Float[Tensor, " pos"]:
    """The last row of Π_l (A_l + I) / 2, A_l the mean pattern of layer l's heads (Abnar & Zuidema, 2020).

    It knows nothing of the target: any answer to the same prompt gets the same numbers, and none is negative. Rows that
    leave a part to an attention sink are scaled to sum to one.
    """
    lm, tokens = removal.lm, removal.tokens
    missing = [layer for layer in range(lm.n_layers) if not lm.has(f"pattern.{layer}")]
    if missing:
        raise SiteUnavailableError(
            f"attention rollout needs the pattern of every layer, and {lm.name} does not give that of layer "
            f"{missing[0]}; choose another method"
        )
    length = int(tokens.lengths[0])
    identity = torch.eye(length, dtype=torch.float64)
    rolled = identity
    run = lm.run(tokens, read="pattern", logits=False)
    for layer in range(lm.n_layers):
        pattern = run[f"pattern.{layer}"][0].double().mean(0).cpu()
        rolled = (pattern / pattern.sum(-1, keepdim=True) + identity) / 2 @ rolled
    return rolled[-1]


def occlusion(removal: Removal, settings: Settings) -> Float[Tensor, " pos"]:
    """F(x) − F(x with the token replaced by the baseline) (Zeiler & Fergus, 2014; Li et al., 2016)."""
    positions = removal.baseline.removable
    plain, *without = removal.scores([(), *((pos,) for pos in positions)])
    values = torch.zeros(len(removal.embeddings), dtype=torch.float64)
    values[list(positions)] = plain - torch.tensor(without, dtype=torch.float64)
    return values


METHODS: dict[Method, Callable[[Removal, Settings], Float[Tensor, " pos"]]] = {
    "gradient_x_input": gradient_x_input,
    "integrated_gradients": integrated_gradients,
    "smoothgrad": smoothgrad,
    "attention_rollout": attention_rollout,
    "occlusion": occlusion,
}


def _gradients(
    removal: Removal, inputs: Float[Tensor, "row pos d_model"]
) -> tuple[Float[Tensor, "row pos d_model"], Float[Tensor, " row"]]:
    """∂F/∂x at each of these embeddings, and F there; fp64 on the CPU."""
    lm, target = removal.lm, removal.target
    ids = removal.tokens.rows[0]
    step = max(1, _LOGITS_BYTES // (4 * lm.d_vocab * len(ids)))
    found, values = [], []
    for part in inputs.split(step):
        gradients = lm.gradients(
            [ids] * len(part),
            lambda run: target(run.last_logits),
            at="embed",
            edits=replace("embed", part.to(lm.dtype)),
        )
        found.append(gradients["embed"].double().cpu())
        values.append(gradients.metric.double().cpu())
    return torch.cat(found), torch.cat(values)
