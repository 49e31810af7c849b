"""Path patching: what one component tells another directly, with everything else held still.

As in Wang et al., "Interpretability in the Wild" (2022) and Goldowsky-Dill et al., "Localizing Model Behavior with Path
Patching" (2023). The sender's output is taken from the corrupted run; every other head is frozen to the clean run;
what the receivers then read (a head's q, k or v, an MLP's input, or the stream before the unembedding) is recorded
and written into a clean run, whose answer is scored. With `mlps="frozen"` only the direct path is left, which is a
difference carried unchanged through the residual stream; with `mlps="recomputed"`, as in the first paper, it may also
pass through MLPs on the way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, grade_causal
from cutaway.intervene._contrast import Contrast, Pairs, contrast, interval_of, shuffled
from cutaway.model import Edit, LanguageModel, Run, Site, SweepRow, Tokens, add, replace, sweep
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Metric

SENDERS = ("head_out", "mlp_out", "embed")
RECEIVERS = ("q", "k", "v", "mlp_in", "logits")


@dataclass(frozen=True, kw_only=True)
class PathPatching(Shown):
    """The metric after each sender's direct message to the receivers was replaced.

    Attributes:
        senders, receivers: sites, as text.
        mlps: `frozen` or `recomputed` between sender and receivers.
        metric: the metric's name.
        per_pair: [pair, sender].
        clean, corrupted: [pair], the metric of the unpatched runs.
        control: [pair, sender] the same with senders taken from an unrelated prompt.
    """

    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    mlps: str
    metric: str
    per_pair: Float[Tensor, "pair sender"]
    clean: Float[Tensor, " pair"]
    corrupted: Float[Tensor, " pair"]
    control: Float[Tensor, "pair sender"]

    @property
    def effect(self) -> Float[Tensor, "pair sender"]:
        """How far the metric moves, as a share of the way from clean to corrupted."""
        return (self.per_pair - self.clean[:, None]) / (self.corrupted - self.clean).mean()

    def findings(self, *, command: str = "", n: int = 5) -> list[Finding]:
        """The strongest senders; causal where they move more than an unrelated prompt's message does."""
        beside = (self.control - self.clean[:, None]) / (self.corrupted - self.clean).mean()
        order = self.effect.mean(0).abs().argsort(descending=True)[:n].tolist()
        return [
            Finding(
                claim=f"{self.senders[i]} to {', '.join(self.receivers[:4])} carries {float(self.effect[:, i].mean()):.0%} of the gap",
                method=f"path patching, MLPs {self.mlps}, {self.metric}",
                effect=float(self.effect[:, i].mean()),
                interval=interval_of(self.effect[:, i]),
                control=float(beside[:, i].mean()),
                n=len(self.clean),
                grade=grade_causal(self.effect[:, i].numpy(), beside[:, i].numpy()),
                command=command,
            )
            for i in order
        ]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "senders": list(self.senders),
            "receivers": list(self.receivers),
            "mlps": self.mlps,
            "metric": self.metric,
            "values": self.per_pair.mean(0).tolist(),
            "effect": self.effect.mean(0).tolist(),
            "intervals": [interval_of(self.effect[:, i]) for i in range(len(self.senders))],
            "clean": float(self.clean.mean()),
            "corrupted": float(self.corrupted.mean()),
            "n": len(self.clean),
        }


def path_patch(
    lm: LanguageModel,
    pairs: Pairs,
    *,
    senders: Sequence[str] | None = None,
    receivers: Sequence[str] = ("logits",),
    mlps: Literal["frozen", "recomputed"] = "frozen",
    metric: Metric | str | None = None,
    seed: int = 0,
    batch: int = 32,
    progress: Progress = silent,
) -> PathPatching:
    """Patch the paths from senders to receivers.

    Args:
        lm: the model.
        pairs: a task, or pairs of prompts whose tokens align.
        senders: `head_out.LAYER.HEAD`, `mlp_out.LAYER` or `embed`; None for every head and MLP below a receiver.
        receivers: `q|k|v.LAYER.HEAD` (k and v by key-value head), `mlp_in.LAYER` or `logits`; all at once.
        mlps: what stands between: `frozen` for the direct path, `recomputed` to let MLPs pass the message on.
        metric: a metric or its name; None for the task's own.
        seed: orders the control prompt's tokens.
        batch: rows per run while receivers are recorded.
        progress: told how many senders are done.

    Raises:
        DataError: a site that cannot send or receive, or no sender below any receiver.
        AlignmentError, SiteError: as for `patch`.
    """
    setting = contrast(lm, pairs, metric)
    targets = [site for text in receivers for site in _parsed(lm, text, RECEIVERS, "receive")]
    highest = max(lm.n_layers if site.kind == "logits" else int(site.layer or 0) for site in targets)
    if senders is None:
        sources = [
            Site("head_out", layer, head)
            for layer in range(min(highest + 1, lm.n_layers))
            for head in range(lm.n_heads)
        ]
        sources += [Site("mlp_out", layer) for layer in range(min(highest + 1, lm.n_layers))]
        sources = [site for site in sources if any(_below(lm, site, target) for target in targets)]
    else:
        sources = [site for text in senders for site in _parsed(lm, text, SENDERS, "send")]
    if not sources or not all(any(_below(lm, site, target) for target in targets) for site in sources):
        raise DataError(
            f"some sender stands above every receiver ({', '.join(map(str, targets))}); none can be reached"
        )
    worker = _Paths(lm, setting, sources, targets, mlps, batch)
    per_pair, clean = worker(setting.corrupted, progress)
    corrupted = sweep(
        lm,
        setting.corrupted,
        [],
        setting.score,
        vocab=setting.vocab,
    ).plain
    control, _ = worker(shuffled(setting.corrupted, seed), silent)
    return PathPatching(
        senders=tuple(map(str, sources)),
        receivers=tuple(map(str, targets)),
        mlps=mlps,
        metric=setting.metric.name,
        per_pair=per_pair,
        clean=clean,
        corrupted=corrupted,
        control=control,
    )


