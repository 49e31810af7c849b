"""Edits: what may be changed at a site during a run.

An edit is a frozen description; it touches nothing until a run carries it. Several edits of one run are applied in
the order in which they were given where they meet at the same site.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import EditError
from cutaway.model._run import Activations
from cutaway.model._sites import Site

Positions = int | Sequence[int] | slice | Tensor | None
Rows = int | Sequence[int] | slice | Tensor | None


@dataclass(frozen=True)
class EditContext:
    """Where an edit's function is being called.

    Attributes:
        site: the site, with its layer.
        rows: [row], the rows of the batch that were selected.
        positions: [row pos], the position of each selected entry, counted from its prompt's first token.
    """

    site: Site
    rows: Tensor
    positions: Tensor


EditFunction = Callable[[Tensor, EditContext], Tensor]


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change at one site; made by `replace`, `add`, `scale`, `ablate`, `project_out` and `apply`.

    Attributes:
        site: what is changed; without a layer, the kind is changed at every layer.
        function: receives the selected activation ([row pos ...], or [row (head) query key] for attention
            scores and patterns) and its `EditContext`; returns what takes its place, or what broadcasts to it.
        label: what the receipt calls it.
        pos: the positions that are changed, counted from each prompt's first token, or from its end where
            negative; None for all. For scores and patterns: the query's position.
        rows: the rows of the batch that are changed; None for all.
    """

    site: Site
    function: EditFunction
    label: str
    pos: Positions = None
    rows: Rows = None

    def __str__(self) -> str:
        where = "" if self.pos is None else f" at {self.pos}"
        return f"{self.label} {self.site}{where}"

    def __call__(self, activation: Tensor, context: EditContext) -> Tensor:
        """What takes the place of the selected activation, in its shape.

        Raises:
            EditError: the function failed, gave something else than a tensor, or one that does not broadcast.
        """
        site, shape = context.site, tuple(activation.shape)
        try:
            new = self.function(activation, context)
        except RuntimeError as error:
            raise EditError(
                f"'{self}' failed on {site}, which has {shape} there ({', '.join(site.info.axes)}): {error}; "
                "give a value that broadcasts to it"
            ) from error
        if not isinstance(new, Tensor):
            raise EditError(f"the function of '{self}' returned {type(new).__name__}, not a tensor")
        try:
            return new.to(activation).expand_as(activation).contiguous()  # modules may take a view of it
        except RuntimeError:
            raise EditError(
                f"'{self}' gave a value of shape {tuple(new.shape)}, but {site} has {shape} there "
                f"({', '.join(site.info.axes)}); give a value that broadcasts to it"
            ) from None


def replace(site: str | Site, value: Tensor | Activations, *, pos: Positions = None, rows: Rows = None) -> Edit:
    """Put `value` in the place of an activation.

    Args:
        site: `kind[.layer[.unit]]`.
        value: broadcastable to the selected activation, for example [d_model] or [row pos d_model]; or a run,
            whose activation at the same site, rows and positions is taken.
        pos: positions to change; None for all.
        rows: rows of the batch to change; None for all.
    """
    parsed = Site.parse(site)
    if isinstance(value, Activations):
        return Edit(site=parsed, function=_taken_from(value), label="replace", pos=pos, rows=rows)

    def function(activation: Tensor, context: EditContext) -> Tensor:
        return value.to(activation)

    return Edit(site=parsed, function=function, label="replace", pos=pos, rows=rows)


def add(site: str | Site, vector: Tensor, *, scale: float = 1.0, pos: Positions = None, rows: Rows = None) -> Edit:
    """Add `scale * vector` to an activation; `vector` is broadcastable to it, for example [d_model]."""

    def function(activation: Tensor, context: EditContext) -> Tensor:
        return activation + scale * vector.to(activation)

    return Edit(site=Site.parse(site), function=function, label="add", pos=pos, rows=rows)


def scale(site: str | Site, factor: float, *, pos: Positions = None, rows: Rows = None) -> Edit:
    """Multiply an activation by `factor`."""

    def function(activation: Tensor, context: EditContext) -> Tensor:
        return activation * factor

    return Edit(site=Site.parse(site), function=function, label="scale", pos=pos, rows=rows)


