"""What weights alone say of heads: does a head's OV circuit copy, and does one head read what another writes?

Elhage et al. (2021). Copying is a property of the eigenvalues of W_E W_V W_O W_U: a positive one belongs to a direction
of tokens that the head makes likelier when it looks at them. Composition of an earlier head 1 with a later head 2 is

    V:  ‖W_OV¹ W_OV²‖ / (‖W_OV¹‖ ‖W_OV²‖)      Q:  ‖W_OV¹ W_QK²‖ / (‖W_OV¹‖ ‖W_QK²‖)      K: the same with W_QK²ᵀ

in Frobenius norms and for row vectors, and means little by itself: random matrices of the same ranks give the baseline.
Both are hypotheses about what a head can do; neither says that it does it on any prompt.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import torch
from jaxtyping import Float
from torch import Tensor

from cutaway.errors import DataError, SiteUnavailableError
from cutaway.model import LanguageModel
from cutaway.observe._weights import HeadWeights, head_weights, token_embedding, token_unembedding
from cutaway.shown import Shown

Kind = Literal["q", "k", "v"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, kw_only=True, eq=False)
class Copying(Shown):
    """The eigenvalues of every head's full OV circuit, summed up."""

    layers: tuple[int, ...]
    score: Float[Tensor, "layer head"]
    """Σ Re λ / Σ |λ|, from −1 to 1; near 1: the head copies, near −1: it suppresses what it looks at."""
    positive: Float[Tensor, "layer head"]
    """The share of eigenvalues with a positive real part."""

    def largest(self, n: int = 10) -> list[tuple[int, int, float]]:
        """(layer, head, score) of the heads that copy most."""
        values, places = self.score.flatten().topk(min(n, self.score.numel()))
        heads = self.score.shape[1]
        return [
            (self.layers[place // heads], place % heads, value)
            for value, place in zip(values.tolist(), places.tolist(), strict=True)
        ]


def copying_scores(lm: LanguageModel, weights: HeadWeights | None = None) -> Copying:
    """Whether each head's OV circuit copies tokens, from weights alone.

    Only a d_head x d_head matrix is made a head: the eigenvalues of W_E W_V W_O W_U that can differ from zero are those
    of W_O (W_U W_E) W_V. Rows of W_E are divided by their norm's scale (`token_embedding`), which Elhage et al. had no
    need to do.

    Args:
        lm: the model.
        weights: its heads' weights; None to read them off.

    Raises:
        SiteUnavailableError: the model has no OV circuit (`HeadWeights.refused`).
    """
    weights = head_weights(lm) if weights is None else weights
    if weights.W_V is None:
        raise SiteUnavailableError(f"no OV circuit in {lm.name}: {weights.refused['ov']}")
    embedding = token_embedding(lm, fold=weights.folded).to(weights.W_O)
    middle = token_unembedding(lm, fold=weights.folded).to(weights.W_O).T @ embedding  # [d_model d_model]
    group = weights.n_heads // weights.W_V.shape[1]
    values = weights.W_V.repeat_interleave(group, dim=1).double()
    core = weights.W_O.double() @ middle.double() @ values
    eigenvalues = torch.linalg.eigvals(core.cpu())
    return Copying(
        layers=weights.layers,
        score=(eigenvalues.real.sum(-1) / eigenvalues.abs().sum(-1).clamp(min=1e-30)).float(),
        positive=(eigenvalues.real > 0).float().mean(-1),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Composition(Shown):
    """How much of what each head writes lies in what each later head reads."""

    axes = ("kind", "writer_layer", "writer_head", "reader_layer", "reader_head")

    layers: tuple[int, ...]
    kinds: tuple[Kind, ...]
    """What the reader makes of it: its queries, keys or values."""
    scores: Float[Tensor, "kind writer_layer writer_head reader_layer reader_head"]
    """From 0 to 1; NaN where the reader is not in a later layer."""
    baseline: Float[Tensor, " kind"]
    """The mean for Gaussian matrices of the same shapes."""

    def largest(self, n: int = 10, *, kind: Kind | None = None) -> list[dict[str, Any]]:
        """The pairs with the highest scores above the baseline, as plain data."""
        if kind is not None and kind not in self.kinds:
            raise DataError(f"kind={kind!r} was not computed; there are {', '.join(self.kinds)}")
        above = self.scores - self.baseline.reshape(-1, 1, 1, 1, 1)
        chosen = above if kind is None else above[self.kinds.index(kind)][None]
        kinds = self.kinds if kind is None else (kind,)
        flat = chosen.flatten().nan_to_num(nan=-torch.inf)
        values, places = flat.topk(min(n, int(torch.isfinite(flat).sum())))
        found = []
        for value, place in zip(values.tolist(), places.tolist(), strict=True):
            which, l1, h1, l2, h2 = (int(i) for i in torch.unravel_index(torch.tensor(place), chosen.shape))
            base = float(self.baseline[self.kinds.index(kinds[which])])
            found.append(
                {
                    "kind": kinds[which],
                    "writer": {"layer": self.layers[l1], "head": h1},
                    "reader": {"layer": self.layers[l2], "head": h2},
                    "score": value + base,
                    "baseline": base,
                }
            )
        return found


def composition_scores(
    lm: LanguageModel,
    weights: HeadWeights | None = None,
    *,
    kinds: tuple[Kind, ...] = KINDS,
    draws: int = 4,
    seed: int = 0,
) -> Composition:
    """Composition scores of every head with every later one.

    Products of d_model x d_model matrices are never made: ‖A B‖ for A = L M and B = N R needs only the triangular
    factors of L and R. Under rotary embedding the QK circuits are those at distance zero. MLPs between the heads are
    left out.

    Args:
        lm: the model.
        weights: its heads' weights; None to read them off.
        kinds: any of `q`, `k`, `v`.
        draws: pairs of random heads behind the baseline.
        seed: draws them.

    Raises:
        DataError: an unknown kind.
        SiteUnavailableError: the model lacks a circuit that is needed (`HeadWeights.refused`).
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or not kinds:
        raise DataError(f"kinds={kinds}; use some of {', '.join(KINDS)}")
    weights = head_weights(lm) if weights is None else weights
    heads = [(layer, head) for layer in weights.layers for head in range(weights.n_heads)]
    circuits = [weights.ov(*head) for head in heads]
    written = torch.stack([_unit(_triangle(c.left) @ c.right) for c in circuits])  # [head d d_model]
    layer_of = torch.tensor([layer for layer, _ in heads])
    later = layer_of[:, None] < layer_of[None, :]
    scores = []
    for kind in kinds:
        readers = circuits if kind == "v" else [weights.qk(*head) for head in heads]
        readers = [reader.T for reader in readers] if kind == "k" else readers
        read = torch.stack([_unit(r.left @ _triangle(r.right.T).T) for r in readers])  # [head d_model d]
        table = torch.full((len(heads), len(heads)), torch.nan)
        for index, writer in enumerate(written):
            table[index, later[index]] = torch.linalg.matrix_norm(writer @ read[later[index]]).cpu()
        scores.append(table.reshape(2 * (len(weights.layers), weights.n_heads)))
    return Composition(
        layers=weights.layers,
        kinds=tuple(kinds),
        scores=torch.stack(scores),
        baseline=torch.tensor([_random(weights, kind, draws, seed) for kind in kinds]),
    )


def _triangle(left: Float[Tensor, "d_model d"]) -> Float[Tensor, "d d"]:
    """S with SᵀS = LᵀL, so that ‖L X‖ = ‖S X‖."""
    return torch.linalg.qr(left, mode="r").R


def _unit(matrix: Tensor) -> Tensor:
    return matrix / matrix.norm().clamp(min=1e-30)


def _random(weights: HeadWeights, kind: Kind, draws: int, seed: int) -> float:
    """The mean score of Gaussian heads of the same shapes."""
    generator = torch.Generator().manual_seed(seed)

    def gaussian(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=generator)

    d_value, d_model = weights.W_O.shape[-2:]
    rank = d_value if kind == "v" else (d_value if weights.W_Q is None else weights.W_Q.shape[-1])
    values = []
    for _ in range(draws):
        writer = _unit(_triangle(gaussian(d_model, d_value)) @ gaussian(d_value, d_model))
        reader = _unit(gaussian(d_model, rank) @ _triangle(gaussian(d_model, rank)).T)
        values.append(float((writer @ reader).norm()))
    return sum(values) / len(values)
