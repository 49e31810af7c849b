"""What the model loses when predictions take a unit's place: the rise of its cross-entropy on held-out text."""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.evidence import bootstrap
from cutaway.features._units import Recorded, Units
from cutaway.model import LanguageModel, Run

_ROWS = 8
"""Rows that are run together."""


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """The rise of cross-entropy (nats a token) on held-out rows: half with the unit's strongest activations, half drawn."""

    predicted: float
    """With the predicted activations in the place of the unit's."""
    interval: tuple[float, float]
    """A 95% bootstrap interval of it, over rows."""
    mean: float
    """With the unit's mean activation on all tokens in its place."""
    mean_interval: tuple[float, float]
    rows: int


def replaced_losses(
    lm: LanguageModel,
    units: Units,
    text: Recorded,
    column: int,
    predicted: np.ndarray,
    *,
    mean: float,
    rows: int,
    seed: int,
) -> Replaced:
    """Run held-out rows with predictions, and with the mean, in the place of a unit.

    Args:
        lm, units: the model and all units of the place.
        text: held-out text.
        column: the unit's place in the record.
        predicted: [token], what is predicted; the first token of a row keeps its own activation.
        mean: the unit's mean activation.
        rows: rows that are run.
        seed: draws half of them.
    """
    peaks = np.maximum.reduceat(text.values[:, column], text.starts[:-1])
    strongest = np.argsort(-peaks, kind="stable")[: max(1, rows // 2)]
    others = np.setdiff1d(np.arange(len(text)), strongest)
    drawn = np.random.default_rng(seed).permutation(others)[: rows - len(strongest)]
    chosen = [*strongest.tolist(), *drawn.tolist()]
    unit, rises = text.units[column], []
    for first in range(0, len(chosen), _ROWS):
        part = chosen[first : first + _ROWS]
        tokens = lm.tokenize([text.row(row) for row in part])
        run = lm.run(tokens, read=list(units.sites))
        own = units.of(run, [unit])[..., 0].clamp(min=0)  # what a neuron does on its other side stays
        wanted = torch.zeros_like(own)
        for place, row in enumerate(part):
            span = slice(int(text.starts[row]), int(text.starts[row + 1]))
            wanted[place, : span.stop - span.start] = torch.from_numpy(predicted[span]).to(own)
        base = _losses(run)
        change = []
        for goal in (wanted, torch.full_like(own, mean)):
            delta = goal - own
            delta[:, 0] = 0
            edited = lm.run(tokens, edits=units.replacing(unit, delta))
            change.append(_losses(edited) - base)
        rises.append(torch.stack(change, 1))
    rise = torch.cat(rises).double().numpy()
    intervals = [bootstrap(rise[:, k]) for k in range(2)]
    return Replaced(
        predicted=float(rise[:, 0].mean()),
        interval=intervals[0],
        mean=float(rise[:, 1].mean()),
        mean_interval=intervals[1],
        rows=len(chosen),
    )


def _losses(run: Run) -> Float[Tensor, " batch"]:
    """The mean cross-entropy of each row's tokens but the first."""
    ids, lengths = run.tokens.ids.to(run.logits.device), run.tokens.lengths.to(run.logits.device)
    loss = torch.nn.functional.cross_entropy(
        run.logits[:, :-1].flatten(0, 1).float(), ids[:, 1:].flatten(), reduction="none"
    ).reshape(len(ids), -1)
    real = torch.arange(1, ids.shape[1], device=loss.device) < lengths[:, None]
    return ((loss * real).sum(1) / real.sum(1).clamp(min=1)).cpu()
