"""What a dictionary is worth on held-out text: how much it explains, how sparsely, and what the model loses by it.

Cross-entropy is compared between three runs of the same rows: the model as it is, the model with the site replaced by
the dictionary's reconstruction, and the model with the site set to zero. CE recovered is (CE_zero - CE_dictionary) /
(CE_zero - CE_clean). It is never shown alone: where a layer matters little it is close to 1 for a dictionary that does
nothing, so the loss itself and the KL divergence from the model's own predictions stand beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding
from cutaway.features._dictionary import Dictionary
from cutaway.features.measures._metrics import (
    Estimate,
    FiringSums,
    Histogram,
    ReconstructionSums,
    TokenSums,
    density_histogram,
)
from cutaway.model import Activations, LanguageModel, Run, Site, replace
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.store import Batch, Corpus, Packing, stream

SKIPPED = 1
"""Positions at a row's start that are left to the model: the first token's stream mostly has an extreme size."""
PACKING = Packing(rows_per_document=8)
"""Few rows of each document, so that the same number of tokens comes from many documents."""
_LOSS_TOKENS = 512
"""Tokens of a batch whose logits are all kept."""
_NATS = "nats a token"


@dataclass(frozen=True, kw_only=True)
class DictionaryEvaluation(Shown):
    """A dictionary on held-out text.

    Attributes:
        dictionary: its name in a line.
        model: the model's name.
        site, target: what it reads and reconstructs.
        fvu: fraction of variance unexplained.
        l0: active latents at a token.
        dead: the share of latents that no token made active; it falls with the number of tokens.
        seen_once: the share of latents that exactly one token made active: about as many are still to come.
        delta_ce: how much the loss rises when the reconstruction stands in for the site, nats a token.
        kl: from the model's own predictions to those with the reconstruction, nats a token.
        ce_recovered: (CE_zero - CE_dictionary) / (CE_zero - CE_clean).
        ce: the model's own loss, nats a token.
        delta_ce_zero: how much the loss rises when the site is set to zero.
        tokens: tokens behind FVU, L0 and the dead share.
        loss_tokens: predictions behind the losses.
        documents: documents that the tokens come from.
        skipped: positions at the start of each row that were left out, and left to the model.
        extreme: tokens of extreme size that were left out, and left to the model, as in the dictionary's training.
        density: [latent], the share of tokens on which each is active.
        histogram: how the densities are distributed, by their logarithm.
    """

    dictionary: str
    model: str
    site: str
    target: str
    fvu: Estimate
    l0: Estimate
    dead: float
    seen_once: float
    delta_ce: Estimate
    kl: Estimate
    ce_recovered: Estimate
    ce: Estimate
    delta_ce_zero: Estimate
    tokens: int
    loss_tokens: int
    documents: int
    skipped: int
    extreme: int
    density: Float[Tensor, " latent"]
    histogram: Histogram

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        names = ("fvu", "l0", "delta_ce", "kl", "ce_recovered", "ce", "delta_ce_zero")
        estimates: dict[str, Estimate] = {name: getattr(self, name) for name in names}
        return {
            **{name: estimate.value for name, estimate in estimates.items()},
            "dead": self.dead,
            "seen_once": self.seen_once,
            "tokens": self.tokens,
            "loss_tokens": self.loss_tokens,
            "documents": self.documents,
            "skipped": self.skipped,
            "extreme": self.extreme,
            "intervals": {name: None if e.interval is None else list(e.interval) for name, e in estimates.items()},
            "density_histogram": {"edges": list(self.histogram.edges), "counts": list(self.histogram.counts)},
            "dictionary": self.dictionary,
            "model": self.model,
            "site": self.site,
            "target": self.target,
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """What it explains, and what the model loses: `observed`, since a small loss is no cause of anything."""
        how = f"{self.dictionary} on {self.documents} held-out documents"
        return [
            Finding(
                claim=f"{self.l0.value:.1f} latents a token leave {self.fvu.value:.3f} of the variance of {self.target} "
                "unexplained (the mean alone leaves 1)",
                method=f"FVU, global mean; {how}",
                effect=self.fvu.value,
                interval=_pair(self.fvu),
                control=1.0,
                n=self.documents,
                command=command,
                details={"l0": self.l0.value, "dead": self.dead, "tokens": self.tokens},
            ),
            Finding(
                claim=f"with the reconstruction in place of {self.target} the model loses {self.delta_ce.value:.3f} nats a "
                f"token; without {self.target} at all, {self.delta_ce_zero.value:.3f}",
                method=f"ΔCE over tokens that are not special; {how}",
                effect=self.delta_ce.value,
                interval=_pair(self.delta_ce),
                control=self.delta_ce_zero.value,
                n=self.documents,
                command=command,
                details={"kl": self.kl.value, "ce_recovered": self.ce_recovered.value, "tokens": self.loss_tokens},
            ),
        ]


def evaluate_dictionary(
    lm: LanguageModel,
    dictionary: Dictionary,
    corpus: Corpus,
    *,
    n_tokens: int = 100_000,
    loss_tokens: int = 20_000,
    packing: Packing = PACKING,
    skip_positions: int | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> DictionaryEvaluation:
    """Measure a dictionary on text that it was not trained on.

    Args:
        lm: the model that it was trained on.
        dictionary: an SAE, a transcoder (measured at its target), or a crosscoder of this model's layers (whose layers
            are all replaced at once, by what it makes of the unedited run).
        corpus: held-out text, such as `corpus.split("heldout")`.
        n_tokens: tokens for FVU, L0 and the dead share.
        loss_tokens: tokens for the losses, which take three runs of the whole model.
        packing: how documents become rows.
        skip_positions: positions at a row's start that are left out; None: as in training, or the first.
        seed: draws the intervals.
        progress: told how many tokens are done.

    Raises:
        DataError: another model's dictionary, one of several models, or too little text.
        SiteError: the model has no such site.
        NonFiniteError: activations or reconstructions are not finite.
    """
    dictionary.check(lm)
    c = dictionary.config
    skip = int(c.training.get("skip_positions", SKIPPED)) if skip_positions is None else skip_positions
    reads, targets = [Site.parse(site) for site in c.sites], [Site.parse(site) for site in c.targets]
    fits, fired, losses = ReconstructionSums(c.d_out), FiringSums(c.latents), _Losses(lm, dictionary, skip)
    documents: set[int] = set()
    extreme = 0
    places = list(dict.fromkeys([*c.sites, *c.targets]))
    batches = stream(lm, corpus, places, packing=packing, n_tokens=n_tokens)
    for batch in batches:
        kept = batch.pos >= skip
        x = side_by_side([batch[site] for site in reads])
        far = dictionary.extreme(x) & kept
        extreme += int(far.sum())
        kept &= ~far
        x = x[kept]
        y = x if c.targets == c.sites else side_by_side([batch[site] for site in targets])[kept]
        z = dictionary.encode(x)
        fits.add(y, dictionary.decode(z, x if c.skip else None), batch.document[kept])
        fired.add(z, batch.document[kept])
        documents |= set(batch.document.tolist())
        if losses.tokens < loss_tokens:
            for rows in _row_batches(batch):
                if losses.tokens < loss_tokens:
                    losses.add(rows)
        progress("tokens", min(fits.tokens, n_tokens), n_tokens)
    if not fits.tokens:
        raise DataError(f"the corpus {corpus.name} has no token behind the first {skip} of a row; give more text")
    sums = losses.sums
    return DictionaryEvaluation(
        dictionary=repr(dictionary),
        model=lm.name,
        site=c.site,
        target=c.target,
        fvu=fits.fvu(seed=seed),
        l0=fired.l0(),
        dead=fired.dead,
        seen_once=float((fired.counts == 1).double().mean()),
        delta_ce=sums.mean("dictionary", less="clean", seed=seed),
        kl=sums.mean("kl", seed=seed),
        ce_recovered=sums.ratio(("zero", "dictionary"), ("zero", "clean"), seed=seed),
        ce=sums.mean("clean", seed=seed),
        delta_ce_zero=sums.mean("zero", less="clean", seed=seed),
        tokens=fits.tokens,
        loss_tokens=sums.tokens,
        documents=len(documents),
        skipped=skip,
        extreme=extreme,
        density=fired.density,
        histogram=density_histogram(fired.density),
    )


def latent_density(
    lm: LanguageModel,
    dictionary: Dictionary,
    corpus: Corpus,
    *,
    n_tokens: int = 100_000,
    packing: Packing = PACKING,
    skip_positions: int | None = None,
    progress: Progress = silent,
) -> Float[Tensor, " latent"]:
    """The share of tokens on which each latent is active; 0 for those that no token of the text makes active.

    Args:
        lm, dictionary, corpus, n_tokens, packing, skip_positions, progress: as for `evaluate_dictionary`.

    Raises:
        DataError, SiteError: as for `evaluate_dictionary`.
    """
    dictionary.check(lm)
    c = dictionary.config
    skip = int(c.training.get("skip_positions", SKIPPED)) if skip_positions is None else skip_positions
    fired = FiringSums(c.latents)
    for batch in stream(lm, corpus, list(c.sites), packing=packing, n_tokens=n_tokens):
        x = side_by_side([batch[site] for site in c.sites])
        kept = (batch.pos >= skip) & ~dictionary.extreme(x)
        z = dictionary.encode(x[kept])
        fired.add(z, batch.document[kept])
        progress("tokens", min(fired.tokens, n_tokens), n_tokens)
    return fired.density


def side_by_side(activations: Sequence[Tensor], *, lead: int = 1) -> Tensor:
    """Activations of several sites on one last axis, heads flattened; `lead` axes come before."""
    return torch.cat([activation.flatten(lead) for activation in activations], dim=-1)


def put_apart(x_hat: Tensor, like: Sequence[Tensor], *, lead: int = 1) -> list[Tensor]:
    """The opposite of `side_by_side`: each site's part in the shape that it has in the model."""
    widths = [activation.shape[lead:].numel() for activation in like]
    return [part.reshape(one.shape).to(one) for part, one in zip(x_hat.split(widths, -1), like, strict=True)]


