"""Running circuits: the answers of a model in which only some edges carry what the run itself computes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from cutaway.circuits._ablation import RESAMPLE, Ablation
from cutaway.circuits._graph import Graph
from cutaway.circuits._outputs import MeanOutputs, constants, outputs
from cutaway.circuits._pass import MaskedPass
from cutaway.circuits._prefix import Prefix
from cutaway.circuits._spans import placed
from cutaway.errors import DataError
from cutaway.intervene import Contrast, Pairs, contrast
from cutaway.model import LanguageModel, Site, Tokens, free_memory, projections
from cutaway.progress import Progress, silent
from cutaway.tasks import Answers, Metric, Task

Mask = Bool[Tensor, "source destination"] | Float[Tensor, "source destination"]
Masks = Sequence[Mask] | Bool[Tensor, "mask source destination"] | Float[Tensor, "mask source destination"]
_MOST = 1 << 30
"""Bytes of one pass's sources, at most."""


@dataclass(frozen=True, eq=False)
class Chunk:
    """Pairs that are run together, of about the same length.

    Attributes:
        rows: which pairs.
        clean, corrupted: their tokens.
        ablated: what ablated edges carry, from the first position in which the prompts differ; where it is kept.
        prefix: what lies before that position.
    """

    rows: Tensor
    clean: Tokens
    corrupted: Tokens
    ablated: Float[Tensor, "source row pos d_model"] | None
    prefix: Prefix | None = None

    @property
    def start(self) -> int:
        """The first position that is run with a circuit."""
        return 0 if self.prefix is None else self.prefix.length

    @property
    def tokens(self) -> Tokens:
        """The clean tokens from there on."""
        return Tokens(self.clean.ids[:, self.start :], self.clean.lengths - self.start, self.clean.tokenizer)


