"""Dead latents started anew, each where a token is explained badly.

AuxK pulls dead latents towards what the others leave over, but slowly, and in a short training not at all: a latent far
from the data stays there. Here a dead latent becomes a new one: its direction is the error of a token that is drawn in
proportion to the squared error, its encoder row reads along that direction (for a transcoder along the token itself) with
the mean norm of the latents that are alive, and the optimiser forgets what it knew of it. After "neuron resampling" in
Towards Monosemanticity (Bricken et al., 2023).
"""

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.features.training._losses import Params

_THRESHOLDS = {"b", "theta", "r", "b_mag"}
"""The parameters that decide when a latent is active."""


def restart(
    p: Params,
    optimiser: torch.optim.Optimizer,
    x: Float[Tensor, "token d_in"],
    error: Float[Tensor, "token d_out"],
    dead: Int[Tensor, " dead"],
    *,
    same: bool,
    seed: int,
) -> int:
    """Start dead latents anew, in place.

    Args:
        p: the parameters.
        optimiser: Adam, after at least one step.
        x: what was read, centred and scaled.
        error: ŷ − y of those tokens.
        dead: numbers of the latents.
        same: whether what is read is what is reconstructed.
        seed: draws the tokens.

    Returns:
        How many were started anew: none where no latent is alive, or nothing is left to explain.
    """
    alive = torch.ones(len(p["b"]), dtype=torch.bool, device=x.device)
    alive[dead] = False
    weight = error.double().square().sum(-1).cpu()
    if not bool(alive.any()) or not float(weight.sum()) > 0:
        return 0
    draw = torch.Generator().manual_seed(seed)
    count = len(dead)
    token = torch.multinomial(weight, count, replacement=count > int((weight > 0).sum()), generator=draw).to(x.device)
    rows = torch.nn.functional.normalize(-error[token], dim=-1)
    read = rows if same else torch.nn.functional.normalize(x[token], dim=-1)
    p["D"][dead] = rows
    p["E"][dead] = read * p["E"][alive].norm(dim=-1).mean()
    for name in _THRESHOLDS & p.keys():
        p[name][dead] = p[name][alive].median()
    for name in (_THRESHOLDS & p.keys()) | {"E", "D"}:
        known = optimiser.state[p[name]]
        known["exp_avg"][dead] = 0
        known["exp_avg_sq"][dead] = known["exp_avg_sq"][alive].mean(0)
    return count
