"""Where each head's query, key and value come out of the attention's projections.

A fused projection gives one row of numbers in which queries, keys and values of all heads lie in an order of the
family's own. Which columns belong to which head is found by trying the known orders and checking them on the model
itself: turning round the sign of the columns that are said to be one head's query must turn round that head's query and
leave every other head's, and all keys and values, as they were. What fails is refused by name.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Literal
from weakref import WeakKeyDictionary

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from cutaway.errors import UnsupportedModelError
from cutaway.model._language_model import LanguageModel
from cutaway.model._parts import LayerParts
from cutaway.model._sites import Site
from cutaway.model._tokens import Tokens

Letter = Literal["q", "k", "v"]
LETTERS: tuple[Letter, ...] = ("q", "k", "v")
SEPARATE = ("q_proj", "k_proj", "v_proj")
FUSED = ("c_attn", "query_key_value", "qkv_proj")
"""Names of the modules within an attention module."""
TOLERANCE = 1e-3


@dataclass(frozen=True, kw_only=True, eq=False)
class HeadProjection:
    """The projection that gives the queries, keys or values of one layer.

    Attributes:
        letter: which of them.
        module: the projection, perhaps one that gives other things besides.
        columns: which entries of its output are each head's; key-value heads for k and v.
    """

    letter: Letter
    module: nn.Module
    columns: Int[Tensor, "head d_head"]

    @property
    def weight(self) -> Float[Tensor, "head d_model d_head"]:
        """Each head's own part of the weight; a view where the columns lie in order."""
        weight = self.module.weight
        assert isinstance(weight, Tensor)
        rows = weight.T if type(self.module).__name__ == "Conv1D" else weight  # [out in]
        first, last = int(self.columns[0, 0]), int(self.columns[-1, -1]) + 1
        if last - first == self.columns.numel() and bool((self.columns.flatten().diff() == 1).all()):
            return rows[first:last].unflatten(0, self.columns.shape).transpose(1, 2)
        return rows[self.columns.to(rows.device)].transpose(1, 2)

    @property
    def bias(self) -> Float[Tensor, "head d_head"] | None:
        """Each head's own part of the bias."""
        bias = getattr(self.module, "bias", None)
        return None if bias is None else bias[self.columns.to(bias.device)]


@dataclass(frozen=True, kw_only=True, eq=False)
class LayerProjections:
    """The query, key and value projections of one layer, perhaps the same module."""

    layer: int
    q: HeadProjection
    k: HeadProjection
    v: HeadProjection

    def __iter__(self) -> Iterator[HeadProjection]:
        return iter((self.q, self.k, self.v))

    @property
    def modules(self) -> list[nn.Module]:
        """The modules, each once."""
        return list(dict.fromkeys(projection.module for projection in self))


_KNOWN: "WeakKeyDictionary[LanguageModel, tuple[LayerProjections, ...]]" = WeakKeyDictionary()


def projections(lm: LanguageModel) -> tuple[LayerProjections, ...]:
    """The projections of every layer, checked on the model the first time.

    Raises:
        UnsupportedModelError: they are not laid out in any known way, or heads share a part of their projection.
    """
    if lm not in _KNOWN:
        _KNOWN[lm] = _found(lm)
    return _KNOWN[lm]


def _found(lm: LanguageModel) -> tuple[LayerProjections, ...]:
    reasons = []
    for order in ("separate", "blocks", "groups"):
        try:
            layers = tuple(_layer(lm, part, order) for part in lm.parts.layers)
        except _NotSoError as error:
            reasons.append(str(error))
            continue
        wrong = _wrong(lm, layers[0]) or (_wrong(lm, layers[-1]) if len(layers) > 1 else None)
        if wrong is None:
            return layers
        reasons.append(wrong)
    raise UnsupportedModelError(
        f"the query, key and value projections of {lm.name} ({lm.hf.config.model_type}) are laid out in no known way: "
        f"{'; '.join(dict.fromkeys(reasons))}. Circuits need each head's own projection; methods that patch whole sites work"
    )


class _NotSoError(Exception):
    """An order does not fit; never leaves this module."""


