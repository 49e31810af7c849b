"""Latents as the components of a circuit: how few of them, at one site, carry what a task asks.

At one site the clean and the corrupted run of a pair differ by (z - z') W_dec and by the error's difference. A circuit is a
set of latents; its run has the clean code in these and the corrupted one in all others, at every position, and the error
of the corrupted run (or, with the error counted in, of the clean one). Its faithfulness is (m(C) - m(∅)) / (m(M) - m(∅)),
where ∅ has nothing clean and M everything. Latents are ranked by attribution on training pairs, (z - z') d · g averaged
over gradients at the corrupted and the clean end, and the curve is drawn on held-out pairs, beside as many latents at
random among those that differ at all.
"""

from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Finding, bootstrap, bootstrap_difference, spearman
from cutaway.features._dictionary import Dictionary
from cutaway.features.measures._evaluate import SKIPPED
from cutaway.features.use._attribution import CodeParts
from cutaway.model import LanguageModel, SweepRow, sweep
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks import Answers, Task

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
_CHECKED = 24
"""Latents that are also patched one at a time, for the agreement of the ranking with exact effects."""


@dataclass(frozen=True, kw_only=True)
class LatentCircuit(Shown):
    """The latents of one site that carry a task.

    Attributes:
        model, dictionary, site, task: what was studied.
        ranking: latents that differ between clean and corrupted runs, the strongest first.
        scores: [rank], their attributions, averaged over training pairs.
        rank_correlation: Spearman's between attribution and exact patching of single latents, on training pairs.
        sizes: how many latents each circuit has.
        faithfulness: [size pair], on held-out pairs, with the error of the corrupted run.
        with_error: [size pair], the same with the clean run's error.
        random: [draw size pair], random latents, with the error of the corrupted run.
        error_alone: [pair], the clean run's error and no latent.
    """

    model: str
    dictionary: str
    site: str
    task: str
    ranking: tuple[int, ...]
    scores: Float[Tensor, " rank"]
    rank_correlation: float
    sizes: tuple[int, ...]
    faithfulness: Float[Tensor, "size pair"]
    with_error: Float[Tensor, "size pair"]
    random: Float[Tensor, "draw size pair"]
    error_alone: Float[Tensor, " pair"]

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "model": self.model,
            "dictionary": self.dictionary,
            "site": self.site,
            "task": self.task,
            "ranking": list(self.ranking),
            "scores": self.scores.tolist(),
            "rank_correlation": self.rank_correlation,
            "sizes": list(self.sizes),
            "faithfulness": self.faithfulness.mean(1).tolist(),
            "intervals": [list(bootstrap(row.numpy())) for row in self.faithfulness],
            "with_error": self.with_error.mean(1).tolist(),
            "random": self.random.mean((0, 2)).tolist(),
            "error_alone": float(self.error_alone.mean()),
            "n": self.faithfulness.shape[1],
        }

    def size_for(self, share: float) -> int | None:
        """The smallest circuit whose faithfulness is at least `share`; None if none is."""
        reached = (self.faithfulness.mean(1) >= share).nonzero().flatten()
        return self.sizes[int(reached[0])] if len(reached) else None

    def findings(self, *, command: str = "") -> list[Finding]:
        """The circuit at half of what the model does: `verified` where random latents of the same number fall short."""
        size = self.size_for(0.5) or self.sizes[-1]
        index = self.sizes.index(size)
        own, random = self.faithfulness[index], self.random[:, index].mean(0)
        apart = bootstrap_difference(own.numpy(), random.numpy())
        holds = apart.low > 0 and len(own) >= 5
        low, high = bootstrap(own.numpy())
        return [
            Finding(
                claim=f"{size} of {len(self.ranking)} latents at {self.site} carry {float(own.mean()):.2f} of "
                f"{self.task} on held-out pairs; as many at random, {float(random.mean()):.2f}",
                method="clean code in these latents, corrupted code in all others and in the error; chosen by attribution "
                "on other pairs",
                effect=float(own.mean()),
                interval=(low, high),
                control=float(random.mean()),
                n=len(own),
                grade="verified" if holds else "observed",
                command=command,
                details={
                    "latents": list(self.ranking[:size]),
                    "with_error": float(self.with_error[index].mean()),
                    "error_alone": float(self.error_alone.mean()),
                },
            )
        ]