class CircuitRunner:
    """Runs circuits of one model on one set of pairs.

    A destination reads a mixture: from each source u what it says in this run where the edge is in the circuit, and
    what it is ablated to where it is not. With all edges this is the clean run; with none, the corrupted run
    (`resample`), or one in which nothing depends on the prompt.

    Args:
        lm: the model.
        pairs: a task, or pairs of prompts whose tokens align.
        ablation: what an ablated edge carries.
        metric: how answers are scored; None for the task's own.
        memory: bytes that may be used; half of what is free, 4 GiB at most, unless said.
        share_prefix: run what clean and corrupted prompts share once, and keep it in the model's cache.
        graph: whose edges are meant, where it tells token spans apart (`span_graph`); None for the model's plain graph.

    Raises:
        DataError: a graph of another model, or one whose spans these pairs do not have.
        AlignmentError: a pair's prompts differ in length, or an answer is not one token.
        UnsupportedModelError: the model's heads have no projections of their own.
    """

    def __init__(
        self,
        lm: LanguageModel,
        pairs: Pairs,
        *,
        ablation: Ablation = RESAMPLE,
        metric: Metric | str | None = None,
        memory: int | None = None,
        share_prefix: bool = True,
        graph: Graph | None = None,
    ):
        self._share = share_prefix and ablation.value == "resample"
        self.graph = Graph.of(lm) if graph is None else graph
        if graph is not None and not graph.whole.same_as(Graph.of(lm)):
            raise DataError(f"this graph is of another model than {lm.name}; make one with Graph.of or span_graph")
        self.lm, self.ablation = lm, replace(ablation, positions="spans" if self.graph.spans else "all")
        self.setting: Contrast = contrast(lm, pairs, metric)
        self.places = placed(self.graph, self.setting, lm)
        """[pair pos], the span of every clean token, where spans are told apart."""
        self.projections = projections(lm)
        self.constants = constants(lm)
        self.memory = free_memory(lm.device) if memory is None else memory
        self._row_bytes = len(self.graph.sources) * lm.d_model * torch.empty(0, dtype=lm.dtype).element_size()
        self._mean: Tensor | None = None
        self.chunks = self._chunked()
        self._base: tuple[Tensor, Tensor] | None = None

    def __len__(self) -> int:
        return len(self.setting)

    @property
    def metric(self) -> Metric:
        """How answers are scored."""
        return self.setting.metric

    @property
    def task(self) -> Task | None:
        """Where the pairs come from; None for token ids."""
        return self.setting.task

    @property
    def full(self) -> Bool[Tensor, "source destination"]:
        """All edges."""
        return self.graph.valid

    @property
    def empty(self) -> Bool[Tensor, "source destination"]:
        """No edge."""
        return torch.zeros_like(self.graph.valid)

    # -- what is asked for -------------------------------------------------------------------------------

    def logits(
        self, edges: Mask, rows: Sequence[int] | None = None, *, differentiable: bool = False
    ) -> Float[Tensor, "pair d_vocab"]:
        """The circuit's answers at each clean prompt's last token.

        Args:
            edges: a mask of edges, true or false, or weights of them.
            rows: which pairs; None for all.
            differentiable: so that a gradient with respect to the mask may be taken. The pairs are then run at once.
        """
        return self.logits_many([edges], rows, differentiable=differentiable)[0]

    def logits_many(
        self,
        masks: Masks,
        rows: Sequence[int] | None = None,
        *,
        differentiable: bool = False,
        progress: Progress = silent,
    ) -> Float[Tensor, "mask pair d_vocab"]:
        """The answers of several circuits in one go; what lies below the first edge in which they differ is run once."""
        return self._each(masks, rows, lambda logits, _: logits, differentiable=differentiable, progress=progress)

    def values(
        self, masks: Masks, rows: Sequence[int] | None = None, *, progress: Progress = silent
    ) -> Float[Tensor, "mask pair"]:
        """The metric of several circuits on every pair."""

        def scored(logits: Tensor, chosen: Tensor) -> Tensor:
            return torch.stack([self.score(one, chosen) for one in logits]).float().cpu()

        return self._each(masks, rows, scored, progress=progress)

    def score(self, logits: Float[Tensor, "pair d_vocab"], rows: Tensor | None = None) -> Float[Tensor, " pair"]:
        """The metric of answers, of the pairs `rows` (None: all)."""
        chosen = list(range(len(self))) if rows is None else rows.tolist()
        answers = self.setting.answers
        own = Answers(tuple(answers.correct[i] for i in chosen), tuple(answers.wrong[i] for i in chosen))
        reference = self.setting.reference
        return self.metric(logits, own, reference=None if reference is None else reference[chosen])

    @property
    def clean_values(self) -> Float[Tensor, " pair"]:
        """The metric of the model itself on the clean prompts."""
        return self._ends()[0]

    @property
    def ablated_values(self) -> Float[Tensor, " pair"]:
        """The metric with every edge ablated; for `resample` that of the corrupted prompts."""
        return self._ends()[1]

    def faithfulness(self, values: Float[Tensor, "*rest pair"]) -> Float[Tensor, "*rest"]:
        """(m(C) - m(none)) / (m(all) - m(none)) of means over pairs; never clipped.

        Raises:
            DataError: the model does no better with all edges than with none.
        """
        full, none = self.clean_values.mean(), self.ablated_values.mean()
        if float((full - none).abs()) < 1e-6:
            raise DataError(
                f"the {self.metric.name} is {float(full):.3g} with all edges and as much with none, so that no share of a "
                "difference can be given; choose pairs whose prompts have different answers"
            )
        return (values.mean(-1) - none) / (full - none)

    # -- how it is run -----------------------------------------------------------------------------------

    def _ends(self) -> tuple[Tensor, Tensor]:
        if self._base is None:
            clean = torch.cat([self.lm.run(chunk.clean, logits="last").last_logits for chunk in self.chunks])
            order = torch.cat([chunk.rows for chunk in self.chunks])
            full = self.score(clean, order)[order.argsort()].float().cpu()
            self._base = full, self.values([self.empty])[0]
        return self._base

    def _chunked(self) -> list[Chunk]:
        setting = self.setting
        same = torch.tensor(setting.first_difference).minimum(setting.clean.lengths - 1)
        same = same if self._share else torch.zeros_like(same)
        order = (setting.clean.lengths * 10_000 - same).argsort(stable=True)
        widest = int((setting.clean.lengths - same).max())
        most = max(1, min(_MOST // 4, self.memory // 8) // (self._row_bytes * widest))
        size = -(-len(order) // -(-len(order) // most))
        keep = len(order) * widest * self._row_bytes <= self.memory // 2
        mean = MeanOutputs()
        chunks = []
        for first in range(0, len(order), size):
            rows = order[first : first + size]
            clean, corrupted = _part(setting.clean, rows), _part(setting.corrupted, rows)
            start = int(same[rows].min())
            prefix = Prefix.of(self.lm, clean.ids[:, :start])
            if prefix is not None and not chunks and not prefix.agrees(self.lm, clean):
                prefix, same = None, torch.zeros_like(same)  # this model cannot go on behind several tokens
            start = 0 if prefix is None else start
            ablated = None
            if self.ablation.value == "resample" and keep:
                ablated = self._said(corrupted, start)
            elif self.ablation.value == "mean":
                mean.add(outputs(self.lm, corrupted).values, corrupted)
            chunks.append(Chunk(rows, clean, corrupted, ablated, prefix))
        if self.ablation.value == "mean":
            self._mean = mean.mean()
        return chunks

    def _said(self, tokens: Tokens, start: int) -> Float[Tensor, "source row pos d_model"]:
        values = outputs(self.lm, tokens).values
        return values[:, :, start:].clone() if start else values

    def said(self, chunk: Chunk) -> Float[Tensor, "source row pos d_model"]:
        """What every source says in the clean run, at the positions that are run with a circuit."""
        return self._said(chunk.clean, chunk.start)

    def ablated(self, chunk: Chunk) -> Float[Tensor, "source row pos d_model"]:
        """What ablated edges carry on some pairs."""
        if chunk.ablated is not None:
            return chunk.ablated
        shape = (len(self.graph.sources), *chunk.clean.ids.shape, self.lm.d_model)
        if self.ablation.value == "zero":
            return torch.zeros(shape, dtype=self.lm.dtype, device=self.lm.device)
        if self._mean is not None:
            return self._mean[:, None, : shape[2]].expand(shape)
        return self._said(chunk.corrupted, chunk.start)

    @property
    def origin(self) -> dict[str, str]:
        """Of which split of a task the pairs are, for the provenance of what is found on them."""
        task = self.setting.task
        return {} if task is None or not task.split else {"split": task.split}

    def copies(self, chunk: Chunk, *, backward: bool = False) -> int:
        """How many copies of some pairs fit into one pass: a masked one, or a plain one with a backward pass, which keeps
        about ten streams and four rows of neurons of each layer."""
        width = self._row_bytes
        if backward:
            lm = self.lm
            neurons = lm.unit_count(Site("mlp_post"))
            item = torch.empty(0, dtype=lm.dtype).element_size()
            width = max(width, lm.n_layers * (10 * lm.d_model + 4 * neurons) * item)
        return max(1, min(_MOST, self.memory // 4) // (chunk.tokens.ids.numel() * width))

    def run(
        self, masks: Float[Tensor, "mask source destination"], chunk: Chunk, *, differentiable: bool = False
    ) -> Float[Tensor, "mask row d_vocab"]:
        """One pass of some masks over one chunk of pairs."""
        return MaskedPass(
            self.lm,
            self.projections,
            self.constants,
            chunk.tokens,
            self.ablated(chunk),
            masks,
            prefix=chunk.prefix,
            differentiable=differentiable,
            spans=self.spans(chunk),
        ).logits()

    def spans(self, chunk: Chunk) -> Int[Tensor, "row pos"] | None:
        """The span of every token that is run with a circuit."""
        return None if self.places is None else self.places[chunk.rows][:, chunk.start : chunk.clean.ids.shape[1]]

    def selected(self, rows: Sequence[int] | None) -> Iterator[Chunk]:
        """The chunks of some pairs, in the order of the chunks."""
        wanted = None if rows is None else torch.as_tensor(list(rows))
        for chunk in self.chunks:
            if wanted is None:
                yield chunk
                continue
            here = torch.isin(chunk.rows, wanted).nonzero().flatten()
            if len(here) == len(chunk.rows):
                yield chunk
            elif len(here):
                clean, corrupted = _part(chunk.clean, here), _part(chunk.corrupted, here)
                ablated = chunk.ablated
                ablated = None if ablated is None else ablated[:, here, : clean.ids.shape[1] - chunk.start]
                prefix = None if chunk.prefix is None else chunk.prefix.rows(here)
                yield Chunk(chunk.rows[here], clean, corrupted, ablated, prefix)

    def _each(
        self,
        masks: Masks,
        rows: Sequence[int] | None,
        use: Callable[[Tensor, Tensor], Tensor],
        *,
        differentiable: bool = False,
        progress: Progress = silent,
    ) -> Tensor:
        stacked = self._checked(masks)
        found, order = [], []
        chunks = list(self.selected(rows))
        total, done = len(stacked) * len(chunks), 0
        for chunk in chunks:
            step = len(stacked) if differentiable else self.copies(chunk)
            part = []
            for first in range(0, len(stacked), step):
                some = stacked[first : first + step]
                part.append(use(self.run(some, chunk, differentiable=differentiable), chunk.rows))
                done += len(some)
                progress("circuits", done, total)
            found.append(torch.cat(part))
            order.append(chunk.rows)
        chosen = torch.cat(order)
        values = torch.cat(found, 1)
        if rows is None:
            return values[:, chosen.argsort().to(values.device)]
        place = {pair: index for index, pair in enumerate(chosen.tolist())}
        return values[:, [place[int(pair)] for pair in rows]]

    def _checked(self, masks: Masks) -> Float[Tensor, "mask source destination"]:
        stacked = masks if isinstance(masks, Tensor) else torch.stack([mask.to(self.lm.dtype) for mask in masks])
        if tuple(stacked.shape[1:]) != self.graph.shape:
            raise DataError(
                f"masks of shape {list(stacked.shape)} for a graph of {list(self.graph.shape)}; give [mask, source, destination]"
            )
        stacked = stacked.to(self.lm.device, self.lm.dtype)
        if not bool(torch.isfinite(stacked).all()):
            raise DataError("a mask holds NaN or infinity; give weights that are finite")
        return stacked * self.graph.valid.to(stacked)


def _part(tokens: Tokens, rows: Tensor) -> Tokens:
    """Some prompts, no wider than the longest of them."""
    lengths = tokens.lengths[rows]
    return Tokens(tokens.ids[rows, : int(lengths.max())], lengths, tokens.tokenizer)
