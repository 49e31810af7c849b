"""How a dictionary is trained."""

from dataclasses import asdict, dataclass
from typing import Any

from cutaway.errors import DataError
from cutaway.features._config import KINDS


@dataclass(frozen=True, kw_only=True)
class DictionaryTraining:
    """Which dictionary, and how it is trained."""

    kind: str = "batch-topk"
    """relu, topk, batch-topk, jumprelu, gated or matryoshka."""
    sites: tuple[str, ...] = ()
    """What is read: one site for an SAE or a transcoder, several for a crosscoder; all of the data's unless given."""
    targets: tuple[str, ...] = ()
    """What is reconstructed; the same as `sites` unless given."""
    latents: int = 4608
    """How many latents."""
    k: int = 32
    """Active latents a token; the kinds without a top-k are steered to it."""
    skip: bool = False
    """Add an affine path past the latents (transcoders)."""
    levels: tuple[int, ...] = ()
    """For matryoshka: sizes of the nested prefixes; five halvings unless given."""
    tokens: int = 1_000_000
    """Tokens to train on; a smaller corpus is passed over again."""
    batch: int = 4096
    """Tokens a step."""
    rate: float = 2e-3
    """Adam's learning rate at its highest."""
    warm_up: float = 0.05
    """The share of steps in which the rate, and what makes the code sparse, rise linearly."""
    decay: float = 0.3
    """The share of steps at the end in which the rate falls linearly to nothing."""
    clip: float = 1.0
    """Gradients are scaled down to this norm."""
    start: str = "data"
    """Where directions start: `data`, each at an activation drawn from the sample (of SAEs and crosscoders), or `random`."""
    aux: float = 1 / 32
    """Weight of the loss that brings dead latents back (AuxK)."""
    dead_tokens: int | None = None
    """A latent is dead once it was silent for so many tokens; None: 10 million, or a tenth of a shorter training."""
    restarts: int = 4
    """How often dead latents are started anew, each where a token is explained badly: at even distances between the end
    of the warm-up and the start of the decay."""
    bandwidth: float = 0.1
    """For jumprelu: the width of the window in which a threshold has a gradient."""
    normalise: bool = True
    """Centre and scale the data; what is saved reads plain activations all the same."""
    outliers: float = 10.0
    """Leave out tokens that are so many times as far from the mean as the median token: a model has a few whose residual
    stream is hundreds of times as long as others, wherever they stand, and one of them would outweigh a batch."""
    sample: int = 65_536
    """Tokens from which centre and scale are measured."""
    screen: bool | None = None
    """Look for active latents in bfloat16 and compute their values in float32; None: where that is faster."""
    seed: int = 0
    """Draws the initial weights and the order of the data."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DataError(f"no kind of dictionary {self.kind!r}; there are {', '.join(KINDS)}")
        if min(self.tokens, self.batch, self.latents, self.k, self.sample) < 1 or self.rate <= 0 or self.clip <= 0:
            raise DataError("tokens, batch, latents, k, sample, rate and clip must be above zero")
        if not (self.warm_up >= 0 and self.decay >= 0 and self.warm_up + self.decay <= 1):
            raise DataError(f"warm_up={self.warm_up} and decay={self.decay}; shares that are at most 1 together")
        if self.restarts < 0:
            raise DataError(f"restarts={self.restarts}; it must not be negative")
        if self.start not in ("data", "random"):
            raise DataError(f"start={self.start!r}; use 'data' or 'random'")
        if self.skip and not self.targets:
            raise DataError(
                "skip=True without targets: an SAE with an affine path would copy; name what a transcoder writes"
            )

    @property
    def dead_after(self) -> int:
        """Tokens of silence after which a latent is dead."""
        return self.dead_tokens or min(10_000_000, max(self.batch, self.tokens // 10))

    def record(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)
