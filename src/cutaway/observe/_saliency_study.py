"""Saliency over many prompts: how faithful each method is on a task, with intervals over prompts.

Areas and completeness errors are in shares of what the tokens of a prompt are worth on average over the prompts. Shares
of each prompt's own worth would be ruled by the few prompts whose tokens are worth next to nothing.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from cutaway.errors import DataError
from cutaway.evidence import Finding, Interval, bootstrap, graded
from cutaway.model import LanguageModel
from cutaway.observe._random_weights import shuffled_weights
from cutaway.observe._saliency import Saliency, SaliencyOptions, saliency
from cutaway.progress import Progress, silent
from cutaway.tasks import Task

MEASURES = (
    "deletion_area",
    "insertion_area",
    "margin",
    "faithful",
    "rank_correlation_noise",
    "rank_correlation_denoise",
    "completeness_error",
    "shuffled_weights",
)
"""What is averaged for each method; a measure that was not made is left out."""
_ALL = SaliencyOptions(method="all")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The mean of one measure over prompts."""

    mean: float
    interval: Interval
    """95%, bootstrap over prompts."""
    n: int
    """Prompts on which it is defined."""

    def to_json(self) -> dict[str, Any]:
        """Mean, interval and number of prompts."""
        return {"mean": self.mean, "interval": list(self.interval), "n": self.n}


@dataclass(frozen=True, kw_only=True, eq=False)
class SaliencyStudy:
    """Saliency of every prompt of a task, and what it comes to."""

    task: str
    each: tuple[Saliency, ...]

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that every prompt has."""
        return tuple(one.method for one in self.each[0].maps)

    @property
    def gap(self) -> float:
        """What all tokens of a prompt are worth, the mean over prompts."""
        return float(np.mean([one.plain - one.empty for one in self.each]))

    def samples(self, method: str, measure: str) -> list[float]:
        """One method's measure on each prompt, NaN where it is not defined. The method `random` is the control.

        Of random orders it is the mean over draws; for the margin over every second one, without their reverses, with
        which it would be zero by construction.

        Raises:
            DataError: an unknown method or measure.
        """
        if measure not in MEASURES:
            raise DataError(f"no measure {measure!r}; there are {', '.join(MEASURES)}")
        measured = _of_random if method == "random" else _measure
        return [measured(one, method, measure, self.gap) for one in self.each]

    def measured(self, method: str, measure: str) -> Measured | None:
        """A measure's mean and interval over prompts; None where it was not made."""
        finite = [value for value in self.samples(method, measure) if np.isfinite(value)]
        if not finite:
            return None
        return Measured(mean=float(np.mean(finite)), interval=bootstrap(finite), n=len(finite))

    @property
    def reliability(self) -> float:
        """The mean rank correlation of patching with itself, between two halves of the substitutes."""
        found = [one.patching.reliability for one in self.each if one.patching is not None]
        return float(np.mean(found)) if found else float("nan")

    def to_json(self) -> dict[str, Any]:
        """Means with intervals for each method, the control's, and every prompt."""
        table = {
            method: {
                measure: found.to_json()
                for measure in MEASURES
                if (found := self.measured(method, measure)) is not None
            }
            for method in (*self.methods, "random")
        }
        return {
            "task": self.task,
            "n": len(self.each),
            "gap": self.gap,
            "random": table.pop("random"),
            "methods": table,
            "patching_reliability": self.reliability,
            "prompts": [one.to_json() for one in self.each],
        }

    def findings(self, *, command: str = "") -> list[Finding]:
        """For each method, whether its order of tokens is worth more than random orders are, over prompts.

        Graded by the interval of the difference from the control (`evidence.graded`); without curves there is none.

        Args:
            command: what makes this again.
        """
        control = np.array(self.samples("random", "margin"))
        if not np.isfinite(control).all():
            return []
        found = []
        for method in self.methods:
            effect = np.array(self.samples(method, "margin"))
            noise = self.measured(method, "rank_correlation_noise")
            found.append(
                graded(
                    claim=f"Putting tokens in, in the order of {method.replace('_', ' ')}, rather than taking them away in "
                    f"it raises {self.each[0].target.kind.replace('_', ' ')} by {float(effect.mean()):+.2f} of what all "
                    f"tokens are worth; in a random order by {float(control.mean()):+.2f}",
                    method=f"{method}, deletion and insertion",
                    effect=effect,
                    control=control,
                    command=command,
                    details={
                        "measure": "insertion area less deletion area, over the mean worth of all tokens",
                        "control": "the same for random orders, the mean over every second draw",
                        "task": self.task,
                        "rank_correlation_with_patching": None if noise is None else noise.mean,
                    },
                )
            )
        return found


def saliency_study(
    lm: LanguageModel,
    task: Task,
    *,
    options: SaliencyOptions = _ALL,
    neutral: int | None = None,
    check_weights: bool = True,
    seed: int = 0,
    progress: Progress = silent,
) -> SaliencyStudy:
    """Saliency of each clean prompt of a task, tested as `saliency` does.

    Args:
        lm: the model.
        task: its clean prompts are explained, its answers are the target.
        options: which methods, and how they are tested.
        neutral: the neutral token, as in `saliency`.
        check_weights: whether to compare with a model of shuffled weights, for which the model is copied once.
        seed: as in `saliency`; each prompt has its own.
        progress: told how many prompts are done.

    Raises:
        AlignmentError: an answer is not one token.
        DataError, PromptError: as for `saliency`.
    """
    answers = task.check(lm)
    wanted = options.target
    forgetful = shuffled_weights(lm, seed=seed) if check_weights else None
    each = []
    for number, prompt in enumerate(task.clean):
        progress("prompts", number, len(task))
        each.append(
            saliency(
                lm,
                prompt,
                answer=answers.correct[number],
                wrong=answers.wrong[number] if wanted in (None, "logit_difference") else None,
                options=options,
                neutral=neutral,
                forgetful=forgetful,
                seed=seed + number,
            )
        )
    progress("prompts", len(task), len(task))
    return SaliencyStudy(task=task.name, each=tuple(each))


def _measure(one: Saliency, method: str, measure: str, gap: float) -> float:
    found = one[method]
    test, complete = found.faithfulness, found.completeness
    value: float | None = None
    if measure.startswith("rank_correlation"):
        value = None if found.rank_correlation is None else found.rank_correlation[measure.rsplit("_", 1)[1]]
    elif measure == "completeness_error":
        value = None if complete is None or gap <= 0 else abs(complete.total - complete.expected) / gap
    elif measure == "shuffled_weights":
        value = found.shuffled_weights
    elif test is not None:
        down, up = (float(test.random.area(curve, scale=gap)) for curve in (test.deletion, test.insertion))
        value = {"deletion_area": down, "insertion_area": up, "margin": up - down, "faithful": float(test.faithful)}[
            measure
        ]
    return math.nan if value is None else value


def _of_random(one: Saliency, method: str, measure: str, gap: float) -> float:
    if one.random is None or measure not in ("deletion_area", "insertion_area", "margin"):
        return math.nan
    down, up = (one.random.area(curves, scale=gap) for curves in (one.random.deletion, one.random.insertion))
    return float(
        {"deletion_area": down.mean(), "insertion_area": up.mean(), "margin": (up - down)[::2].mean()}[measure]
    )
