"""What every intervention needs: a base prompt, a source prompt, and a score of the base's answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import DataError
from cutaway.evidence import bootstrap
from cutaway.model import LanguageModel, Tokens
from cutaway.tasks import METRICS, Answers, Metric, Pair, Task

Direction = Literal["denoise", "noise"]
Score = Callable[[Tensor, Tensor], Tensor]
Pairs = Task | Pair | Sequence[Pair]


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """Clean and corrupted prompts of aligned tokens, and how their answers are scored.

    Attributes:
        clean, corrupted: tokens of the two prompts of every pair.
        answers: token ids, one entry a pair.
        metric: from logits to a number a row.
        reference: [pair d_vocab], the clean run's logits, where the metric compares with them.
        task: where the pairs come from.
    """

    clean: Tokens
    corrupted: Tokens
    answers: Answers
    metric: Metric
    reference: Float[Tensor, "pair d_vocab"] | None
    task: Task

    def __len__(self) -> int:
        return len(self.clean)

    @property
    def vocab(self) -> Int[Tensor, " entry"] | None:
        """The vocabulary entries that the metric needs; None for all."""
        return scoring(self.answers, self.metric, self.reference)[0]

    @property
    def score(self) -> Score:
        """The metric of each row, whose logits are those of `vocab`."""
        return scoring(self.answers, self.metric, self.reference)[1]

    @property
    def first_difference(self) -> list[int]:
        """For every pair the first position at which its prompts' tokens differ (their length where none does). In a
        causal model every activation before it is the same in both runs."""
        return [
            next((pos for pos, (one, other) in enumerate(zip(a, b, strict=True)) if one != other), len(a))
            for a, b in zip(self.clean.rows, self.corrupted.rows, strict=True)
        ]

    def base_and_source(self, direction: Direction) -> tuple[Tokens, Tokens]:
        """The prompts that are edited, and those that activations are taken from."""
        if direction == "denoise":
            return self.corrupted, self.clean
        if direction == "noise":
            return self.clean, self.corrupted
        raise DataError(f"direction={direction!r}; use 'denoise' (clean into corrupted) or 'noise'")


def contrast(lm: LanguageModel, pairs: Pairs, metric: Metric | str | None = None) -> Contrast:
    """Tokens, answers and metric of a task or of pairs.

    Raises:
        AlignmentError: a pair's prompts do not have the same number of tokens, or an answer is not one token.
        DataError: no pair, or an unknown metric.
    """
    task = (
        pairs
        if isinstance(pairs, Task)
        else Task(name="pairs", pairs=(pairs,) if isinstance(pairs, Pair) else tuple(pairs))
    )
    chosen = task.metric if metric is None else METRICS[metric] if isinstance(metric, str) else metric
    answers = task.check(lm)
    clean = lm.tokenize(task.clean)
    reference = lm.run(clean, logits="last").last_logits if chosen.needs == "reference" else None
    return Contrast(
        clean=clean,
        corrupted=lm.tokenize(task.corrupted),
        answers=answers,
        metric=chosen,
        reference=reference,
        task=task,
    )


def scoring(
    answers: Answers, metric: Metric, reference: Float[Tensor, "pair d_vocab"] | None
) -> tuple[Int[Tensor, " entry"] | None, Score]:
    """The vocabulary entries that a metric needs (None for all), and the metric as a sweep's score of those."""
    vocab = None
    if metric.needs == "answers":
        vocab = torch.tensor(sorted({token for row in (*answers.correct, *answers.wrong) for token in row}))
    place = None if vocab is None else {token: index for index, token in enumerate(vocab.tolist())}

    def placed(sets: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
        return tuple(sets) if place is None else tuple(tuple(place[token] for token in row) for row in sets)

    def score(logits: Tensor, pair: Tensor) -> Tensor:
        chosen = pair.tolist()
        own = Answers(placed([answers.correct[i] for i in chosen]), placed([answers.wrong[i] for i in chosen]))
        return metric(logits, own, reference=None if reference is None else reference[chosen])

    return vocab, score


def shuffled(tokens: Tokens, seed: int) -> Tokens:
    """The same tokens in another order (the first stays): prompts of the same length that say nothing related."""
    generator = torch.Generator().manual_seed(seed)
    ids = tokens.ids.clone()
    for row, length in enumerate(tokens.lengths.tolist()):
        order = 1 + torch.randperm(length - 1, generator=generator)
        ids[row, 1:length] = tokens.ids[row, order]
    return Tokens(ids, tokens.lengths, tokens.tokenizer)


def interval_of(samples: Float[Tensor, " sample"]) -> tuple[float, float] | None:
    """A bootstrap interval of the mean of what is not NaN; None where there is only one sample."""
    samples = samples[~samples.isnan()]
    if len(samples) < 2:
        return None
    found = bootstrap(samples.numpy())
    return found.low, found.high
