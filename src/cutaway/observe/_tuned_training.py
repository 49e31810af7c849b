"""Training a tuned lens: least squares first, then gradient steps on the divergence, in one pass over activations.

For point l with stream x and the final stream y, over the first part of the tokens:

    y' = y / rms(y);   S, c = argmin E ‖S x + c − y'‖² + λ tr(Cov x)/d ‖S‖²

The norm behind the translator removes the scale of y, so regressing on y' counts each token alike. Over the rest of the
tokens, Adam minimises KL(model ‖ lens) on some positions of each batch, from that start and in whitened coordinates
(D with S x + c + D Cov(x)^(-1/2) (x − E x) + e, D = 0 and e = 0 at the start), in which one rate suits every direction.
All points are trained together, on the same positions, so each batch is run once and its target computed once.

The norm also removes the scale by which least squares would hedge, so that a poor prediction can come out overconfident
(where a stream says little of the final one). A point at which that start is further from the model than no translator
starts from none, and one at which the trained translator is further than none, on positions of the last batch, gets none.

Belrose et al. (2023) train by SGD on the divergence alone from A = 0, on many more tokens. What is learnt is the same:
h + A h + b.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from cutaway.errors import DataError, NonFiniteError
from cutaway.evidence import provenance
from cutaway.files import write_atomically
from cutaway.model import LanguageModel
from cutaway.observe._lens_measures import Target, logits_of
from cutaway.observe._tuned_lens import TunedLens
from cutaway.progress import Progress, silent
from cutaway.store import Batch, Corpus, Packing, Store, stream


@dataclass(frozen=True, kw_only=True)
class LensTraining:
    """How a tuned lens is trained."""

    n_tokens: int = 200_000
    """Tokens of text that are passed over; a smaller corpus is passed over again."""
    length: int = 128
    """Tokens of a row of text."""
    batch_tokens: int = 2048
    """Tokens that are run at a time."""
    least_squares: float = 0.5
    """The share of the tokens that go into the least squares."""
    ridge: float = 1e-3
    """λ, in units of the stream's mean variance."""
    steps_per_batch: int = 2
    """Gradient steps on each of the other batches."""
    positions: int = 128
    """Positions that a step looks at, drawn from the batch without replacement. Each costs the whole vocabulary once
    for every layer, which is nearly all of the training's cost."""
    rate: float = 5e-3
    """Adam's rate at the start, times the square root of d_model; it falls linearly to 0."""
    seed: int = 0
    """Draws the positions (and the order, where activations come from a store)."""

    def __post_init__(self) -> None:
        if not 0 < self.least_squares <= 1 or min(self.n_tokens, self.batch_tokens, self.positions) < 1:
            raise DataError(f"{self}: least_squares is in (0, 1], and numbers of tokens are at least 1")


def train_tuned_lens(
    lm: LanguageModel,
    source: Corpus | Store,
    *,
    training: LensTraining | None = None,
    checkpoint: Path | str | None = None,
    checkpoint_every: int = 20,
    progress: Progress = silent,
) -> TunedLens:
    """Train a translator for every point of the residual stream.

    The first position of a row is left out: its stream is mostly of extreme size, whatever the token. Memory beyond a
    batch is 2 · layers · d_model² numbers in fp64.

    Args:
        lm: the model.
        source: text, best like what the lens is to be used on; or a store that kept `resid_pre` at every layer and the
            last layer's `resid_post`.
        training: how; None for the defaults.
        checkpoint: a file that keeps the state; an interrupted training that is started again with it goes on.
        checkpoint_every: batches between its writings.
        progress: told how many tokens were passed over.

    Returns:
        The lens; the same seed gives the same one.

    Raises:
        DataError: the store lacks a site, or the checkpoint is another training's.
        NonFiniteError: the training diverged.
    """
    training = training or LensTraining()
    state = _State(lm, training)
    kept = _Checkpoint(checkpoint, lm, source, training)
    kept.restore(state)
    progress("tuned lens", min(state.tokens, training.n_tokens), training.n_tokens)
    batches = _batches(lm, source, training, state)
    for batch in batches:
        with lm.exclusive():
            state.take(batch)
        progress("tuned lens", min(state.tokens, training.n_tokens), training.n_tokens)
        if state.tokens >= training.n_tokens:
            state.judge(batch)
            break
        if state.number % checkpoint_every == 0:
            kept.write(state)
    return state.lens(source)


