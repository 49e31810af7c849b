"""How well a model does a task at all: a circuit of what a model cannot do explains nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import Interval, bootstrap, wilson
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks._metrics import Answers, Metric, favours_answer
from cutaway.tasks._pair import Pair
from cutaway.tasks._tokens import Runs


@dataclass(frozen=True, kw_only=True)
class TemplateReport:
    """The same measures on the pairs of one template."""

    n: int
    accuracy: float
    metric: float


@dataclass(frozen=True, kw_only=True)
class TaskReport(Shown):
    """A model's score on a task. Intervals are at 95%: Wilson's for accuracy, bootstrap over pairs for the
    metric."""

    name: str
    split: str
    seed: int
    n: int
    accuracy: float
    """Share of clean prompts where the answer is likelier than the wrong one (for sets: their summed
    probability)."""
    interval: Interval
    metric_name: str
    metric: float
    """Mean over the clean prompts."""
    metric_interval: Interval
    corrupted_accuracy: float
    """The same share on the corrupted prompts, by the clean answers: near 0 where corruption flips the
    answer."""
    corrupted_metric: float
    corrupted_metric_interval: Interval
    per_template: Mapping[str, TemplateReport] = field(hash=False)
    values: tuple[float, ...] = field(repr=False)
    """The metric of each clean prompt, in the task's order."""
    corrupted_values: tuple[float, ...] = field(repr=False)
    pairs: tuple[Pair, ...] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "task": self.name,
            "split": self.split,
            "seed": self.seed,
            "n": self.n,
            "accuracy": self.accuracy,
            "interval": [self.interval.low, self.interval.high],
            "metric_name": self.metric_name,
            "metric": self.metric,
            "metric_interval": [self.metric_interval.low, self.metric_interval.high],
            "corrupted_accuracy": self.corrupted_accuracy,
            "corrupted_metric": self.corrupted_metric,
            "corrupted_metric_interval": [
                self.corrupted_metric_interval.low,
                self.corrupted_metric_interval.high,
            ],
            "per_template": {
                name: {"n": part.n, "accuracy": part.accuracy, "metric": part.metric}
                for name, part in self.per_template.items()
            },
            "pairs": [pair.to_json() for pair in self.pairs],
        }


def evaluate(
    lm: Runs,
    *,
    name: str,
    split: str,
    seed: int,
    pairs: Sequence[Pair],
    answers: Answers,
    metric: Metric,
    batch_size: int = 32,
    progress: Progress = silent,
) -> TaskReport:
    """Run both prompts of every pair, `batch_size` pairs at a time, and score the last token's logits.

    A metric that needs a reference takes the clean prompt's logits, so that it is 0 on the clean prompts.
    """
    if batch_size < 1:
        raise DataError(f"batch_size is {batch_size}; give at least 1")
    right: list[bool] = []
    corrupted_right: list[bool] = []
    values: list[float] = []
    corrupted_values: list[float] = []
    for start in range(0, len(pairs), batch_size):
        progress(f"{name}: running prompts", start, len(pairs))
        rows = slice(start, start + batch_size)
        clean = _last_logits(lm, [pair.clean for pair in pairs[rows]])
        corrupted = _last_logits(lm, [pair.corrupted for pair in pairs[rows]])
        values += metric(clean, answers[rows], reference=clean).tolist()
        corrupted_values += metric(corrupted, answers[rows], reference=clean).tolist()
        right += favours_answer(clean, answers[rows]).tolist()
        corrupted_right += favours_answer(corrupted, answers[rows]).tolist()
    progress(f"{name}: running prompts", len(pairs), len(pairs))
    n = len(pairs)
    return TaskReport(
        name=name,
        split=split,
        seed=seed,
        n=n,
        accuracy=sum(right) / n,
        interval=wilson(sum(right), n),
        metric_name=metric.name,
        metric=sum(values) / n,
        metric_interval=bootstrap(values, seed=seed),
        corrupted_accuracy=sum(corrupted_right) / n,
        corrupted_metric=sum(corrupted_values) / n,
        corrupted_metric_interval=bootstrap(corrupted_values, seed=seed),
        per_template=_per_template(pairs, right, values),
        values=tuple(values),
        corrupted_values=tuple(corrupted_values),
        pairs=tuple(pairs),
    )


def _last_logits(lm: Runs, prompts: list[str]) -> Float[Tensor, "batch d_vocab"]:
    with torch.no_grad():
        return lm.run(prompts, logits="last").last_logits


def _per_template(pairs: Sequence[Pair], right: Sequence[bool], values: Sequence[float]) -> dict[str, TemplateReport]:
    rows: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        rows[pair.template].append(number)
    return {
        template: TemplateReport(
            n=len(numbers),
            accuracy=sum(right[i] for i in numbers) / len(numbers),
            metric=sum(values[i] for i in numbers) / len(numbers),
        )
        for template, numbers in sorted(rows.items())
    }
