"""Are the tokens that a method names those that the answer depends on? Deletion and insertion curves.

Tokens are taken away in the order of their values, the largest first (deletion), or all but them (insertion), and the
target is scored at each step (Samek et al., 2017; Petsiuk et al., 2018). A faithful order makes the score fall early
and rise early: the area under the deletion curve is small, under the insertion curve large. Scores are compared at the
same number of tokens that are left, with random orders of the same tokens. Areas are normalised: 1 is the whole
prompt's score throughout, 0 that of the prompt without any of its tokens; nothing is clipped.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.observe._removal import Removal
from cutaway.progress import Progress, silent
from cutaway.shown import Shown

LEVEL = 0.05
"""An order is called faithful where at most this share of random orders has as large a margin."""


@dataclass(frozen=True, kw_only=True, eq=False)
class RandomOrders(Shown):
    """What random orders of the tokens give, the control of every method on the same prompt.

    Orders come in pairs, each with its reverse: deleting by the one is inserting by the other read backwards, so that
    the same runs give both curves of both. The mean margin is zero for that reason, its spread is not.
    """

    axes = ("draw", "point")

    counts: tuple[int, ...]
    """How many tokens are taken away (or put in) at each point."""
    plain: float
    """The target on the whole prompt."""
    empty: float
    """The target without any of the tokens."""
    deletion: Float[Tensor, "draw point"]
    insertion: Float[Tensor, "draw point"]

    @property
    def gap(self) -> float:
        """How much the tokens are worth together."""
        return self.plain - self.empty

    def area(self, curve: Float[Tensor, "*rest point"], *, scale: float | None = None) -> Float[Tensor, "*rest"]:
        """The area under a curve above `empty`, normalised by the gap, or by `scale` where it is given.

        NaN where what it is normalised by is not positive, as for tokens that together do not raise the target.
        """
        scale = self.gap if scale is None else scale
        shares = torch.tensor(self.counts, dtype=curve.dtype) / self.counts[-1]
        return torch.trapezoid(curve - self.empty, shares, dim=-1) / (scale if scale > 0 else math.nan)

    @property
    def deletion_areas(self) -> Float[Tensor, " draw"]:
        """The area under each draw's deletion curve."""
        return self.area(self.deletion)

    @property
    def insertion_areas(self) -> Float[Tensor, " draw"]:
        """The area under each draw's insertion curve."""
        return self.area(self.insertion)

    @property
    def margins(self) -> Float[Tensor, " draw"]:
        """Insertion area less deletion area of each draw."""
        return self.insertion_areas - self.deletion_areas

    @property
    def margin_interval(self) -> tuple[float, float]:
        """Where 95% of the draws' margins lie."""
        low, high = np.quantile(self.margins.numpy(), [0.025, 0.975])
        return float(low), float(high)

    def to_json(self) -> dict[str, Any]:
        """Mean areas with the interval that 95% of the draws lie in, and mean curves."""
        found: dict[str, Any] = {
            "draws": len(self.deletion),
            "counts": list(self.counts),
            "margin_interval": list(self.margin_interval),
        }
        for name, curves in (("deletion", self.deletion), ("insertion", self.insertion)):
            areas = self.area(curves).numpy()
            found[name] = {
                "area": float(areas.mean()),
                "interval": np.quantile(areas, [0.025, 0.975]).tolist(),
                "curve": curves.mean(0).tolist(),
            }
        return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Faithfulness(Shown):
    """One method's curves beside those of random orders."""

    axes = ("point",)

    order: tuple[int, ...]
    """Positions, the largest value first."""
    deletion: Float[Tensor, " point"]
    insertion: Float[Tensor, " point"]
    random: RandomOrders

    @property
    def deletion_area(self) -> float:
        """The normalised area under the deletion curve; the smaller, the more faithful."""
        return float(self.random.area(self.deletion))

    @property
    def insertion_area(self) -> float:
        """The normalised area under the insertion curve; the larger, the more faithful."""
        return float(self.random.area(self.insertion))

    @property
    def p_deletion(self) -> float:
        """How often an order as good as this comes by chance: (1 + random orders that do as well) / (1 + draws)."""
        areas = self.random.deletion_areas
        return (1 + int((areas <= self.deletion_area + 1e-9).sum())) / (1 + len(areas))

    @property
    def p_insertion(self) -> float:
        """The same for insertion."""
        areas = self.random.insertion_areas
        return (1 + int((areas >= self.insertion_area - 1e-9).sum())) / (1 + len(areas))

    @property
    def margin(self) -> float:
        """Insertion area less deletion area: what the order is worth; around zero for random orders."""
        return self.insertion_area - self.deletion_area

    @property
    def p_margin(self) -> float:
        """How often a margin as large comes by chance."""
        margins = self.random.margins
        return (1 + int((margins >= self.margin - 1e-9).sum())) / (1 + len(margins))

    @property
    def faithful(self) -> bool:
        """Whether at most one in twenty random orders has as large a margin."""
        return self.random.gap > 0 and self.p_margin <= LEVEL

    def to_json(self) -> dict[str, Any]:
        """Areas, their chance levels and the curves."""
        return {
            "order": list(self.order),
            "deletion": {"area": self.deletion_area, "p": self.p_deletion, "curve": self.deletion.tolist()},
            "insertion": {"area": self.insertion_area, "p": self.p_insertion, "curve": self.insertion.tolist()},
            "margin": self.margin,
            "p_margin": self.p_margin,
            "faithful": self.faithful,
        }


