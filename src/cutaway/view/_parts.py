"""The parts a page is made of, as plain data; `web/src/parts/types.ts` is their other half.

A part is a frozen dataclass whose fields carry the names of the front end's. Arrays may be NumPy's, torch's or nested
lists; None where something is left out. A page is parts in order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from cutaway.evidence import Grade

Scale = Literal["diverging", "sequential"]
Numbers = Any
"""Anything that `numpy.asarray` takes, or a tensor."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """Anything that can stand on a page."""

    part: ClassVar[str]
    """The name of the part in the front end."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Page:
    """A titled sequence of parts, with what is needed to make it again."""

    title: str
    parts: Sequence[Part]
    subtitle: str | None = None
    provenance: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Section(Part):
    """A heading, one sentence on how to read what follows, the parts, and what is folded away."""

    part: ClassVar[str] = "section"
    title: str
    parts: Sequence[Part]
    how: str | None = None
    details: Sequence[Mapping[str, Any]] | None = None
    """Each a `title` and its `parts`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Group(Part):
    """Parts beside each other, or one at a time under tabs."""

    part: ClassVar[str] = "group"
    titles: Sequence[str]
    parts: Sequence[Part]
    layout: Literal["columns", "tabs"] = "columns"


@dataclass(frozen=True, kw_only=True, eq=False)
class Text(Part):
    """A paragraph."""

    part: ClassVar[str] = "text"
    text: str
    tone: Literal["plain", "soft", "quote"] = "plain"


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer(Part):
    """The prompt with what the model said after it."""

    part: ClassVar[str] = "answer"
    prompt: str
    answer: str
    probability: float | None = None
    model: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class TokenStrip(Part):
    """Tokens in a line, shaded by a value each."""

    part: ClassVar[str] = "token_strip"
    tokens: Sequence[str]
    values: Numbers | None = None
    """[pos]"""
    value_title: str | None = None
    scale: Scale = "diverging"
    limit: float | None = None
    """The value of full colour; None for the largest in size."""


@dataclass(frozen=True, kw_only=True, eq=False)
class AttentionHeads(Part):
    """Attention patterns: thumbnails of all heads, one of them large as matrix or as lines."""

    part: ClassVar[str] = "attention"
    tokens: Sequence[str]
    names: Sequence[str]
    """One per head, such as "17.3"."""
    pattern: Numbers
    """[head, query, key]; rows sum to one."""
    value_weighted: Numbers | None = None
    """[head, query, key]: pattern times the size of each value vector, rows scaled to sum to one."""
    notes: Sequence[str] | None = None
    """A few words for each head."""


@dataclass(frozen=True, kw_only=True, eq=False)
class HeatMap(Part):
    """A number for every row and column."""

    part: ClassVar[str] = "heat_map"
    values: Numbers
    """[row, column]"""
    rows: Sequence[str]
    columns: Sequence[str]
    row_title: str
    column_title: str
    value_title: str
    scale: Scale = "diverging"
    low: Numbers | None = None
    high: Numbers | None = None
    """[row, column]: an interval for every cell."""
    limit: float | None = None
    """The value of full colour; None for the largest finite size. Cells beyond it are marked."""
    texts: Sequence[Sequence[str]] | None = None
    """What to add on hover, [row][column]."""
    origin: Literal["bottom", "top"] = "bottom"
    """Where the first row lies; layers start at the bottom."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LensGrid(Part):
    """What each layer would say at each position."""

    part: ClassVar[str] = "lens_grid"
    layers: Sequence[str]
    tokens: Sequence[str]
    top: Sequence[Sequence[Sequence[str]]]
    """[layer][pos][rank]"""
    probabilities: Numbers
    """[layer, pos, rank]"""
    answer: str | None = None
    answer_probability: Numbers | None = None
    """[layer, pos]"""
    decided_at: int | None = None
    """Row of `layers` from which the answer leads for good at the last position."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Bars(Part):
    """A labelled number each, with an interval where there is one."""

    part: ClassVar[str] = "bars"
    labels: Sequence[str]
    values: Numbers
    value_title: str
    low: Numbers | None = None
    high: Numbers | None = None
    notes: Sequence[str] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Curves(Part):
    """Lines over a common axis, with bands where there are intervals."""

    part: ClassVar[str] = "curves"
    series: Sequence[Mapping[str, Any]]
    """Each a `name`, `x`, `y` and perhaps `low` and `high`."""
    x_title: str
    y_title: str
    x_log: bool = False
    marks: Sequence[Mapping[str, Any]] | None = None
    """Vertical marks: `x` and `text`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Graph(Part):
    """A circuit: nodes by layer, edges with scores."""

    part: ClassVar[str] = "graph"
    nodes: Sequence[Mapping[str, Any]]
    """Each an `id`, `label`, `kind` (embed, head, mlp, latent, logits, token), `layer`, perhaps `role`, `score`,
    `evidence` (lines)."""
    edges: Sequence[Mapping[str, Any]]
    """Each a `source`, `target`, `score`, perhaps a `label`."""
    score_title: str = "score"


@dataclass(frozen=True, kw_only=True, eq=False)
class LatentCard(Part):
    """What one latent or neuron responds to and writes."""

    part: ClassVar[str] = "latent_card"
    name: str
    examples: Sequence[Mapping[str, Any]]
    """Each `tokens`, `values` [pos] and perhaps a `note`."""
    logits_up: Sequence[tuple[str, float]]
    logits_down: Sequence[tuple[str, float]]
    label: str | None = None
    density: float | None = None
    """Share of tokens on which it is active."""
    histogram: Mapping[str, Numbers] | None = None
    """`edges` (one more) and `counts`."""
    neighbours: Sequence[tuple[str, float]] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class FindingCard(Part):
    """A claim with its grade and evidence."""

    part: ClassVar[str] = "finding"
    claim: str
    grade: Grade
    effect: float | None = None
    interval: tuple[float, float] | None = None
    control: float | None = None
    n: int | None = None
    unit: str | None = None
    method: str | None = None
    refuted_by: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Table(Part):
    """Rows under titled columns."""

    part: ClassVar[str] = "table"
    columns: Sequence[Mapping[str, str]] = field(default_factory=list)
    """Each a `title` and a `kind`: text, number, token or grade."""
    rows: Sequence[Sequence[str | float | int | None]] = field(default_factory=list)
