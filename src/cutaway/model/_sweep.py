"""Sweeps: one score for each of many edited runs, in chunks that fit a memory budget, and resumable."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from jaxtyping import Float, Int
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from cutaway.errors import DataError, EditError, NonFiniteError
from cutaway.files import write_atomically
from cutaway.model._edits import Edit, EditContext
from cutaway.model._language_model import LanguageModel
from cutaway.model._memory import PeakMemory, free_memory
from cutaway.model._replay import BoundRow, Walk, capture, positions_of
from cutaway.model._sites import Site
from cutaway.model._tokens import Prompts, Tokens
from cutaway.progress import Progress, silent

Score = Callable[[Tensor, Tensor], Tensor]
"""From logits [row vocab] and the prompt of each row [row] to one number a row."""

_LOGITS_BYTES = 64 << 20
"""Logits are made for so many rows at a time that they stay below this."""


@dataclass(frozen=True)
class SweepRow:
    """One edited run of a sweep: the index of its prompt, and its edits."""

    prompt: int
    edits: tuple[Edit, ...]


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """The scores of a sweep.

    Attributes:
        values: [row], in the order of the rows given, fp32.
        plain: [prompt], the score of each prompt with no row's edits.
        rows: how many rows were run.
        resumed: how many of them came from a checkpoint.
        chunks: in how many walks.
        peak_bytes: the most memory in use above what was in use at the start.
    """

    values: Float[Tensor, " row"]
    plain: Float[Tensor, " prompt"]
    rows: int
    resumed: int
    chunks: int
    peak_bytes: int


def sweep(
    lm: LanguageModel,
    prompts: Prompts | Tokens,
    rows: Sequence[SweepRow],
    score: Score,
    *,
    base: Sequence[Sequence[Edit]] | None = None,
    vocab: Int[Tensor, " entry"] | None = None,
    looks_at: int | Sequence[int] = -1,
    memory: int | None = None,
    checkpoint: Path | str | None = None,
    job: str = "",
    progress: Progress = silent,
) -> Sweep:
    """Score many edited runs in one pass over the layers.

    Args:
        lm: the model.
        prompts: the prompts that rows refer to, of equal or unequal length.
        rows: the runs; a row without edits is the plain run.
        base: edits that are in force in every run of a prompt, one list a prompt; a row's own edits come after
            them at the same site. The plain run is then the run with these edits.
        score: from logits and each row's prompt to a number a row.
        vocab: the vocabulary entries whose logits the score needs, in this order; None for all.
        looks_at: the position whose logits are scored (of each prompt, if several are given), from the prompt's
            end where negative.
        memory: bytes that the walk may use beyond the model; None for half of what is free, at most 4 GiB.
        checkpoint: a file that keeps finished chunks. An interrupted sweep that is started again with the same
            file goes on where it was.
        job: what the checkpoint is for, besides the model, the prompts and the rows' sites; a checkpoint made for
            another job is refused.
        progress: told how many rows are done.

    Raises:
        SiteError, EditError, PromptError: as for `LanguageModel.run`.
        NonFiniteError: a score is NaN or infinite; says at which site the first such value arises.
        DataError: the checkpoint belongs to another sweep or is damaged.
    """
    tokens = lm.tokenize(prompts)
    under = [SweepRow(prompt, tuple(edits)) for prompt, edits in enumerate(base or [()] * len(tokens))]
    if len(under) != len(tokens):
        raise EditError(f"base= has edits for {len(under)} prompts, but there are {len(tokens)}")
    run = _Chunks(lm, tokens, under, score, vocab, _looked(looks_at, tokens))
    memory = free_memory(lm.device) if memory is None else memory
    saved = _Checkpoint(checkpoint, _job(lm, tokens, [*under, *rows], job), len(rows))
    with torch.no_grad(), lm.exclusive(), PeakMemory(lm.device) as peak:
        plain = run([SweepRow(prompt, ()) for prompt in range(len(tokens))])
        bound = [run.bind(row) for row in rows]
        chunks = _chunks(lm, tokens, bound, saved.done, memory)
        progress("sweep", int(saved.done.sum()), len(rows))
        for chunk in chunks:
            saved.add(chunk, run([rows[i] for i in chunk]))
            progress("sweep", int(saved.done.sum()), len(rows))
    return Sweep(
        values=saved.values,
        plain=plain,
        rows=len(rows),
        resumed=saved.resumed,
        chunks=len(chunks),
        peak_bytes=peak.bytes,
    )


def _looked(looks_at: int | Sequence[int], tokens: Tokens) -> Int[Tensor, " prompt"]:
    looked = torch.as_tensor([looks_at] * len(tokens) if isinstance(looks_at, int) else list(looks_at))
    looked = torch.where(looked < 0, looked + tokens.lengths, looked)
    if bool(((looked < 0) | (looked >= tokens.lengths)).any()):
        raise EditError(f"looks_at={looks_at!r} is outside a prompt; lengths are {tokens.lengths.tolist()}")
    return looked


class _Chunks:
    """Scores any rows of one sweep, by a walk where the architecture can be packed and by plain runs where not."""

    def __init__(
        self,
        lm: LanguageModel,
        tokens: Tokens,
        under: list[SweepRow],
        score: Score,
        vocab: Tensor | None,
        looked: Tensor,
    ):
        self._lm, self._tokens, self._score, self._vocab, self._looked = lm, tokens, score, vocab, looked
        self._under = under
        self._base = {row.prompt: self.bind(row) for row in under}
        self._calls = capture(lm.parts, tokens, lm.device) if _walkable(lm) else None

    def bind(self, row: SweepRow) -> BoundRow:
        """Bind a row's edits to their layers, and check that they lie within its prompt."""
        if not 0 <= row.prompt < len(self._tokens):
            raise EditError(f"a row is for prompt {row.prompt}, but there are {len(self._tokens)}")
        for edit in row.edits:
            if edit.rows is not None:
                raise EditError(f"'{edit}' has rows=; a sweep's rows name their prompt instead")
            positions_of(edit, int(self._tokens.lengths[row.prompt]))
        sites = ((edit, site) for edit in row.edits for site in self._lm.resolve(edit.site))
        return BoundRow(row.prompt, tuple(sites))

    def __call__(self, rows: list[SweepRow]) -> Tensor:
        """[row], the scores; checked to be finite."""
        lm, tokens, looked = self._lm, self._tokens, self._looked
        if self._calls is None:
            together = [SweepRow(row.prompt, self._under[row.prompt].edits + row.edits) for row in rows]
            values = _plain_runs(lm, tokens, together, self._score, self._vocab, looked)
        else:
            bound = [self.bind(row) for row in rows]
            stream = Walk(lm.parts, tokens, self._calls, bound, self._base).final_stream(looked)
            merged = [row.on_top_of(self._base[row.prompt]) for row in bound]
            values = _scores(lm, stream, merged, self._score, self._vocab, looked, tokens)
        _require_finite(lm, tokens, values, rows)
        return values


