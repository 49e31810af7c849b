"""A head's weights as two circuits, held by their factors: OV (what it writes) and QK (where it looks).

Elhage et al. (2021, "A Mathematical Framework for Transformer Circuits"). With row vectors, a query x_q and a key x_k,

    score = scale · x_q W_Q W_Kᵀ x_kᵀ,      head output = pattern-weighted mean of x_k W_V W_O + b_V W_O.

Both are d_model x d_model of rank d_head, and their versions from vocabulary to vocabulary are never written out unless
`dense()` is called. What the weights leave out, and so what a reading of them must not claim:

- Grouped queries: several heads share one W_K and W_V; each head has its own circuits all the same.
- Norms: `fold=True` lets the circuits start at the residual stream, by putting the norm's gain and centring into W_Q,
  W_K and W_V (and an attention post-norm's into W_O). The norm's division by its input's scale stays outside.
- Rotary embedding: the score depends on the distance; the QK circuit here is the one at distance zero, where the
  rotation cancels. `HeadWeights.rotary` says in which layers that is a restriction.

The weights are read off what the model does: unit vectors take the place of `attn_in`, and q, k and v are read at
position 0, where rotary embedding is the identity. So fused projections and every family's layout come out alike, and a
family whose q, k or v is not an affine map of `attn_in` (a norm in between) is refused by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Complex, Float, Int
from torch import Tensor

from cutaway.errors import DataError, SiteUnavailableError, UnknownSiteError
from cutaway.model import LanguageModel, Norm, replace

_PROBE_BYTES = 256 << 20
"""Unit vectors are sent through so many at a time that what is read stays below this."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Factored:
    """The matrix `left @ right`, which acts on row vectors from the right and is never written out unless asked."""

    left: Float[Tensor, "d_in rank"]
    right: Float[Tensor, "rank d_out"]

    def __call__(self, x: Float[Tensor, "*rest d_in"]) -> Float[Tensor, "*rest d_out"]:
        """x times the matrix."""
        return x.to(self.left) @ self.left @ self.right

    def __matmul__(self, other: "Factored") -> "Factored":
        """The product with another factored matrix, of the smaller rank of the two."""
        middle = self.right @ other.left
        if self.left.shape[1] <= other.left.shape[1]:
            return Factored(left=self.left, right=middle @ other.right)
        return Factored(left=self.left @ middle, right=other.right)

    @property
    def T(self) -> "Factored":  # noqa: N802 (as torch calls it)
        """The transpose."""
        return Factored(left=self.right.T, right=self.left.T)

    @property
    def shape(self) -> tuple[int, int]:
        """(d_in, d_out)."""
        return self.left.shape[0], self.right.shape[1]

    def norm(self) -> float:
        """The Frobenius norm."""
        left, right = self.left.double(), self.right.double()
        return float(((left.T @ left) * (right @ right.T)).sum().clamp(min=0).sqrt())

    def eigenvalues(self) -> Complex[Tensor, " rank"]:
        """The eigenvalues of a square matrix that can differ from zero, by size.

        Raises:
            DataError: the matrix is not square.
        """
        if self.shape[0] != self.shape[1]:
            raise DataError(f"a matrix of shape {self.shape} has no eigenvalues; use a circuit from a space to itself")
        values = torch.linalg.eigvals((self.right.double() @ self.left.double()).cpu())
        return values[values.abs().argsort(descending=True)]

    def dense(self) -> Float[Tensor, "d_in d_out"]:
        """The whole matrix."""
        return self.left @ self.right


