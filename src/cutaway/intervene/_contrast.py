"""What every intervention needs: a base prompt, a source prompt, and a score of the base's answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import torch
from jaxtyping import Float, Int
from torch import Tensor

from cutaway.errors import AlignmentError, DataError
from cutaway.evidence import bootstrap
from cutaway.model import LanguageModel, Tokens
from cutaway.tasks import METRICS, Answers, Metric, Pair, Task

Direction = Literal["denoise", "noise"]
Score = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """Clean and corrupted prompts of aligned tokens, and how their answers are scored.

    Made from a task or from pairs of texts by the methods themselves; make one where the prompts are token ids.

    Attributes:
        clean, corrupted: tokens of the two prompts of every pair.
        answers: token ids, one entry a pair.
        metric: from logits to a number a row.
        reference: [pair d_vocab], the clean run's logits, where the metric compares with them.
        task: where the pairs come from; None for token ids, which have no named spans.
    """

    clean: Tokens
    corrupted: Tokens
    answers: Answers
    metric: Metric = METRICS["logit_difference"]
    reference: Float[Tensor, "pair d_vocab"] | None = None
    task: Task | None = None

    def __post_init__(self) -> None:
        numbers = [len(self.clean), len(self.corrupted), len(self.answers)]
        if len(set(numbers)) > 1:
            raise AlignmentError(
                f"{numbers[0]} clean prompts, {numbers[1]} corrupted ones and {numbers[2]} rows of answers; give one of "
                "each for every pair"
            )
        for number, (a, b) in enumerate(zip(self.clean.rows, self.corrupted.rows, strict=True)):
            if len(a) != len(b):
                raise AlignmentError(
                    f"pair {number} has {len(a)} clean tokens and {len(b)} corrupted ones; word them to the same number"
                )

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

    def token_spans(self, lm: LanguageModel) -> tuple[Mapping[str, tuple[int, int]], ...]:
        """The named token spans of every pair; none where the pairs come from token ids."""
        return () if self.task is None else self.task.token_spans(lm)

    def base_and_source(self, direction: Direction) -> tuple[Tokens, Tokens]:
        """The prompts that are edited, and those that activations are taken from."""
        if direction == "denoise":
            return self.corrupted, self.clean
        if direction == "noise":
            return self.clean, self.corrupted
        raise DataError(f"direction={direction!r}; use 'denoise' (clean into corrupted) or 'noise'")


Pairs = Task | Pair | Sequence[Pair] | Contrast


def contrast(lm: LanguageModel, pairs: Pairs, metric: Metric | str | None = None) -> Contrast:
    """Tokens, answers and metric of a task or of pairs; a contrast with another metric if one is named.

    Raises:
        AlignmentError: a pair's prompts do not have the same number of tokens, or an answer is not one token.
        DataError: no pair, or an unknown metric.
    """
    if not isinstance(pairs, Contrast):
        task = (
            pairs
            if isinstance(pairs, Task)
            else Task(name="pairs", pairs=(pairs,) if isinstance(pairs, Pair) else tuple(pairs))
        )
        answers = task.check(lm)
        clean, corrupted = lm.tokenize(task.clean), lm.tokenize(task.corrupted)
        pairs = Contrast(clean=clean, corrupted=corrupted, answers=answers, metric=task.metric, task=task)
    chosen = pairs.metric if metric is None else METRICS[metric] if isinstance(metric, str) else metric
    reference = pairs.reference
    if reference is None and chosen.needs == "reference":
        reference = lm.run(pairs.clean, logits="last").last_logits
    return replace(pairs, metric=chosen, reference=reference)


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
