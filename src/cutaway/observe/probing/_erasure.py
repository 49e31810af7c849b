"""Concept erasure: the smallest affine change of an activation after which no linear classifier finds the concept.

LEACE (Belrose et al., 2023): with Σ_xx the covariance of activations x, Σ_xz that with one-hot labels z, μ the mean,
W = Σ_xx^{-1/2} and P the orthogonal projection onto the column space of W Σ_xz,

    r(x) = x − W⁺ P W (x − μ).

Then cov(r(x), z) = 0, which is what it means that no linear classifier beats a constant; and of all affine maps with
this property r changes x least in mean square. With a shrunk Σ_xx in W the covariance still vanishes, the change is no
longer the least on the rows that were fitted, and carries over better to others where rows are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError, NonFiniteError
from cutaway.model import Edit, EditContext, LanguageModel, Site, apply
from cutaway.observe.probing._harvest import harvest, sites_of
from cutaway.observe.probing._labelled import Labelled, Position, rows_of
from cutaway.progress import Progress, silent

_RANK = 1e-10
"""Eigenvalues below this share of the largest are directions that the rows do not have."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Eraser:
    """r(x) = x − left (right (x − mean)): an affine map that forgets one concept. Called on activations."""

    left: Float[Tensor, "d k"]
    """fp64; what is taken away is spanned by its columns."""
    right: Float[Tensor, "k d"]
    """fp64; what is looked at."""
    mean: Float[Tensor, " d"]
    """fp64."""
    site: str = ""
    """Where it was fitted; empty where it was fitted on bare vectors."""
    concept: str = ""
    fingerprint: str = ""
    model: str = ""

    @property
    def rank(self) -> int:
        """How many directions are erased: at most one less than the number of classes."""
        return self.left.shape[1]

    def __call__(self, x: Float[Tensor, "*rest d"]) -> Float[Tensor, "*rest d"]:
        """The activations without the concept, in their own type."""
        wide = x.to(torch.promote_types(x.dtype, torch.float32))
        left, right, mean = (part.to(wide) for part in (self.left, self.right, self.mean))
        return (wide - ((wide - mean) @ right.T) @ left.T).to(x.dtype)

    def edit(
        self,
        site: str | Site | None = None,
        *,
        pos: int | Sequence[int] | slice | Tensor | None = None,
        rows: int | Sequence[int] | slice | Tensor | None = None,
    ) -> Edit:
        """The erasure as an edit of a run or a generation.

        Args:
            site: where; None: where it was fitted.
            pos, rows: as in every edit; None for all.

        Raises:
            DataError: it was fitted on bare vectors, and no site is given.
        """
        where = site if site is not None else self.site
        if not where:
            raise DataError("this eraser was fitted on vectors without a site; name one")

        def function(activation: Tensor, context: EditContext) -> Tensor:
            flat = activation.reshape(*activation.shape[:2], -1)  # heads side by side
            return self(flat).reshape(activation.shape)

        edit = apply(where, function, pos=pos, rows=rows)
        return Edit(site=edit.site, function=function, label=f"erase {self.concept or 'concept'}", pos=pos, rows=rows)


def leace(
    x: Float[Tensor, "row d"],
    labels: Sequence[object] | Tensor,
    *,
    shrinkage: float | str = 0.0,
    concept: str = "",
) -> Eraser:
    """Fit LEACE on vectors.

    Args:
        x: activations.
        labels: one a row, of at least two kinds.
        shrinkage: Σ_xx becomes (1 − s) Σ_xx + s·tr(Σ_xx)/d·I; `auto` takes s from Ledoit and Wolf (2004). Zero gives
            the least change on these rows.
        concept: what to call it.

    Raises:
        DataError: labels do not match the rows or are of one kind, or the shrinkage is not within 0..1.
        NonFiniteError: a value is NaN or infinite.
    """
    kinds = labels.tolist() if isinstance(labels, Tensor) else list(labels)
    if len(kinds) != len(x):
        raise DataError(f"{len(x)} rows and {len(kinds)} labels; give one each")
    names = sorted(set(map(str, kinds)))
    if len(names) < 2:
        raise DataError(f"one class only ({names}); there is nothing to erase")
    if not bool(torch.isfinite(x).all()):
        raise NonFiniteError("the rows to erase from hold NaN or infinity")
    wide = x.detach().cpu().double()
    one_hot = torch.tensor([[float(str(kind) == name) for name in names] for kind in kinds], dtype=torch.float64)
    mean = wide.mean(0)
    centred = wide - mean
    covariance = centred.T @ centred / len(wide)
    cross = centred.T @ (one_hot - one_hot.mean(0)) / len(wide)
    s = _shrinkage(centred, shrinkage)
    covariance = (1 - s) * covariance + s * covariance.trace() / len(covariance) * torch.eye(len(covariance))
    values, vectors = torch.linalg.eigh(covariance)
    there = values > values[-1] * _RANK
    root, vectors = values[there].clamp(min=0).sqrt(), vectors[:, there]
    whitened = (vectors / root) @ (vectors.T @ cross)  # W Σ_xz
    u, sizes, _ = torch.linalg.svd(whitened, full_matrices=False)
    u = u[:, sizes > max(float(sizes[0]) * 1e-8, 1e-12)]
    return Eraser(
        left=(vectors * root) @ (vectors.T @ u),
        right=((vectors / root) @ (vectors.T @ u)).T,
        mean=mean,
        concept=concept,
    )


def erase(
    lm: LanguageModel,
    data: Labelled,
    *,
    site: str | Site,
    pos: Position = "last",
    shrinkage: float | str = 0.0,
    progress: Progress = silent,
) -> tuple[Eraser, ...]:
    """Fit LEACE for a concept at a site of a model, one eraser a layer.

    Args:
        lm: the model.
        data: prompts labelled with the concept.
        site: where; a kind without a layer means every layer. To erase at several layers, fit each on a model in
            which the ones before are erased already, or use one layer: what a layer erases, the next may compute again.
        pos: as in `probe`.
        shrinkage: as in `leace`.
        progress: told how many prompts are read.

    Raises:
        DataError, SiteError, PromptError, AlignmentError: as for `probe`.
    """
    sites = sites_of(lm, site)
    rows = rows_of(lm, data, pos)
    activations = harvest(lm, rows, sites, progress=progress)
    found = []
    for one in sites:
        fitted = leace(
            torch.from_numpy(np.asarray(activations[one])), rows.label.tolist(), shrinkage=shrinkage, concept=data.name
        )
        found.append(
            Eraser(
                left=fitted.left,
                right=fitted.right,
                mean=fitted.mean,
                site=str(one),
                concept=data.name,
                fingerprint=lm.fingerprint,
                model=lm.name,
            )
        )
    return tuple(found)


def _shrinkage(centred: Float[Tensor, "row d"], shrinkage: float | str) -> float:
    if shrinkage == "auto":
        from sklearn.covariance import ledoit_wolf_shrinkage

        return float(ledoit_wolf_shrinkage(centred.numpy(), assume_centered=True))
    if isinstance(shrinkage, str) or not 0 <= shrinkage <= 1:
        raise DataError(f"shrinkage={shrinkage!r}; give a number from 0 to 1, or 'auto'")
    return float(shrinkage)