def _batches(lm: LanguageModel, source: Corpus | Store, training: LensTraining, state: "_State") -> Iterator[Batch]:
    """Batches from where the state stands; the source is begun anew when it ends."""
    sites = ["resid_pre", f"resid_post.{lm.n_layers - 1}"]
    while True:
        first = state.in_pass
        if isinstance(source, Store):
            names = [*(f"resid_pre.{layer}" for layer in range(lm.n_layers)), sites[1]]
            Store.open(source.path, lm)
            found = source.batches(training.batch_tokens, seed=training.seed + state.passes, sites=names, first=first)
        else:
            packing = Packing(length=training.length)
            options: dict[str, Any] = {"batch_tokens": training.batch_tokens, "skip_positions": 1}
            found = stream(lm, source, sites, packing=packing, first=first, **options)
        for batch in found:
            state.in_pass += 1
            yield batch
        if state.in_pass == 0:
            raise DataError("there is nothing to train on; give more text")
        state.passes, state.in_pass = state.passes + 1, 0


class _State:
    """Everything that changes while a lens is trained."""

    def __init__(self, lm: LanguageModel, training: LensTraining):
        self._lm, self._training = lm, training
        n, d = lm.n_layers, lm.d_model
        self.tokens = self.number = self.in_pass = self.passes = 0
        self.sums = {
            "n": torch.zeros((), dtype=torch.float64),
            "shift": torch.zeros(n, d),
            "x": torch.zeros(n, d, dtype=torch.float64),
            "xx": torch.zeros(n, d, d, dtype=torch.float64),
            "xy": torch.zeros(n, d, d, dtype=torch.float64),
            "y": torch.zeros(d, dtype=torch.float64),
            "size": torch.zeros((), dtype=torch.float64),
        }
        self.start: dict[str, Tensor] = {}
        """What the least squares found: `map`, `offset`, `mean`, `whiten`, all to be read as x @ map."""
        self.learnt: dict[str, Tensor] = {}
        self._adam: torch.optim.Adam | None = None
        self.losses: list[list[float]] = []
        self._untranslated: list[int] = []

    def take(self, batch: Batch) -> None:
        """One batch: into the sums, or as gradient steps once the sums are full."""
        lm, training = self._lm, self._training
        inside = batch.pos >= 1
        last = batch[f"resid_post.{lm.n_layers - 1}"][inside]
        streams = [batch[f"resid_pre.{layer}"][inside] for layer in range(lm.n_layers)]
        self.number += 1
        self.tokens += len(last)
        if not self.start:
            self._accumulate(streams, last)
            if self.tokens >= training.least_squares * training.n_tokens:
                self.solve()
                for layer in self._no_better_than_none(streams, last):
                    self.start["map"][layer] = torch.eye(lm.d_model) / self.start["scale"]
                    self.start["offset"][layer] = 0.0
            return
        generator = torch.Generator().manual_seed(training.seed * 1_000_003 + self.number)
        for _ in range(training.steps_per_batch):
            chosen = torch.randperm(len(last), generator=generator)[: training.positions]
            self._step([stream[chosen] for stream in streams], last[chosen])

    def judge(self, batch: Batch) -> None:
        """Leave out the translators that bring nothing, on a batch's positions."""
        inside = batch.pos >= 1
        last = batch[f"resid_post.{self._lm.n_layers - 1}"][inside]
        streams = [batch[f"resid_pre.{layer}"][inside] for layer in range(self._lm.n_layers)]
        self._untranslated = self._no_better_than_none(streams, last)

    @torch.no_grad()
    def _no_better_than_none(self, streams: list[Tensor], last: Tensor) -> list[int]:
        lm = self._lm
        generator = torch.Generator().manual_seed(self._training.seed * 1_000_003 + self.number + 500_000)
        chosen = torch.randperm(len(last), generator=generator)[: 2 * self._training.positions]
        target = Target(lm, last[chosen])
        found = []
        for layer, stream_ in enumerate(streams):
            plain = stream_[chosen].to(lm.device, torch.float32)
            translated, without = (
                float(target.kl(logits_of(lm, y)).mean()) for y in (self._translated(layer, plain)[0], plain)
            )
            if not translated < without:
                found.append(layer)
        return found

    def _translated(self, layer: int, x: Tensor) -> tuple[Tensor, Tensor]:
        """The stream of one point translated, and the whitened stream that what is learnt acts on."""
        white = (x - self.start["mean"][layer]) @ self.start["whiten"][layer]
        y = x @ self.start["map"][layer] + self.start["offset"][layer]
        return (y + white @ self.learnt["map"][layer] + self.learnt["offset"][layer]) * self.start["scale"], white

    def _accumulate(self, streams: list[Tensor], last: Tensor) -> None:
        sums = self.sums
        last = last.float()
        size = last.pow(2).mean(-1, keepdim=True).sqrt()
        y = last / size
        if not float(sums["n"]):
            sums["shift"] = torch.stack([stream.float().mean(0) for stream in streams])
        for layer, stream_ in enumerate(streams):
            x = stream_.float() - sums["shift"][layer]  # near the mean, where fp32 products lose least
            sums["x"][layer] += x.sum(0)
            sums["xx"][layer] += x.T @ x
            sums["xy"][layer] += x.T @ y
        sums["y"] += y.sum(0)
        sums["size"] += size.sum()
        sums["n"] += len(y)

    def solve(self) -> None:
        """Least squares, and the whitening of what goes in."""
        sums, n = self.sums, self.sums["n"]
        found: dict[str, list[Tensor]] = {"map": [], "offset": [], "mean": [], "whiten": []}
        mean_y = sums["y"] / n
        for layer in range(self._lm.n_layers):
            mean = sums["x"][layer] / n
            covariance = sums["xx"][layer] / n - mean[:, None] * mean
            covariance.diagonal().add_(self._training.ridge * covariance.diagonal().mean() + 1e-12)
            values, vectors = torch.linalg.eigh(covariance)
            values = values.clamp(min=float(values[-1]) * 1e-12)
            cross = sums["xy"][layer] / n - mean[:, None] * mean_y
            solution = vectors @ ((vectors.T @ cross) / values[:, None])
            mean = mean + sums["shift"][layer]
            found["map"].append(solution)
            found["offset"].append(mean_y - mean @ solution)
            found["mean"].append(mean)
            found["whiten"].append((vectors / values.sqrt()) @ vectors.T)
        self.start = {name: torch.stack(tensors).float() for name, tensors in found.items()}
        self.start["scale"] = (sums["size"] / n).float()
        self.sums = {}
        n_layers, d = self._lm.n_layers, self._lm.d_model
        self.begin({"map": torch.zeros(n_layers, d, d), "offset": torch.zeros(n_layers, d)})

    def begin(self, learnt: dict[str, Tensor]) -> None:
        """Make Adam ready for what is learnt."""
        device = self._lm.device
        self.start = {name: tensor.to(device) for name, tensor in self.start.items()}
        self.learnt = {name: tensor.to(device) for name, tensor in learnt.items()}
        rate = self._training.rate / self._lm.d_model**0.5
        self._adam = torch.optim.Adam(list(self.learnt.values()), lr=rate, betas=(0.9, 0.99))

    def _step(self, streams: list[Tensor], last: Tensor) -> None:
        lm, training, adam = self._lm, self._training, self._adam
        assert adam is not None
        done = (self.tokens / training.n_tokens - training.least_squares) / (1 - training.least_squares)
        for group in adam.param_groups:
            group["lr"] = training.rate / lm.d_model**0.5 * min(1.0, max(0.0, 1 - done))
        with torch.no_grad():
            target = Target(lm, last)
        gradients = {name: torch.zeros_like(tensor) for name, tensor in self.learnt.items()}
        losses = []
        for layer, stream_ in enumerate(streams):
            y, white = self._translated(layer, stream_.to(lm.device, torch.float32))
            gradient, loss = _kl_gradient(lm, y, target)
            gradient = gradient * self.start["scale"]
            gradients["map"][layer] = white.T @ gradient
            gradients["offset"][layer] = gradient.sum(0)
            losses.append(loss)
        if not all(torch.isfinite(g).all() for g in gradients.values()):
            raise NonFiniteError("the lens's gradient is NaN or infinite; train with a lower rate, or in float32")
        for name, tensor in self.learnt.items():
            tensor.grad = gradients[name]
        adam.step()
        self.losses.append(losses)

    def lens(self, source: Corpus | Store) -> TunedLens:
        """What was learnt, as h + A h + b."""
        start, learnt, lm = self.start, self.learnt, self._lm
        combined = start["map"] + start["whiten"] @ learnt["map"]
        offset = start["offset"] + learnt["offset"]
        offset = offset - torch.einsum("ld,lde->le", start["mean"], start["whiten"] @ learnt["map"])
        weight = (combined * start["scale"]).transpose(1, 2) - torch.eye(lm.d_model, device=lm.device)
        bias = offset * start["scale"]
        weight[self._untranslated], bias[self._untranslated] = 0.0, 0.0
        recent = torch.tensor(self.losses[-10:])
        return TunedLens(
            weight=weight.contiguous().cpu(),
            bias=bias.contiguous().cpu(),
            model=lm.name,
            fingerprint=lm.fingerprint,
            record={
                "training": asdict(self._training),
                "tokens": self.tokens,
                "passes": self.passes,
                "steps": len(self.losses),
                "source": _described(source),
                "untranslated": list(self._untranslated),
                "training_kl": recent.mean(0).tolist() if len(recent) else None,
                "provenance": provenance(lm, seed=self._training.seed),
            },
        )

    # -- keeping the state -----------------------------------------------------------------------------------

    def tensors(self) -> dict[str, Tensor]:
        """Everything that is needed to go on."""
        held = {f"sums.{name}": tensor for name, tensor in self.sums.items()}
        held |= {f"start.{name}": tensor for name, tensor in self.start.items()}
        held |= {f"learnt.{name}": tensor for name, tensor in self.learnt.items()}
        if self._adam is not None:
            for name, tensor in self.learnt.items():
                held |= {f"adam.{name}.{key}": value for key, value in self._adam.state.get(tensor, {}).items()}
        held["counts"] = torch.tensor([self.tokens, self.number, self.in_pass, self.passes])
        held["losses"] = torch.tensor(self.losses)
        return held

    def restore(self, held: dict[str, Tensor]) -> None:
        """Take up what `tensors` gave."""

        def under(prefix: str) -> dict[str, Tensor]:
            return {key.removeprefix(prefix): value for key, value in held.items() if key.startswith(prefix)}

        self.tokens, self.number, self.in_pass, self.passes = held["counts"].tolist()
        self.losses = held["losses"].tolist()
        self.sums, self.start = under("sums."), under("start.")
        if self.start:
            self.begin(under("learnt."))
            assert self._adam is not None
            for name, tensor in self.learnt.items():
                if moments := under(f"adam.{name}."):
                    self._adam.state[tensor] = {key: value.to(tensor.device) for key, value in moments.items()}


