"""The programs that are planted, each with what it computes in plain Python and with all its inputs.

A decoder sees only what came before. Where a program's usual form looks at the whole sequence, the form here says what
was done: an answer is asked for after a separator, or the question is about the symbols so far.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import permutations, product

from cutaway.planted._language import (
    Program,
    aggregate,
    apply,
    combine,
    given_indices,
    given_tokens,
    select,
    selector_width,
)
from cutaway.tasks import Named


def _all(symbols: Sequence[str], longest: int) -> Callable[[], Iterator[tuple[str, ...]]]:
    """Every sequence of 1 to `longest` symbols."""

    def inputs() -> Iterator[tuple[str, ...]]:
        for length in range(1, longest + 1):
            yield from product(symbols, repeat=length)

    return inputs


@cache
def previous_token() -> Program:
    """What stood one position before."""
    symbols, length = ("a", "b", "c", "d"), 5
    tokens, indices = given_tokens(symbols), given_indices(length)
    previous = aggregate(select(indices, indices, lambda k, q: k == q - 1), tokens, name="previous")
    return Program(
        name="previous_token",
        output=previous,
        symbols=symbols,
        length=length,
        reference=lambda x: x[-2] if len(x) > 1 else None,
        inputs=_all(symbols, length),
        description="the symbol before the last: a b c → b",
    )


@cache
def reverse() -> Program:
    """The sequence before the separator, from its end."""
    letters, length = ("a", "b", "c"), 6
    tokens, indices = given_tokens((*letters, ">")), given_indices(length)
    end = aggregate(select(tokens, None, lambda k: k == ">"), indices, name="end")
    wanted = combine(lambda i, p: 2 * p - 1 - i if 1 <= 2 * p - 1 - i < p else None, indices, end, name="wanted")
    output = aggregate(select(indices, wanted, lambda k, q: k == q), tokens, name="reversed")

    def reference(x: Sequence[str]) -> str | None:
        if x.count(">") != 1:
            return None
        letters, given = x[: x.index(">")], len(x) - x.index(">") - 1
        backwards = letters[::-1]
        return backwards[given] if given < len(backwards) else None

    def inputs() -> Iterator[tuple[str, ...]]:
        for total in range(2, length + 1):
            for end in range(1, total):
                for rest in product(letters, repeat=total - 1):
                    yield (*rest[:end], ">", *rest[end:])

    return Program(
        name="reverse",
        output=output,
        symbols=(*letters, ">"),
        length=length,
        reference=reference,
        inputs=inputs,
        description="the letters before > from the last to the first, one a step: a b c > → c, a b c > c → b",
        causal_form="the reversed sequence is written behind a separator, from where all of it is seen",
    )


@cache
def sort() -> Program:
    """The letters before the separator in order, by counting."""
    small, large, length = ("a", "b", "c"), ("A", "B", "C"), 6
    symbols = (*small, ">", *large)
    tokens, indices = given_tokens(symbols), given_indices(length)
    end = aggregate(select(tokens, None, lambda k: k == ">"), indices, name="end")
    rank = combine(lambda i, p: i - p if i >= p else None, indices, end, name="rank")
    upto_a = selector_width(select(tokens, None, lambda k: k == "a"), name="upto_a", longest=length)
    upto_b = selector_width(select(tokens, None, lambda k: k in ("a", "b")), name="upto_b", longest=length)
    past_a = combine(lambda r, n: r >= n, rank, upto_a, name="past_a")
    past_b = combine(lambda r, n: r >= n, rank, upto_b, name="past_b")
    output = combine(lambda a, b: "C" if b else "B" if a else "A", past_a, past_b, name="sorted")

    def reference(x: Sequence[str]) -> str | None:
        if x.count(">") != 1:
            return None
        letters, given = sorted(x[: x.index(">")]), len(x) - x.index(">") - 1
        return letters[given].upper() if given < len(letters) else None

    def inputs() -> Iterator[tuple[str, ...]]:
        for total in range(2, length + 1):
            for end in range(1, total):
                for first in product(small, repeat=end):
                    yield from ((*first, ">", *rest) for rest in product(large, repeat=total - 1 - end))

    return Program(
        name="sort",
        output=output,
        symbols=symbols,
        length=length,
        reference=reference,
        inputs=inputs,
        description="the letters before > in order, one a step, as capitals: c a b > → A, c a b > A → B",
        causal_form="a counting sort, asked for behind a separator; capitals tell what is written from what is sorted",
    )


@cache
def histogram() -> Program:
    """How often the last symbol has occurred."""
    symbols, length = ("a", "b", "c", "d"), 5
    tokens = given_tokens(symbols)
    count = selector_width(select(tokens, tokens, lambda k, q: k == q), name="count", longest=length)
    return Program(
        name="histogram",
        output=count,
        symbols=symbols,
        length=length,
        reference=lambda x: x.count(x[-1]),
        inputs=_all(symbols, length),
        description="how often the last symbol has occurred so far: a b a → 2",
        causal_form="counts what came so far, not the whole sequence",
    )


@cache
def double_histogram() -> Program:
    """At how many positions the count so far was what it is at the last."""
    symbols, length = ("a", "b", "c"), 6
    tokens = given_tokens(symbols)
    count = selector_width(select(tokens, tokens, lambda k, q: k == q), name="count", longest=length)
    same = selector_width(select(count, count, lambda k, q: k == q and k > 0), name="same", longest=length)

    def reference(x: Sequence[str]) -> int:
        counts = [x[: i + 1].count(x[i]) for i in range(len(x))]
        return counts.count(counts[-1])

    return Program(
        name="double_histogram",
        output=same,
        symbols=symbols,
        length=length,
        reference=reference,
        inputs=_all(symbols, length),
        description="at how many positions the symbol's count so far is the last position's: a b a → 1, a b → 2",
        causal_form="both counts are of what came so far",
    )


@cache
def induction() -> Program:
    """What followed the last symbol when it occurred before."""
    symbols, length = ("a", "b", "c", "d", "e"), 5
    tokens, indices = given_tokens(symbols), given_indices(length)
    previous = aggregate(select(indices, indices, lambda k, q: k == q - 1), tokens, name="previous")
    output = aggregate(select(previous, tokens, lambda k, q: k == q), tokens, name="next")

    def reference(x: Sequence[str]) -> str | None:
        followers = {x[i + 1] for i in range(len(x) - 1) if x[i] == x[-1]}
        return followers.pop() if len(followers) == 1 else None

    def inputs() -> Iterator[tuple[str, ...]]:
        for n in range(1, length):
            for first in permutations(symbols, n):
                yield from ((*first, last) for last in first)

    return Program(
        name="induction",
        output=output,
        symbols=symbols,
        length=length,
        reference=reference,
        inputs=inputs,
        description="what followed the last symbol when it came before: a b c a → b",
        causal_form="causal as it is; symbols do not recur before the last, so that one position is selected",
    )


@cache
def fraction_of_previous() -> Program:
    """Which share of the symbols so far is `a`."""
    symbols, length = ("a", "b", "c"), 6
    tokens = given_tokens(symbols)
    is_a = apply(lambda t: Fraction(t == "a"), tokens, name="is_a", numerical=True)
    share = aggregate(select(tokens, None, lambda k: True), is_a, name="share", longest=length)
    output = apply(lambda part: part, share, name="fraction")
    return Program(
        name="fraction_of_previous",
        output=output,
        symbols=symbols,
        length=length,
        reference=lambda x: Fraction(x.count("a"), len(x)),
        inputs=_all(symbols, length),
        description="which share of the symbols so far is a: a b a c → 1/2",
        causal_form="causal as it is",
    )


@cache
def balanced_brackets() -> Program:
    """Whether the brackets so far close, can still close, or are beyond repair."""
    symbols, length = ("(", ")"), 6
    tokens = given_tokens(symbols)
    step = apply(lambda t: 1 if t == "(" else -1, tokens, name="step", numerical=True)
    everything = select(tokens, None, lambda k: True)
    height = aggregate(everything, step, name="height", longest=length)
    state = apply(lambda h: "broken" if h < 0 else "open" if h > 0 else "balanced", height, name="state")
    below = apply(lambda h: Fraction(h < 0), height, name="below", numerical=True)
    ever = aggregate(everything, below, name="ever_below", longest=length)
    fell = apply(lambda part: part > 0, ever, name="fell")
    output = combine(lambda f, s: "broken" if f else s, fell, state, name="verdict")

    def reference(x: Sequence[str]) -> str:
        heights = [x[: i + 1].count("(") - x[: i + 1].count(")") for i in range(len(x))]
        return "broken" if min(heights) < 0 else "open" if heights[-1] else "balanced"

    return Program(
        name="balanced_brackets",
        output=output,
        symbols=symbols,
        length=length,
        reference=reference,
        inputs=_all(symbols, length),
        description="whether the brackets so far are balanced, open, or broken: ( ) → balanced, ( → open, ) ( → broken",
        causal_form="asked of every prefix, with a third answer for what may still close",
    )


@cache
def backup() -> Program:
    """Whether there is an a, found by two heads of which either would do."""
    symbols, length = ("a", "b", "c"), 5
    tokens = given_tokens(symbols)
    first, second = (
        selector_width(select(tokens, None, lambda k: k == "a"), name=name, longest=length)
        for name in ("first", "second")
    )
    output = combine(lambda m, n: "yes" if m or n else "no", first, second, name="either")
    return Program(
        name="backup",
        output=output,
        symbols=symbols,
        length=length,
        reference=lambda x: "yes" if "a" in x else "no",
        inputs=_all(symbols, length),
        description="whether there is an a, which two heads look for: b a c → yes, b c → no",
        clean_answers=("yes",),
        causal_form="causal as it is; all clean prompts are answered yes, so that neither head is missed alone",
    )


PROGRAMS: Named[Program] = Named(
    "program",
    {
        program.name: program
        for program in (
            reverse(),
            histogram(),
            sort(),
            previous_token(),
            induction(),
            fraction_of_previous(),
            balanced_brackets(),
            double_histogram(),
            backup(),
        )
    },
)
"""The programs by name."""
