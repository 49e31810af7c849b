"""A tuned lens beside the logit lens, on text that it was not trained on."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, bootstrap
from cutaway.model import LanguageModel, Site
from cutaway.observe._lens_measures import LOGITS_BYTES, Target, logits_of
from cutaway.observe._tuned_lens import TunedLens
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.store import Batch, Corpus, Packing, stream


@dataclass(frozen=True, kw_only=True, eq=False)
class LensComparison(Shown):
    """How far each lens is from the model's own distribution, layer by layer.

    A document is one sample: the mean over its positions that were drawn.
    """

    axes = ("point", "document")

    points: tuple[str, ...]
    """The sites, from the embedding (`resid_pre.0`) over each layer's `resid_post`; the last is the model itself."""
    logit_kl: Float[Tensor, "point document"]
    """KL(model ‖ logit lens) in nats."""
    tuned_kl: Float[Tensor, "point document"]
    logit_agreement: Float[Tensor, "point document"]
    """The share of positions at which the lens's top token is the model's."""
    tuned_agreement: Float[Tensor, "point document"]
    n_positions: int
    corpus: dict[str, Any]
    model: str

    @property
    def worse(self) -> tuple[str, ...]:
        """The points at which the tuned lens is not closer to the model than the logit lens, the last one left out."""
        tuned, logit = self.tuned_kl.mean(1), self.logit_kl.mean(1)
        return tuple(p for p, t, l in zip(self.points[:-1], tuned, logit, strict=False) if not t < l)  # noqa: E741

    def to_frame(self) -> list[dict[str, Any]]:
        """A row for each point, with 95% intervals over documents."""
        rows = []
        for index, point in enumerate(self.points):
            gain = self.logit_kl[index] - self.tuned_kl[index]
            rows.append(
                {
                    "site": point,
                    "logit_kl": float(self.logit_kl[index].mean()),
                    "logit_interval": list(bootstrap(self.logit_kl[index].numpy())),
                    "tuned_kl": float(self.tuned_kl[index].mean()),
                    "tuned_interval": list(bootstrap(self.tuned_kl[index].numpy())),
                    "gain": float(gain.mean()),
                    "gain_interval": list(bootstrap(gain.numpy())),
                    "logit_agreement": float(self.logit_agreement[index].mean()),
                    "tuned_agreement": float(self.tuned_agreement[index].mean()),
                }
            )
        return rows

    def to_json(self) -> dict[str, Any]:
        """The figures of every point."""
        return {
            "points": self.to_frame(),
            "worse": list(self.worse),
            "documents": self.tuned_kl.shape[1],
            "positions": self.n_positions,
            "corpus": self.corpus,
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """The mean gain over all layers but the last, as an observation; the control is the logit lens's divergence."""
        gain = (self.logit_kl - self.tuned_kl)[:-1].mean(0)
        better = len(self.points) - 1 - len(self.worse)
        logit, tuned = float(self.logit_kl[:-1].mean()), float(self.tuned_kl[:-1].mean())
        return [
            Finding(
                claim=f"On held-out text the tuned lens is {tuned:.2f} nats from the model, the logit lens {logit:.2f}, "
                f"on average over layers; it is closer at {better} of {len(self.points) - 1} points",
                method="tuned lens",
                effect=float(gain.mean()),
                interval=tuple(bootstrap(gain.numpy())),  # type: ignore[arg-type]
                control=logit,
                n=len(gain),
                grade="observed",
                command=command,
                details={"measure": "KL(model ‖ lens), logit lens less tuned lens", "control": "KL of the logit lens"},
            )
        ]


def compare_lenses(
    lm: LanguageModel,
    lens: TunedLens,
    corpus: Corpus,
    *,
    n_tokens: int = 16_384,
    n_positions: int = 2048,
    length: int = 128,
    seed: int = 0,
    progress: Progress = silent,
) -> LensComparison:
    """Measure a tuned lens and the logit lens on the same positions of held-out text.

    Args:
        lm: the model.
        lens: the tuned lens.
        corpus: text that it was not trained on, such as `corpus.split("heldout")`.
        n_tokens: tokens that are run; the documents are as many as these hold.
        n_positions: about how many positions are looked at, drawn from those; each costs the whole vocabulary twice a layer.
        length: tokens of a row.
        seed: draws the positions.
        progress: told how many tokens were passed over.

    Raises:
        DataError: the lens is another model's, or the corpus is empty.
    """
    lens.check(lm)
    sites = ["resid_pre", f"resid_post.{lm.n_layers - 1}"]
    generator = torch.Generator().manual_seed(seed)
    packing = Packing(length=length, rows_per_document=4)  # many documents: they are the samples
    share = min(1.0, n_positions / n_tokens)
    figures, documents = [], []
    passed = 0
    for batch in stream(lm, corpus, sites, packing=packing, n_tokens=n_tokens, skip_positions=1):
        chosen = (torch.rand(len(batch), generator=generator) < share).nonzero()[:, 0]
        for part in chosen.split(max(1, LOGITS_BYTES // (4 * lm.d_vocab))):
            with torch.no_grad():
                figures.append(_measured(lm, lens, batch, part))
            documents.append(batch.document[part])
        passed += len(batch)
        progress("held out", min(passed, n_tokens), n_tokens)
    if not documents:
        raise DataError("no position of the held-out text was drawn; give more text or more positions")
    names, index = np.unique(torch.cat(documents).numpy(), return_inverse=True)
    values = torch.cat(figures, -1)  # [4 point position]
    place = torch.from_numpy(index).long()
    count = torch.zeros(len(names)).index_add_(0, place, torch.ones(len(place)))
    total = torch.zeros(*values.shape[:2], len(names)).index_add_(2, place, values)
    logit_kl, tuned_kl, logit_agreement, tuned_agreement = (total / count).unbind(0)
    return LensComparison(
        points=("resid_pre.0", *(f"resid_post.{layer}" for layer in range(lm.n_layers))),
        logit_kl=logit_kl,
        tuned_kl=tuned_kl,
        logit_agreement=logit_agreement,
        tuned_agreement=tuned_agreement,
        n_positions=len(place),
        corpus=corpus.to_json(),
        model=lm.name,
    )


def _measured(lm: LanguageModel, lens: TunedLens, batch: Batch, part: Tensor) -> Float[Tensor, "4 point position"]:
    last = batch[f"resid_post.{lm.n_layers - 1}"][part]
    target = Target(lm, last)
    figures = torch.zeros(4, lm.n_layers + 1, len(part))
    for point in range(lm.n_layers + 1):
        site = Site("resid_pre", point)
        plain = batch[site][part] if point < lm.n_layers else last
        for row, stream_ in enumerate((plain, lens(site, plain))):
            if row and point == lm.n_layers:  # nothing is translated there
                figures[1::2, point] = figures[::2, point]
                continue
            logits = logits_of(lm, stream_)
            figures[row, point] = target.kl(logits).cpu()
            figures[2 + row, point] = (logits.argmax(-1) == target.top).float().cpu()
    return figures