def _parsed(lm: LanguageModel, text: str, kinds: tuple[str, ...], verb: str) -> list[Site]:
    site = Site.parse(text)
    if site.kind not in kinds:
        raise DataError(f"{text} cannot {verb}; sites that {verb}: {', '.join(kinds)}")
    return lm.resolve(site)


def _below(lm: LanguageModel, sender: Site, receiver: Site) -> bool:
    """Whether the receiver reads a stream that the sender has written to."""
    if sender.kind == "embed" or receiver.kind == "logits":
        return True
    assert sender.layer is not None and receiver.layer is not None
    if sender.kind == "head_out" and receiver.kind == "mlp_in" and sender.layer == receiver.layer:
        return not lm.parts.layers[sender.layer].parallel
    return sender.layer < receiver.layer


@dataclass(frozen=True)
class _Paths:
    lm: LanguageModel
    setting: Contrast
    senders: list[Site]
    receivers: list[Site]
    mlps: str
    batch: int

    def __call__(self, source: Tokens, progress: Progress) -> tuple[Tensor, Tensor]:
        """[pair sender] the metric with messages taken from `source`, and [pair] the clean run's."""
        lm, clean = self.lm, self.setting.clean
        kinds = sorted({site.kind for site in self.senders})
        before, after = lm.run(clean, read=kinds), lm.run(source, read=kinds)
        stream = ["resid_pre", "resid_mid"] if lm.has("resid_mid") else ["resid_pre"]
        frozen = lm.run(clean, read=["z", *stream, Site("resid_post", lm.n_layers - 1)])
        every = [(sender, pair) for sender in range(len(self.senders)) for pair in range(len(clean))]
        rows: list[SweepRow] = []
        for first in range(0, len(every), self.batch):
            part = every[first : first + self.batch]
            rows += self._recorded(part, before, after, frozen)
            progress("paths", min(first + self.batch, len(every)), len(every))
        done = sweep(lm, clean, rows, self.setting.score, vocab=self.setting.vocab)
        values = done.values.reshape(len(self.senders), len(clean)).T
        return values, done.plain

    def _recorded(self, part: list[tuple[int, int]], before: Run, after: Run, frozen: Run) -> list[SweepRow]:
        """Rows of the last run: the receivers hold what they read when only the sender had changed."""
        lm, clean = self.lm, self.setting.clean
        pairs = torch.tensor([pair for _, pair in part])
        tokens = Tokens(clean.ids[pairs], clean.lengths[pairs], clean.tokenizer)
        delta = torch.stack([after[self.senders[s]][pair] - before[self.senders[s]][pair] for s, pair in part])
        edits: list[Edit] = []
        for row, (s, pair) in enumerate(part):
            sender = self.senders[s]
            if self.mlps == "frozen":
                edits += self._carried(sender, row, delta[row], frozen, pair)
            else:
                where = "embed" if sender.kind == "embed" else Site(_written(sender), sender.layer)
                edits.append(add(where, delta[row], rows=[row]))
                edits += [
                    replace(Site("z", layer), frozen[Site("z", layer)][pair], rows=[row])
                    for layer in range(lm.n_layers)
                ]
        read = [Site("resid_post", lm.n_layers - 1) if site.kind == "logits" else site for site in self.receivers]
        recorded = lm.run(tokens, read=read, edits=edits, logits=False)
        rows = []
        for row, (_, pair) in enumerate(part):
            length = int(clean.lengths[pair])
            rows.append(
                SweepRow(
                    pair, tuple(replace(site, recorded[site][row, :length], pos=list(range(length))) for site in read)
                )
            )
        return rows

    def _carried(self, sender: Site, row: int, delta: Tensor, frozen: Run, pair: int) -> list[Edit]:
        """The stream at every later place: clean, plus the sender's difference."""
        lm = self.lm
        edits = []
        start = -1 if sender.layer is None else sender.layer
        for layer in range(max(start, 0), lm.n_layers):
            if layer > start:
                at = Site("resid_pre", layer)
                edits.append(replace(at, frozen[at][pair] + delta, rows=[row]))
            if lm.has("resid_mid") and (layer > start or sender.kind == "head_out"):
                at = Site("resid_mid", layer)
                edits.append(replace(at, frozen[at][pair] + delta, rows=[row]))
        last = Site("resid_post", lm.n_layers - 1)
        edits.append(replace(last, frozen[last][pair] + delta, rows=[row]))
        return edits


def _written(sender: Site) -> str:
    """The site at which a sender's difference enters the stream."""
    return "attn_out" if sender.kind == "head_out" else "mlp_out"
