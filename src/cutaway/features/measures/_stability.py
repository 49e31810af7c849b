"""Do two dictionaries find the same features? Their directions are matched one to one by cosine.

Dictionaries that were trained alike but for the seed are compared latent by latent: the assignment that makes the sum of
cosines largest (Kuhn, 1955), the mean of its cosines, and the share above 0.7. The same is done with the second dictionary
turned by a random rotation, which keeps everything about it but where it points: that is what chance gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Bool, Float
from scipy.optimize import linear_sum_assignment
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, Interval, bootstrap
from cutaway.features._dictionary import Dictionary
from cutaway.shown import Shown

SAME = 0.7
"""Above this cosine two latents count as the same."""
_MOST = 16_384


@dataclass(frozen=True, kw_only=True)
class Stability(Shown):
    """How far two dictionaries agree.

    Attributes:
        names: the dictionaries, each in a line.
        matched: [latent], the cosine of each matched pair.
        chance: [latent], the same with the second dictionary turned at random.
        closest: [latent], the largest cosine of each latent of the first with any of the second.
        left_out: latents of either that were left out as dead.
    """

    names: tuple[str, str]
    matched: Float[Tensor, " latent"]
    chance: Float[Tensor, " latent"]
    closest: Float[Tensor, " latent"]
    left_out: tuple[int, int]

    @property
    def mean(self) -> float:
        """The mean matched cosine."""
        return float(self.matched.mean())

    @property
    def interval(self) -> Interval:
        """Its 95% interval over latents."""
        return bootstrap(self.matched.numpy())

    @property
    def shared(self) -> float:
        """The share of latents whose match is the same."""
        return float((self.matched > SAME).double().mean())

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "dictionaries": list(self.names),
            "stability": self.mean,
            "interval": list(self.interval),
            "shared": self.shared,
            "chance": float(self.chance.mean()),
            "chance_shared": float((self.chance > SAME).double().mean()),
            "mean_closest": float(self.closest.mean()),
            "latents": len(self.matched),
            "left_out": list(self.left_out),
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """The mean matched cosine beside that of a random rotation."""
        low, high = self.interval
        return [
            Finding(
                claim=f"matched one to one, latents of the two dictionaries have a mean cosine of {self.mean:.3f}, and "
                f"{self.shared:.0%} of them are the same (above {SAME})",
                method="decoder directions, assignment with the largest sum of cosines; control: the second dictionary "
                "turned at random",
                effect=self.mean,
                interval=(low, high),
                control=float(self.chance.mean()),
                n=len(self.matched),
                command=command,
            )
        ]


def compare_dictionaries(
    first: Dictionary, second: Dictionary, *, alive: Sequence[Bool[Tensor, " latent"]] | None = None, seed: int = 0
) -> Stability:
    """Match the latents of two dictionaries of the same target.

    Args:
        first, second: the dictionaries; the smaller one's latents are all matched.
        alive: for each, which latents to compare; None: all. Dead latents keep the direction that they began with.
        seed: draws the random rotation.

    Raises:
        DataError: they reconstruct different things, nothing is alive, or there are more than 16,384 latents.
    """
    if first.config.targets != second.config.targets or first.config.d_out != second.config.d_out:
        raise DataError(f"dictionaries of {first.config.target} and {second.config.target}; compare two of the same")
    directions = []
    for dictionary, kept in zip((first, second), alive or (None, None), strict=True):
        W_dec = dictionary.W_dec.float().cpu()
        directions.append(torch.nn.functional.normalize(W_dec if kept is None else W_dec[kept.cpu()], dim=-1))
    a, b = directions
    if not len(a) or not len(b) or max(len(a), len(b)) > _MOST:
        raise DataError(
            f"{len(a):,} latents against {len(b):,}; matching needs at least one and at most {_MOST:,} of each"
        )
    generator = torch.Generator().manual_seed(seed)
    turn, _ = torch.linalg.qr(torch.randn(a.shape[1], a.shape[1], generator=generator))
    cosines = a @ b.T
    return Stability(
        names=(repr(first), repr(second)),
        matched=_matched(cosines),
        chance=_matched(a @ (b @ turn).T),
        closest=cosines.amax(1),
        left_out=(first.config.latents - len(a), second.config.latents - len(b)),
    )


def _matched(cosines: Float[Tensor, "a b"]) -> Float[Tensor, " pair"]:
    rows, columns = linear_sum_assignment(np.asarray(cosines), maximize=True)
    return cosines[torch.as_tensor(rows), torch.as_tensor(columns)]
