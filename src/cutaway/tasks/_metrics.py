"""How well a model's next-token logits fit a pair's answers: one number per prompt, from logits alone.

Notation: ℓ the logits, p = softmax(ℓ), C the correct tokens of a row, W the wrong ones. Published circuits
are mostly scored by logit difference, because probability hides components that work against the answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from cutaway.errors import DataError, NonFiniteError
from cutaway.tasks._named import Named

Needs = Literal["answers", "vocab", "reference"]


class HasLastLogits(Protocol):
    """A `Run`, as far as a metric looks at it."""

    @property
    def last_logits(self) -> Tensor: ...


@dataclass(frozen=True)
class Answers:
    """The token ids that count as correct and as wrong, a tuple per row (rows may differ in number)."""

    correct: tuple[tuple[int, ...], ...]
    wrong: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if len(self.correct) != len(self.wrong):
            raise DataError(
                f"{len(self.correct)} rows of correct answers and {len(self.wrong)} of wrong ones; "
                "give one of each per prompt"
            )
        empty = [i for i, ids in enumerate(self.correct) if not ids]
        if empty:
            raise DataError(f"rows {empty[:5]} have no correct answer; give at least one token per row")

    def __len__(self) -> int:
        return len(self.correct)

    def __getitem__(self, rows: slice) -> "Answers":
        return Answers(self.correct[rows], self.wrong[rows])

    def repeat(self, times: int) -> "Answers":
        """Each row `times` times in a row, for a batch that holds several edited copies of every prompt."""
        return Answers(
            tuple(ids for ids in self.correct for _ in range(times)),
            tuple(ids for ids in self.wrong for _ in range(times)),
        )


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A number per row of next-token logits; calling it is differentiable unless it says otherwise."""

    name: str
    needs: Needs
    """`"answers"`: only the logits of the answer tokens matter, so only their rows of the unembedding need be
    computed; `"vocab"`: all logits; `"reference"`: all logits, and those of another run to compare with."""
    higher_is_better: bool
    differentiable: bool = True
    description: str = ""
    function: Callable[..., Tensor] = field(repr=False)

    def __call__(
        self,
        logits: Float[Tensor, "batch d_vocab"],
        answers: Answers,
        *,
        reference: Float[Tensor, "batch d_vocab"] | None = None,
    ) -> Float[Tensor, " batch"]:
        """The metric of each row, computed in fp32 (in fp64 where the logits are fp64).

        Raises `DataError` where rows and answers differ in number, an id is outside the vocabulary or a
        reference is missing, and `NonFiniteError` where logits or the value are not finite.
        """
        if len(answers) != logits.shape[0]:
            raise DataError(
                f"{logits.shape[0]} rows of logits and {len(answers)} rows of answers; "
                "give the answers of the same prompts"
            )
        if self.needs == "reference" and reference is None:
            raise DataError(f"{self.name} compares with a reference run; pass `reference=` (the unedited run's logits)")
        if reference is not None and reference.shape != logits.shape:
            raise DataError(
                f"reference logits are {tuple(reference.shape)} and the logits {tuple(logits.shape)}; "
                "give the reference of the same prompts"
            )
        logits = _at_least_fp32(logits, "logits")
        if reference is not None:
            reference = _at_least_fp32(reference, "reference logits")
        value = self.function(logits, answers, reference)
        if not torch.isfinite(value).all():
            raise NonFiniteError(
                f"{self.name} is not finite in {_rows(~torch.isfinite(value))}; an answer's logit is "
                "infinite: choose answers that the model can produce"
            )
        return value

    def of_run(
        self, answers: Answers, *, reference: Float[Tensor, "batch d_vocab"] | None = None
    ) -> Callable[[HasLastLogits], Tensor]:
        """The metric as a function of a run (at each prompt's last token), for sweeps and gradients."""
        return lambda run: self(run.last_logits, answers, reference=reference)


def favours_answer(logits: Float[Tensor, "batch d_vocab"], answers: Answers) -> Bool[Tensor, " batch"]:
    """Whether the correct tokens together are likelier than the wrong ones together; a tie is a no."""
    logits = _at_least_fp32(logits, "logits")
    return _log_sum(logits, answers.correct) > _log_sum(logits, answers.wrong)


def _at_least_fp32(logits: Tensor, what: str) -> Tensor:
    bad = torch.isnan(logits) | torch.isposinf(logits)
    if bad.any():
        raise NonFiniteError(
            f"the {what} hold NaN or infinity in {_rows(bad.any(-1))}; check the edits, or run in a wider dtype"
        )
    return logits.to(torch.promote_types(logits.dtype, torch.float32))


