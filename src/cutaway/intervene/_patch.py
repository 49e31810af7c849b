"""Activation patching: put one run's activation into another, one part at a time, and see what the answer does.

Denoising puts clean activations into the corrupted run and asks what suffices to bring the answer back; noising puts
corrupted activations into the clean run and asks what is necessary. Defined as in Heimersheim & Nanda, "How to use
and interpret activation patching" (2024). Exact: every cell is the value of its own full run, worked out in one pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, grade_causal
from cutaway.intervene._cells import Grid, grid
from cutaway.intervene._contrast import Contrast, Direction, Pairs, contrast, interval_of, shuffled
from cutaway.model import LanguageModel, Site, SweepRow, Tokens, replace, sweep
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Metric


@dataclass(frozen=True, kw_only=True)
class PatchSweep(Shown):
    """The metric of every patched run.

    Attributes:
        grid: the axes and their labels.
        direction: `denoise` (clean into corrupted) or `noise` (corrupted into clean).
        metric: the metric's name.
        per_pair: [pair, *axes], the metric; NaN where a pair has no such position.
        clean, corrupted: [pair], the metric of the unpatched runs.
        control: [pair, cell] the metric of the strongest cells with activations of an unrelated prompt, the same
            tokens in another order; `control_cells` says which.
        rows: how many patches have a value, over all pairs.
        unchanged: how many of them cannot change anything, since they lie before the first token in which a pair's
            prompts differ; their value is the unpatched run's, and they are not run.
        peak_bytes: the most memory used above the model.
    """

    grid: Grid
    direction: Direction
    metric: str
    per_pair: Float[Tensor, "pair *axes"]
    clean: Float[Tensor, " pair"]
    corrupted: Float[Tensor, " pair"]
    control: Float[Tensor, "pair cell"]
    control_cells: tuple[int, ...]
    rows: int
    unchanged: int
    peak_bytes: int

    @property
    def axes(self) -> tuple[str, ...]:
        """Names of the axes of `values`."""
        return self.grid.axes

    @property
    def values(self) -> Float[Tensor, "*axes"]:
        """The metric, averaged over pairs."""
        return self.per_pair.nanmean(0)

    @property
    def normalised_per_pair(self) -> Float[Tensor, "pair *axes"]:
        """How much of the way from the base's metric to the source's: 0 the patch did nothing, 1 everything; it may
        leave 0..1 and is never clipped. The distance is the mean over pairs, which one unusual pair cannot make tiny."""
        return self._normalise(self.per_pair)

    @property
    def normalised(self) -> Float[Tensor, "*axes"]:
        """The normalised effect, averaged over pairs."""
        return self.normalised_per_pair.nanmean(0)

    def _normalise(self, values: Tensor) -> Tensor:
        base, source = (self.corrupted, self.clean) if self.direction == "denoise" else (self.clean, self.corrupted)
        shaped = base.reshape(-1, *(1,) * (values.dim() - 1))
        return (values - shaped) / (source - base).mean()

    def interval(self, cell: int) -> tuple[float, float] | None:
        """A bootstrap interval over pairs of a cell's normalised effect; None for a single pair."""
        return interval_of(self.normalised_per_pair.flatten(1)[:, cell])

    def strongest(self, n: int = 5) -> list[int]:
        """The flat indices of the cells with the largest normalised effect, in size."""
        flat = self.normalised.flatten().nan_to_num().abs()
        return flat.argsort(descending=True)[:n].tolist()

    def findings(self, *, command: str = "") -> list[Finding]:
        """The strongest cells as findings; causal where the effect exceeds what the control does there."""
        found = []
        cells = self.grid.cells()
        effects = self.normalised_per_pair.flatten(1)
        control = self._normalise(self.control)
        verb = "restores" if self.direction == "denoise" else "removes"
        for column, cell in enumerate(self.control_cells):
            samples = effects[:, cell]
            keep = ~samples.isnan()
            place = ", ".join(f"{axis} {label}" for axis, label in cells[cell].items())
            mean = float(samples[keep].mean())
            found.append(
                Finding(
                    claim=f"Patching {self.grid.site_of(cells[cell])} ({place}) {verb} {mean:.0%} of the gap in "
                    f"{self.metric.replace('_', ' ')}",
                    method=f"activation patching, {self.direction}, {self.metric}",
                    effect=mean,
                    interval=self.interval(cell),
                    control=float(control[keep, column].mean()),
                    n=int(keep.sum()),
                    grade=grade_causal(samples[keep].numpy(), control[keep, column].numpy()),
                    command=command,
                    details={"site": str(self.grid.site_of(cells[cell])), "direction": self.direction},
                )
            )
        return found

    def to_json(self) -> dict[str, Any]:
        """Plain data: the mean values per cell; NaN becomes None."""
        return {
            "site": str(self.grid.site),
            "over": list(self.axes),
            "axes": list(self.axes),
            "labels": [list(labels) for labels in self.grid.labels],
            "direction": self.direction,
            "metric": self.metric,
            "values": _listed(self.values),
            "normalised": _listed(self.normalised),
            "clean": float(self.clean.mean()),
            "corrupted": float(self.corrupted.mean()),
            "n": len(self.clean),
            "control": [
                {
                    "cell": self.grid.cells()[cell],
                    "normalised": float(self._normalise(self.control)[:, column].nanmean()),
                }
                for column, cell in enumerate(self.control_cells)
            ],
            "rows": self.rows,
            "unchanged": self.unchanged,
            "peak_bytes": self.peak_bytes,
        }