def latent_circuit(
    lm: LanguageModel,
    dictionary: Dictionary,
    train: Task,
    heldout: Task,
    *,
    sizes: tuple[int, ...] = SIZES,
    draws: int = 3,
    skip_positions: int | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> LatentCircuit:
    """Find the latents of one site that carry a task, and test them on held-out pairs.

    Args:
        lm: the model that the dictionary was trained on.
        dictionary: an SAE or a transcoder.
        train: pairs that latents are chosen on.
        heldout: pairs that the circuits are tested on.
        sizes: how many latents; those beyond what differs are left out.
        draws: random circuits of each size.
        skip_positions: positions at the start that are the same in every run; None: as in training, or the first.
        seed: draws the random circuits.
        progress: told how many runs are done.

    Raises:
        DataError: another model's dictionary, a crosscoder, no latent that differs, or a metric without a gradient.
        AlignmentError: a pair whose prompts have different numbers of tokens.
    """
    dictionary.check(lm)
    skip = int(dictionary.config.training.get("skip_positions", SKIPPED)) if skip_positions is None else skip_positions
    if not train.metric.differentiable or train.metric.needs == "reference":
        raise DataError(f"{train.metric.name} has no gradient at the clean run; use logit_difference")
    chosen, tested = _Pairs(lm, dictionary, train, skip), _Pairs(lm, dictionary, heldout, skip)
    scores = chosen.attributions()
    differing = (chosen.clean.z != chosen.corrupted.z).any(0).any(0).nonzero().flatten()
    if not len(differing):
        raise DataError(f"no latent differs between the clean and corrupted runs of {train.name}; try another site")
    ranking = differing[scores[differing].argsort(descending=True)]
    sizes = tuple(size for size in sizes if size <= len(ranking)) or (len(ranking),)
    checked = torch.cat([ranking[: _CHECKED // 2], ranking[_CHECKED // 2 :][:: max(1, len(ranking) // 12)]])[:_CHECKED]
    exact = chosen.scores([(latent[None], False) for latent in checked], progress) - chosen.empty
    generator = torch.Generator().manual_seed(seed)
    orders = [ranking[torch.randperm(len(ranking), generator=generator)] for _ in range(draws)]
    jobs = [(ranking[:size], False) for size in sizes] + [(ranking[:size], True) for size in sizes]
    jobs += [(order[:size], False) for order in orders for size in sizes] + [(ranking[:0], True)]
    values = tested.faithfulness(tested.scores(jobs, progress))
    n = len(sizes)
    return LatentCircuit(
        model=lm.name,
        dictionary=repr(dictionary),
        site=str(chosen.clean.site),
        task=heldout.name,
        ranking=tuple(ranking.tolist()),
        scores=scores[ranking],
        rank_correlation=spearman(scores[checked].tolist(), exact.mean(1).tolist()),
        sizes=sizes,
        faithfulness=values[:n],
        with_error=values[n : 2 * n],
        random=values[2 * n : -1].reshape(draws, n, -1),
        error_alone=values[-1],
    )


class _Pairs:
    """The clean and corrupted runs of a task's pairs, taken apart by a dictionary."""

    def __init__(self, lm: LanguageModel, dictionary: Dictionary, task: Task, skip: int):
        self._lm, self._dictionary, self._task = lm, dictionary, task
        self._answers = task.check(lm)
        self._tokens, corrupted = lm.tokenize(task.clean), lm.tokenize(task.corrupted)
        self.clean = CodeParts.of(lm, dictionary, self._tokens, skip=skip)
        self.corrupted = CodeParts.of(lm, dictionary, corrupted, skip=skip)
        self.code = self.clean.z - self.corrupted.z
        """[pair pos latent]"""
        self._error = self.clean.error - self.corrupted.error
        place = torch.arange(self.code.shape[1])
        counted = (place >= skip) & (place < self._tokens.lengths[:, None])
        whole = torch.where(counted[..., None].to(self.clean.y.device), self.clean.y - self.corrupted.y, 0.0)
        self._whole = whole
        self.empty, self.full = self._run([-whole[i] for i in range(len(whole))], None)

    def attributions(self) -> Float[Tensor, " latent"]:
        """(z - z') d · g, averaged over pairs and over gradients at both ends."""
        site, metric = self.clean.site, self._task.metric.of_run(self._answers)
        W_dec = self._dictionary.W_dec
        total = torch.zeros(self.code.shape[-1])
        for prompts in (self._task.clean, self._task.corrupted):
            gradient = self._lm.gradients(prompts, metric, at=[site])[site].flatten(2)
            along = gradient.to(W_dec) @ W_dec.T
            total += 0.5 * (self.code * along.to(self.code)).sum((0, 1)).cpu() / len(self.code)
        return total

    def scores(self, jobs: list[tuple[Tensor, bool]], progress: Progress) -> Float[Tensor, "job pair"]:
        """The metric of runs with the clean code in some latents (and the clean error, or not)."""
        W_dec = self._dictionary.W_dec.to(self.code)
        deltas, pairs = [], []
        for latents, error in jobs:
            part = self.code[:, :, latents] @ W_dec[latents]
            delta = part - self._whole + (self._error if error else 0)
            deltas += list(delta)
            pairs += range(len(delta))
        values, _ = self._run(deltas, pairs, progress)
        return values.reshape(len(jobs), -1)

    def faithfulness(self, values: Float[Tensor, "job pair"]) -> Float[Tensor, "job pair"]:
        """(m - m(∅)) / (m(M) - m(∅)), with the denominator's mean over pairs, so that no pair divides by little."""
        return (values - self.empty) / (self.full - self.empty).mean()

    def _run(self, deltas: list[Tensor], pairs: Any, progress: Progress = silent) -> tuple[Tensor, Tensor]:
        lengths = self._tokens.lengths.tolist()
        pairs = range(len(deltas)) if pairs is None else pairs
        rows = [
            SweepRow(pair, (self.clean.shifted(delta[: lengths[pair]]),))
            for pair, delta in zip(pairs, deltas, strict=True)
        ]
        answers, metric = self._answers, self._task.metric

        def score(logits: Tensor, prompt: Tensor) -> Tensor:
            own = prompt.tolist()
            return metric(logits, Answers(tuple(answers.correct[i] for i in own), tuple(answers.wrong[i] for i in own)))

        done = sweep(self._lm, self._tokens, rows, score, progress=progress)
        return done.values, done.plain