def _rows(bad: Tensor) -> str:
    rows = bad.nonzero().flatten().tolist()
    return f"{len(rows)} of {len(bad)} rows (first: {rows[:5]})"


def _padded(
    logits: Tensor, sets: Sequence[Sequence[int]]
) -> tuple[Int[Tensor, "batch width"], Bool[Tensor, "batch width"]]:
    width = max([1, *(len(ids) for ids in sets)])
    ids = torch.tensor([[*row, *[0] * (width - len(row))] for row in sets], device=logits.device)
    real = torch.tensor([[i < len(row) for i in range(width)] for row in sets], device=logits.device)
    outside = (ids < 0) | (ids >= logits.shape[-1])
    if outside.any():
        raise DataError(
            f"answer token {int(ids[outside][0])} is outside the vocabulary of {logits.shape[-1]}; "
            "use the answers of the same model"
        )
    return ids, real


def _mean(values: Tensor, sets: Sequence[Sequence[int]]) -> Tensor:
    ids, real = _padded(values, sets)
    return values.gather(-1, ids).masked_fill(~real, 0.0).sum(-1) / real.sum(-1)


def _log_sum(values: Tensor, sets: Sequence[Sequence[int]]) -> Tensor:
    ids, real = _padded(values, sets)
    return values.gather(-1, ids).masked_fill(~real, float("-inf")).logsumexp(-1)


def _probability(logits: Tensor, sets: Sequence[Sequence[int]]) -> Tensor:
    ids, real = _padded(logits, sets)
    return logits.softmax(-1).gather(-1, ids).masked_fill(~real, 0.0).sum(-1)


def _logit_difference(logits: Tensor, answers: Answers, reference: Tensor | None) -> Tensor:
    if not all(answers.wrong):
        raise DataError("logit_difference needs a wrong answer in every row; use probability, or give one")
    return _mean(logits, answers.correct) - _mean(logits, answers.wrong)


def _probability_of_correct(logits: Tensor, answers: Answers, reference: Tensor | None) -> Tensor:
    return _probability(logits, answers.correct)


def _probability_difference(logits: Tensor, answers: Answers, reference: Tensor | None) -> Tensor:
    return _probability(logits, answers.correct) - _probability(logits, answers.wrong)


def _kl(logits: Tensor, answers: Answers, reference: Tensor | None) -> Tensor:
    assert reference is not None
    log_p, log_q = reference.log_softmax(-1), logits.log_softmax(-1)
    p = log_p.exp()
    return (p * torch.where(p > 0, log_p - log_q, 0.0)).sum(-1)


def _cross_entropy(logits: Tensor, answers: Answers, reference: Tensor | None) -> Tensor:
    return logits.logsumexp(-1) - _log_sum(logits, answers.correct)


def _rank(logits: Tensor, answers: Answers, reference: Tensor | None) -> Tensor:
    ids, real = _padded(logits, answers.correct)
    best = logits.gather(-1, ids).masked_fill(~real, float("-inf")).amax(-1, keepdim=True)
    return 1.0 + (logits > best).sum(-1).to(logits.dtype)


METRICS: Named[Metric] = Named(
    "metric",
    {
        metric.name: metric
        for metric in (
            Metric(
                name="logit_difference",
                needs="answers",
                higher_is_better=True,
                description="mean logit of the correct tokens − mean logit of the wrong ones",
                function=_logit_difference,
            ),
            Metric(
                name="probability",
                needs="vocab",
                higher_is_better=True,
                description="Σ p over the correct tokens",
                function=_probability_of_correct,
            ),
            Metric(
                name="probability_difference",
                needs="vocab",
                higher_is_better=True,
                description="Σ p over the correct tokens − Σ p over the wrong ones",
                function=_probability_difference,
            ),
            Metric(
                name="kl",
                needs="reference",
                higher_is_better=False,
                description="KL(reference ‖ model) over the vocabulary, in nats",
                function=_kl,
            ),
            Metric(
                name="cross_entropy",
                needs="vocab",
                higher_is_better=False,
                description="−log Σ p over the correct tokens, in nats",
                function=_cross_entropy,
            ),
            Metric(
                name="rank",
                needs="vocab",
                higher_is_better=False,
                differentiable=False,
                description="1 + the number of tokens above the best correct one (equal logits share a rank)",
                function=_rank,
            ),
        )
    },
)
