"""Programs as data: a small language in the manner of RASP, and what a program says of an input.

A variable has one value at every position. It is made elementwise (`apply`, `combine`, `linear`), by averaging another
variable over selected positions (`aggregate`), or by counting them (`selector_width`). Selection compares two categorical
variables, and looks back only: a position sees itself and what came before, as in a decoder. Position 0 is the start
token, which is no symbol. (Weiss et al. 2021, https://arxiv.org/abs/2106.06981; kinds of variables as in Lindner et al.
2023, https://arxiv.org/abs/2301.05062.)

None is "no value": a categorical variable of no value writes nothing. A numerical variable of no value is 0.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from cutaway.errors import DataError

Value = Any
"""A symbol, a whole number, a truth value; a Fraction in a numerical variable."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Variable:
    """One value at every position.

    Attributes:
        name: what it is called; unique within a program.
        inputs: the variables that it is made of.
        values: what it can be (without None), in the order of its directions in the residual stream.
        numerical: one direction that holds the number, instead of one a value.
    """

    name: str
    values: tuple[Value, ...]
    numerical: bool = False

    @property
    def inputs(self) -> tuple["Variable", ...]:
        return ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Given(Variable):
    """What the embedding writes: `tokens` or `indices`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Elementwise(Variable):
    """A function of one or two variables at the same position, from a table."""

    of: tuple[Variable, ...]
    table: dict[tuple[Value, ...], Value]

    @property
    def inputs(self) -> tuple[Variable, ...]:
        return self.of


@dataclass(frozen=True, kw_only=True, eq=False)
class Linear(Variable):
    """A weighted sum of numerical variables."""

    of: tuple[Variable, ...]
    weights: tuple[Fraction, ...]

    @property
    def inputs(self) -> tuple[Variable, ...]:
        return self.of


@dataclass(frozen=True, kw_only=True, eq=False)
class Selector:
    """Which earlier positions (itself included) a position looks at."""

    keys: Variable
    queries: Variable | None
    predicate: Callable[[Value, Value], bool]

    def holds(self, key: Value, query: Value) -> bool:
        """Whether a position with this key is selected by one with this query; never where either has no value."""
        if key is None or (query is None and self.queries is not None):
            return False
        return bool(self.predicate(key, query))


@dataclass(frozen=True, kw_only=True, eq=False)
class Aggregate(Variable):
    """The mean of a variable over the selected positions; its value at the start token where none is selected."""

    selector: Selector
    of: Variable

    @property
    def inputs(self) -> tuple[Variable, ...]:
        queries = () if self.selector.queries is None else (self.selector.queries,)
        return (self.selector.keys, *queries, self.of)


@dataclass(frozen=True, kw_only=True, eq=False)
class Width(Variable):
    """1 / (1 + the number of selected positions): what attention makes of a selector when the start token is selected
    besides and is the only one with a value."""

    selector: Selector

    @property
    def inputs(self) -> tuple[Variable, ...]:
        queries = () if self.selector.queries is None else (self.selector.queries,)
        return (self.selector.keys, *queries)


# -- making variables ------------------------------------------------------------------------------------------


def apply(function: Callable[[Value], Value], of: Variable, *, name: str, numerical: bool = False) -> Variable:
    """`function` of a variable, position by position. Where it gives None, nothing is written."""
    return _elementwise({(a,): function(a) for a in of.values}, (of,), name, numerical)


def combine(
    function: Callable[[Value, Value], Value], first: Variable, second: Variable, *, name: str, numerical: bool = False
) -> Variable:
    """`function` of two categorical variables, position by position; nothing where either has no value.

    Raises:
        DataError: one of them is numerical (make it categorical with `apply`, or sum with `linear`).
    """
    for variable in (first, second):
        if variable.numerical:
            raise DataError(f"{name} combines {variable.name}, which is numerical; make it categorical with apply()")
    table = {(a, b): function(a, b) for a, b in product(first.values, second.values)}
    return _elementwise(table, (first, second), name, numerical)


def linear(terms: Sequence[tuple[Variable, int | Fraction]], *, name: str) -> Variable:
    """A weighted sum of numerical variables.

    Raises:
        DataError: one of them is categorical.
    """
    for variable, _ in terms:
        if not variable.numerical:
            raise DataError(f"{name} sums {variable.name}, which is categorical; use combine()")
    variables = tuple(variable for variable, _ in terms)
    weights = tuple(Fraction(weight) for _, weight in terms)
    sums = (
        sum((w * v for w, v in zip(weights, choice, strict=True)), Fraction(0))
        for choice in product(*(variable.values for variable in variables))
    )
    return Linear(name=name, values=tuple(sorted(set(sums))), numerical=True, of=variables, weights=weights)


def select(
    keys: Variable, queries: Variable | None, predicate: Callable[[Value, Value], bool] | Callable[[Value], bool]
) -> Selector:
    """The positions whose key fits the query: `predicate(key, query)`, or `predicate(key)` where there is no query.

    Raises:
        DataError: keys or queries that are numerical.
    """
    for variable in (keys, queries):
        if variable is not None and variable.numerical:
            raise DataError(f"{variable.name} is numerical and cannot be compared; make it categorical with apply()")
    if queries is None:
        return Selector(keys=keys, queries=None, predicate=lambda key, _: predicate(key))  # type: ignore[call-arg]
    return Selector(keys=keys, queries=queries, predicate=predicate)  # type: ignore[arg-type]


def aggregate(selector: Selector, of: Variable, *, name: str, longest: int | None = None) -> Variable:
    """The mean of a variable over the selected positions; its value at the start token where none is selected.

    Of a categorical variable this is the value at the one selected position (several with the same value will do).

    Args:
        selector: the positions.
        of: what is averaged.
        name: what the result is called.
        longest: how many positions may be selected at most; needed for a numerical variable, whose means are listed.

    Raises:
        DataError: no `longest` for a numerical variable.
    """
    if not of.numerical:
        return Aggregate(name=name, values=of.values, selector=selector, of=of)
    if longest is None:
        raise DataError(f"{name} is a mean of numbers; say with longest= of how many at most, so that they can be told")
    means: set[Fraction] = {Fraction(0)}
    sums: set[Fraction] = {Fraction(0)}
    for count in range(1, longest + 1):
        sums = {total + value for total in sums for value in (*of.values, Fraction(0))}
        means |= {total / count for total in sums}
    return Aggregate(name=name, values=tuple(sorted(means)), numerical=True, selector=selector, of=of)


def selector_width(selector: Selector, *, name: str, longest: int) -> Variable:
    """How many positions are selected: 0 to `longest`."""
    shares = tuple(Fraction(1, 1 + width) for width in reversed(range(longest + 1)))
    share = Width(name=f"{name}_share", values=shares, numerical=True, selector=selector)
    return apply(lambda part: int(1 / part) - 1, share, name=name)


def _elementwise(
    table: dict[tuple[Value, ...], Value], of: tuple[Variable, ...], name: str, numerical: bool
) -> Variable:
    if numerical:
        table = {key: Fraction(0 if value is None else value) for key, value in table.items()}
    values = dict.fromkeys(value for value in table.values() if value is not None)
    ordered = tuple(sorted(values)) if numerical else tuple(values)
    return Elementwise(name=name, values=ordered, numerical=numerical, of=of, table=table)


# -- programs --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False)
class Program:
    """A variable that is the answer, the symbols of the input, and which inputs there are."""

    name: str
    output: Variable
    symbols: tuple[str, ...]
    """The input's alphabet."""
    length: int
    """The longest input, the start token not counted."""
    reference: Callable[[Sequence[str]], Value]
    """The answer at the last position, as plain Python; None where there is none."""
    inputs: Callable[[], Iterable[tuple[str, ...]]]
    """All inputs, or a large part of them."""
    description: str = ""
    clean_answers: tuple[Value, ...] | None = None
    """What the clean prompts of its task are answered with; None for anything."""
    causal_form: str = ""
    """How the program's usual form, which sees the whole sequence, was made fit for a decoder."""

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """Every variable, each behind those that it is made of."""
        found: dict[int, Variable] = {}

        def visit(variable: Variable) -> None:
            if id(variable) not in found:
                for each in variable.inputs:
                    visit(each)
                found[id(variable)] = variable

        visit(self.output)
        names = [variable.name for variable in found.values()]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise DataError(f"{self.name}: two variables are called {sorted(twice)[0]!r}; give each its own name")
        return tuple(found.values())

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """All tokens: the start token, one for what is unknown, the symbols, and what is answered beside them."""
        answers = [text_of(value) for value in self.output.values]
        return tuple(dict.fromkeys(["<bos>", "<unk>", *self.symbols, *answers]))

    def trace(self, symbols: Sequence[str]) -> dict[str, list[Value]]:
        """Every variable's value at every position, the start token's first."""
        values: dict[int, list[Value]] = {}
        for variable in self.variables:
            values[id(variable)] = _evaluate(variable, symbols, values)
        return {variable.name: values[id(variable)] for variable in self.variables}

    def answer(self, symbols: Sequence[str]) -> Value:
        """The program's own answer at the last position."""
        return self.trace(symbols)[self.output.name][-1]