def _walkable(lm: LanguageModel) -> bool:
    """BLOOM alone mixes batch and heads in its attention, so that rows cannot be packed."""
    return all(part.inner != "baddbmm" for part in lm.parts.layers)


def _row_bytes(lm: LanguageModel, length: int, width: int) -> int:
    """An upper estimate of what one row of `width` tokens needs in the widest layer."""
    config = lm.hf.config.get_text_config()
    names = ("intermediate_size", "ffn_dim", "n_inner", "moe_intermediate_size")
    d_mlp = max([int(getattr(config, name, 0) or 0) for name in names] + [4 * lm.d_model])
    heads = lm.n_heads * lm.d_head
    per_token = 10 * lm.d_model + 4 * d_mlp + 8 * heads
    edited_heads = lm.n_heads * lm.d_model  # head_out and explicit patterns of an edited row
    numbers = width * per_token + 4 * length * heads + edited_heads + lm.n_heads * width * length
    return numbers * torch.empty(0, dtype=lm.dtype).element_size()


def _chunks(lm: LanguageModel, tokens: Tokens, rows: list[BoundRow], done: Tensor, memory: int) -> list[list[int]]:
    """Rows that are still to be run, in groups that fit the budget, a prompt's rows together."""
    lengths = tokens.lengths.tolist()
    todo = [i for i in range(len(rows)) if not done[i]]
    todo.sort(key=lambda i: (rows[i].prompt, rows[i].first_layer()))
    chunks: list[list[int]] = []
    used, prompts = 0, set[int]()
    for i in todo:
        row, length = rows[i], lengths[rows[i].prompt]
        start = row.first_position(length)
        cost = _row_bytes(lm, length, length - start)
        plain = 0 if row.prompt in prompts else _row_bytes(lm, length, length)
        if not chunks or used + cost + plain > memory:
            chunks.append([])
            used, prompts = 0, set()
            plain = _row_bytes(lm, length, length)
        chunks[-1].append(i)
        used += cost + plain
        prompts.add(row.prompt)
    return chunks


