"""The grid of a sweep: which part of the model and which positions each cell stands for."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cutaway.errors import DataError, did_you_mean
from cutaway.model import LanguageModel, Site, Tokens

AXES = ("layer", "head", "neuron", "pos", "span")


@dataclass(frozen=True)
class Grid:
    """The cells of a sweep.

    Attributes:
        axes: names, in the order of the result's axes.
        labels: for every axis, what its entries are called (numbers, or names of spans).
        site: what is intervened on; its layer and unit are filled in by the cells.
        texts: with `pos`, the token at each position, where all prompts have the same; else an empty text.
    """

    axes: tuple[str, ...]
    labels: tuple[tuple[int | str, ...], ...]
    site: Site
    texts: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """How many entries each axis has."""
        return tuple(map(len, self.labels))

    def cells(self) -> list[dict[str, int | str]]:
        """Every cell as {axis: label}, in row-major order."""
        return [dict(zip(self.axes, labels, strict=True)) for labels in itertools.product(*self.labels)]

    def site_of(self, cell: Mapping[str, int | str]) -> Site:
        """The site that a cell stands for."""
        layer = cell.get("layer", self.site.layer)
        unit = cell.get("head", cell.get("neuron", self.site.unit))
        return Site(self.site.kind, layer, unit)  # type: ignore[arg-type]


def grid(
    lm: LanguageModel,
    site: str | Site,
    over: Sequence[str] | str,
    tokens: Tokens,
    *,
    spans: Sequence[Mapping[str, tuple[int, int]]] = (),
    neurons: Sequence[int] | None = None,
) -> Grid:
    """The cells of a sweep of `site` over some axes.

    Args:
        lm: the model.
        site: `kind[.layer[.unit]]`; what `over` names is left out here.
        over: any of layer, head, neuron, pos, span.
        tokens: the prompts; with `pos`, the longest gives the axis.
        spans: the token spans of every prompt, for `span`.
        neurons: which neurons, for `neuron`; None for all.

    Raises:
        SiteError: an unknown or unavailable site.
        DataError: an unknown axis, or one that this site does not have.
    """
    axes = tuple(over.replace(" ", "").split(",")) if isinstance(over, str) else tuple(over)
    parsed = Site.parse(site)
    sites = lm.resolve(parsed)
    labels: list[tuple[int | str, ...]] = []
    for axis in axes:
        if axis == "layer":
            if not parsed.info.layered or parsed.layer is not None:
                raise DataError(f"{parsed} has one layer only; sweep a kind such as 'resid_pre', without a layer")
            labels.append(tuple(s.layer for s in sites if s.layer is not None))
        elif axis in ("head", "neuron"):
            unit = parsed.info.unit or ""
            if not unit.endswith(axis) or parsed.unit is not None:
                raise DataError(
                    f"{parsed} has no {axis} to sweep over; heads: z, q, k, v, pattern, head_out; neurons: mlp_post"
                )
            count = lm.unit_count(parsed if parsed.layer is not None else sites[0])
            labels.append(tuple(range(count)) if axis == "head" or neurons is None else tuple(neurons))
        elif axis == "pos":
            labels.append(tuple(range(int(tokens.lengths.max()))))
        elif axis == "span":
            common = [name for name in spans[0] if all(name in each for each in spans)] if spans else []
            if not common:
                raise DataError("the pairs share no named token spans; use a drawn task, or sweep over pos")
            labels.append(tuple(common))
        else:
            raise DataError(f"no axis {axis!r} to sweep over{did_you_mean(axis, AXES)}; the axes are {', '.join(AXES)}")
    if not axes or len(set(axes)) < len(axes) or {"pos", "span"} <= set(axes):
        raise DataError(f"over={over!r}: name each axis once, and pos or span but not both")
    return Grid(axes, tuple(labels), parsed, _texts(tokens) if "pos" in axes else ())


def _texts(tokens: Tokens) -> tuple[str, ...]:
    """The token at each position that all prompts share."""
    found = [{row[pos] for row in tokens.strings if pos < len(row)} for pos in range(int(tokens.lengths.max()))]
    return tuple(next(iter(texts)) if len(texts) == 1 else "" for texts in found)
