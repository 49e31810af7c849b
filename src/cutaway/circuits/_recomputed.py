"""What a head mixes when its query (or its key) loses what one source says: the softmax recomputed, not linearised.

The attention module of a layer is called again, once for each source, with the projection of the query (or key) that
reads the stream without that source's difference; everything behind it is the model's own code. The change of z times
the gradient at z is then the edge's score: linear in the values and in all that follows, exact in the softmax.
"""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from cutaway.circuits._copies import copied
from cutaway.circuits._gradients import Differentiator, Seen
from cutaway.circuits._pass import replaced
from cutaway.model import HeadProjection, LayerProjections

_TOKENS = 4096
"""Tokens that are run at once, about."""


class _StopError(Exception):
    """The values are mixed; never leaves this module."""


class Recomputed:
    """Changes of z for every edge into a query or a key.

    Args:
        by: the model.
        seen: its clean run.
        change: [source row pos d_model], what each source loses where its edge is ablated.
    """

    def __init__(self, by: Differentiator, seen: Seen, change: Float[Tensor, "source row pos d_model"]):
        self.by, self.change = by, change
        self.says, self.reads = by.lm.n_heads + 1, by.lm.n_heads + 2 * by.lm.n_kv_heads + 1
        with torch.no_grad():
            self.moved = [{letter: self._moved(layer, seen, letter) for letter in "qk"} for layer in by.layers]

    def into(self, scores: Float[Tensor, "row source destination"], seen: Seen) -> Tensor:
        """The scores with those of queries and keys replaced, for the gradients of one run."""
        scores = scores.clone()
        for index, moved in enumerate(self.moved):
            gradient = seen.z_gradient[index].reshape(*self.change.shape[1:3], self.by.lm.n_heads, -1)
            first = index * self.reads
            for letter, start, heads in (
                ("q", 0, self.by.lm.n_heads),
                ("k", self.by.lm.n_heads, self.by.lm.n_kv_heads),
            ):
                effect = torch.einsum("urphd,rphd->ruh", moved[letter], gradient)
                effect = effect.unflatten(-1, (heads, -1)).sum(-1)  # a key is every head's of its group
                scores[:, : effect.shape[1], first + start : first + start + heads] = effect
        return scores

    def _moved(self, layer: LayerProjections, seen: Seen, letter: str) -> Float[Tensor, "source row pos head d_value"]:
        """z of the clean run less z where one source's difference is missing from the query or key."""
        part = self.by.lm.parts.layers[layer.layer]
        stream = seen.streams[layer.layer]
        projection: HeadProjection = getattr(layer, letter)
        up = 1 + layer.layer * self.says
        norm = part.attention_norm
        clean = stream if norm is None else norm(stream)
        whole = seen.z[layer.layer].reshape(*stream.shape[:2], part.n_heads, -1)
        step = max(1, _TOKENS // stream[..., 0].numel())
        found = []
        for first in range(0, up, step):
            less = stream - self.change[first : min(first + step, up)]
            read = less if norm is None else norm(less)
            z = self._mixed(part, layer, projection, clean, read.flatten(0, 1), seen.calls[layer.layer])
            found.append(whole - z.reshape(len(less), *whole.shape))
        return torch.cat(found)

    def _mixed(
        self,
        part: Any,
        layer: LayerProjections,
        projection: HeadProjection,
        clean: Tensor,
        read: Tensor,
        call: tuple[tuple[Any, ...], dict[str, Any]],
    ) -> Tensor:
        times = len(read) // len(clean)
        args, kwargs = copied(*call, rows=len(clean), heads=part.n_heads, times=times)
        kept: list[Tensor] = []

        def take(module: nn.Module, given: tuple[Tensor, ...]) -> None:
            kept.append(given[0])
            raise _StopError

        def one(module: nn.Module) -> Callable[..., Tensor]:
            original = module.forward

            def forward(given: Tensor) -> Tensor:
                out = original(given)
                if module is projection.module:
                    columns = projection.columns.flatten()
                    out = out.clone()
                    out[..., columns] = original(read.reshape(given.shape))[..., columns]
                return out

            return forward

        with self.by.lm.exclusive(), ExitStack() as stack:
            stack.enter_context(replaced(projection.module, one(projection.module)))
            stack.callback(part.attention_out.register_forward_pre_hook(take).remove)
            with suppress(_StopError):
                part.attention(clean.repeat(times, 1, 1), *args, **kwargs)
        return kept[0]