def _unembedded(lm: LanguageModel, normalised: Tensor, vocab: Tensor | None) -> Tensor:
    """Logits of the vocabulary entries that are needed."""
    if vocab is None:
        return lm.to_logits(normalised)
    vocab = vocab.to(normalised.device)
    bias = None if lm.b_U is None else lm.b_U[vocab]
    logits = torch.nn.functional.linear(normalised, lm.W_U[vocab], bias)
    return lm.parts.scaled(logits)


def _scores(
    lm: LanguageModel,
    stream: Tensor,
    rows: list[BoundRow],
    score: Score,
    vocab: Tensor | None,
    looked: Tensor,
    tokens: Tokens,
) -> Tensor:
    """Norm, unembedding and score, some rows at a time, with the edits of final_norm and logits."""
    late = {kind: [any(s.kind == kind for _, s in row.edits) for row in rows] for kind in ("final_norm", "logits")}
    size = lm.d_vocab if vocab is None or any(late["logits"]) else len(vocab)
    step = max(1, _LOGITS_BYTES // (size * stream.element_size()))
    values = []
    for first in range(0, len(rows), step):
        part = rows[first : first + step]
        normalised = lm.normalised(stream[first : first + step])
        if any(late["final_norm"][first : first + step]):
            normalised = _late(part, "final_norm", normalised, looked, tokens)
        if any(late["logits"][first : first + step]):
            logits = _late(part, "logits", lm.to_logits(normalised), looked, tokens)
            logits = logits if vocab is None else logits[:, vocab.to(logits.device)]
        else:
            logits = _unembedded(lm, normalised, vocab)
        values.append(score(logits, torch.tensor([row.prompt for row in part])).float().cpu())
    return torch.cat(values)


def _late(rows: list[BoundRow], kind: str, activation: Tensor, looked: Tensor, tokens: Tokens) -> Tensor:
    """Edits behind the last layer, where they lie at the position that is looked at."""
    activation = activation.clone()
    for index, row in enumerate(rows):
        at = int(looked[row.prompt])
        for edit, site in row.edits:
            if site.kind == kind and at in positions_of(edit, int(tokens.lengths[row.prompt])).tolist():
                context = EditContext(site, torch.tensor([row.prompt]), torch.tensor([[at]]))
                activation[index] = edit(activation[index][None, None], context).reshape(-1)
    return activation


def _plain_runs(
    lm: LanguageModel,
    tokens: Tokens,
    rows: list[SweepRow],
    score: Score,
    vocab: Tensor | None,
    looked: Tensor,
    batch: int = 16,
) -> Tensor:
    """The same rows as edited runs of the whole model, for the architecture that cannot be packed."""
    values = torch.empty(len(rows))
    for number in sorted({row.prompt for row in rows}):  # rows of one prompt are of one length
        own = [index for index, row in enumerate(rows) if row.prompt == number]
        ids = tokens.ids[number, : int(tokens.lengths[number])]
        for first in range(0, len(own), batch):
            part = own[first : first + batch]
            edits = [_for_row(edit, slot, number) for slot, index in enumerate(part) for edit in rows[index].edits]
            logits = lm.run(ids.expand(len(part), -1), edits=edits).logits[:, looked[number]]
            logits = logits if vocab is None else logits[:, vocab.to(logits.device)]
            values[part] = score(logits, torch.full((len(part),), number)).float().cpu()
    return values


def _for_row(edit: Edit, index: int, prompt: int) -> Edit:
    """The same edit on one row of a batch, whose function still sees the row's prompt."""

    def function(activation: Tensor, context: EditContext) -> Tensor:
        return edit.function(
            activation, EditContext(context.site, torch.full_like(context.rows, prompt), context.positions)
        )

    return Edit(site=edit.site, function=function, label=edit.label, pos=edit.pos, rows=[index])


def _require_finite(lm: LanguageModel, tokens: Tokens, values: Tensor, rows: list[SweepRow]) -> None:
    bad = (~torch.isfinite(values)).nonzero().flatten().tolist()
    if not bad:
        return
    row = rows[bad[0]]
    if not row.edits:
        at = first_nonfinite(lm, tokens)
        where = (
            f"the first such value arises at {at}"
            if at
            else "the model's activations are finite, so an edit or the score made it"
        )
        raise NonFiniteError(f"prompt {row.prompt} scores {float(values[bad[0]])} without any row's edits; {where}")
    edits = ", ".join(f"'{edit}'" for edit in row.edits)
    raise NonFiniteError(
        f"{len(bad)} rows score NaN or infinity, the first under {edits} on prompt {row.prompt}, while the plain run "
        "is finite; look at the value that this edit writes"
    )


def first_nonfinite(lm: LanguageModel, prompts: Prompts | Tokens) -> Site | None:
    """The first site, in the order of the computation, at which a prompt has a NaN or an infinity."""
    order = (
        "resid_pre",
        "attn_in",
        "q",
        "k",
        "v",
        "z",
        "attn_out",
        "mlp_in",
        "mlp_pre",
        "mlp_post",
        "mlp_out",
        "resid_post",
    )
    kinds = [kind for kind in order if kind not in lm.refused]
    tokens = lm.tokenize(prompts)
    for layer in range(lm.n_layers):
        sites = [Site(kind, layer) for kind in kinds if lm.has(Site(kind, layer))]
        run = lm.run(tokens, read=sites, logits=False)
        for site in sites:
            real = torch.arange(run[site].shape[1], device=run[site].device) < tokens.lengths[:, None].to(
                run[site].device
            )
            if not bool(torch.isfinite(run[site][real]).all()):
                return site
    return None


def _job(lm: LanguageModel, tokens: Tokens, rows: Sequence[SweepRow], job: str) -> str:
    """What a checkpoint is for, in one hash."""
    digest = hashlib.sha256(f"{lm.fingerprint} {lm.dtype} {job} {tokens.rows}".encode())
    for row in rows:
        digest.update(f"{row.prompt} {[str(edit) for edit in row.edits]}".encode())
    return digest.hexdigest()


class _Checkpoint:
    """Finished values, kept in a safetensors file if one was named."""

    def __init__(self, path: Path | str | None, job: str, n_rows: int):
        self._path = None if path is None else Path(path)
        self._job = job
        self.values = torch.full((n_rows,), torch.nan)
        self.done = torch.zeros(n_rows, dtype=torch.bool)
        if self._path is not None and self._path.exists():
            self._load(self._path)
        self.resumed = int(self.done.sum())

    def _load(self, path: Path) -> None:
        try:
            with safe_open(path, "pt") as file:
                job = (file.metadata() or {}).get("job")
                if job != self._job:
                    raise DataError(f"{path} is the checkpoint of another sweep; name another file or delete it")
                self.values, self.done = file.get_tensor("values"), file.get_tensor("done").bool()
        except (SafetensorError, OSError) as error:
            raise DataError(
                f"{path} is not a checkpoint of a sweep ({error}); name another file or delete it"
            ) from None

    def add(self, rows: list[int], values: Tensor) -> None:
        """Take in a finished chunk."""
        self.values[rows] = values
        self.done[rows] = True
        if self._path is not None:
            tensors = {"values": self.values, "done": self.done}
            write_atomically(self._path, save(tensors, {"job": self._job}))
