"""How edges are scored: gradients along several paths, exact ablation of each edge, and chance.

With D_u = a_u - a'_u what an edge loses when it is ablated, and g_v the gradient of the metric at what destination v
reads, an edge's score is D_u . g_v, summed over positions and averaged over pairs. The methods differ in where g is
taken:

- `eap`: at the clean run (edge attribution patching; Syed et al., 2023). It is the derivative of the circuit's metric
  with respect to the edge's mask where all masks are one.
- `eap-ig`: averaged over embeddings from ablated to clean (Hanna et al., 2024).
- `eap-ig-activations`: averaged over the source's own output from ablated to clean, one source at a time.
- `mask-gradient`: the derivative with respect to the masks, averaged over masks that all equal alpha, for alpha from 0
  to 1. These scores sum to the difference between the full and the empty circuit.
- `atp*`: at the clean run, with both corrections of AtP* (Kramar et al., 2024): the softmax is recomputed for what a
  query or a key loses, and the gradient is taken once for every layer without that layer's own parts, of which the mean
  size counts, so that effects which cancel are not lost.
- `exact`: no gradient; each edge is ablated alone.
- `random`: chance, to compare with.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.circuits._ablation import RESAMPLE, Ablation
from cutaway.circuits._gradients import Differentiator, Seen, Shift
from cutaway.circuits._graph import Graph
from cutaway.circuits._recomputed import into_queries_and_keys
from cutaway.circuits._run import Chunk, CircuitRunner
from cutaway.circuits._scores import EdgeScores
from cutaway.circuits._spans import span_graph
from cutaway.errors import DataError, did_you_mean
from cutaway.evidence import provenance
from cutaway.intervene import Pairs
from cutaway.model import LanguageModel, PeakMemory
from cutaway.progress import Progress, silent
from cutaway.tasks import Metric, Task

PerPair = Float[Tensor, "pair source destination"]


def score_edges(
    lm: LanguageModel,
    pairs: Pairs,
    *,
    method: str = "eap-ig",
    ablation: Ablation = RESAMPLE,
    steps: int = 5,
    metric: Metric | str | None = None,
    sample: int | None = None,
    seed: int = 0,
    keep_pairs: bool = False,
    by_span: bool = False,
    memory: int | None = None,
    progress: Progress = silent,
) -> EdgeScores:
    """Score every edge of a model's graph.

    Args:
        lm: the model.
        pairs: a task, or pairs of prompts whose tokens align.
        method: one of `SCORE_METHODS`.
        ablation: what an ablated edge carries.
        steps: points along the path, for the methods that follow one.
        metric: how answers are scored; None for the task's own.
        sample: for `exact`, how many edges to ablate: the strongest half by `eap-ig`, and others at random. None for all,
            which takes a run of the upper layers for each edge.
        seed: draws samples and chance.
        keep_pairs: keep each pair's own scores, for resampling.
        by_span: tell apart the token spans that the task's template names: an edge is scored for each of them.
        memory: bytes that may be used.
        progress: told how much is done.

    Raises:
        DataError: an unknown method, or a metric that it cannot use.
        AlignmentError, UnsupportedModelError: as for `CircuitRunner`.
    """
    if method not in SCORE_METHODS:
        raise DataError(
            f"no method {method!r}{did_you_mean(method, SCORE_METHODS)}; the methods are {', '.join(SCORE_METHODS)}"
        )
    if steps < 1:
        raise DataError(f"steps={steps}; give at least 1")
    start = time.perf_counter()
    with PeakMemory(lm.device) as peak:
        share = method != "atp*"  # which calls attention again, behind no cache
        graph = span_graph(lm, pairs) if by_span else None
        runner = CircuitRunner(
            lm, pairs, ablation=ablation, metric=metric, memory=memory, share_prefix=share, graph=graph
        )
        job = _Job(runner, steps, seed, sample, progress)
        _check(method, job)
        found = SCORE_METHODS[method](job) * runner.graph.valid
        sign = 1.0 if runner.metric.higher_is_better else -1.0
        found = sign * found
    task = pairs.name if isinstance(pairs, Task) else "pairs"
    options = {"method": method, "steps": steps, "task": task, **runner.origin}
    return EdgeScores(
        graph=runner.graph,
        values=found.mean(0),
        method=method,
        ablation=runner.ablation,
        task=task,
        metric=runner.metric.name,
        n=len(runner),
        measured=job.measured,
        per_pair=found if keep_pairs else None,
        model=lm.name,
        fingerprint=lm.fingerprint,
        seconds=time.perf_counter() - start,
        peak_bytes=peak.bytes,
        provenance=provenance(lm, seed=seed) | options,
    )


class _Job:
    """What a scoring method works with."""

    def __init__(self, runner: CircuitRunner, steps: int, seed: int, sample: int | None, progress: Progress):
        self.runner, self.steps, self.seed, self.sample, self.progress = runner, steps, seed, sample, progress
        self.lm, self.graph = runner.lm, runner.graph
        self.by = Differentiator(lm=self.lm, layers=runner.projections, constants=runner.constants)
        self.measured: Tensor | None = None

    def contracted(
        self, chunk: Chunk, change: Tensor, gradients: Iterable[Tensor], weight: float = 1.0
    ) -> Float[Tensor, "row source destination"]:
        """D_u . g_v of a chunk; of each span, where they are told apart."""
        spans = self.runner.spans(chunk)
        if spans is None:
            return contracted(change, gradients) * weight
        spans = spans.repeat(change.shape[1] // len(spans), 1)
        return contracted_by_span(change, gradients, spans, self.graph.n_spans) * weight

    def scoring(self, rows: Tensor) -> Callable[[Tensor], Tensor]:
        return lambda logits: self.runner.score(logits, rows)

    def over_chunks(self, of: Callable[[Chunk, Callable[[], None]], Tensor], passes: int) -> PerPair:
        """Each chunk's scores, put in the order of the pairs."""
        found = torch.zeros(len(self.runner), *self.graph.shape)
        total, done = passes * len(self.runner.chunks), 0

        def tick() -> None:
            nonlocal done
            done += 1
            self.progress("gradients", done, total)

        for chunk in self.runner.chunks:
            found[chunk.rows] = of(chunk, tick).float().cpu()
        return found


