"""How well a dictionary says what was there: sums over tokens that give exact figures, and intervals over documents.

FVU = Σ‖x - x̂‖² / Σ‖x - x̄‖² with x̄ the mean over all tokens, in double precision. What it is not: the variance of the
error (which a constant error does not enter), nor a quotient of squares of means. Ratios are ratios of sums over all
tokens, never means of ratios. Intervals resample whole documents, since tokens of one document are not independent.
"""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError, NonFiniteError
from cutaway.evidence import Interval

_GROUPS = 512
"""Documents are resampled in at most so many groups."""
_RESAMPLES = 1000


class Estimate(NamedTuple):
    """A figure with its 95% interval over documents; None where there is only one document, or no meaning to it."""

    value: float
    interval: Interval | None = None


def fvu(x: Float[Tensor, "*rest d"], x_hat: Float[Tensor, "*rest d_hat"]) -> float:
    """The fraction of variance unexplained: 0 is perfect, 1 is no better than the mean.

    Args:
        x: activations, all tokens that the mean is taken over.
        x_hat: what the dictionary makes of them.

    Raises:
        DataError: the shapes differ, or all activations are the same.
        NonFiniteError: an entry is NaN or infinite.
    """
    sums = ReconstructionSums(x.shape[-1], x_hat.shape[-1])
    sums.add(x.flatten(0, -2), x_hat.flatten(0, -2), torch.zeros(x.shape[:-1].numel(), dtype=torch.long))
    return sums.fvu().value


class ReconstructionSums:
    """Sums over tokens from which FVU follows exactly, kept by group of documents.

    Squares are summed around the first batch's mean, so that data far from zero loses no digits.

    Args:
        d_out: the width of what is reconstructed.
        d_hat: the width of the reconstruction, which has to be the same.

    Raises:
        DataError: the widths differ.
    """

    def __init__(self, d_out: int, d_hat: int | None = None):
        if d_hat is not None and d_hat != d_out:
            raise DataError(f"activations have {d_out} entries and reconstructions {d_hat}; give those of one site")
        self._count = torch.zeros(_GROUPS, dtype=torch.float64)
        self._first = torch.zeros(_GROUPS, d_out, dtype=torch.float64)
        self._second = torch.zeros(_GROUPS, dtype=torch.float64)
        self._error = torch.zeros(_GROUPS, dtype=torch.float64)
        self._shift: Tensor | None = None

    def add(
        self, x: Float[Tensor, "token d"], x_hat: Float[Tensor, "token d_hat"], document: Int[Tensor, " token"]
    ) -> None:
        """Count some tokens in.

        Raises:
            DataError: the shapes differ.
            NonFiniteError: an entry is NaN or infinite.
        """
        if x.shape != x_hat.shape:
            raise DataError(f"activations {list(x.shape)} and reconstructions {list(x_hat.shape)} differ in shape")
        x, x_hat, group = x.detach().cpu().double(), x_hat.detach().cpu().double(), document.cpu() % _GROUPS
        if self._shift is None:
            self._shift = x.mean(0)
        centred = x - self._shift
        error, square = (x - x_hat).pow(2).sum(1), centred.pow(2).sum(1)
        if not bool(torch.isfinite(error.sum() + square.sum())):
            raise NonFiniteError("activations or reconstructions are NaN or infinite; look at the dictionary's weights")
        self._count.index_add_(0, group, torch.ones(len(x), dtype=torch.float64))
        self._first.index_add_(0, group, centred)
        self._second.index_add_(0, group, square)
        self._error.index_add_(0, group, error)

    @property
    def tokens(self) -> int:
        """How many were counted."""
        return int(self._count.sum())

    def fvu(self, *, seed: int = 0) -> Estimate:
        """The fraction of variance unexplained.

        Raises:
            DataError: no token was counted, or all were the same.
        """
        if not self.tokens:
            raise DataError("there is no token to measure on; give more text")
        held = self._count > 0
        value = self._fvu(held[None].double())[0]
        if not bool(torch.isfinite(value)):
            raise DataError(f"all {self.tokens} activations are the same, so there is no variance to explain")
        drawn = self._fvu(_weights(self._count, seed))
        return Estimate(float(value), _interval(drawn, int(held.sum())))

    def _fvu(self, weights: Float[Tensor, "draw group"]) -> Float[Tensor, " draw"]:
        mean_part = (weights @ self._first).pow(2).sum(1) / (weights @ self._count)
        variance = weights @ self._second - mean_part
        scale = weights @ self._second
        return (weights @ self._error) / variance.where(variance > 1e-14 * scale, float("nan"))


