"""What a training step of a dictionary costs: d 576 to 4,608 latents, k 32, 4,096 tokens, beside SAELens and sparsify.

Beside them stand the encoder's matrix product alone, which every implementation has to do, and a plain dense
implementation of the same step with autograd, whose loss curve ours has to follow.
"""

import itertools
import sys
from typing import Any

import torch
from torch import Tensor

from bench._common import peer, timed

D, LATENTS, K, BATCH, STEPS = 576, 4608, 32, 4096, 6


def activations(n: int = 4) -> list[Tensor]:
    """Batches of a sparse sum of directions, with a mean and a scale as real activations have them."""
    draw = torch.Generator().manual_seed(0)
    directions = torch.nn.functional.normalize(torch.randn(3 * D, D, generator=draw), dim=-1)
    batches = []
    for _ in range(n):
        which = torch.randint(0, len(directions), (BATCH, 40), generator=draw)
        weight = torch.rand(BATCH, 40, generator=draw)
        x = torch.nn.functional.embedding_bag(which, directions, mode="sum", per_sample_weights=weight)
        batches.append(x + 0.1 * torch.randn(BATCH, D, generator=draw))
    return batches


class Dense:
    """The same step from the definition: every latent of every token, a full top-k, autograd, Adam."""

    def __init__(self, p: dict[str, Tensor], rate: Any):
        self.p = {name: tensor.detach().clone().requires_grad_() for name, tensor in p.items()}
        self.adam = torch.optim.Adam(self.p.values(), fused=True)
        self.rate = rate

    def step(self, x: Tensor, number: int) -> float:
        p = self.p
        pre = (x @ p["E"].T + p["b"]).relu()
        top = pre.flatten().topk(K * len(x), sorted=False)
        z = torch.zeros(pre.numel()).scatter(0, top.indices, top.values).view_as(pre)
        loss = (z @ p["D"] + p["b_dec"] - x).square().mean()
        self.adam.zero_grad()
        loss.backward()
        grad, rows = p["D"].grad, p["D"].detach()
        assert grad is not None
        grad -= (grad * rows).sum(-1, keepdim=True) * rows
        torch.nn.utils.clip_grad_norm_(p.values(), 1.0)
        self.adam.param_groups[0]["lr"] = self.rate(number)
        self.adam.step()
        with torch.no_grad():
            rows /= rows.norm(dim=-1, keepdim=True)
        return float(loss.detach())


def trainer() -> Any:
    from cutaway.features import DictionaryConfig, DictionaryTraining
    from cutaway.features.training._trainer import Trainer

    settings = DictionaryTraining(latents=LATENTS, k=K, tokens=1000 * BATCH, batch=BATCH)
    config = DictionaryConfig(sites=("data",), widths_in=(D,), latents=LATENTS, k=K)
    x = torch.cat(activations())
    centre, scale = x.mean(0), (x - x.mean(0)).square().mean().sqrt().expand(D).clone()
    ends = {"centre": (centre, centre), "scale": (scale, scale)}
    return Trainer(config, settings, **ends, sample=x, device=torch.device("cpu"))


def curves(steps: int = 5) -> tuple[list[float], list[float]]:
    """The losses of ours and of the dense implementation, from the same start."""
    ours, batches = trainer(), activations()
    rates: list[float] = []
    dense = Dense(ours.p, rates.__getitem__)
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(steps):
        x = batches[number % len(batches)]
        rates.append(ours.rate)
        data = ours.read(x)
        found[0].append(ours.train(x, x).loss)
        found[1].append(dense.step(data, number))
    return found


def run(*, peers: bool, repeat: int) -> list[dict[str, Any]]:
    batches = activations()
    ours, plain = trainer(), trainer()
    dense = Dense(plain.p, lambda number: 1e-4)
    turn = itertools.cycle(batches)
    E = plain.p["E"].detach()
    narrow = E.bfloat16()
    out, narrow_out = torch.empty(BATCH, LATENTS), torch.empty(BATCH, LATENTS, dtype=torch.bfloat16)
    data = batches[0].bfloat16()
    times = timed(
        {
            "encoder product alone, float32": lambda: torch.mm(batches[0], E.T, out=out),
            "encoder product alone, bfloat16": lambda: torch.mm(data, narrow.T, out=narrow_out),
            "training step": lambda: [ours.train(x, x) for x in itertools.islice(turn, 1)],
            "plain dense step (autograd, full top-k)": lambda: dense.step(plain.read(next(turn)), 0),
        },
        repeat,
    )
    first, second = curves()
    gap = max(abs(a - b) for a, b in zip(first, second, strict=True))
    print(f"loss curves, ours and dense: largest difference {gap:.1e} over {len(first)} steps", file=sys.stderr)
    for name in ("sae_lens", "sparsify") if peers else ():
        measured = peer(name, "step", d=D, latents=LATENTS, k=K, batch=BATCH, steps=max(STEPS, repeat + 2))
        if measured is not None:
            times |= {f"{name}: {what}": seconds for what, seconds in measured["times"].items()}
    mine = times["training step"]
    return [
        {
            "what": what,
            "seconds": seconds,
            "ratio": seconds / mine,
            "against": "training step",
            "tokens_per_second": round(BATCH / seconds),
            **({"loss_gap": gap} if what == "training step" else {}),
        }
        for what, seconds in times.items()
    ]