def patch(
    lm: LanguageModel,
    pairs: Pairs,
    *,
    site: str | Site = "resid_pre",
    over: Sequence[str] | str = ("layer", "pos"),
    metric: Metric | str | None = None,
    direction: Direction = "denoise",
    neurons: Sequence[int] | None = None,
    n_control: int = 5,
    seed: int = 0,
    memory: int | None = None,
    checkpoint: Path | str | None = None,
    progress: Progress = silent,
) -> PatchSweep:
    """Patch a site over layers, positions, heads, neurons or token spans.

    Args:
        lm: the model.
        pairs: a task, pairs of prompts whose tokens align, or a `Contrast` of token ids.
        site: what is patched; what `over` names is left out (`z` over layer and head).
        over: the axes of the result, any of layer, head, neuron, pos, span. What is not named is patched as a
            whole: without pos, all positions at once; without layer, all layers at once.
        metric: a metric or its name; None for the task's own (logit difference unless it says otherwise).
        direction: `denoise` puts clean into corrupted, `noise` corrupted into clean.
        neurons: which neurons, with `neuron` among the axes; None for all.
        n_control: how many of the strongest cells are run again with activations of an unrelated prompt.
        seed: orders the control prompt's tokens.
        memory: bytes that the walk may use beyond the model; None for half of what is free.
        checkpoint: a file that keeps finished work; a sweep that is started again with it goes on.
        progress: told how many runs are done.

    A patch before the first token in which a pair's prompts differ writes what is there already. It is not run: its
    value is the unpatched run's.

    Raises:
        AlignmentError, DataError, SiteError: pairs, axes or site that cannot be patched.
        NonFiniteError: a value is NaN or infinite.
    """
    setting = contrast(lm, pairs, metric)
    base, source = setting.base_and_source(direction)
    spans = setting.token_spans(lm) if "span" in over else ()
    cells = grid(lm, site, over, setting.clean, spans=spans, neurons=neurons)
    taken = lm.run(
        source, read=[cells.site.kind if cells.site.layer is None else Site(cells.site.kind, cells.site.layer)]
    )
    labels = cells.cells()
    rows: list[SweepRow] = []
    kept: list[tuple[int, int]] = []
    unchanged: list[tuple[int, int]] = []
    for pair, first in enumerate(setting.first_difference):
        for cell, label in enumerate(labels):
            pos = _positions(label, base, spans, pair)
            changed = [p for p in pos if p >= first]
            if changed:
                rows.append(SweepRow(pair, (replace(cells.site_of(label), taken, pos=changed),)))
                kept.append((pair, cell))
            elif pos:
                unchanged.append((pair, cell))
    job = f"patch {cells.site} {cells.labels} {direction} {setting.metric.name} {source.rows} {setting.answers}"
    done = sweep(
        lm,
        base,
        rows,
        setting.score,
        vocab=setting.vocab,
        memory=memory,
        checkpoint=checkpoint,
        job=job,
        progress=progress,
    )
    per_pair = torch.full((len(base), len(labels)), torch.nan)
    per_pair[[pair for pair, _ in kept], [cell for _, cell in kept]] = done.values
    per_pair[[pair for pair, _ in unchanged], [cell for _, cell in unchanged]] = done.plain[[p for p, _ in unchanged]]
    other = _plain_score(lm, setting, source)
    clean, corrupted = (other, done.plain) if direction == "denoise" else (done.plain, other)
    gap = float((clean - corrupted).mean())
    if abs(gap) < 1e-6:
        raise DataError(
            f"clean and corrupted prompts have the same {setting.metric.name} on average ({float(clean.mean()):.4g}), "
            "so no effect can be told; choose prompts that differ in their answer"
        )
    result = PatchSweep(
        grid=cells,
        direction=direction,
        metric=setting.metric.name,
        per_pair=per_pair.unflatten(1, cells.shape),
        clean=clean,
        corrupted=corrupted,
        control=torch.empty(len(base), 0),
        control_cells=(),
        rows=len(rows) + len(unchanged),
        unchanged=len(unchanged),
        peak_bytes=done.peak_bytes,
    )
    return _controlled(lm, result, setting, base, source, spans, n_control, seed, memory)


