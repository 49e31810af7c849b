"""One dictionary in training: its parameters, its optimiser, what is remembered between steps, and how it is folded.

Parameters are float32 and read centred and scaled data. `folded` gives the dictionary that reads plain activations:
with x' = (x − μ)/s and y' = (y − ν)/t, for any c > 0 of each latent

    W_enc = c E / s      b_enc = c (b − E μ/s)      threshold = c θ      W_dec = D t / c      b_dec = b_dec' t + ν

and c = t where the whole target has one scale, so that decoder rows keep norm one and a latent's value is in the units of
the activations.
"""

import math
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.features._config import DictionaryConfig
from cutaway.features._dictionary import Dictionary
from cutaway.features.training._kernels import screens
from cutaway.features.training._losses import Params, Step, revive, step
from cutaway.features.training._restart import restart
from cutaway.features.training._settings import DictionaryTraining

STEERED = ("relu", "jumprelu", "gated")
"""Kinds without a top-k: the weight of what makes them sparse is steered until k latents are active."""
_BATCHED = ("batch-topk", "matryoshka")
_FORGET = 0.01
"""Share of the newest batch, at least, in the running mean of the smallest kept value. It is larger at first, so that
the values of the beginning are forgotten."""


class Trainer:
    """One dictionary in training.

    Args:
        config: what it is to be.
        settings: how it is trained.
        centre: mean of what is read, and of what is reconstructed.
        scale: the same for the scale, entry by entry.
        sample: some data, from which thresholds start.
        device: where it is trained.
    """

    def __init__(
        self,
        config: DictionaryConfig,
        settings: DictionaryTraining,
        *,
        centre: tuple[Tensor, Tensor],
        scale: tuple[Tensor, Tensor],
        sample: Float[Tensor, "token d_in"],
        device: torch.device,
    ):
        self.config, self.settings = config, settings
        self.centre, self.scale = centre, scale
        self.levels = config.levels or (config.latents,)
        self.screen = screens(device) if settings.screen is None else settings.screen
        lengths = self.read(sample).norm(dim=-1)
        self.longest = settings.outliers * float(lengths.median())
        self.left_out = 0
        self.restarted = 0
        self.p = self._initial(sample[lengths <= self.longest], device)
        for tensor in self.p.values():
            tensor.requires_grad_(True)
        self.adam = torch.optim.Adam(list(self.p.values()), lr=settings.rate, fused=True)
        self.done = 0
        self.tokens = 0
        self.bar: float | None = None
        self.threshold = 0.0
        self.pressure = 0.0
        self.silent = torch.zeros(config.latents, dtype=torch.int64, device=device)
        self.log: list[dict[str, Any]] = []
        self._since: list[tuple[float, float, float]] = []

    def _initial(self, sample: Tensor, device: torch.device) -> Params:
        c, kind = self.config, self.config.kind
        draw = torch.Generator().manual_seed(self.settings.seed)
        D = torch.randn(c.latents, c.d_out, generator=draw)
        if self.settings.start == "data" and c.sites == c.targets:
            D = D * 1e-3 + self.read(sample.cpu())[torch.randint(0, len(sample), (c.latents,), generator=draw)]
        D /= D.norm(dim=-1, keepdim=True)
        if c.sites == c.targets:
            E = D.clone()
        else:
            E = torch.randn(c.latents, c.d_in, generator=draw)
            E /= E.norm(dim=-1, keepdim=True)
        if c.sites == c.targets:
            E *= _fitting(self.read(sample[:: max(1, len(sample) // 512)][:512].cpu()), E, D, c.k)
        p = {"E": E, "b": torch.zeros(c.latents), "D": D, "b_dec": torch.zeros(c.d_out)}
        if kind in STEERED:
            # Twice as many as are wanted are active at first, which is sparse already.
            pre = (self.read(sample[:256].cpu()) @ E.T).flatten()
            count = min(len(pre) - 1, 2 * c.k * min(256, len(sample)))
            self.start = max(1e-3, float(pre.topk(count).values[-1]))
            if kind == "jumprelu":
                p["theta"] = torch.full((c.latents,), self.start)
            else:
                p["b"] = torch.full((c.latents,), -self.start)
        if kind == "gated":
            p |= {"r": torch.zeros(c.latents), "b_mag": torch.zeros(c.latents)}
        if c.skip:
            p["skip"] = torch.zeros(c.d_in, c.d_out)
        return {name: tensor.to(device) for name, tensor in p.items()}

    def read(self, x: Tensor) -> Tensor:
        """What is read, centred and scaled."""
        return (x - self.centre[0].to(x.device)).div_(self.scale[0].to(x.device))

    def aim(self, y: Tensor) -> Tensor:
        """What is to be reconstructed, centred and scaled."""
        return (y - self.centre[1].to(y.device)).div_(self.scale[1].to(y.device))

    @property
    def penalty(self) -> float:
        """The weight of what makes the code sparse: a guess from the data, times what steering has added."""
        if self.config.kind not in STEERED:
            return 0.0
        guess = self.start / self.config.d_out * (0.2 if self.config.kind != "jumprelu" else 0.5 * self.start)
        return guess * math.exp(self.pressure) * min(1.0, self._rise)

    @property
    def rate(self) -> float:
        """The learning rate now."""
        s = self.settings
        fall = (s.tokens - self.tokens) / max(s.batch, s.decay * s.tokens)
        return s.rate * min(1.0, self._rise, fall)

    @property
    def _rise(self) -> float:
        s = self.settings
        return (self.tokens + s.batch) / max(s.batch, s.warm_up * s.tokens)

    @property
    def finished(self) -> bool:
        """Whether it has seen all the tokens that it was to see."""
        return self.tokens >= self.settings.tokens

    @property
    def dead(self) -> Tensor:
        """Numbers of the latents that were silent for too long."""
        return (self.silent >= self.settings.dead_after).nonzero().squeeze(1)

    @torch.no_grad()
    def train(self, x: Float[Tensor, "token d_in"], y: Float[Tensor, "token d_out"]) -> Step:
        """One step on plain activations."""
        s = self.settings
        seen, same = len(x), x is y
        data = self.read(x)
        kept = data.norm(dim=-1) <= self.longest
        extreme = seen - int(kept.sum())
        if 0 < extreme < seen:
            data, y = data[kept], y[kept]
            self.left_out += extreme
        goal = data if same else self.aim(y)
        found = step(
            self.p,
            data,
            goal,
            s,
            self.levels,
            bar=self.bar,
            threshold=self.threshold,
            penalty=self.penalty,
            screen=self.screen,
        )
        dead = self.dead
        if len(dead) and s.aux:
            revive(self.p, data, found, dead, self.levels, s.aux)
        self._update(found.grads, found.along)
        self._remember(found, seen)
        if len(dead) and self._restarts(self.tokens) > self._restarts(self.tokens - seen):
            same = self.config.sites == self.config.targets
            seed = s.seed * 100_003 + self.done
            started = restart(self.p, self.adam, data, found.error[:, -1], dead, same=same, seed=seed)
            if started:
                self.silent[dead] = 0
                self.restarted += started
        return found

    def _restarts(self, tokens: int) -> int:
        """How many of the restarts are due once so many tokens were seen."""
        s = self.settings
        share = (tokens / s.tokens - s.warm_up) / max(1e-9, 1 - s.warm_up - s.decay)
        return int(min(1.0, max(0.0, share)) * s.restarts)

    def _update(self, grads: Params, along: Tensor) -> None:
        D = self.p["D"]
        grads["D"].addcmul_(D, along[:, None], value=-1)  # a step along a row would be undone below
        norm = torch.nn.utils.get_total_norm(grads.values())
        shrink = float(norm) / self.settings.clip
        if shrink > 1:
            for grad in grads.values():
                grad /= shrink
        for name, tensor in self.p.items():
            tensor.grad = grads[name]
        self.adam.param_groups[0]["lr"] = self.rate
        self.adam.step()
        self.adam.zero_grad()
        D.div_(torch.linalg.vector_norm(D, dim=-1, keepdim=True))
        if "theta" in self.p:
            self.p["theta"].clamp_(min=0)

    def _remember(self, found: Step, n: int) -> None:
        c = self.config
        if c.kind in _BATCHED:
            self.bar = found.smallest
            weight = max(4 / (self.done + 4), _FORGET)
            self.threshold += weight * (found.smallest - self.threshold)
        elif c.kind in STEERED:
            gap = math.log(max(found.l0, 1e-3) / c.k)
            self.pressure += 0.02 * max(-1.0, min(1.0, gap))
        self.silent += n
        self.silent[found.fired > 0] = 0
        self.done += 1
        self.tokens += n
        self._since.append((found.fvu, found.l0, found.l0 if found.l0_at is None else found.l0_at))
        part = max(1, self.settings.tokens // 50)
        if self.tokens // part > (self.tokens - n) // part or self.finished:
            fvu, l0, at = (sum(column) / len(self._since) for column in zip(*self._since, strict=True))
            self._since = []
            self.log.append(
                {
                    "tokens": self.tokens,
                    "fvu": round(fvu, 6),
                    "l0": round(l0, 3),
                    "inference_l0": round(at, 3),
                    "dead": round(len(self.dead) / c.latents, 5),
                }
            )

    @torch.no_grad()
    def folded(self) -> Dictionary:
        """The dictionary as it is now, for plain activations."""
        p, c = {name: tensor.detach().cpu().double() for name, tensor in self.p.items()}, self.config
        mu, nu = (centre.double() for centre in self.centre)
        s, t = (scale.double() for scale in self.scale)
        E, b = p["E"], p["b"]
        threshold: Tensor | None = None
        if c.kind in _BATCHED:
            threshold = torch.full((c.latents,), self.threshold, dtype=torch.float64)
        elif c.kind == "jumprelu":
            threshold = p["theta"]
        elif c.kind == "gated":
            gain = p["r"].exp()
            threshold = p["b_mag"] - gain * b
            E, b = E * gain[:, None], p["b_mag"]
        W_dec = p["D"] * t
        if c.kind == "topk":  # another scale for each latent would change which are the largest
            units = t.square().mean().sqrt().expand(c.latents)
        else:
            units = W_dec.norm(dim=-1)
        W_enc = (E / s) * units[:, None]
        b_enc = units * b - W_enc @ mu
        b_dec = p["b_dec"] * t + nu
        skip = None
        if "skip" in p:
            skip = p["skip"] / s[:, None] * t
            b_dec = b_dec - mu @ skip
        record = self.settings.record() | {
            "tokens_seen": self.tokens,
            "steps": self.done,
            "centre_norm": round(float(mu.norm()), 4),
            "scale": round(float(s.square().mean().sqrt()), 6),
            "longest": round(self.longest * float(s.square().mean().sqrt()), 4),
            "left_out": self.left_out,
            "restarted": self.restarted,
            "dead_after": self.settings.dead_after,
            "log": list(self.log),
        }
        return Dictionary(
            c,
            W_enc=W_enc.T.float().contiguous(),
            b_enc=b_enc.float(),
            W_dec=(W_dec / units[:, None]).float(),
            b_dec=b_dec.float(),
            threshold=None if threshold is None else (threshold * units).float(),
            W_skip=None if skip is None else skip.float(),
        ).with_training(**record)

    def state(self) -> tuple[dict[str, Tensor], dict[str, Any]]:
        """All that the next step depends on: tensors, and plain data."""
        tensors = {f"p.{name}": tensor.detach() for name, tensor in self.p.items()}
        for name, tensor in self.p.items():
            for key, value in self.adam.state.get(tensor, {}).items():
                tensors[f"adam.{name}.{key}"] = value
        tensors["silent"] = self.silent
        for i in range(2):
            tensors[f"centre.{i}"], tensors[f"scale.{i}"] = self.centre[i], self.scale[i]
        plain = {
            "done": self.done,
            "tokens": self.tokens,
            "bar": self.bar,
            "threshold": self.threshold,
            "pressure": self.pressure,
            "start": getattr(self, "start", 0.0),
            "longest": self.longest,
            "left_out": self.left_out,
            "restarted": self.restarted,
            "screen": self.screen,
            "log": self.log,
            "since": self._since,
        }
        return {name: tensor.cpu().contiguous().clone() for name, tensor in tensors.items()}, plain

    @torch.no_grad()
    def restore(self, tensors: dict[str, Tensor], plain: dict[str, Any]) -> None:
        """Go back to what `state` gave."""
        for name, tensor in self.p.items():
            tensor.copy_(tensors[f"p.{name}"])
            own = f"adam.{name}."
            kept = {key.removeprefix(own): value.clone() for key, value in tensors.items() if key.startswith(own)}
            if kept:
                device = tensor.device
                self.adam.state[tensor] = {key: value.to(device) for key, value in kept.items()}
        self.silent.copy_(tensors["silent"])
        self.centre = (tensors["centre.0"], tensors["centre.1"])
        self.scale = (tensors["scale.0"], tensors["scale.1"])
        self.done, self.tokens = plain["done"], plain["tokens"]
        self.bar, self.threshold, self.pressure = plain["bar"], plain["threshold"], plain["pressure"]
        self.start, self.screen, self.log = plain["start"], plain["screen"], list(plain["log"])
        self.longest, self.left_out, self.restarted = plain["longest"], plain["left_out"], plain["restarted"]
        self._since = [tuple(row) for row in plain["since"]]


def _fitting(x: Tensor, E: Tensor, D: Tensor, k: int) -> float:
    """The factor on the encoder with which the k largest latents of each token reconstruct it best."""
    top = (x @ E.T).relu().topk(min(k, len(E)), dim=-1)
    x_hat = torch.nn.functional.embedding_bag(top.indices, D, mode="sum", per_sample_weights=top.values)
    return max(1e-3, float((x * x_hat).sum() / x_hat.square().sum().clamp(min=1e-12)))
