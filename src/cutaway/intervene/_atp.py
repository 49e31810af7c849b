"""Attribution patching: the effect of every patch at once, estimated from one gradient.

AtP is the first-order estimate (a_corrupted - a_clean) . dm/da (Nanda, 2023; Syed et al., 2023). AtP* (Kramar et al.,
2024) mends its two known failures: for queries and keys the softmax is recomputed with the patched value instead of
linearised, and with GradDrop the gradient is taken once for every layer with that layer's direct contribution to the
residual stream held constant, so that effects which cancel at the clean run are not lost. The integrated-gradients
variant averages the gradient along the way from corrupted to clean embeddings. It is an estimate: the result always
carries its rank correlation with the exact sweep on a sample of cells.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, spearman
from cutaway.intervene._cells import Grid, grid
from cutaway.intervene._contrast import Contrast, Pairs, contrast, interval_of
from cutaway.model import (
    Edit,
    EditContext,
    Gradients,
    LanguageModel,
    Run,
    Site,
    SweepRow,
    apply,
    replace,
    sweep,
)
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Metric

Method = Literal["atp", "atp*", "ig"]


@dataclass(frozen=True, kw_only=True)
class AttributionPatching(Shown):
    """Estimated effects of noising patches (corrupted into clean).

    Attributes:
        grid: the cells.
        method: `atp`, `atp*` or `ig`.
        metric: the metric's name.
        per_pair: [pair, *axes], the estimated change of the metric.
        sample: flat indices of the cells that were patched exactly as well.
        exact: [pair, sample], their exact change of the metric.
        rank_correlation: Spearman's, between estimate and exact change (means over pairs) on the sample.
        passes: how many forward-and-backward passes were made.
    """

    grid: Grid
    method: Method
    metric: str
    per_pair: Float[Tensor, "pair *axes"]
    sample: tuple[int, ...]
    exact: Float[Tensor, "pair sample"]
    rank_correlation: float
    passes: int

    @property
    def values(self) -> Float[Tensor, "*axes"]:
        """The estimated change of the metric, averaged over pairs."""
        return self.per_pair.mean(0)

    def findings(self, *, command: str = "", n: int = 5) -> list[Finding]:
        """The strongest cells: `observed`, since an estimate is no intervention."""
        flat = self.per_pair.flatten(1)
        cells = self.grid.cells()
        return [
            Finding(
                claim=f"patching {self.grid.site_of(cells[i])} is estimated to change the {self.metric} by "
                f"{float(flat[:, i].mean()):.3g} (rank correlation with exact patching {self.rank_correlation:.2f})",
                method=f"attribution patching ({self.method})",
                effect=float(flat[:, i].mean()),
                interval=interval_of(flat[:, i]),
                control=None,
                n=len(flat),
                grade="observed",
                command=command,
            )
            for i in flat.mean(0).abs().argsort(descending=True)[:n].tolist()
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "site": str(self.grid.site),
            "over": list(self.grid.axes),
            "axes": list(self.grid.axes),
            "labels": [list(labels) for labels in self.grid.labels],
            "method": self.method,
            "metric": self.metric,
            "values": self.values.tolist(),
            "rank_correlation": self.rank_correlation,
            "sample": len(self.sample),
            "n": len(self.per_pair),
            "passes": self.passes,
        }


def attribution_patch(
    lm: LanguageModel,
    pairs: Pairs,
    *,
    site: str | Site = "z",
    over: Sequence[str] | str = ("layer", "head"),
    method: Method = "atp*",
    steps: int = 5,
    metric: Metric | str | None = None,
    sample: int = 64,
    seed: int = 0,
    progress: Progress = silent,
) -> AttributionPatching:
    """Estimate what noising every cell would do.

    Args:
        lm: the model.
        pairs: a task, or pairs of prompts whose tokens align.
        site: what is patched (`z`, `q`, `k`, `v`, `head_out`, `mlp_post`, `mlp_out`, residuals).
        over: layer, head, neuron, pos; sums run over what is not named.
        method: `atp`; `atp*` with the softmax recomputed (for q and k) and GradDrop; `ig` with `steps` gradients.
        steps: gradients of `ig`.
        metric: a differentiable metric; None for the task's own. KL has no gradient at the clean run and is refused
            but for `ig`.
        sample: how many cells are patched exactly to measure the agreement: the strongest half, and others at random.
        seed: draws the sample.
        progress: told how many passes are done.

    Raises:
        DataError: a metric without a gradient, an unknown method, or axes that this site does not have.
        AlignmentError, SiteError: as for `patch`.
    """
    setting = contrast(lm, pairs, metric)
    if method not in ("atp", "atp*", "ig"):
        raise DataError(f"method={method!r}; use 'atp', 'atp*' or 'ig'")
    if not setting.metric.differentiable or (setting.metric.needs == "reference" and method != "ig"):
        raise DataError(
            f"{setting.metric.name} has no gradient to attribute with here; use logit_difference, or method='ig'"
        )
    cells = grid(lm, site, over, setting.clean)
    if "span" in cells.axes:
        raise DataError("attribution patching sweeps over layer, head, neuron and pos, not span")
    kind = cells.site.kind
    sites = lm.resolve(cells.site)
    clean = lm.run(setting.clean, read=[*sites, *_softmax_reads(lm, kind, sites, method)], logits=False)
    corrupted = lm.run(setting.corrupted, read=sites, logits=False)
    gradient, passes = _gradients(lm, setting, sites, method, steps, clean, progress)
    per_pair = _estimates(lm, cells, sites, clean, corrupted, gradient, method)
    chosen, exact = _exact_sample(lm, setting, cells, corrupted, per_pair, sample, seed, progress)
    estimate = per_pair.flatten(1)[:, chosen].mean(0)
    return AttributionPatching(
        grid=cells,
        method=method,
        metric=setting.metric.name,
        per_pair=per_pair,
        sample=tuple(chosen),
        exact=exact,
        rank_correlation=spearman(estimate.numpy(), exact.mean(0).numpy()),
        passes=passes,
    )


def _softmax_reads(lm: LanguageModel, kind: str, sites: list[Site], method: Method) -> list[Site]:
    if method != "atp*" or kind not in ("q", "k"):
        return []
    layers = {site.layer for site in sites}
    return [Site(name, layer) for name in ("q", "k", "scores", "pattern") for layer in layers]


def _gradients(
    lm: LanguageModel,
    setting: Contrast,
    sites: list[Site],
    method: Method,
    steps: int,
    clean: Run,
    progress: Progress,
) -> tuple[list[Gradients], int]:
    """The gradients whose estimates are averaged."""
    metric = setting.metric.of_run(setting.answers, reference=setting.reference)
    # Through q and k, AtP* recomputes the softmax, so it needs the gradient at the pattern.
    at = sites
    if method == "atp*" and sites[0].kind in ("q", "k"):
        at = [Site("pattern", site.layer) for site in sites]
    if method == "ig":
        ends = [lm.run(tokens, read=["embed"], logits=False)["embed"] for tokens in (setting.corrupted, setting.clean)]
        found = []
        for k in range(1, steps + 1):
            point = ends[0] + (k / steps) * (ends[1] - ends[0])
            found.append(lm.gradients(setting.clean, metric, at=at, edits=[replace("embed", point)]))
            progress("gradients", k, steps)
        return found, steps
    if method == "atp":
        return [lm.gradients(setting.clean, metric, at=at)], 1
    found = []
    for layer in range(lm.n_layers):
        found.append(lm.gradients(setting.clean, metric, at=at, edits=_drop(layer)))
        progress("gradients", layer + 1, lm.n_layers)
    return found, lm.n_layers


def _drop(layer: int) -> list[Edit]:
    """Hold what a layer adds to the stream constant, so that no gradient passes through it."""

    def detached(activation: Tensor, context: EditContext) -> Tensor:
        return activation.detach()

    return [apply(Site("attn_out", layer), detached), apply(Site("mlp_out", layer), detached)]


def _estimates(
    lm: LanguageModel,
    cells: Grid,
    sites: list[Site],
    clean: Run,
    corrupted: Run,
    gradients: list[Gradients],
    method: Method,
) -> Tensor:
    """[pair, *axes], the estimate of every cell."""
    combine: Callable[[list[Tensor]], Tensor] = _mean_size if method == "atp*" else _mean
    scale = lm.n_layers / max(lm.n_layers - 1, 1) if method == "atp*" else 1.0
    layers = []
    for site in sites:
        terms = [_products(lm, site, clean, corrupted, gradient, method) for gradient in gradients]
        summed = [_summed(term, cells) for term in terms]
        layers.append(combine(summed) * scale)
    stacked = torch.stack(layers, 1) if "layer" in cells.axes else sum(layers)
    assert isinstance(stacked, Tensor)
    order = [axis for axis in ("layer", "pos", "head", "neuron") if axis in cells.axes]
    return stacked.permute(0, *(1 + order.index(axis) for axis in cells.axes)).float().cpu()


def _mean(terms: list[Tensor]) -> Tensor:
    return torch.stack(terms).mean(0)


def _mean_size(terms: list[Tensor]) -> Tensor:
    """GradDrop: the mean size over dropped layers, with the sign of the mean."""
    stacked = torch.stack(terms)
    return stacked.abs().mean(0) * stacked.mean(0).sign()


def _products(
    lm: LanguageModel, site: Site, clean: Run, corrupted: Run, gradient: Gradients, method: Method
) -> Float[Tensor, "pair pos ..."]:
    """(a_corrupted - a_clean) . dm/da, kept by position and by head or neuron."""
    lengths = clean.tokens.lengths
    if method == "atp*" and site.kind in ("q", "k"):
        product = _recomputed(lm, site, clean, corrupted, gradient)
    else:
        product = (corrupted[site] - clean[site]) * gradient[site]
        if site.kind in ("scores", "pattern"):
            product = product.nan_to_num(0.0).sum(-1)
            product = product.movedim(2, 1) if site.unit is None else product
        elif site.info.unit != "neuron":
            product = product.sum(-1)
    real = torch.arange(product.shape[1]) < lengths[:, None]
    return product * real.reshape(*real.shape, *(1,) * (product.dim() - 2)).to(product)


def _recomputed(lm: LanguageModel, site: Site, clean: Run, corrupted: Run, gradient: Gradients) -> Tensor:
    """Patch one query (or one key) at a time and recompute the softmax: Delta pattern . dm/dpattern, [pair pos head]."""
    layer = site.layer
    q, k = clean[Site("q", layer)], clean[Site("k", layer)]
    scores, pattern = clean[Site("scores", layer)], clean[Site("pattern", layer)]
    weight = gradient[Site("pattern", layer)]
    group = q.shape[2] // k.shape[2]
    scaling = _scaling(q, k, scores, group)
    if site.kind == "q":
        change = corrupted[Site("q", layer)] - q if site.unit is None else _one(corrupted, site, q)
        shift = scaling * torch.einsum("bqhd,bkhd->bhqk", change, k.repeat_interleave(group, 2))
        moved = (scores + shift).float().softmax(-1) - pattern
        product = (moved * weight).sum(-1).movedim(2, 1)  # every query has a row of its own
        return product if site.unit is None else product[:, :, site.unit]
    change = corrupted[Site("k", layer)] - k if site.unit is None else _one(corrupted, site, k)
    shift = scaling * torch.einsum("bqhd,bkhd->bhqk", q, change.repeat_interleave(group, 2))
    product = torch.zeros(*q.shape[:3])
    for key in range(q.shape[1]):  # patching a key moves one column of scores, and so every row's softmax
        patched = scores.clone()
        patched[..., key] = patched[..., key] + shift[..., key]
        product[:, key] = ((patched.float().softmax(-1) - pattern) * weight).sum((-1, -2))
    product = product.unflatten(2, (k.shape[2], group)).sum(-1)
    return product if site.unit is None else product[:, :, site.unit]


def _one(corrupted: Run, site: Site, clean: Tensor) -> Tensor:
    change = torch.zeros_like(clean)
    change[:, :, site.unit] = corrupted[site] - clean[:, :, site.unit]
    return change


def _scaling(q: Tensor, k: Tensor, scores: Tensor, group: int) -> float:
    """The factor on q k^T, read off the scores themselves (position 0 sees only itself, so no mask enters)."""
    raw = (q[:, 0] * k.repeat_interleave(group, 2)[:, 0]).sum(-1)
    return float((scores[:, :, 0, 0] * raw).sum() / (raw * raw).sum())


def _summed(product: Tensor, cells: Grid) -> Tensor:
    """Sum over what is not an axis; [pair (pos) (unit)]."""
    if product.dim() > 2 and "head" not in cells.axes and "neuron" not in cells.axes:
        product = product.sum(2)
    return product if "pos" in cells.axes else product.sum(1)


def _exact_sample(
    lm: LanguageModel,
    setting: Contrast,
    cells: Grid,
    corrupted: Run,
    per_pair: Tensor,
    sample: int,
    seed: int,
    progress: Progress,
) -> tuple[list[int], Tensor]:
    """Some cells patched exactly: the strongest by estimate, and as many at random."""
    size = per_pair.flatten(1).mean(0).abs()
    strongest = size.argsort(descending=True)[: sample // 2].tolist()
    order = torch.randperm(len(size), generator=torch.Generator().manual_seed(seed)).tolist()
    chosen = list(dict.fromkeys([*strongest, *order]))[:sample]
    labels = cells.cells()
    rows = []
    for pair in range(len(setting)):
        length = int(setting.clean.lengths[pair])
        for cell in chosen:
            pos: Any = labels[cell].get("pos")
            here = list(range(length)) if pos is None else [pos] if pos < length else []
            edits = (replace(cells.site_of(labels[cell]), corrupted, pos=here),) if here else ()
            rows.append(SweepRow(pair, edits))
    done = sweep(lm, setting.clean, rows, setting.score, vocab=setting.vocab, progress=progress)
    return chosen, done.values.reshape(len(setting), len(chosen)) - done.plain[:, None]