def text_of(value: Value) -> str:
    """How a value is written as a token."""
    return str(value)


def given_tokens(symbols: Sequence[str]) -> Variable:
    """The input's symbols."""
    return Given(name="tokens", values=tuple(symbols))


def given_indices(length: int) -> Variable:
    """The positions, the start token's being 0."""
    return Given(name="indices", values=tuple(range(length + 1)))


def _evaluate(variable: Variable, symbols: Sequence[str], values: dict[int, list[Value]]) -> list[Value]:
    n = len(symbols) + 1
    if isinstance(variable, Given):
        return [None, *symbols] if variable.name == "tokens" else list(range(n))
    if isinstance(variable, Elementwise):
        columns = [values[id(each)] for each in variable.of]
        none = Fraction(0) if variable.numerical else None
        return [variable.table.get(row, none) for row in zip(*columns, strict=True)]
    if isinstance(variable, Linear):
        columns = [values[id(each)] for each in variable.of]
        return [
            sum((w * v for w, v in zip(variable.weights, row, strict=True)), Fraction(0))
            for row in zip(*columns, strict=True)
        ]
    assert isinstance(variable, Aggregate | Width)
    selector = variable.selector
    keys = values[id(selector.keys)]
    queries = [None] * n if selector.queries is None else values[id(selector.queries)]
    found: list[Value] = []
    for i in range(n):
        selected = [j for j in range(i + 1) if selector.holds(keys[j], queries[i])]
        if isinstance(variable, Width):
            found.append(Fraction(1, 1 + len(selected)))
            continue
        column = [values[id(variable.of)][j] for j in selected or [0]]
        if variable.numerical:
            found.append(sum(column, Fraction(0)) / len(column))
        else:
            found.append(column[0] if len(set(column)) == 1 else None)
    return found