@dataclass(frozen=True)
class _Rows:
    ids: list[list[int]]
    documents: list[int]


def _row_batches(batch: Batch) -> Iterator[_Rows]:
    """The rows of a batch of activations again, few enough at a time that all their logits fit."""
    starts = (batch.pos == 0).nonzero().flatten().tolist()
    ends = [*starts[1:], len(batch)]
    held = _Rows([], [])
    for start, end in zip(starts, ends, strict=True):
        if held.ids and (len(held.ids) + 1) * max(end - start, len(held.ids[0])) > _LOSS_TOKENS:
            yield held
            held = _Rows([], [])
        held.ids.append(batch.ids[start:end].tolist())
        held.documents.append(int(batch.document[start]))
    yield held


class _Losses:
    """Losses of the same predictions under the plain model, the dictionary in its place, and zeros in its place."""

    def __init__(self, lm: LanguageModel, dictionary: Dictionary, skip: int):
        self._lm, self._dictionary, self._skip = lm, dictionary, skip
        self.sums = TokenSums("clean", "dictionary", "zero", "kl")
        special = [] if lm.tokenizer is None else lm.tokenizer.all_special_ids
        self._special = torch.tensor(sorted({int(i) for i in special if i is not None}), dtype=torch.long)

    @property
    def tokens(self) -> int:
        return self.sums.tokens

    def add(self, rows: _Rows) -> None:
        """Three runs of some rows."""
        lm, c = self._lm, self._dictionary.config
        clean = lm.run(rows.ids, read=list(dict.fromkeys([*c.sites, *c.targets])))
        behind = slice(self._skip, None)
        written, zeros = self._replacements(clean)
        replaced = lm.run(rows.ids, edits=[replace(site, written, pos=behind) for site in c.targets])
        without = lm.run(rows.ids, edits=[replace(site, zeros, pos=behind) for site in c.targets])
        for number, (ids, document) in enumerate(zip(rows.ids, rows.documents, strict=True)):
            targets = torch.tensor(ids[1:])
            at = torch.arange(len(ids) - 1)
            seen = torch.tensor(ids[:-1])
            counted = (at >= self._skip) & ~torch.isin(targets, self._special) & ~torch.isin(seen, self._special)
            chosen = at[counted]
            if not len(chosen):
                continue
            log_p, log_q, log_0 = (
                run.logits[number, chosen].float().log_softmax(-1) for run in (clean, replaced, without)
            )
            wanted = targets[counted][:, None].to(log_p.device)
            self.sums.add(
                torch.full((len(chosen),), document),
                clean=-log_p.gather(1, wanted)[:, 0],
                dictionary=-log_q.gather(1, wanted)[:, 0],
                zero=-log_0.gather(1, wanted)[:, 0],
                kl=(log_p.exp() * (log_p - log_q)).sum(-1),
            )

    def _replacements(self, clean: Run) -> tuple[Activations, Activations]:
        """What the dictionary makes of a run under the names of its targets, and zeros; tokens of extreme size stay."""
        d, c = self._dictionary, self._dictionary.config
        x = side_by_side([clean[site] for site in c.sites], lead=2).to(d.device)
        like = [clean[site] for site in c.targets]
        y = side_by_side(like, lead=2).to(d.device)
        stays = d.extreme(x)[..., None]
        found = []
        for instead in (d.reconstruct(x), torch.zeros_like(y)):
            parts = zip(c.targets, put_apart(torch.where(stays, y, instead), like, lead=2), strict=True)
            found.append(Activations({Site.parse(site): part for site, part in parts}, clean.tokens))
        return found[0], found[1]


def _pair(estimate: Estimate) -> tuple[float, float] | None:
    return None if estimate.interval is None else (estimate.interval.low, estimate.interval.high)