def _check(method: str, job: _Job) -> None:
    metric = job.runner.metric
    if method in ("exact", "random"):
        return
    if not metric.differentiable:
        raise DataError(f"{metric.name} has no gradient; use --method exact, or logit_difference")
    if metric.needs == "reference" and method in ("eap", "atp*"):
        raise DataError(
            f"{metric.name} compares with the clean run, and its gradient there is zero whatever the edges do; use "
            "eap-ig or mask-gradient, which take it elsewhere, or logit_difference"
        )


def _eap(job: _Job) -> PerPair:
    def of(chunk: Chunk, tick: Callable[[], None]) -> Tensor:
        seen = job.by.run(chunk.tokens, job.scoring(chunk.rows), prefix=chunk.prefix)
        tick()
        return job.contracted(chunk, job.runner.said(chunk) - job.runner.ablated(chunk), job.by.carried(seen))

    return job.over_chunks(of, 1)


def _ig_inputs(job: _Job) -> PerPair:
    def of(chunk: Chunk, tick: Callable[[], None]) -> Tensor:
        clean = job.runner.said(chunk)
        ablated = job.runner.ablated(chunk)
        total: list[Tensor] | None = None
        for k in range(1, job.steps + 1):
            embed = ablated[0] + (k / job.steps) * (clean[0] - ablated[0])
            seen = job.by.run(chunk.tokens, job.scoring(chunk.rows), embed=embed, prefix=chunk.prefix)
            total = _added(total, job.by, seen)
            tick()
        assert total is not None
        return job.contracted(chunk, clean - ablated, total, 1 / job.steps)

    return job.over_chunks(of, job.steps)


def _added(total: list[Tensor] | None, by: Differentiator, seen: Seen) -> list[Tensor]:
    if total is None:
        return list(by.carried(seen))
    for old, new in zip(total, by.carried(seen), strict=True):
        old.add_(new)
    return total


