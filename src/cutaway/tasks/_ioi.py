"""Indirect object identification: of two names, one is said again, and the other is the answer.

After Wang et al. 2022 (https://arxiv.org/abs/2211.00593), with templates and names of our own. S is the name
said twice, IO the other.
"""

from random import Random

from cutaway.errors import DataError, did_you_mean
from cutaway.tasks._draw import Draft, draw, half, one_token
from cutaway.tasks._metrics import METRICS
from cutaway.tasks._task import Task
from cutaway.tasks._tokens import HasTokenizer
from cutaway.tasks._words import NAMES, PLACES, THINGS

# even: train, odd: heldout
FRAMES = (
    "When {first} and {second} went to the {place}, {S2} gave a {thing} to",
    "Since {first} and {second} were going to the {place}, {S2} gave a {thing} to",
    "While {first} and {second} were waiting at the {place}, {S2} offered a {thing} to",
    "While {first} and {second} were talking at the {place}, {S2} showed a {thing} to",
    "Because {first} and {second} were old friends from the {place}, {S2} gave a {thing} to",
    "As {first} and {second} sat down in the {place}, {S2} offered a {thing} to",
    "When {first} and {second} were together at the {place}, {S2} passed a {thing} to",
    "As {first} and {second} were walking to the {place}, {S2} gave a {thing} to",
    "Once {first} and {second} had arrived at the {place}, {S2} handed a {thing} to",
    "While {first} and {second} were having fun at the {place}, {S2} gave a {thing} to",
    "When the friends {first} and {second} met at the {place}, {S2} gave a {thing} to",
    "In the morning, when {first} and {second} opened the {place}, {S2} handed a {thing} to",
)
ORDERS = ("ABBA", "BABA")
CORRUPTIONS = ("swap", "third")


def ioi(
    lm: HasTokenizer,
    *,
    n: int = 100,
    split: str = "train",
    seed: int = 0,
    corruption: str = "swap",
) -> Task:
    """Draw prompts such as "When Mary and John went to the store, John gave a drink to" → " Mary".

    The wrong answer is the subject, " John". In ABBA order the indirect object is named first, in BABA
    second; each of 12 frames comes in both. The corrupted prompt changes one token, the second mention of the
    subject (S2):

    - `"swap"` (default): S2 becomes the indirect object, so that the answer flips to the subject. The prompt
      stays as natural as the clean one, both answers stay in it, and the metric runs from about +x to −x,
      which leaves the most room between the two runs that patching compares.
    - `"third"`: S2 becomes a third name, so that neither name is said twice and the metric falls to about 0.

    Spans: `IO`, `S1`, `S2`, `place`, `thing`, `end`. Default metric: logit difference.
    Raises `DataError` for an unusable option, or where the tokenizer leaves too few names.
    """
    if corruption not in CORRUPTIONS:
        raise DataError(
            f"no corruption {corruption!r}{did_you_mean(str(corruption), CORRUPTIONS)}; "
            f"there are {' and '.join(CORRUPTIONS)}"
        )
    names = one_token(lm, NAMES, task="ioi", split=split, role="names", least=4)
    places, things = half(PLACES, split), half(THINGS, split)

    def propose(rng: Random, template: tuple[int, str]) -> Draft:
        frame, order = template
        io, subject, third = rng.sample(names, 3)
        first, second = ("{IO}", "{S1}") if order == "ABBA" else ("{S1}", "{IO}")
        slots = {"IO": io, "S1": subject, "place": rng.choice(places), "thing": rng.choice(things)}
        other = io if corruption == "swap" else third
        return Draft(
            template=FRAMES[frame].replace("{first}", first).replace("{second}", second),
            clean={**slots, "S2": subject},
            corrupted={**slots, "S2": other},
            answer=f" {io}",
            wrong=f" {subject}",
            entities=tuple(dict.fromkeys([io, subject, other, slots["place"], slots["thing"]])),
            label=f"ioi-{frame}-{order}",
        )

    templates = [(frame, order) for frame in half(range(len(FRAMES)), split) for order in ORDERS]
    change = "the answer flips" if corruption == "swap" else "no name is said twice"
    return Task(
        name="ioi",
        pairs=draw(lm, templates, propose, task="ioi", n=n, split=split, seed=seed),
        metric=METRICS["logit_difference"],
        split=split,
        seed=seed,
        description=f"indirect object identification; corrupted ({corruption}): S2 is another name, {change}",
    )
