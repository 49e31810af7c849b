"""A task: clean/corrupted pairs with one metric, checked against a tokenizer and scored on a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cutaway.errors import AlignmentError, DataError
from cutaway.progress import Progress, silent
from cutaway.shown import Shown
from cutaway.tasks._metrics import METRICS, Answers, Metric
from cutaway.tasks._pair import Pair, texts_of
from cutaway.tasks._report import TaskReport, evaluate
from cutaway.tasks._tokens import HasTokenizer, Runs, continuations, covering, encode, has_unknown, offsets


@dataclass(frozen=True, kw_only=True)
class Task(Shown):
    """Prompts in clean/corrupted pairs, their answers, and how to score them."""

    name: str
    pairs: tuple[Pair, ...]
    metric: Metric = METRICS["logit_difference"]
    """The default metric; `dataclasses.replace(task, metric=METRICS["kl"])` chooses another."""
    split: str = ""
    """`"train"`, `"heldout"`, or empty where the pairs were given."""
    seed: int = 0
    description: str = ""
    """What the pairs test, what corrupts them, and which form this tokenizer needed."""

    def __post_init__(self) -> None:
        if not self.pairs:
            raise DataError(f"task {self.name!r} has no pairs; give at least one")

    def __len__(self) -> int:
        return len(self.pairs)

    @property
    def clean(self) -> list[str]:
        return [pair.clean for pair in self.pairs]

    @property
    def corrupted(self) -> list[str]:
        return [pair.corrupted for pair in self.pairs]

    def answers(self, lm: HasTokenizer) -> Answers:
        """The pairs' answers as token ids.

        An answer's token is the one that its text adds after the clean prompt; where the text would merge
        with the prompt, the one token that it is alone. Raises `AlignmentError` where there is none, or where
        a right and a wrong answer are the same token.
        """
        correct, wrong = [], []
        for number, pair in enumerate(self.pairs):
            texts = [*texts_of(pair.answer), *texts_of(pair.wrong)]
            ids = _answer_ids(lm, pair.clean, texts, where=self._where(number))
            split = len(texts_of(pair.answer))
            shared = set(ids[:split]) & set(ids[split:])
            if shared:
                raise AlignmentError(
                    f"{self._where(number)}: token {sorted(shared)[0]} is both answer and wrong; "
                    "choose answers that differ in their first token"
                )
            correct.append(tuple(dict.fromkeys(ids[:split])))
            wrong.append(tuple(dict.fromkeys(ids[split:])))
        return Answers(tuple(correct), tuple(wrong))

    def check(self, lm: HasTokenizer) -> Answers:
        """Whether this tokenizer can hold the task: aligned pairs, answers of one token; gives the answers.

        Raises `AlignmentError` naming the first pair that fails.
        """
        clean, corrupted = encode(lm, self.clean), encode(lm, self.corrupted)
        for number, (a, b) in enumerate(zip(clean, corrupted, strict=True)):
            if len(a) != len(b):
                raise AlignmentError(
                    f"{self._where(number)}: the clean prompt has {len(a)} tokens and the corrupted one "
                    f"{len(b)}; reword one of them until they have as many"
                )
        return self.answers(lm)

    def token_spans(self, lm: Runs) -> tuple[dict[str, tuple[int, int]], ...]:
        """Which tokens hold each named slot, per pair: positions in `lm.tokenize(clean)`, end exclusive.

        `end`, the last token, is always there. Drawn pairs align, so the spans hold for the corrupted prompt
        too.
        """
        runs: Sequence[Sequence[int]] = lm.tokenize(self.clean).rows
        plain = encode(lm, self.clean)
        found = []
        for number, (pair, row, ids) in enumerate(zip(self.pairs, runs, plain, strict=True)):
            shift = next((i for i in range(len(row) - len(ids) + 1) if list(row[i : i + len(ids)]) == ids), None)
            if shift is None:
                raise AlignmentError(
                    f"{self._where(number)}: the model's tokens are not the prompt's tokens between special "
                    "ones, so slots cannot be placed; use a tokenizer that adds special ones only at the ends"
                )
            spans = covering(offsets(lm, pair.clean), pair.spans)
            placed = {name: (start + shift, end + shift) for name, (start, end) in spans.items()}
            found.append({**placed, "end": (len(row) - 1, len(row))})
        return tuple(found)

    def evaluate(self, lm: Runs, *, batch_size: int = 32, progress: Progress = silent) -> TaskReport:
        """How well the model does the task: accuracy and the mean metric, with intervals, on both prompts.

        Raises what `check` raises, before anything is run.
        """
        return evaluate(
            lm,
            name=self.name,
            split=self.split,
            seed=self.seed,
            pairs=self.pairs,
            answers=self.check(lm),
            metric=self.metric,
            batch_size=batch_size,
            progress=progress,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "split": self.split,
            "seed": self.seed,
            "description": self.description,
            "metric": self.metric.name,
            "pairs": [pair.to_json() for pair in self.pairs],
        }

    def _where(self, number: int) -> str:
        return f"{self.name}, pair {number} ({self.pairs[number].clean!r})"


def _answer_ids(lm: HasTokenizer, prompt: str, texts: Sequence[str], *, where: str) -> list[int]:
    ids = continuations(lm, prompt, texts)
    alone = encode(lm, texts)
    found = []
    for text, token, own in zip(texts, ids, alone, strict=True):
        if token is None and len(own) == 1 and not has_unknown(lm, own):
            (token,) = own
        if token is None:
            pieces = [lm.tokenizer.decode([i]) for i in own]
            raise AlignmentError(
                f"{where}: the answer {text!r} is {len(own)} tokens {pieces}, not one known token; "
                "give its first token's text, with the leading space where a word follows"
            )
        found.append(token)
    return found