def _mask_gradient(job: _Job) -> PerPair:
    def of(chunk: Chunk, tick: Callable[[], None]) -> Tensor:
        ablated = job.runner.ablated(chunk)
        total: Tensor | float = 0.0
        for k in range(job.steps):
            alpha = (k + 0.5) / job.steps
            seen = job.by.run(chunk.tokens, job.scoring(chunk.rows), alpha=alpha, ablated=ablated, prefix=chunk.prefix)
            assert seen.said is not None
            total = total + job.contracted(chunk, seen.said - ablated, job.by.carried(seen), 1 / job.steps)
            tick()
        assert isinstance(total, Tensor)
        return total

    return job.over_chunks(of, job.steps)


def _ig_activations(job: _Job) -> PerPair:
    parts = _together(job.graph)
    away = torch.arange(1 - job.steps, 1) / job.steps  # where on the path from ablated to clean, from its end

    def of(chunk: Chunk, tick: Callable[[], None]) -> Tensor:
        change = job.runner.said(chunk) - job.runner.ablated(chunk)
        found = torch.zeros(len(chunk.rows), *job.graph.shape)
        room = job.runner.copies(chunk, backward=True)
        for layer, kind, rows in parts:
            sources = torch.tensor(rows).repeat_interleave(job.steps).split(room)
            for source, far in zip(sources, away.repeat(len(rows)).split(room), strict=True):
                lost = change[source.to(change.device)]
                shift = Shift(layer, kind, far.to(lost)[:, None, None, None] * lost)
                score = job.scoring(chunk.rows.repeat(len(source)))
                seen = job.by.run(chunk.tokens, score, shift=shift, prefix=chunk.prefix)
                scores = job.contracted(chunk, lost.flatten(0, 1)[None], job.by.carried(seen), 1 / job.steps)
                scores = scores.unflatten(0, lost.shape[:2]).squeeze(2).movedim(1, 0).float().cpu()
                found[..., -scores.shape[-1] :].index_add_(1, source, scores)
            tick()
        return found

    return job.over_chunks(of, len(parts))


def _together(graph: Graph) -> list[tuple[int | None, str, list[int]]]:
    """The sources that enter the stream at the same place: its layer, its kind, and which they are."""
    found: dict[tuple[int | None, str], list[int]] = {}
    for row, site in enumerate(graph.source_sites):
        found.setdefault((site.layer, site.kind), []).append(row)
    return [(layer, kind, rows) for (layer, kind), rows in found.items()]


def _atp_star(job: _Job) -> PerPair:
    n_layers = job.lm.n_layers
    _, layer_of = job.graph.layers()
    counted = torch.where(layer_of < n_layers, max(n_layers - 1, 1), n_layers)  # a destination's own layer has none

    def of(chunk: Chunk, tick: Callable[[], None]) -> Tensor:
        change = job.runner.said(chunk) - job.runner.ablated(chunk)
        size: Tensor | float = 0.0
        total: Tensor | float = 0.0
        clean, gradients = None, []
        for layer in range(n_layers):
            seen = job.by.run(chunk.tokens, job.scoring(chunk.rows), drop=layer)
            clean = clean or seen
            gradients.append(seen.z_gradient)
            term = job.contracted(chunk, change, job.by.carried(seen))
            size, total = size + term.abs(), total + term
            tick()
        assert clean is not None and isinstance(size, Tensor) and isinstance(total, Tensor)
        spans = job.runner.spans(chunk)
        spans = torch.zeros_like(chunk.tokens.ids) if spans is None else spans
        again = into_queries_and_keys(job.by, clean, change, gradients, spans.to(change.device), job.graph.n_spans)
        for columns, effects in again:
            sources = slice(effects.shape[2])
            size[:, sources, columns], total[:, sources, columns] = effects.abs().sum(0), effects.sum(0)
            tick()
        return size * total.sign() / counted.to(size)

    return job.over_chunks(of, 3 * n_layers)