def ablate(
    site: str | Site,
    how: Literal["zero", "mean", "resample"] = "zero",
    *,
    reference: Tensor | Activations | None = None,
    pos: Positions = None,
    rows: Rows = None,
) -> Edit:
    """Remove what an activation says about this prompt.

    Args:
        site: `kind[.layer[.unit]]`.
        how: `zero` writes zeros. `mean` writes the mean over the reference run's prompts, position by position
            (over those prompts that are long enough). `resample` writes the reference run's activation at the
            same row and position, as from a corrupted prompt.
        reference: a run that read this site; or, for `mean` and `resample`, the value itself.
        pos: positions to change; None for all.
        rows: rows of the batch to change; None for all.

    Raises:
        EditError: an unknown `how`, or a missing reference.
    """
    parsed = Site.parse(site)
    if how not in ("zero", "mean", "resample"):
        raise EditError(f"no ablation {how!r}; use 'zero', 'mean' or 'resample'")
    if how != "zero" and reference is None:
        raise EditError(f"{how} ablation of {parsed} needs reference=, a run that read {parsed.kind}")

    def zero(activation: Tensor, context: EditContext) -> Tensor:
        return torch.zeros_like(activation)

    def given(activation: Tensor, context: EditContext) -> Tensor:
        assert isinstance(reference, Tensor)
        return reference.to(activation)

    function: EditFunction = zero
    if isinstance(reference, Tensor):
        function = given
    elif isinstance(reference, Activations):
        function = _mean_of(reference) if how == "mean" else _taken_from(reference)
    return Edit(site=parsed, function=function if how != "zero" else zero, label=f"ablate ({how})", pos=pos, rows=rows)


def project_out(
    site: str | Site, directions: Float[Tensor, "*n d"], *, pos: Positions = None, rows: Rows = None
) -> Edit:
    """Remove the span of `directions` ([d] or [n d], not necessarily orthonormal) from an activation's last axis.

    Raises:
        EditError: a direction is zero or not finite.
    """
    matrix = torch.atleast_2d(directions.detach().double())
    if not torch.isfinite(matrix).all() or bool((matrix.norm(dim=-1) == 0).any()):
        raise EditError("a direction to project out is zero or not finite; give non-zero directions")
    u, s, _ = torch.linalg.svd(matrix.T, full_matrices=False)
    basis = u[:, s > s[0] * 1e-10].T

    def function(activation: Tensor, context: EditContext) -> Tensor:
        b = basis.to(activation)
        return activation - (activation @ b.T) @ b

    return Edit(site=Site.parse(site), function=function, label="project out", pos=pos, rows=rows)


def apply(site: str | Site, function: EditFunction, *, pos: Positions = None, rows: Rows = None) -> Edit:
    """Change an activation by any function of it and its `EditContext`; the result must broadcast to its shape."""
    return Edit(site=Site.parse(site), function=function, label="apply", pos=pos, rows=rows)


def _taken_from(source: Activations) -> EditFunction:
    """The source's activation at the same rows and positions."""

    def function(activation: Tensor, context: EditContext) -> Tensor:
        value = source[context.site]
        rows, positions = context.rows, context.positions
        if value.shape[0] == 1:
            rows = torch.zeros_like(rows)
        if int(rows.max()) >= value.shape[0]:
            raise EditError(
                f"the reference run has {value.shape[0]} prompts, but row {int(rows.max())} of this batch is to be "
                f"replaced at {context.site}; run the reference on as many prompts, or on one"
            )
        value = _position_first(value, context.site)
        if int(positions.max()) >= value.shape[1]:
            raise EditError(
                f"the reference run has {value.shape[1]} positions at {context.site}, but position "
                f"{int(positions.max())} is to be replaced; align the prompts or give pos="
            )
        taken = value[rows.to(value.device)[:, None], positions.to(value.device)]
        if context.site.kind in ("scores", "pattern"):
            taken = taken[..., : activation.shape[-1]]  # the reference may be padded to a longer prompt
        return _position_back(taken, context.site).to(activation)

    return function


def _mean_of(source: Activations) -> EditFunction:
    """The mean over the source's prompts at each position."""

    def function(activation: Tensor, context: EditContext) -> Tensor:
        value = _position_first(source[context.site], context.site)
        lengths = source.tokens.lengths.to(value.device)
        real = torch.arange(value.shape[1], device=value.device) < lengths[:, None]
        weight = real.reshape(*real.shape, *(1,) * (value.dim() - 2)).to(value.dtype)
        mean = (value * weight).sum(0) / weight.sum(0).clamp(min=1)
        if int(context.positions.max()) >= mean.shape[0]:
            raise EditError(
                f"no prompt of the reference is long enough for position {int(context.positions.max())} at "
                f"{context.site}; give longer reference prompts or pos="
            )
        return _position_back(mean[context.positions.to(mean.device)], context.site).to(activation)

    return function


def _position_first(value: Tensor, site: Site) -> Tensor:
    """[batch pos ...], also for scores and patterns that keep all heads ([batch head query key])."""
    return value.movedim(2, 1) if site.kind in ("scores", "pattern") and site.unit is None else value


def _position_back(value: Tensor, site: Site) -> Tensor:
    return value.movedim(2, 1) if site.kind in ("scores", "pattern") and site.unit is None else value
