"""Agreement: the verb takes the number of its subject, not of the noun that stands between them.

After Linzen et al. 2016 (https://arxiv.org/abs/1611.01368), with sentences and nouns of our own.
"""

from random import Random

from cutaway.errors import DataError
from cutaway.tasks._draw import Draft, draw, half
from cutaway.tasks._metrics import METRICS
from cutaway.tasks._task import Task
from cutaway.tasks._tokens import HasTokenizer, encode
from cutaway.tasks._words import NOUNS

# sentence, verb for one, verb for several; even: train, odd: heldout
FRAMES = (
    ("The {subject} near the {attractor}", " is", " are"),
    ("The {subject} behind the {attractor}", " is", " are"),
    ("Yesterday the {subject} beside the {attractor}", " was", " were"),
    ("Last night the {subject} next to the {attractor}", " was", " were"),
    ("For many years the {subject} in front of the {attractor}", " has", " have"),
    ("Since then the {subject} across from the {attractor}", " has", " have"),
    ("Everyone knows that the {subject} by the {attractor}", " is", " are"),
    ("I told them that the {subject} close to the {attractor}", " was", " were"),
)


def agreement(lm: HasTokenizer, *, n: int = 100, split: str = "train", seed: int = 0) -> Task:
    """Draw agreement prompts: "The keys near the cabinet" → " are", not " is".

    The corrupted prompt has the subject in the other number, so that the answer flips. The noun between (the
    attractor) has the subject's number in half of the pairs and the other in half: the template's name says
    which, since only the latter is hard. Spans: `subject`, `attractor`, `end`. Default metric: logit
    difference. Raises `DataError` where the tokenizer leaves too few nouns whose two numbers have as many
    tokens.
    """
    nouns = _usable(lm, split)

    def propose(rng: Random, template: tuple[int, bool]) -> Draft:
        frame, same = template
        text, *verbs = FRAMES[frame]
        subject, attractor = rng.sample(nouns, 2)
        number = rng.randrange(2)
        between = attractor[number if same else 1 - number]
        return Draft(
            template=text,
            clean={"subject": subject[number], "attractor": between},
            corrupted={"subject": subject[1 - number], "attractor": between},
            answer=verbs[number],
            wrong=verbs[1 - number],
            entities=(subject[0], attractor[0]),
            label=f"agreement-{frame}-{'same' if same else 'other'}",
        )

    templates = [(frame, same) for frame in half(range(len(FRAMES)), split) for same in (True, False)]
    return Task(
        name="agreement",
        pairs=draw(lm, templates, propose, task="agreement", n=n, split=split, seed=seed),
        metric=METRICS["logit_difference"],
        split=split,
        seed=seed,
        description="number of subject and verb, a noun between; corrupted: the subject in the other number",
    )


def _usable(lm: HasTokenizer, split: str) -> list[tuple[str, str]]:
    """The nouns of a split with as many tokens in both numbers."""
    nouns = half(NOUNS, split)
    lengths = [[len(ids) for ids in encode(lm, [f"The {word}" for word in noun])] for noun in nouns]
    usable = [noun for noun, (one, several) in zip(nouns, lengths, strict=True) if one == several]
    if len(usable) < 4:
        raise DataError(
            "agreement needs at least 4 nouns with as many tokens in both numbers, and this tokenizer leaves "
            f"{len(usable)} of the {len(nouns)} in the {split} split; give your own pairs with `custom`, or "
            "use another model"
        )
    return usable
