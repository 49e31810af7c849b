"""Greater-than: a span of years must end after it began.

After Hanna et al. 2023 (https://arxiv.org/abs/2305.00586), with events and templates of our own, in the form
that the tokenizer's way with numbers allows:

- `two-digit` (a year is two tokens of two digits, "17" "45"): after "from the year 1745 to the year 17", the
  tokens above "45" are right, the others wrong (p(>) − p(≤));
- `digit` (a token per digit): the next digit is right from "4" up (p(≥) − p(<));
- `last-digit` (a year is three digits and one, "174" "5"): after "… to the year 174", digits above "5" are
  right.
"""

from random import Random

from cutaway.errors import DataError
from cutaway.tasks._draw import Draft, draw, half
from cutaway.tasks._metrics import METRICS
from cutaway.tasks._task import Task
from cutaway.tasks._tokens import HasTokenizer, continuations
from cutaway.tasks._words import EVENTS

# even: train, odd: heldout
FRAMES = (
    "The {event} lasted from the year {year} to the year {stub}",
    "The {event} went on from the year {year} until the year {stub}",
    "The {event} started in the year {year} and ended in the year {stub}",
    "The {event} began in the year {year} and was over in the year {stub}",
    "The long {event} took place between the year {year} and the year {stub}",
    "In the end their {event} ran from the year {year} to the year {stub}",
)
CENTURIES = ("15", "16", "17", "18")
DIGITS = tuple("0123456789")
TWO_DIGITS = tuple(f"{i:02}" for i in range(100))
FORMS = ("two-digit", "digit", "last-digit")
_CONTEXT = "It lasted to the year "
_LEAST_YEARS = 8

_Sets = tuple[tuple[str, ...], tuple[str, ...]]


def greater_than(lm: HasTokenizer, *, n: int = 100, split: str = "train", seed: int = 0) -> Task:
    """Draw greater-than prompts: "The war lasted from the year 1745 to the year 17" → what can follow.

    The answer and the wrong answer are sets: every continuation that is late enough, and every other one. The
    corrupted prompt starts so early (year 01, or a digit of 0) that next to nothing is ruled out. Events,
    templates and start years are disjoint between splits. Spans: `event`, `head`, `digits` and `tail` (the
    start year, of which `digits` is changed), `stub`, `end`. Default metric: probability difference. Raises
    `DataError` where the tokenizer splits years in none of the three ways.
    """
    form, usable = _form(lm, half(_years(), split))
    years, events, frames = list(usable), half(EVENTS, split), half(range(len(FRAMES)), split)

    def propose(rng: Random, frame: int) -> Draft:
        event, year = rng.choice(events), rng.choice(years)
        head, digits, tail = _cut(form, year)
        slots = {"event": event, "head": head, "stub": head}
        if tail:
            slots["tail"] = tail
        right, wrong = usable[year]
        return Draft(
            template=FRAMES[frame].replace("{year}", "{head}{digits}{tail}" if tail else "{head}{digits}"),
            clean={**slots, "digits": digits},
            corrupted={**slots, "digits": "01" if form == "two-digit" else "0"},
            answer=right,
            wrong=wrong,
            entities=(event, year),
            label=f"greater_than-{frame}",
        )

    return Task(
        name="greater_than",
        pairs=draw(lm, frames, propose, task="greater_than", n=n, split=split, seed=seed),
        metric=METRICS["probability_difference"],
        split=split,
        seed=seed,
        description=f"the end of a span of years, {form} form; corrupted: a start that rules nothing out",
    )


def _years() -> list[str]:
    years = [century + rest for century in CENTURIES for rest in TWO_DIGITS]
    Random("years").shuffle(years)  # so that neither split holds only odd years, or one century
    return years


def _cut(form: str, year: str) -> tuple[str, str, str]:
    """A year as what stays, the digits that decide, and what is left of it."""
    if form == "last-digit":
        return year[:3], year[3:], ""
    return (year[:2], year[2:], "") if form == "two-digit" else (year[:2], year[2:3], year[3:])


def _form(lm: HasTokenizer, years: list[str]) -> tuple[str, dict[str, _Sets]]:
    """The first form that fits the tokenizer, and what is right and wrong after each year usable in it."""
    counts = {}
    for form in FORMS:
        usable: dict[str, _Sets] = {}
        after = _continuations(lm, form, years)
        for year in years:
            head, digits, _ = _cut(form, year)
            known = after[head]
            right = tuple(text for text in known if (text >= digits if form == "digit" else text > digits))
            wrong = tuple(text for text in known if text not in right)
            if digits in known and min(len(right), len(wrong)) >= 2:
                usable[year] = (right, wrong)
        if len(usable) >= _LEAST_YEARS:
            return form, usable
        counts[form] = len(usable)
    found = ", ".join(f"{count} usable in {form} form" for form, count in counts.items())
    raise DataError(
        f"greater_than needs years split as 17+45, 1+7+4+5 or 174+5; of {len(years)} years this tokenizer "
        f"leaves {found} ({_LEAST_YEARS} are needed); give your own pairs with `custom`, or use another model"
    )


def _continuations(lm: HasTokenizer, form: str, years: list[str]) -> dict[str, list[str]]:
    """For each head of a year the digits that may follow it, each one token; none where the form fails."""
    choices = TWO_DIGITS if form == "two-digit" else DIGITS
    heads = {_cut(form, year)[0]: None for year in years}
    found = {}
    for head in heads:
        ids = continuations(lm, _CONTEXT + head, choices)
        known = [text for text, token in zip(choices, ids, strict=True) if token is not None]
        if form == "digit":  # and the last digit of the year must be a token of its own too
            known = [text for text in known if None not in continuations(lm, _CONTEXT + head + text, DIGITS)]
        if form != "two-digit" and len(known) < len(DIGITS):
            known = []
        found[head] = known
    return found
