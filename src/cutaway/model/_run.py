"""What a run gives back: activations under the names of their sites, and a receipt of what was done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import CutawayError, NotReadError, UnknownSiteError
from cutaway.model._sites import Site
from cutaway.model._tokens import Tokens

if TYPE_CHECKING:
    from cutaway.model._edits import Edit


class Activations(Mapping[str, Tensor]):
    """Tensors by site: `a["resid_post"]` stacks all layers, `a["z.18"]` is one layer, `a["z.18.6"]` one head.

    Axes, in the order of `SITE_KINDS[kind].axes`, with `layer` before them where no layer was named.
    """

    tokens: Tokens

    def __init__(self, tensors: Mapping[Site, Tensor], tokens: Tokens, positions: Tensor | None = None):
        self._tensors = dict(tensors)
        self.tokens = tokens
        self.positions = positions
        """[batch kept], the positions that were kept; None for all."""

    def __getitem__(self, key: "str | Site") -> Tensor:
        site = Site.parse(key)
        if site in self._tensors:
            return self._tensors[site]
        if site.unit is not None and (whole := self._tensors.get(Site(site.kind, site.layer))) is not None:
            axis = 1 if site.kind in ("scores", "pattern") else 2
            if not 0 <= site.unit < whole.shape[axis]:
                raise UnknownSiteError(
                    f"{site}: there are {whole.shape[axis]} {site.info.unit}s, numbered from 0; got {site.unit}"
                )
            return whole.select(axis, site.unit)
        if site.layer is None and site.info.layered:
            held = {s.layer for s in self._tensors if s.kind == site.kind and s.unit in (None, site.unit)}
            stacked = [self[site.at(layer)] for layer in sorted(layer for layer in held if layer is not None)]
            if len({tensor.shape for tensor in stacked}) > 1:
                raise NotReadError(f"the layers of {site} differ in shape; ask for one layer, as in {site.at(0)}")
            if stacked:
                return torch.stack(stacked)
        raise NotReadError(
            f"{site} was not read; this run read {', '.join(map(str, self)) or 'nothing'}: add {str(site)!r} to read="
        )

    def __iter__(self) -> Iterator[str]:
        return iter(map(str, self._tensors))

    def __len__(self) -> int:
        return len(self._tensors)

    def __contains__(self, key: object) -> bool:
        try:
            self[key]  # type: ignore[index]
        except CutawayError:
            return False
        return True

    @property
    def sites(self) -> tuple[Site, ...]:
        """Every site that is held, one a layer."""
        return tuple(self._tensors)


@dataclass(frozen=True)
class ReadRecord:
    """How often a read fired."""

    site: str
    fired: int


@dataclass(frozen=True)
class EditRecord:
    """How often an edit fired, and how much it moved.

    Attributes:
        moved: the norm of the change, over the norm of what was there before; summed over all firings.
        rms: the root mean square of the change, over every entry that the edit selected.
    """

    edit: str
    layers: tuple[int | None, ...]
    fired: int
    moved: float
    rms: float

    @property
    def changed(self) -> bool:
        """Whether anything came out different at all."""
        return self.moved > 0


@dataclass(frozen=True)
class Receipt:
    """What a run read and edited, how often each fired, and how much each edit moved."""

    reads: tuple[ReadRecord, ...] = ()
    edits: tuple[EditRecord, ...] = ()
    layers_run: int = 0
    notes: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        lines = [f"ran {self.layers_run} layers, read {len(self.reads)} activations"]
        lines += [f"{e.edit}: fired {e.fired}x, moved {e.moved:.3g} of its norm" for e in self.edits]
        return "\n".join([*lines, *self.notes])


class Run(Activations):
    """One forward pass: `run.logits`, the activations that were asked for, and `run.receipt`."""

    def __init__(
        self,
        tensors: Mapping[Site, Tensor],
        tokens: Tokens,
        *,
        positions: Tensor | None,
        logits: Tensor | None,
        last_only: bool,
        receipt: Receipt,
        edits: "tuple[Edit, ...]" = (),
    ):
        super().__init__(tensors, tokens, positions)
        self._logits = logits
        self._last_only = last_only
        self.receipt = receipt
        self.edits = edits

    @property
    def logits(self) -> Float[Tensor, "batch pos d_vocab"]:
        """Logits at every position; what stands at padding means nothing.

        Raises:
            NotReadError: the run was asked for `logits=False` or `logits="last"`.
        """
        if self._logits is None or self._last_only:
            raise NotReadError("this run did not keep all logits; run with logits=True")
        return self._logits

    @property
    def last_logits(self) -> Float[Tensor, "batch d_vocab"]:
        """Logits at each prompt's last token."""
        if self._logits is None:
            raise NotReadError("this run did not compute logits; run with logits=True or logits='last'")
        if self._last_only:
            return self._logits
        rows = torch.arange(len(self.tokens), device=self._logits.device)
        return self._logits[rows, self.tokens.lengths.to(self._logits.device) - 1]


class Gradients(Activations):
    """The derivative of a metric with respect to each activation: `g["z.3"]` has the shape of `run["z.3"]`.

    Attributes:
        run: the run that was differentiated (its tensors are detached).
        metric: [batch], the metric's value for each prompt (or a single value, if it gave one).
    """

    def __init__(self, tensors: Mapping[Site, Tensor], run: Run, metric: Tensor):
        super().__init__(tensors, run.tokens, run.positions)
        self.run = run
        self.metric = metric
