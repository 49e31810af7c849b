"""Facts: what a model knows of a subject, by asking for it in one word."""

from random import Random

from cutaway.errors import DataError
from cutaway.tasks._draw import Draft, draw, half
from cutaway.tasks._facts_table import FACTS, FRAMES
from cutaway.tasks._metrics import METRICS
from cutaway.tasks._task import Task
from cutaway.tasks._tokens import HasTokenizer, continuations, encode


def facts(lm: HasTokenizer, *, n: int = 100, split: str = "train", seed: int = 0) -> Task:
    """Draw prompts for capitals, languages, continents and landmarks: "The capital of France is" → " Paris".

    The corrupted prompt asks the same of another subject with as many tokens; its answer is the wrong one.
    Subjects are disjoint between splits over all relations (France is in one split only); answers need not
    be, since many countries share a language. Spans: `subject`, `end`. Default metric: logit difference.
    Raises `DataError` where the tokenizer leaves too few facts.
    """
    known = dict.fromkeys(subject for table in FACTS.values() for subject in table)
    ours = set(half(list(known), split))
    usable: dict[str, list[tuple[str, str, int]]] = {}
    total = 0
    for relation, table in FACTS.items():
        mine = [(subject, answer) for subject, answer in table.items() if subject in ours]
        total += len(mine)
        one = continuations(lm, "It is", [f" {answer}" for _, answer in mine])
        lengths = [len(ids) for ids in encode(lm, [f"It is {subject}" for subject, _ in mine])]
        usable[relation] = [
            (*fact, length) for fact, token, length in zip(mine, one, lengths, strict=True) if token is not None
        ]
    left = sum(len(facts) for facts in usable.values())
    if left < 4:
        raise DataError(
            f"facts needs at least 4 facts whose answer is one token, and this tokenizer leaves {left} "
            f"of the {total} in the {split} split; give your own pairs with `custom`, or use another model"
        )

    def propose(rng: Random, template: tuple[str, int]) -> Draft | None:
        relation, frame = template
        if not usable[relation]:
            return None
        subject, answer, length = rng.choice(usable[relation])
        others = [(s, a) for s, a, tokens in usable[relation] if tokens == length and a != answer]
        if not others:
            return None
        other, wrong = rng.choice(others)
        return Draft(
            template=FRAMES[relation][frame],
            clean={"subject": subject},
            corrupted={"subject": other},
            answer=f" {answer}",
            wrong=f" {wrong}",
            entities=(subject, other),
            label=f"{relation}-{frame}",
        )

    templates = [(relation, frame) for relation in FACTS for frame in half(range(len(FRAMES[relation])), split)]
    return Task(
        name="facts",
        pairs=draw(lm, templates, propose, task="facts", n=n, split=split, seed=seed),
        metric=METRICS["logit_difference"],
        split=split,
        seed=seed,
        description="common knowledge; corrupted: the same question about another subject",
    )