def _positions(cell: Any, base: Tokens, spans: Any, pair: int) -> list[int]:
    """The positions of a cell in one prompt; none where the prompt has no such position."""
    length = int(base.lengths[pair])
    if "pos" in cell:
        return [cell["pos"]] if cell["pos"] < length else []
    if "span" in cell:
        return list(range(*spans[pair][cell["span"]]))
    return list(range(length))


def _plain_score(lm: LanguageModel, setting: Contrast, tokens: Tokens) -> Tensor:
    logits = lm.run(tokens, logits="last").last_logits
    if setting.vocab is not None:
        logits = logits[:, setting.vocab.to(logits.device)]
    return setting.score(logits, torch.arange(len(tokens))).float().cpu()


def _controlled(
    lm: LanguageModel,
    result: PatchSweep,
    setting: Contrast,
    base: Tokens,
    source: Tokens,
    spans: Any,
    n_control: int,
    seed: int,
    memory: int | None,
) -> PatchSweep:
    """The strongest cells once more, with what an unrelated prompt has there."""
    chosen = result.strongest(n_control)
    if not chosen:
        return result
    sites = list(dict.fromkeys(result.grid.site_of(result.grid.cells()[cell]) for cell in chosen))
    unrelated = lm.run(shuffled(source, seed), read=sites)
    labels = result.grid.cells()
    control = torch.full((len(base), len(chosen)), torch.nan)
    rows, places = [], []
    for pair in range(len(base)):
        for column, cell in enumerate(chosen):
            pos = _positions(labels[cell], base, spans, pair)
            if pos:
                rows.append(SweepRow(pair, (replace(result.grid.site_of(labels[cell]), unrelated, pos=pos),)))
                places.append((pair, column))
    values = sweep(lm, base, rows, setting.score, vocab=setting.vocab, memory=memory).values
    for (pair, column), value in zip(places, values.tolist(), strict=True):
        control[pair, column] = value
    return PatchSweep(**{**result.__dict__, "control": control, "control_cells": tuple(chosen)})


def _listed(values: Tensor) -> Any:
    """Nested lists, with None for what is not a number."""
    if values.dim():
        return [_listed(value) for value in values]
    return None if bool(values.isnan()) else float(values)