def _exact(job: _Job) -> PerPair:
    graph, runner = job.graph, job.runner
    chosen = graph.valid.nonzero()
    if job.sample is not None and job.sample < len(chosen):
        guide = (_ig_inputs(job) * graph.valid).mean(0).abs()
        size = guide[chosen[:, 0], chosen[:, 1]]
        order = torch.randperm(len(chosen), generator=torch.Generator().manual_seed(job.seed)).tolist()
        strongest = size.argsort(descending=True)[: job.sample // 2].tolist()
        chosen = chosen[sorted(dict.fromkeys([*strongest, *order]), key=[*strongest, *order].index)[: job.sample]]
        job.measured = torch.zeros(graph.shape, dtype=torch.bool)
        job.measured[chosen[:, 0], chosen[:, 1]] = True
    chosen = chosen[chosen[:, 1].argsort(stable=True)]  # edges into the same layer share all that lies below it
    found = torch.zeros(len(runner), *graph.shape)
    clean = runner.values([runner.full])[0]
    step = 256
    for first in range(0, len(chosen), step):
        some = chosen[first : first + step]
        masks = runner.full.float().repeat(len(some), 1, 1)
        masks[torch.arange(len(some)), some[:, 0], some[:, 1]] = 0.0
        found[:, some[:, 0], some[:, 1]] = (clean - runner.values(masks)).T
        job.progress("edges", min(first + step, len(chosen)), len(chosen))
    return found


def _random(job: _Job) -> PerPair:
    drawn = torch.randn(job.graph.shape, generator=torch.Generator().manual_seed(job.seed))
    return drawn.expand(len(job.runner), -1, -1)


def contracted(
    change: Float[Tensor, "source row pos d_model"], gradients: Iterable[Tensor]
) -> Float[Tensor, "row source destination"]:
    """D_u . g_v for every source and destination, summed over positions. What lies past a prompt's end adds nothing:
    the gradient is zero there."""
    by_row = change.transpose(0, 1).flatten(2)  # [row source pos*d_model]
    found = []
    for g in gradients:
        found.append(torch.bmm(by_row, g.permute(1, 2, 3, 0).flatten(1, 2).to(by_row)))
    return torch.cat(found, -1)


def contracted_by_span(
    change: Float[Tensor, "source row pos d_model"],
    gradients: Iterable[Tensor],
    spans: Int[Tensor, "row pos"],
    n: int,
) -> Float[Tensor, "row source destination"]:
    """The same summed over the positions of each of n spans, which follow each other for every destination."""
    n_sources, n_rows, n_pos, _ = change.shape
    each = change.permute(2, 1, 0, 3)  # [pos row source d_model]; sums over positions are kept in fp32
    rows = torch.arange(n_rows, device=change.device)
    spans = spans.to(change.device)
    found = []
    for g in gradients:
        total = change.new_zeros(n_rows, n, n_sources, len(g), dtype=torch.promote_types(change.dtype, torch.float32))
        for pos in range(n_pos):
            total[rows, spans[:, pos]] += torch.bmm(each[pos], g[:, :, pos].permute(1, 2, 0).to(each)).to(total)
        found.append(total.permute(0, 2, 3, 1).flatten(2))
    return torch.cat(found, -1)


def resampled(scores: EdgeScores, seed: int) -> EdgeScores:
    """The scores of pairs drawn again with replacement, for measuring how stable a circuit is.

    Raises:
        DataError: the scores of single pairs were not kept.
    """
    if scores.per_pair is None:
        raise DataError("these scores are means only; score with keep_pairs=True to draw pairs again")
    n = len(scores.per_pair)
    drawn = torch.randint(n, (n,), generator=torch.Generator().manual_seed(seed))
    return replace(scores, values=scores.per_pair[drawn].mean(0), per_pair=None)


SCORE_METHODS: dict[str, Callable[[_Job], PerPair]] = {
    "eap": _eap,
    "eap-ig": _ig_inputs,
    "eap-ig-activations": _ig_activations,
    "mask-gradient": _mask_gradient,
    "atp*": _atp_star,
    "exact": _exact,
    "random": _random,
}
"""The scoring methods, by name."""