@dataclass(frozen=True, kw_only=True, eq=False)
class HeadWeights:
    """The projections of some layers' heads, at least fp32.

    With `folded`, they read the residual stream divided by its norm's scale, and write to the stream; without, they
    read `attn_in`, and write what comes before an attention post-norm.
    """

    layers: tuple[int, ...]
    W_Q: Float[Tensor, "layer head d_model d_head"] | None
    """None where q or k is not an affine map of what attention reads (`refused` says so)."""
    b_Q: Float[Tensor, "layer head d_head"] | None  # noqa: N815
    W_K: Float[Tensor, "layer kv_head d_model d_head"] | None
    b_K: Float[Tensor, "layer kv_head d_head"] | None  # noqa: N815
    W_V: Float[Tensor, "layer kv_head d_model d_value"] | None
    b_V: Float[Tensor, "layer kv_head d_value"] | None  # noqa: N815
    W_O: Float[Tensor, "layer head d_value d_model"]
    scale: tuple[float | None, ...]
    """The factor on q kᵀ, a layer each; None where a soft cap follows, and then the QK circuit is without it."""
    rotary: tuple[bool, ...]
    """Whether q and k turn with the position, a layer each."""
    folded: bool
    refused: dict[str, str]
    """What could not be had: `qk` or `ov`, with the reason."""
    model: str

    @property
    def n_heads(self) -> int:
        """Query heads a layer."""
        return self.W_O.shape[1]

    def ov(self, layer: int, head: int) -> Factored:
        """W_V W_O: what the head writes for what stands where it looks, [d_model d_model].

        Raises:
            SiteUnavailableError: v is not an affine map of what attention reads.
            UnknownSiteError: no such head among these.
        """
        index = self._index(layer, head)
        if self.W_V is None:
            raise SiteUnavailableError(f"no OV circuit in {self.model}: {self.refused['ov']}")
        return Factored(left=self.W_V[index, self.kv_head(head)], right=self.W_O[index, head])

    def qk(self, layer: int, head: int) -> Factored:
        """scale · W_Q W_Kᵀ: how much a query's position wants a key's, [d_model d_model], at distance zero.

        Raises:
            SiteUnavailableError: q or k is not an affine map of what attention reads.
            UnknownSiteError: no such head among these.
        """
        index = self._index(layer, head)
        if self.W_Q is None or self.W_K is None:
            raise SiteUnavailableError(f"no QK circuit in {self.model}: {self.refused['qk']}")
        factor = self.scale[index]
        return Factored(
            left=self.W_Q[index, head] * (1.0 if factor is None else factor),
            right=self.W_K[index, self.kv_head(head)].T,
        )

    def kv_head(self, head: int) -> int:
        """Which key-value head a query head uses."""
        held = next(w for w in (self.W_V, self.W_K, self.W_O) if w is not None)
        return head * held.shape[1] // self.n_heads

    def _index(self, layer: int, head: int) -> int:
        if layer not in self.layers or not 0 <= head < self.n_heads:
            raise UnknownSiteError(
                f"head {layer}.{head} is not among these: layers {list(self.layers)}, heads 0 to {self.n_heads - 1}"
            )
        return self.layers.index(layer)


def head_weights(lm: LanguageModel, *, layers: Sequence[int] | None = None, fold: bool = True) -> HeadWeights:
    """The projections of every head, as the model applies them.

    Args:
        lm: the model.
        layers: which layers; None for all (their projections are then held once more, in fp32).
        fold: let them read and write the residual stream itself, with the norms' gains and centring inside
            (`HeadWeights`).

    Raises:
        UnknownSiteError: a layer that does not exist.
    """
    chosen = tuple(range(lm.n_layers)) if layers is None else tuple(layers)
    outside = [layer for layer in chosen if not 0 <= layer < lm.n_layers]
    if outside or not chosen:
        raise UnknownSiteError(f"layers={list(chosen)}: {lm.name} has layers 0 to {lm.n_layers - 1}; name some of them")
    with torch.no_grad():
        return _probed(lm, chosen, fold)


def _probed(lm: LanguageModel, layers: tuple[int, ...], fold: bool) -> HeadWeights:
    step = 2.0**4 if lm.dtype == torch.float16 else 2.0**10  # so large that a bias does not swallow the weights
    q, k, v = (torch.cat(parts, dim=1) for parts in zip(*_units(lm, layers, step), strict=True))
    maps = {}
    for kind, seen in (("q", q), ("k", k), ("v", v)):  # [layer 1+d_model head d]
        bias = seen[:, 0]
        maps[kind] = ((seen[:, 1:] - bias[:, None]).movedim(1, 2) / step, bias)
    refused, rotary, scale = _checked(lm, layers, maps)
    w_o = torch.stack([output_weights(lm, layer, fold=fold) for layer in layers])
    if fold:
        maps = {kind: _folded(lm, layers, *pair) for kind, pair in maps.items()}
    has_qk, has_ov = "qk" not in refused, "ov" not in refused
    return HeadWeights(
        layers=layers,
        W_Q=maps["q"][0] if has_qk else None,
        b_Q=maps["q"][1] if has_qk else None,
        W_K=maps["k"][0] if has_qk else None,
        b_K=maps["k"][1] if has_qk else None,
        W_V=maps["v"][0] if has_ov else None,
        b_V=maps["v"][1] if has_ov else None,
        W_O=w_o,
        scale=scale,
        rotary=rotary,
        folded=fold,
        refused=refused,
        model=lm.name,
    )


