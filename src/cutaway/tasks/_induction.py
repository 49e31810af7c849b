"""Induction: a list of words comes twice, and the second time breaks off; the answer is what came next.

Nothing but the order of the first list tells the answer (Olsson et al. 2022,
https://arxiv.org/abs/2209.11895, measure it on random tokens; words are used here so that the text is the
same for every tokenizer).
"""

from random import Random

from cutaway.tasks._draw import Draft, draw, half, one_token
from cutaway.tasks._metrics import METRICS
from cutaway.tasks._task import Task
from cutaway.tasks._tokens import HasTokenizer
from cutaway.tasks._words import RARE

# What stands before each list, and between its words; even: train, odd: heldout
FRAMES = (
    ("Words:", ""),
    ("The list reads", ""),
    ("Repeat after me:", ""),
    ("They said", ""),
    ("List:", ","),
    ("Items:", ";"),
)
LENGTHS = (8, 9, 10)


def induction(lm: HasTokenizer, *, n: int = 100, split: str = "train", seed: int = 0) -> Task:
    """Draw induction prompts: "Words: lamp stone mirror … tent. Words: lamp stone" → " mirror".

    The answer is the word that followed the last one in the first list; the wrong answer is a later word of
    that list. In the corrupted prompt these two have changed places in the first list, so that continuing the
    repetition gives the wrong answer: which words occur, and how often, stays the same, and only their order
    differs. Spans: `previous` (the first mention of the last word), `answer`, `wrong` (both in the first
    list), `last`, `end`. Default metric: logit difference. Raises `DataError` where the tokenizer keeps too
    few words to one token.
    """
    words = one_token(lm, RARE, task="induction", split=split, role="words", least=max(LENGTHS) + 2)
    frames = half(range(len(FRAMES)), split)

    def propose(rng: Random, frame: int) -> Draft:
        intro, separator = FRAMES[frame]
        chosen = rng.sample(words, rng.choice(LENGTHS))
        at = rng.randrange(3, len(chosen) - 3)  # the answer's place, after at least three repeated words
        other = rng.randrange(at + 2, len(chosen))
        names = {at - 1: "previous", at: "answer", other: "wrong"}
        first = [names.get(i, f"first_{i}") for i in range(len(chosen))]
        second = [*(f"second_{i}" for i in range(at - 1)), "last"]
        slots = dict(zip(first, chosen, strict=True)) | dict(zip(second, chosen, strict=False))
        return Draft(
            template=f"{intro} {_fields(first, separator)}. {intro} {_fields(second, separator)}{separator}",
            clean=slots,
            corrupted={**slots, "answer": chosen[other], "wrong": chosen[at]},
            answer=f" {chosen[at]}",
            wrong=f" {chosen[other]}",
            entities=tuple(chosen),
            label=f"induction-{frame}",
        )

    return Task(
        name="induction",
        pairs=draw(lm, frames, propose, task="induction", n=n, split=split, seed=seed),
        metric=METRICS["logit_difference"],
        split=split,
        seed=seed,
        description="a repeated list of words; corrupted: two words of the first list swapped",
    )


def _fields(names: list[str], separator: str) -> str:
    return f"{separator} ".join(f"{{{name}}}" for name in names)