def _layer(lm: LanguageModel, part: LayerParts, order: str) -> LayerProjections:
    children = dict(part.attention.named_children())
    if order == "separate":
        if any(name not in children for name in SEPARATE):
            raise _NotSoError(f"its attention has no {', '.join(SEPARATE)}")
        found = []
        for letter, name in zip(LETTERS, SEPARATE, strict=True):
            heads = lm.n_heads if letter == "q" else lm.n_kv_heads
            width = _width(children[name])
            columns = torch.arange(width).unflatten(0, (heads, width // heads))
            found.append(HeadProjection(letter=letter, module=children[name], columns=columns))
        return LayerProjections(layer=part.index, q=found[0], k=found[1], v=found[2])
    name = next((name for name in FUSED if name in children), None)
    if name is None:
        raise _NotSoError(f"its attention has none of {', '.join(FUSED)}")
    module = children[name]
    q, kv = lm.n_heads, lm.n_kv_heads
    heads = _width(module) // lm.d_head
    if heads * lm.d_head != _width(module) or heads != q + 2 * kv:
        raise _NotSoError(
            f"{name} gives {_width(module)} numbers, not those of {q} queries and {kv} keys and values of {lm.d_head}"
        )
    place = torch.arange(_width(module)).unflatten(0, (heads, lm.d_head))
    if order == "blocks":
        parts = place.split([q, kv, kv])
    else:  # group by group: its queries, its key, its value
        grouped = place.unflatten(0, (kv, q // kv + 2))
        parts = (grouped[:, :-2].flatten(0, 1), grouped[:, -2], grouped[:, -1])
    q_, k_, v_ = (
        HeadProjection(letter=letter, module=module, columns=columns)
        for letter, columns in zip(LETTERS, parts, strict=True)
    )
    return LayerProjections(layer=part.index, q=q_, k=k_, v=v_)


def _width(module: nn.Module) -> int:
    weight = module.weight
    assert isinstance(weight, Tensor)
    return int(weight.shape[1] if type(module).__name__ == "Conv1D" else weight.shape[0])


def _wrong(lm: LanguageModel, layer: LayerProjections) -> str | None:
    """What a layer's columns get wrong; None where each is its own head's alone."""
    which = [(projection, head) for projection in layer for head in range(len(projection.columns))]
    ids = torch.randint(0, lm.d_vocab, (1, 4), generator=torch.Generator().manual_seed(0))
    tokens = Tokens(ids.expand(len(which), -1), torch.full((len(which),), 4))
    sites = [Site(letter, layer.layer) for letter in LETTERS]
    plain = lm.run(Tokens(ids, torch.tensor([4])), read=sites, logits=False)

    def turning(module: nn.Module) -> Any:
        def hook(_: nn.Module, given: Any, output: Tensor) -> Tensor:
            turned = output.unflatten(0, (len(which), -1)).clone() if output.dim() == 2 else output.clone()
            for row, (projection, head) in enumerate(which):
                if projection.module is module:
                    columns = projection.columns[head].to(output.device)
                    turned[row][..., columns] = -turned[row][..., columns]
            return turned.reshape(output.shape)

        return module.register_forward_hook(hook)

    with lm.exclusive(), ExitStack() as stack:
        for module in layer.modules:
            stack.callback(turning(module).remove)
        turned = lm.run(tokens, read=sites, logits=False)
    for row, (projection, head) in enumerate(which):
        for site in sites:
            old, new = plain[site][0].float(), turned[site][row].float()
            moved = (new - old).norm(dim=(0, 2)) / old.norm(dim=(0, 2)).clamp(min=1e-30)
            own = torch.zeros(len(moved), dtype=torch.bool)
            if site.kind == projection.letter:
                own[head] = True
            changed = moved.cpu() > TOLERANCE
            if not torch.equal(changed, own):
                name = f"{projection.letter}.{layer.layer}.{head}"
                also = [f"{site.at(layer.layer)}.{i}" for i in (changed & ~own).nonzero().flatten().tolist()]
                return f"the columns of {name} also move {', '.join(also[:3])}" if also else f"they do not move {name}"
    return None