def _kl_gradient(
    lm: LanguageModel, y: Float[Tensor, "token d_model"], target: Target
) -> tuple[Float[Tensor, "token d_model"], float]:
    """The gradient of the mean KL(model ‖ lens) with respect to the translated stream, and its value.

    With logits z the gradient is softmax(z) − p; what lies between the stream and z (norm, unembedding, scale, soft
    cap) is the model's own, and autograd goes back through it.
    """
    with torch.enable_grad():
        leaf = y.detach().to(lm.dtype).requires_grad_()
        logits = logits_of(lm, leaf)
    with torch.no_grad():
        normaliser = logits.logsumexp(-1, keepdim=True)
        kl = target.negative_entropy - torch.linalg.vecdot(target.p, logits) + normaliser[:, 0]
        residue = (logits - normaliser).exp_().sub_(target.p).div_(len(y))
    (gradient,) = torch.autograd.grad(logits, leaf, residue)
    return gradient.float(), float(kl.mean())


def _described(source: Corpus | Store) -> dict[str, Any]:
    return source.to_json()


class _Checkpoint:
    """The state in a safetensors file, if one was named."""

    def __init__(self, path: Path | str | None, lm: LanguageModel, source: Corpus | Store, training: LensTraining):
        self._path = None if path is None else Path(path)
        job = {"source": _described(source), "training": asdict(training), "dtype": str(lm.dtype)}
        self._job = hashlib.sha256(f"{lm.fingerprint} {json.dumps(job, sort_keys=True)}".encode()).hexdigest()

    def restore(self, state: _State) -> None:
        """Take up the file's state, where there is one.

        Raises:
            DataError: it is another training's, or damaged.
        """
        if self._path is None or not self._path.exists():
            return
        try:
            with safe_open(self._path, "pt") as file:
                if (file.metadata() or {}).get("job") != self._job:
                    raise DataError(
                        f"{self._path} is the checkpoint of another training; name another file or delete it"
                    )
                state.restore({name: file.get_tensor(name) for name in file.keys()})  # noqa: SIM118
        except (SafetensorError, OSError, KeyError) as error:
            raise DataError(
                f"{self._path} is not the checkpoint of a training ({error}); name another file or delete it"
            ) from None

    def write(self, state: _State) -> None:
        """Keep the state."""
        if self._path is not None:
            write_atomically(self._path, save(state.tensors(), {"job": self._job}))