def faithfulness(
    removal: Removal,
    values: Sequence[Float[Tensor, " pos"]],
    *,
    points: int,
    draws: int,
    seed: int,
    progress: Progress = silent,
) -> tuple[Faithfulness, ...]:
    """The curves of several methods, and of random orders beside them, in one sweep.

    Args:
        removal: the prompt.
        values: [pos] of each method; special tokens are left out.
        points: at how many steps a curve is scored at the most.
        draws: how many random orders, the next even number.
        seed: draws them.
        progress: told how many runs are done.

    Raises:
        DataError: a prompt of a single token that can be taken away, or too few points or draws.
    """
    positions = removal.baseline.removable
    if len(positions) < 2:
        raise DataError(
            "the prompt has one token that can be taken away, so there is no order of them; give a longer one"
        )
    if points < 2 or draws < 1:
        raise DataError(f"points={points}, draws={draws}; a curve needs at least 2 points, and its control 1 draw")
    counts = _counts(len(positions), points)
    rng = np.random.default_rng(seed)
    pairs = [tuple(rng.permutation(positions).tolist()) for _ in range((draws + 1) // 2)]
    random = [order for first in pairs for order in (first, first[::-1])]
    own = [tuple(sorted(positions, key=lambda pos: (-float(value[pos]), pos))) for value in values]
    wanted = [order[:count] for order in random for count in counts]
    wanted += [order[:count] for order in own for count in counts]
    wanted += [order[count:] for order in own for count in counts]
    scores = torch.tensor(removal.scores(wanted, progress=progress), dtype=torch.float64)
    random_scores, deleted, inserted = scores.split([n * len(counts) for n in (len(random), len(own), len(own))])
    deletion = random_scores.unflatten(0, (len(random), -1))
    partner = torch.arange(len(random)) ^ 1
    control = RandomOrders(
        counts=counts,
        plain=removal.score(()),
        empty=removal.score(positions),
        deletion=deletion,
        insertion=deletion[partner].flip(-1),
    )
    return tuple(
        Faithfulness(order=order, deletion=down, insertion=up, random=control)
        for order, down, up in zip(
            own, deleted.unflatten(0, (len(own), -1)), inserted.unflatten(0, (len(own), -1)), strict=True
        )
    )


def _counts(n: int, points: int) -> tuple[int, ...]:
    """How many tokens are taken away at each step: none, all, and the same from either end."""
    half = {round(n * step / (points - 1)) for step in range((points + 1) // 2)}
    return tuple(sorted(half | {n - count for count in half}))