def _sites(layers: tuple[int, ...], *kinds: str) -> list[str]:
    return [f"{kind}.{layer}" for kind in kinds for layer in layers]


def _wide(value: Tensor) -> Tensor:
    return value.to(torch.promote_types(value.dtype, torch.float32))


def _units(lm: LanguageModel, layers: tuple[int, ...], step: float) -> list[list[Tensor]]:
    """q, k and v at position 0 for zero and for each unit vector times `step`: [layer row head d], in parts."""
    size = lm.n_heads + 2 * lm.n_kv_heads
    rows = max(1, _PROBE_BYTES // (4 * len(layers) * size * lm.d_head))
    inputs = torch.cat([torch.zeros(1, lm.d_model), step * torch.eye(lm.d_model)])
    found = []
    for part in inputs.split(rows):
        run = lm.run(
            torch.zeros(len(part), 1, dtype=torch.long),
            read=_sites(layers, "q", "k", "v"),
            edits=replace("attn_in", part[:, None]),
            logits=False,
        )
        found.append(
            [torch.stack([_wide(run[f"{kind}.{layer}"][:, 0]) for layer in layers]) for kind in ("q", "k", "v")]
        )
    return found


def _checked(
    lm: LanguageModel, layers: tuple[int, ...], maps: dict[str, tuple[Tensor, Tensor]]
) -> tuple[dict[str, str], tuple[bool, ...], tuple[float | None, ...]]:
    """Are the maps what the model does to vectors that they were not read from? Also: rotary, and the scale."""
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(4, 1, lm.d_model, generator=generator).repeat(1, 2, 1)  # the same vector at both positions
    run = lm.run(
        torch.zeros(4, 2, dtype=torch.long),
        read=_sites(layers, "q", "k", "v", "scores"),
        edits=replace("attn_in", inputs),
        logits=False,
    )
    tolerance = 1e-3 if lm.dtype in (torch.float32, torch.float64) else 5e-2
    refused: dict[str, str] = {}
    rotary, scale = [], []
    for index, layer in enumerate(layers):
        turned = False
        for kind, (weight, bias) in maps.items():
            expected = torch.einsum("bm,hmd->bhd", inputs[:, 0].to(weight), weight[index]) + bias[index]
            actual = _wide(run[f"{kind}.{layer}"])
            errors = [float((actual[:, pos] - expected).norm() / expected.norm().clamp(min=1e-30)) for pos in (0, 1)]
            if errors[0] > tolerance or (kind == "v" and errors[1] > tolerance):
                refused.setdefault(
                    "ov" if kind == "v" else "qk",
                    f"its {kind} is not an affine map of attn_in (relative error {max(errors):.2g} at layer {layer}): "
                    "a norm stands in between",
                )
            turned |= kind != "v" and errors[1] > tolerance
        rotary.append(turned)
        scale.append(_scale(run[f"q.{layer}"], run[f"k.{layer}"], run[f"scores.{layer}"], tolerance))
    return refused, tuple(rotary), tuple(scale)


def _scale(q: Tensor, k: Tensor, scores: Tensor, tolerance: float) -> float | None:
    """The factor between q·k and the scores at position 0; None where there is none (a soft cap)."""
    q, k = _wide(q[:, 0]), _wide(k[:, 0])
    products = (q * k.repeat_interleave(q.shape[1] // k.shape[1], dim=1)).sum(-1).flatten().double()
    shown = _wide(scores[:, :, 0, 0]).flatten().double()
    factor = (products @ shown) / (products @ products).clamp(min=1e-30)
    off = (shown - factor * products).norm() / shown.norm().clamp(min=1e-30)
    return float(factor) if float(off) <= tolerance else None


def output_weights(lm: LanguageModel, layer: int, *, fold: bool = True) -> Float[Tensor, "head d_value d_model"]:
    """W_O by head, at least fp32; with `fold`, with an attention post-norm's gain and centring inside."""
    part = lm.parts.layers[layer]
    w_o = _wide(part.w_o.detach()) * part.multiplier
    return _read_by(part.attention_post_norm, w_o) if fold and part.attention_post_norm is not None else w_o


def _read_by(norm: Norm, rows: Float[Tensor, "*rest d_model"]) -> Float[Tensor, "*rest d_model"]:
    """Rows as a norm passes them on, but for its scale and bias."""
    centred = rows - rows.mean(-1, keepdim=True) if norm.kind == "layer" else rows
    return centred * norm.gain.to(centred)


def _folded(
    lm: LanguageModel, layers: tuple[int, ...], weight: Float[Tensor, "layer head d_model d"], bias: Tensor
) -> tuple[Tensor, Tensor]:
    """The attention norm's gain, centring and bias moved into a projection that follows it."""
    weights, biases = [], []
    for index, layer in enumerate(layers):
        w, b = weight[index], bias[index]
        module = lm.parts.layers[layer].attention_norm
        if module is not None:
            norm = Norm.of(module, lm.d_model)
            b = b if norm.bias is None else b + torch.einsum("m,hmd->hd", norm.bias.to(w), w)
            w = w * norm.gain.to(w)[:, None]
            w = w - w.mean(1, keepdim=True) if norm.kind == "layer" else w
        weights.append(w)
        biases.append(b)
    return torch.stack(weights), torch.stack(biases)


def token_embedding(lm: LanguageModel, *, fold: bool = True) -> Float[Tensor, "d_vocab d_model"]:
    """W_E, at least fp32; with `fold`, each row divided by the scale that the first norm would divide it by.

    Position embeddings are not in it, nor a factor that the model puts on its embeddings (under `fold` the norm would
    undo it).
    """
    weight: Tensor = lm.hf.get_input_embeddings().weight  # type: ignore[union-attr,assignment]
    weight = _wide(weight.detach())
    module = lm.parts.layers[0].attention_norm
    if not fold or module is None:
        return weight
    return weight / Norm.of(module, lm.d_model).frozen(weight).scale.to(weight)


def token_unembedding(
    lm: LanguageModel, ids: Int[Tensor, "*rest"] | None = None, *, fold: bool = True
) -> Float[Tensor, "*rest d_model"]:
    """W_U (or the rows of some token ids), at least fp32; with `fold`, with the final norm's gain and centring inside."""
    weight = lm.W_U.detach()
    weight = _wide(weight if ids is None else weight[ids.to(weight.device)])
    if not fold:
        return weight
    gained = weight * lm.final_norm.gain.to(weight)
    return gained - gained.mean(-1, keepdim=True) if lm.final_norm.kind == "layer" else gained


def full_ov(lm: LanguageModel, weights: HeadWeights, layer: int, head: int) -> Factored:
    """W_E W_V W_O W_U: which tokens' logits the head raises for each token it looks at, [d_vocab d_vocab].

    Raises:
        SiteUnavailableError, UnknownSiteError: as for `HeadWeights.ov`.
    """
    circuit = weights.ov(layer, head)
    read, write = token_embedding(lm, fold=weights.folded), token_unembedding(lm, fold=weights.folded)
    return Factored(left=read.to(circuit.left) @ circuit.left, right=circuit.right @ write.to(circuit.right).T)


def full_qk(lm: LanguageModel, weights: HeadWeights, layer: int, head: int) -> Factored:
    """scale · W_E W_Q W_Kᵀ W_Eᵀ: how much each query token wants each key token, [d_vocab d_vocab].

    Raises:
        SiteUnavailableError, UnknownSiteError: as for `HeadWeights.qk`.
    """
    circuit = weights.qk(layer, head)
    read = token_embedding(lm, fold=weights.folded).to(circuit.left)
    return Factored(left=read @ circuit.left, right=circuit.right @ read.T)
