"""Ablation: remove what a component says, and see how much of the answer goes with it.

One component at a time tells what is necessary; cumulative sets and pairs tell where a backup takes over, which single
ablations cannot see: two components that stand in for each other each look unimportant alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, grade_causal
from cutaway.intervene._cells import Grid, grid
from cutaway.intervene._contrast import Contrast, Pairs, contrast, interval_of
from cutaway.model import Edit, LanguageModel, Run, Site, SweepRow, Tokens, sweep
from cutaway.model import ablate as ablation
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Metric

With = Literal["zero", "mean", "resample"]
Mode = Literal["each", "cumulative", "pairs"]


@dataclass(frozen=True, kw_only=True)
class Ablation(Shown):
    """The metric after removing components.

    Attributes:
        grid: the components, cell by cell.
        how: what takes a component's place: `zero`, `mean` (per position, over the reference prompts) or `resample`
            (the corrupted prompt's activation).
        mode: `each` alone; `cumulative` sets; or `pairs`.
        metric: the metric's name.
        sets: the flat cell indices that each entry of `per_pair` removes.
        per_pair: [pair, set], the metric with those cells removed.
        plain: [pair], the metric of the intact run.
        control: [pair, draw], the metric with as many cells removed as in the largest set of the strongest cells,
            drawn at random from the others.
        rows, peak_bytes: how many runs, and the most memory used above the model.
    """

    grid: Grid
    how: With
    mode: Mode
    metric: str
    sets: tuple[tuple[int, ...], ...]
    per_pair: Float[Tensor, "pair set"]
    plain: Float[Tensor, " pair"]
    control: Float[Tensor, "pair draw"]
    rows: int
    peak_bytes: int

    @property
    def drop(self) -> Float[Tensor, "pair set"]:
        """How much the metric falls: intact minus ablated."""
        return self.plain[:, None] - self.per_pair

    @property
    def values(self) -> Tensor:
        """The metric averaged over pairs: the grid's axes for `each`, else [set]."""
        mean = self.per_pair.nanmean(0)
        return mean.unflatten(0, self.grid.shape) if self.mode == "each" else mean

    def strongest(self, n: int = 10) -> list[int]:
        """Indices of the sets whose removal moves the metric most."""
        return self.drop.nanmean(0).abs().argsort(descending=True)[:n].tolist()

    def interaction(self) -> list[dict[str, Any]]:
        """For `pairs`: what removing both costs beyond the sum of removing each. Positive: they back each other up.

        Raises:
            DataError: the mode is not `pairs`.
        """
        if self.mode != "pairs":
            raise DataError(f"interactions need mode='pairs', not {self.mode!r}")
        single = {cells[0]: index for index, cells in enumerate(self.sets) if len(cells) == 1}
        drop = self.drop
        found = []
        for index, cells in enumerate(self.sets):
            if len(cells) == 2:
                a, b = cells
                extra = drop[:, index] - drop[:, single[a]] - drop[:, single[b]]
                interval = interval_of(extra)
                found.append(
                    {"cells": [self.name(a), self.name(b)], "interaction": float(extra.mean()), "interval": interval}
                )
        return sorted(found, key=lambda entry: -abs(entry["interaction"]))

    def name(self, cell: int) -> str:
        """A cell's site and position as text."""
        labels = self.grid.cells()[cell]
        where = [f"{axis} {labels[axis]}" for axis in ("pos", "span") if axis in labels]
        return " ".join([str(self.grid.site_of(labels)), *where])

    def findings(self, *, command: str = "", n: int = 5) -> list[Finding]:
        """The strongest sets as findings; causal where the fall exceeds that of random cells."""
        found = []
        random = self.plain[:, None] - self.control
        for index in self.strongest(n):
            samples = self.drop[:, index]
            names = " + ".join(self.name(cell) for cell in self.sets[index][:6])
            more = f" and {len(self.sets[index]) - 6} more" if len(self.sets[index]) > 6 else ""
            found.append(
                Finding(
                    claim=f"removing {names}{more} lowers the {self.metric} by {float(samples.mean()):.3g} "
                    f"of {float(self.plain.mean()):.3g}",
                    method=f"{self.how} ablation, {self.mode}",
                    effect=float(samples.mean()),
                    interval=interval_of(samples),
                    control=float(random.mean()),
                    n=len(samples),
                    grade=grade_causal(samples.numpy(), random.mean(1).numpy()),
                    command=command,
                )
            )
        return found

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        values = self.values
        return {
            "site": str(self.grid.site),
            "over": list(self.grid.axes),
            "axes": list(self.grid.axes) if self.mode == "each" else ["set"],
            "labels": [list(labels) for labels in self.grid.labels],
            "with": self.how,
            "mode": self.mode,
            "metric": self.metric,
            "values": values.tolist(),
            "plain": float(self.plain.mean()),
            "sets": None if self.mode == "each" else [[self.name(cell) for cell in cells] for cells in self.sets],
            "interaction": self.interaction() if self.mode == "pairs" else None,
            "control": float(self.control.mean()),
            "n": len(self.plain),
            "rows": self.rows,
            "peak_bytes": self.peak_bytes,
        }


def ablate(
    lm: LanguageModel,
    pairs: Pairs,
    *,
    site: str | Site = "z",
    over: Sequence[str] | str = ("layer", "head"),
    how: With = "mean",
    mode: Mode = "each",
    top: int = 10,
    reference: Run | None = None,
    metric: Metric | str | None = None,
    n_control: int = 8,
    seed: int = 0,
    memory: int | None = None,
    checkpoint: Path | str | None = None,
    progress: Progress = silent,
) -> Ablation:
    """Remove components of the clean run, one at a time or in sets.

    Args:
        lm: the model.
        pairs: a task, or pairs of prompts; the clean prompt of each is run.
        site: what is removed (`z` for heads, `mlp_out` for MLPs, `mlp_post` for neurons).
        over: the axes of the components: layer, head, neuron, pos, span.
        how: `zero`; `mean` over the reference prompts, position by position; `resample` from the corrupted prompt.
        mode: `each`; `cumulative` removes the strongest 1, 2, ... `top` together; `pairs` every two of the `top`.
        top: how many of the strongest components `cumulative` and `pairs` consider.
        reference: for `mean`: a run that read the site; None for the corrupted prompts of these pairs.
        metric: a metric or its name; None for the task's own.
        n_control: how many random cells (or random sets) the control draws.
        seed: draws the control.
        memory, checkpoint, progress: as for `patch`.

    Raises:
        AlignmentError, DataError, SiteError: pairs, axes or site that cannot be ablated.
    """
    if how not in ("zero", "mean", "resample") or mode not in ("each", "cumulative", "pairs"):
        raise DataError(f"how={how!r}, mode={mode!r}; how: zero, mean, resample; mode: each, cumulative, pairs")
    setting = contrast(lm, pairs, metric)
    spans = setting.token_spans(lm) if "span" in over else ()
    cells = grid(lm, site, over, setting.clean, spans=spans)
    if how != "zero" and reference is None:
        reference = lm.run(setting.corrupted, read=[cells.site])
    worker = _Worker(lm, setting, cells, how, reference, spans, memory, progress)
    count = len(cells.cells())
    each = worker([(cell,) for cell in range(count)], checkpoint)
    order = (each.plain[:, None] - each.per_pair).nanmean(0).argsort(descending=True).tolist()
    if mode == "cumulative":
        result = worker([tuple(order[: k + 1]) for k in range(min(top, count))], None, mode=mode)
    elif mode == "pairs":
        chosen = order[: min(top, count)]
        both = [(a, b) for i, a in enumerate(chosen) for b in chosen[i + 1 :]]
        result = worker([*((cell,) for cell in chosen), *both], None, mode=mode)
    else:
        result = each
    size = max(map(len, result.sets))
    others = order[min(top, count) :] or order
    generator = torch.Generator().manual_seed(seed)
    draws = [
        tuple(others[i] for i in torch.randperm(len(others), generator=generator)[:size].tolist())
        for _ in range(n_control)
    ]
    control = worker(draws, None).per_pair
    return Ablation(**{**result.__dict__, "control": control})


@dataclass(frozen=True)
class _Worker:
    """Runs any sets of cells of one ablation."""

    lm: LanguageModel
    setting: Contrast
    cells: Grid
    how: With
    reference: Run | None
    spans: Sequence[Any]
    memory: int | None
    progress: Progress

    def __call__(self, sets: list[tuple[int, ...]], checkpoint: Path | str | None, mode: Mode = "each") -> Ablation:
        base: Tokens = self.setting.clean
        rows = [
            SweepRow(pair, tuple(edit for cell in chosen for edit in self._edit(cell, pair)))
            for pair in range(len(base))
            for chosen in sets
        ]
        done = sweep(
            self.lm,
            base,
            rows,
            self.setting.score,
            vocab=self.setting.vocab,
            memory=self.memory,
            checkpoint=checkpoint,
            job=f"ablate {self.cells.site} {self.how} {self.setting.metric.name} {self.setting.answers}",
            progress=self.progress,
        )
        return Ablation(
            grid=self.cells,
            how=self.how,
            mode=mode,
            metric=self.setting.metric.name,
            sets=tuple(sets),
            per_pair=done.values.reshape(len(base), len(sets)),
            plain=done.plain,
            control=torch.empty(len(base), 0),
            rows=len(rows),
            peak_bytes=done.peak_bytes,
        )

    def _edit(self, cell: int, pair: int) -> list[Edit]:
        labels = self.cells.cells()[cell]
        length = int(self.setting.clean.lengths[pair])
        pos: Any = None
        if "pos" in labels:
            if int(labels["pos"]) >= length:
                return []
            pos = [int(labels["pos"])]
        elif "span" in labels:
            pos = list(range(*self.spans[pair][labels["span"]]))
        return [ablation(self.cells.site_of(labels), self.how, reference=self.reference, pos=pos)]