class TokenSums:
    """Sums of named numbers over tokens, kept by group of documents, for ratios with intervals."""

    def __init__(self, *names: str):
        self._place = {name: index for index, name in enumerate(names)}
        self._sums = torch.zeros(_GROUPS, len(names), dtype=torch.float64)
        self._count = torch.zeros(_GROUPS, dtype=torch.float64)

    def add(self, document: Int[Tensor, " token"], **values: Float[Tensor, " token"]) -> None:
        """Count some tokens in; all names have to be given."""
        group = document.cpu() % _GROUPS
        self._count.index_add_(0, group, torch.ones(len(group), dtype=torch.float64))
        stacked = torch.stack([values[name].detach().cpu().double() for name in self._place], dim=1)
        self._sums.index_add_(0, group, stacked)

    @property
    def tokens(self) -> int:
        """How many were counted."""
        return int(self._count.sum())

    def mean(self, name: str, *, less: str | None = None, seed: int = 0) -> Estimate:
        """The mean over all tokens of a number (less another)."""
        return self._estimate({name: 1.0, **({less: -1.0} if less else {})}, None, seed)

    def ratio(self, above: tuple[str, str], below: tuple[str, str], *, seed: int = 0) -> Estimate:
        """(Σ a - Σ b) / (Σ c - Σ d), each sum over all tokens."""
        (a, b), (c, d) = above, below
        return self._estimate({a: 1.0, b: -1.0}, {c: 1.0, d: -1.0}, seed)

    def _estimate(self, above: dict[str, float], below: dict[str, float] | None, seed: int) -> Estimate:
        if not self.tokens:
            raise DataError("there is no token to measure on; give more text")
        held = self._count > 0
        top = self._combined(above)
        bottom = self._count if below is None else self._combined(below)

        def value(weights: Tensor) -> Tensor:
            return (weights @ top) / (weights @ bottom)

        drawn = value(_weights(self._count, seed))
        return Estimate(float(value(held[None].double())[0]), _interval(drawn, int(held.sum())))

    def _combined(self, factors: dict[str, float]) -> Float[Tensor, " group"]:
        vector = torch.zeros(len(self._place), dtype=torch.float64)
        for name, factor in factors.items():
            vector[self._place[name]] += factor
        return self._sums @ vector


class FiringSums:
    """How often each latent is active, and how many are at a token.

    Args:
        latents: how many there are.
    """

    def __init__(self, latents: int):
        self.counts = torch.zeros(latents, dtype=torch.long)
        """[latent], tokens on which it is active."""
        self._active = TokenSums("active")

    def add(self, z: Float[Tensor, "token latent"], document: Int[Tensor, " token"]) -> None:
        """Count some tokens in."""
        active = (z.detach() != 0).cpu()
        self.counts += active.sum(0)
        self._active.add(document, active=active.sum(1).double())

    def l0(self) -> Estimate:
        """The mean number of active latents at a token."""
        return self._active.mean("active")

    @property
    def tokens(self) -> int:
        """How many were counted."""
        return self._active.tokens

    @property
    def dead(self) -> float:
        """The share of latents that were active on no token."""
        return float((self.counts == 0).double().mean())

    @property
    def density(self) -> Float[Tensor, " latent"]:
        """The share of tokens on which each latent is active."""
        return self.counts.double() / max(self.tokens, 1)


@dataclass(frozen=True, kw_only=True)
class Histogram:
    """Counts between edges."""

    edges: tuple[float, ...]
    """One more than there are counts."""
    counts: tuple[int, ...]


def density_histogram(density: Float[Tensor, " latent"], *, bins: int = 20) -> Histogram:
    """How many latents are active on which share of tokens, by the logarithm to base 10; silent ones are left out."""
    active = density[density > 0].double().log10()
    if not len(active):
        return Histogram(edges=(-1.0, 0.0), counts=(0,))
    low = float(active.min().floor())
    counts, edges = torch.histogram(active, bins=bins, range=(low, 0.0) if low < 0 else (-1.0, 0.0))
    return Histogram(edges=tuple(edges.tolist()), counts=tuple(int(count) for count in counts))


def _weights(count: Float[Tensor, " group"], seed: int) -> Float[Tensor, "draw group"]:
    """How often each group is in each resample of the groups that hold tokens."""
    held = (count > 0).nonzero().flatten()
    generator = torch.Generator().manual_seed(seed)
    drawn = held[torch.randint(len(held), (_RESAMPLES, len(held)), generator=generator)]
    weights = torch.zeros(_RESAMPLES, len(count), dtype=torch.float64)
    return weights.scatter_add_(1, drawn, torch.ones_like(drawn, dtype=torch.float64))


def _interval(drawn: Float[Tensor, " draw"], groups: int) -> Interval | None:
    kept = drawn[torch.isfinite(drawn)]
    if groups < 2 or not len(kept):
        return None
    low, high = torch.quantile(kept, torch.tensor([0.025, 0.975], dtype=torch.float64)).tolist()
    return Interval(low, high)
